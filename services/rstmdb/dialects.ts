/**
 * What the releases of rstmdb expose, compared with its monitoring page. The facts of 0.3.0 were seen on a running
 * server.
 */
import { absent, count, derived, dialect, promql, renamed, unreliable, withoutLabel } from '../../model';
import type { Dialect } from '../../model';
import { beyondTheDocumentation, metrics as m } from './metrics';

/**
 * Fixed in the program: `network.max_connections` is read and ignored.
 * @see https://docs.rs/crate/rstmdb-server/0.3.0/source/src/server.rs
 */
export const CONNECTIONS_LIMIT = count(1000);

// Multiplied by nothing, so that each instance gets the limit under its own labels.
const limit = derived(m.connectionsLimit, promql`0 * ${m.connectionsActive} + ${CONNECTIONS_LIMIT}`);

/** The names of the monitoring page, as if a release had them all. */
export const documented: Dialect = dialect('documented', {
  derived: [limit],
  absent: beyondTheDocumentation.map((metric) => absent(metric, 'the documentation lists no such metric')),
  withoutLabels: [m.subscriptionsActive, m.eventsBroadcast].map((metric) =>
    withoutLabel(metric, 'type', 'the documentation lists the metric without it'),
  ),
});

/** Release 0.3.0. @see https://docs.rs/crate/rstmdb-server/0.3.0/source/src/metrics.rs */
export const release030: Dialect = dialect('0.3.0', {
  renamed: [
    renamed(m.requests, 'rstmdb_requests_total', { op: 'operation' }),
    renamed(m.requestDuration, 'rstmdb_request_duration_seconds', { op: 'operation' }),
    renamed(m.errors, 'rstmdb_errors_total'),
    renamed(m.eventsBroadcast, 'rstmdb_events_forwarded_total'),
    renamed(m.memoryUsed, 'process_resident_memory_bytes'),
  ],
  derived: [limit, derived(m.uptime, promql`time() - ${m.startTime}`)],
  absent: [
    absent(m.connectionsRejected, 'a refused connection leaves only a line in the log of 0.3.0'),
    absent(m.instancesByState, '0.3.0 counts instances in all, not by state'),
    absent(m.eventsApplied, '0.3.0 counts APPLY_EVENT requests, not the events that they applied'),
    absent(m.transitions, '0.3.0 does not count transitions'),
    absent(m.walOffset, '0.3.0 tells its offset only to the command line (wal-stats)'),
    absent(m.walWriteDuration, '0.3.0 does not time its writes'),
  ],
  withoutLabels: [withoutLabel(m.errors, 'op', '0.3.0 counts errors by code only')],
  unreliable: [
    unreliable(m.walSize, '0.3.0 counts the bytes found at its start and nothing written since'),
    unreliable(m.replicationLagEntries, '0.3.0 never sets it: it stays 0 whatever the lag'),
    unreliable(m.replicationLagSeconds, '0.3.0 never sets it: it stays 0 whatever the lag'),
  ],
});

export const dialects: readonly Dialect[] = [documented, release030];
