/** Requests of an ordinary day beside those of the scenarios: what a demo shows where nothing is wrong. */
import { grows, millis, observes, series } from '../../model';
import type { ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

type Method = (typeof m.requests.labels.method.values)[number];

/** Requests per second: those of users, of administrators, and of whoever has no key or the wrong one. */
const REQUESTS: readonly (readonly [method: Method, path: string, status: string, perSecond: number])[] = [
  ['GET', '/api/v1/events', '200', 9],
  ['GET', '/api/v1/agents/:agent_id', '200', 4],
  ['GET', '/api/v1/agents/:agent_id', '404', 0.1],
  ['POST', '/api/v1/agents/register', '201', 0.2],
  ['POST', '/api/v1/ves/commitments', '200', 0.5],
  ['POST', '/api/v1/ves/anchor', '200', 0.2],
  ['POST', '/api/v1/ves/anchor', '404', 0.02],
  ['GET', '/api/v1/anchor/status', '200', 0.5],
  ['GET', '/api/v1/admin/overview', '200', 0.1],
  ['POST', '/api/v1/events/ingest', '401', 0.1],
  ['GET', '/api/v1/admin/overview', '403', 0.05],
  ['GET', '/health', '200', 0.2],
  ['GET', '/ready', '200', 0.2],
  ['GET', '/metrics', '200', 0.2],
];

/** Many are fast, and a few are not. */
const timesOf = (perSecond: number): ReturnType<typeof observes> =>
  observes([millis(4), 0.6 * perSecond], [millis(20), 0.35 * perSecond], [millis(200), 0.05 * perSecond]);

export const typical: readonly ScenarioSeries[] = REQUESTS.flatMap(([method, path, status, perSecond]) => {
  const labels = { method, path, status, overflow: '' } as const;
  return [
    series(m.requests, labels).always(grows(perSecond)),
    series(m.requestDuration, labels).always(timesOf(perSecond)),
  ];
});
