/** Series that prove the alerts on the rate limit. */
import { grows, idle, scenario, seconds, series } from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';

const ingest = { method: 'POST', path: '/api/v1/ves/events/ingest', overflow: '' } as const;
const scrape = { method: 'GET', path: '/metrics', overflow: '' } as const;

export const tenantLimited = scenario(
  'a tenant sends more than it may',
  [
    series(m.requests, { ...ingest, status: '200' })
      .dispensable()
      .always(grows(16)),
    series(m.requests, { ...ingest, status: '429' }).turns(idle(), grows(4)),
  ],
  { trueFrom: seconds(60) },
);
/** With the probes among them, the share that is refused would look small. */
export const limitedAmongProbes = scenario(
  'a tenant is limited while probes and scrapes go through',
  [
    series(m.requests, { ...ingest, status: '200' })
      .dispensable()
      .always(grows(16)),
    series(m.requests, { ...scrape, status: '200' })
      .dispensable()
      .always(grows(80)),
    series(m.requests, { ...ingest, status: '429' }).turns(idle(), grows(4)),
  ],
  { trueFrom: seconds(60) },
);
export const fewLimited = scenario('a burst is cut off now and then', [
  series(m.requests, { ...ingest, status: '200' }).always(grows(49)),
  series(m.requests, { ...ingest, status: '429' }).always(grows(1)),
]);
export const onlyScrapesLimited = scenario('scrapes are refused and users are not', [
  series(m.requests, { ...ingest, status: '200' }).always(grows(1)),
  series(m.requests, { ...scrape, status: '429' }).always(grows(1)),
]);
export const limitedAt = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.requests, { ...ingest, status: '200' }).always(grows(100 * (1 - share.value))),
  series(m.requests, { ...ingest, status: '429' }).always(grows(100 * share.value)),
];

export const manyLimited = scenario(
  'a tenant sends more than it may',
  [series(m.rateLimited).turns(grows(0.1), grows(4))],
  { trueFrom: seconds(60) },
);
export const limitedNowAndThen = scenario('a burst is cut off now and then', [
  series(m.rateLimited).always(grows(0.5)),
]);
export const limitedRateAt = (rate: Quantity): readonly ScenarioSeries[] => [series(m.rateLimited).always(grows(rate))];
