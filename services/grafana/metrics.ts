/**
 * What Grafana tells of itself: names, labels and buckets as its sources have them since release 11. They were not
 * compared with a running Grafana.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/set-up-grafana-monitoring/
 * @see https://github.com/grafana/grafana/blob/main/pkg/middleware/request_metrics.go
 * @see https://github.com/grafana/grafana/blob/main/pkg/services/pluginsintegration/clientmiddleware/metrics_middleware.go
 */
import type { LabelSpecs } from '../../model/label';
import { catalogue, counter, gauge, histogram, info, up } from '../../model/metric';
import { goMetrics, processMetrics } from '../process-metrics';

/** Upper bounds of the request histogram; releases before 9 ended at 5. */
export const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25] as const;

/** Who is at fault, as Grafana sees it: itself, or the program that was asked. */
const STATUS_SOURCE = { values: ['server', 'downstream'] } as const;

const REQUEST = {
  /** The route: `/api/ds/query`; `unknown` and `notfound` for the rest. */
  handler: { card: 40 },
  status_code: { card: 6 },
  method: { card: 5 },
  status_source: STATUS_SOURCE,
  slo_group: { card: 4 },
} as const satisfies LabelSpecs;

export const metrics = catalogue('grafana', {
  up,
  build: info('grafana_build_info', {
    labels: {
      version: { card: 1 },
      revision: { card: 1 },
      branch: { card: 1 },
      goversion: { card: 1 },
      edition: { card: 1 },
    },
    help: 'Version that runs',
  }),
  requestDuration: histogram('grafana_http_request_duration_seconds', {
    unit: 'seconds',
    labels: REQUEST,
    presence: 'after-first-event',
    buckets: REQUEST_BUCKETS,
    help: 'How long HTTP requests took; those for files of the pages are not counted',
  }),
  requestsInFlight: gauge('grafana_http_request_in_flight', { help: 'HTTP requests that are being answered' }),
  pluginRequests: counter('grafana_plugin_request_total', {
    labels: {
      /** Kind of data source: `prometheus`, `alertmanager`. */
      plugin_id: { card: 3 },
      endpoint: { values: ['queryData', 'callResource', 'checkHealth', 'collectMetrics'] },
      status: { values: ['ok', 'error', 'cancelled'] },
      target: { card: 2 },
      status_source: { values: ['plugin', 'downstream'] },
    },
    presence: 'after-first-event',
    help: 'Requests to data sources, answered or not',
  }),
  ...processMetrics,
  ...goMetrics,
});
