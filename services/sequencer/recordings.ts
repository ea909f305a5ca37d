/** What several alerts compute from many series, computed once. */
import { job, noneOf, promql, record, window } from '../../model';
import { metrics as m } from './metrics';

/**
 * Neither probes nor scrapes, which are fast, always there, and nobody's work. What they are is said by what they are
 * not, so that requests without a path count: those of a release that has no such label, and those beyond 1000 label sets.
 */
export const OF_USERS = { path: noneOf('/health', '/health/detailed', '/ready', '/metrics') } as const;

/** Requests of users per second, all servers together. */
export const requests = record(
  'sequencer_http_requests',
  'rate5m',
  promql`sum by (${job}) (rate(${m.requests.where(OF_USERS)}[${window}]))`,
);

/** Events accepted per second, all servers together; none where servers are known and have counted none since their start. */
export const eventsIngested = record(
  'stateset_sequencer_events_ingested',
  'rate5m',
  promql`
    sum by (${job}) (rate(${m.eventsIngested}[${window}]))
    or 0 * (count by (${job}) (${m.up}) unless count by (${job}) (${m.eventsIngested}))`,
);

export const recordings = [requests, eventsIngested] as const;
