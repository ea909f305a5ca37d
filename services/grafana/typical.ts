/** Requests of an ordinary day, as a demo shows them: a few people with boards open, and one who mistypes a password. */
import { millis, observes, series } from '../../model';
import type { ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

const REQUESTS: readonly (readonly [method: string, handler: string, code: string, perSecond: number])[] = [
  ['POST', '/api/ds/query', '200', 5],
  ['POST', '/api/ds/query', '400', 0.05],
  ['GET', '/api/dashboards/uid/:uid', '200', 1],
  ['GET', '/api/annotations', '200', 1],
  ['GET', '/api/search', '200', 0.3],
  ['GET', '/api/live/ws', '101', 0.1],
  ['POST', '/login', '200', 0.05],
  ['POST', '/login', '401', 0.02],
  ['GET', 'notfound', '404', 0.05],
];

/** Many are fast, and a few are not. */
export const typical: readonly ScenarioSeries[] = REQUESTS.map(([method, handler, code, perSecond]) =>
  series(m.requestDuration, {
    method,
    handler,
    status_code: code,
    status_source: 'server',
    slo_group: 'high-fast',
  }).always(observes([millis(4), 0.6 * perSecond], [millis(40), 0.35 * perSecond], [millis(400), 0.05 * perSecond])),
);
