/** A made-up service with one alert of each usual form, for the tests of the proofs themselves. */
import {
  above,
  alert,
  below,
  catalogue,
  count,
  counter,
  coveredBy,
  defineService,
  gauge,
  grows,
  histogram,
  holds,
  idle,
  jobAbsent,
  le,
  millis,
  minutes,
  promql,
  quantile,
  ratio,
  ratioOf,
  record,
  scenario,
  seconds,
  series,
  targetDown,
  text,
  threshold,
  up,
  value,
  window,
} from '../../model';
import { instance, job } from '../../model/label';

const declared = {
  up,
  requests: counter('shop_requests_total', {
    help: 'Requests, by result',
    labels: { result: { values: ['ok', 'error'] } },
  }),
  duration: histogram('shop_request_duration_seconds', {
    help: 'Time to answer',
    unit: 'seconds',
    buckets: [0.1, 0.25, 0.5, 1, 2.5],
  }),
  workers: gauge('shop_idle_workers', { help: 'Workers that wait for something to do' }),
};
export const metrics = catalogue('shop', declared);

const names = { thing: 'the shop', impact: 'nobody can buy anything' };
const failed = promql`sum by (${job}) (rate(${metrics.requests.where({ result: 'error' })}[${window}]))`;
const all = promql`sum by (${job}) (rate(${metrics.requests}[${window}]))`;
export const errorRatio = record('shop_errors', 'ratio_rate5m', ratioOf(failed, all));
const p99 = promql`histogram_quantile(0.99, sum by (${job}, ${instance}, ${le}) (rate(${metrics.duration.bucket}[${window}])))`;

export const down = targetDown('ShopDown', 'ShopAbsent', metrics.up, names);
export const absent = jobAbsent('ShopAbsent', metrics.up, names);

export const fewWorkers = alert('ShopFewWorkers', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(2),
  keepFiringFor: minutes(1),
  when: below(promql`${metrics.workers}`, count(10)),
  escalates: { severity: 'critical', at: count(2) },
  summary: text`Few idle workers at ${instance}`,
  description: text`${value} workers are idle at ${instance}, fewer than ${threshold}: customers wait. See what keeps them busy.`,
  noData: coveredBy('ShopAbsent'),
  fires: scenario('most workers are busy', [series(metrics.workers).turns(holds(40), holds(5))]),
  quiet: scenario('enough workers are idle', [series(metrics.workers).always(holds(12))]),
  edge: (at) => [series(metrics.workers).turns(holds(40), holds(at))],
});

const requests = (ok: number, errors: number) => [
  series(metrics.requests, { result: 'ok' }).from(1000).turns(grows(20), grows(ok)),
  series(metrics.requests, { result: 'error' }).from(10).turns(idle(), grows(errors)),
];

export const errors = alert('ShopErrors', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(2),
  when: above(promql`${errorRatio.series}`, ratio(0.1)),
  summary: text`Many requests to the shop fail`,
  description: text`${value} of all requests fail, more than ${threshold}: customers see an error page. See the shop's log.`,
  noData: coveredBy('ShopAbsent'),
  fires: scenario(
    'nearly half of the requests fail',
    requests(11, 9).map((one, i) => (i === 0 ? { ...one, dispensable: true } : one)),
    { trueFrom: minutes(1) },
  ),
  quiet: scenario('a few requests fail', requests(19, 1)),
  edge: (at) => requests(20 * (1 - at.value), 20 * at.value),
});

export const slow = alert('ShopSlow', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(2),
  when: above(p99, seconds(1)),
  summary: text`The shop at ${instance} answers slowly`,
  description: text`The slowest 1% of answers of ${instance} take ${value} or more, longer than ${threshold}. See the database.`,
  noData: coveredBy('ShopAbsent'),
  fires: scenario(
    'answers take two seconds',
    [series(metrics.duration).turns(quantile(0.99, millis(200)), quantile(0.99, seconds(2)))],
    { trueFrom: seconds(90) },
  ),
  quiet: scenario('answers take half a second', [series(metrics.duration).always(quantile(0.99, millis(500)))]),
  edge: (at) => [series(metrics.duration).turns(quantile(0.99, millis(200)), quantile(0.99, seconds(at.value)))],
});

export const shop = defineService({
  id: 'shop',
  title: 'Shop',
  owner: 'shop-team',
  metrics,
  scrape: { sampleLimit: 100 },
  recordings: [errorRatio],
  alerts: [down, absent, fewWorkers, errors, slow],
  board: 'shop-overview',
  boards: () => ({ dashboards: [], omissions: [] }),
  runbook: () => '',
});
