/** Requests over HTTP, as the server counts them on their way out. */
import { counter, histogram } from '../../../model';

/** Upper bounds of every histogram of the sequencer, whatever it measures. */
export const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/**
 * What tells requests apart. `path` is the route (`/api/v1/agents/:agent_id`), or the path itself where no route
 * matches, so that a scanner makes values of its own. At 1000 combinations everything new is counted in one series
 * without them, with `overflow="true"`; all others have no such label.
 */
const request = {
  method: { values: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] },
  path: { card: 25 },
  status: { card: 8 },
  overflow: { values: ['', 'true'] },
} as const;

export const http = {
  requestDuration: histogram('stateset_sequencer_request_duration_seconds', {
    help: 'Time from the request to its answer, probes and scrapes included',
    unit: 'seconds',
    labels: request,
    buckets: BUCKETS,
    presence: 'after-first-event',
  }),
  requests: counter('sequencer_http_requests_total', {
    help: 'Requests answered, probes and scrapes included',
    labels: request,
    presence: 'after-first-event',
  }),
  errors: counter('stateset_sequencer_errors_total', {
    help: 'Errors by category: auth, validation, database',
    labels: { category: { card: 4 } },
    presence: 'after-first-event',
  }),
  overflow: counter('sequencer_metrics_cardinality_overflow', {
    help: 'Samples counted without their labels, because a metric had 1000 label sets; there is none before the first',
    presence: 'after-first-event',
  }),
};
