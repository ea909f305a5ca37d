/**
 * What the releases of the sequencer expose, compared with its monitoring guide and runbook. The facts of 0.2.7 were
 * seen on a running server and read in its source.
 * @see https://github.com/stateset/stateset-sequencer/blob/4e0bf9a/src/metrics/mod.rs
 */
import { absent, dialect, folded, renamed, unreliable, withoutLabel } from '../../model';
import type { Dialect } from '../../model';
import { DOCUMENTED, metrics as m } from './metrics';

const undocumented = Object.values(m).filter(
  ({ name }) => name !== 'up' && !DOCUMENTED.some((metric) => metric.name === name),
);

/** The names of guide and runbook, as if a release had them all. */
export const documented: Dialect = dialect('documented', {
  renamed: [renamed(m.breakerState, m.breakerState.name, { circuit: 'service' })],
  absent: undocumented.map((metric) => absent(metric, 'the documentation names no such metric')),
  withoutLabels: (['method', 'path', 'status', 'overflow'] as const).map((label) =>
    withoutLabel(m.requestDuration, label, 'the documentation lists the metric without it'),
  ),
});

/**
 * Release 0.2.7. Every series of it begins with `sequencer_`. Errors are those of ingest alone: `errors_database` counts
 * whatever fails there and is no refusal; failures of other requests are in the requests by status.
 */
export const release027: Dialect = dialect('0.2.7', {
  renamed: [
    renamed(m.requestDuration, 'sequencer_http_request_latency_seconds', { overflow: '__overflow__' }),
    renamed(m.requests, m.requests.name, { overflow: '__overflow__' }),
    renamed(m.eventsIngested, 'sequencer_events_ingested'),
    renamed(m.poolActive, 'sequencer_pool_active_connections'),
    renamed(m.poolMax, 'sequencer_pool_max_connections'),
    renamed(m.poolIdle, 'sequencer_pool_idle_connections'),
    renamed(m.poolTotal, 'sequencer_pool_total_connections'),
    ...folded(m.errors, 'category', {
      database: 'sequencer_errors_database',
      validation: 'sequencer_errors_schema_validation',
    }),
  ],
  absent: [
    absent(m.rateLimited, '0.2.7 counts refused requests by their status 429 only'),
    absent(m.breakerState, 'the only breaker of 0.2.7, that of the anchor, is registered nowhere'),
  ],
  withoutLabels: (['tenant', 'store', 'entity_type'] as const).map((label) =>
    withoutLabel(m.eventsIngested, label, '0.2.7 counts events in all; its database knows whose they are'),
  ),
  unreliable: [
    unreliable(m.poolSlow, '0.2.7 never counts a wait: it stays 0 whatever happens'),
    unreliable(m.poolTimeouts, '0.2.7 never counts a wait: it stays 0 while requests time out'),
  ],
});

export const dialects: readonly Dialect[] = [documented, release027];
