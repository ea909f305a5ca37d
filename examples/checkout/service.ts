/** A complete service in one file: what it exposes, when it is wrong, how it is shown. */
import { board, legend, panelForAlert, row, timeSeries } from 'vedette/dashboards';
import * as v from 'vedette/model';

const m = v.catalogue('checkout', {
  up: v.up,
  requests: v.counter('http_requests_total', {
    help: 'Requests by status class',
    labels: { status: { values: ['2xx', '4xx', '5xx'] } },
  }),
  duration: v.histogram('http_request_duration_seconds', {
    help: 'Time of a request',
    unit: 'seconds',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
});

const { status } = m.requests.label;
const rate = v.promql`sum by (${status}) (rate(${m.requests}[${v.window}]))`;
const p99 = v.promql`histogram_quantile(0.99, sum by (${v.le}) (rate(${m.duration.bucket}[${v.window}])))`;
const errors = v.ratioOf(
  v.promql`sum(rate(${m.requests.where({ status: '5xx' })}[${v.window}]))`,
  v.promql`sum(rate(${m.requests}[${v.window}]))`,
);

const traffic = (failing: v.Behaviour): readonly v.ScenarioSeries[] => [
  // Without successes everything fails: the alert fires all the same.
  v.series(m.requests, { status: '2xx' }).dispensable().always(v.grows(100)),
  v.series(m.requests, { status: '5xx' }).turns(v.idle(), failing),
];
const options = { thing: 'checkout', impact: 'nobody can pay' };
const down = v.targetDown('CheckoutDown', 'CheckoutAbsent', m.up, options);
const absent = v.jobAbsent('CheckoutAbsent', m.up, options);
const failing = v.alert('CheckoutFailing', {
  kind: 'symptom',
  severity: 'critical',
  for: v.minutes(5),
  when: v.above(errors, v.percent(5)),
  summary: v.text`More than ${v.threshold} of the checkouts fail`,
  description: v.text`${v.value} of the requests end in a 5xx: customers cannot pay. Look at the log of checkout first.`,
  noData: v.coveredBy('CheckoutAbsent'),
  fires: v.scenario('one request in six fails', traffic(v.grows(20)), { trueFrom: v.seconds(75) }),
  quiet: v.scenario('one request in a hundred fails', traffic(v.grows(1))),
  edge: (share) => [
    v.series(m.requests, { status: '2xx' }).always(v.grows(100 * (1 - share.value))),
    v.series(m.requests, { status: '5xx' }).always(v.grows(100 * share.value)),
  ],
});

/** The service, ready for `new Monitoring(…, { services: [checkout] })`. */
export const checkout = v.defineService({
  id: 'checkout',
  title: 'Checkout',
  owner: 'payments',
  metrics: m,
  scrape: { sampleLimit: 1000 },
  alerts: [down, absent, failing],
  board: 'checkout-overview',
  boards: (context) =>
    board(context, {
      uid: 'checkout-overview',
      title: 'Shop / Checkout',
      service: 'checkout',
      description: 'Can customers pay, and how long does it take?',
      variablesFrom: m.up,
      rows: [
        row('Health', [
          panelForAlert(failing),
          panelForAlert(down),
          timeSeries({
            title: 'Requests',
            description: 'Requests per second by status class. Normal: the wave of the day, nearly all of it 2xx.',
            queries: [{ expr: rate, legend: legend`${status}` }],
            alerts: [absent],
          }),
          timeSeries({
            title: 'Duration p99',
            description: 'Time within which 99 of 100 requests are answered. Normal: below half a second.',
            queries: [{ expr: p99, legend: legend`p99` }],
          }),
        ]),
      ],
    }),
  runbook: () => `# Checkout

## CheckoutDown
See why the process ended, then start it.

## CheckoutAbsent
See who removed the target from service discovery.

## CheckoutFailing
Look at the log; roll the last release back if it began with it.
`,
});
