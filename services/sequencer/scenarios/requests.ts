/** Series that prove the alerts on requests. */
import { grows, idle, millis, observes, quantile, scenario, seconds, series } from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';

const labelled = { overflow: '' } as const;
const ingest = { ...labelled, method: 'POST', path: '/api/v1/events/ingest' } as const;
const head = { ...labelled, method: 'GET', path: '/api/v1/head' } as const;
const probe = { ...labelled, method: 'GET', path: '/health', status: '200' } as const;
const scan = { ...labelled, method: 'GET', path: '/wp-login.php', status: '404' } as const;

/** No category reaches the limit by itself. */
export const errorsOverCategories = scenario(
  'errors are spread over categories',
  [
    series(m.errors, { category: 'database' }).turns(idle(), grows(0.09)),
    series(m.errors, { category: 'validation' }).turns(grows(0.01), grows(0.09)),
  ],
  { trueFrom: seconds(150) },
);
export const fewErrors = scenario('clients make the usual mistakes', [
  series(m.errors, { category: 'validation' }).always(grows(0.06)),
  series(m.errors, { category: 'database' }).from(12).always(idle()),
]);
export const errorsAt = (rate: Quantity): readonly ScenarioSeries[] => [
  series(m.errors, { category: 'database' }).always(grows(rate)),
];

export const faults = scenario(
  'one request in thirty is answered 503',
  [
    series(m.requests, { ...ingest, status: '200' })
      .dispensable()
      .always(grows(29)),
    series(m.requests, { ...ingest, status: '503' }).turns(idle(), grows(1)),
  ],
  { trueFrom: seconds(75) },
);
/** With them among the requests, the share that fails would be a third of what users meet. */
export const faultsAmongProbes = scenario(
  'requests fail among probes, which do not',
  [
    series(m.requests, { ...ingest, status: '200' })
      .dispensable()
      .always(grows(49)),
    series(m.requests, probe).dispensable().always(grows(100)),
    series(m.requests, { ...ingest, status: '503' }).turns(idle(), grows(1)),
  ],
  { trueFrom: seconds(135) },
);
export const refusals = scenario('clients send what is no event', [
  series(m.requests, { ...ingest, status: '200' }).always(grows(20)),
  series(m.requests, { ...ingest, status: '422' }).always(grows(5)),
]);
/** A server that is not ready says so to whoever asks, and fails nobody by it. */
export const failedProbes = scenario('probes and scrapes fail, requests do not', [
  series(m.requests, { ...ingest, status: '200' }).always(grows(2)),
  series(m.requests, { ...labelled, method: 'GET', path: '/ready', status: '503' }).always(grows(1)),
  series(m.requests, { ...labelled, method: 'GET', path: '/metrics', status: '503' }).always(grows(1)),
]);
export const faultsAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.requests, { ...ingest, status: '200' }).always(grows(100 * (1 - share.value))),
  series(m.requests, { ...head, status: '504' }).always(grows(100 * share.value)),
];

export const slowRequests = scenario(
  'the database is slow',
  [
    series(m.requestDuration, { ...ingest, status: '200' }).turns(
      quantile(0.95, millis(40)),
      quantile(0.95, seconds(2)),
    ),
  ],
  { trueFrom: seconds(90) },
);
/** With the fast ones among them, the 95th percentile would be that of a probe. */
export const slowBehindProbes = scenario('every request is slow and most are probes and scans, which are not', [
  series(m.requestDuration, { ...head, status: '200' }).turns(observes([millis(40), 1]), observes([seconds(2), 1])),
  series(m.requestDuration, probe)
    .dispensable()
    .always(observes([millis(1), 50])),
  series(m.requestDuration, scan)
    .dispensable()
    .always(observes([millis(1), 50])),
]);
export const fastRequests = scenario('many requests are fast and a few are not', [
  series(m.requestDuration, { ...ingest, status: '200' }).always(observes([millis(30), 97], [seconds(4), 3])),
]);
/** One server's quantile alone is above the limit; that of all is not. */
export const oneSlowServer = scenario('an almost idle server is slow among busy ones', [
  series(m.requestDuration, { ...ingest, status: '200' }).always(observes([millis(30), 100])),
  series(m.requestDuration, { ...ingest, status: '200', instance: 'sequencer-1:9100' }).always(
    observes([seconds(3), 1]),
  ),
]);
export const latencyAt = (time: Quantity): readonly ScenarioSeries[] => [
  series(m.requestDuration, { ...ingest, status: '200' }).always(quantile(0.95, time)),
];
