/** A service beyond its metrics: three alerts with their proofs, an objective, a board, a runbook. */
import { redBoards } from 'vedette/dashboards';
import * as v from 'vedette/model';
import { metrics as m } from './metrics';

const failed = m.requests.where({ status: '5xx' });
const red = v.red({ requests: m.requests, failed, duration: m.duration, by: m.requests.label.status });
const target = v.targetAlerts('Checkout', m.up, { thing: 'checkout', impact: 'nobody can pay' });

const failing = v.alert('CheckoutFailing', {
  kind: 'symptom',
  severity: 'critical',
  for: v.minutes(5),
  when: v.above(red.errors, v.percent(5)),
  summary: v.text`More than ${v.threshold} of the checkouts fail`,
  description: v.text`${v.value} of the requests end in a 5xx: customers cannot pay. Look at the log of checkout first.`,
  noData: v.coveredBy('CheckoutAbsent'),
  ...red.proof({ fires: v.percent(17), trueFrom: v.seconds(75), quiet: v.percent(1) }),
});

const availability = v.slo('availability', {
  title: 'Payments without a server fault',
  objective: v.percent(99.9),
  sli: v.eventsSli({ bad: failed, total: m.requests, badIs: 'answers with a 5xx status' }),
  journey: 'A customer pays and sees the order confirmed',
  owner: 'payments',
  policy: 'Until budget is left, checkout gets repairs and nothing else',
  review: '2027-03-31',
  minPerHour: 4000,
});

/** Ready for `new Monitoring(…, { services: [checkout] })`. */
export const checkout = v.defineService({
  id: 'checkout',
  title: 'Checkout',
  owner: 'payments',
  metrics: m,
  scrape: { sampleLimit: 1000 },
  alerts: [...target.alerts, failing],
  slos: [availability],
  board: 'checkout-overview',
  boards: redBoards({
    service: 'checkout',
    title: 'Shop / Checkout',
    up: m.up,
    red,
    alerts: { up: target.alerts, errors: [failing] },
  }),
  runbook: v.runbook('Checkout', {
    ...target.sections,
    CheckoutFailing: {
      meaning: 'More than one request in twenty has ended in a 5xx for five minutes.',
      impact: 'Customers cannot pay, and leave.',
      diagnosis:
        'The log of checkout: `kubectl logs -l app=checkout --since=15m`. When did it begin, and what changed?',
      mitigation: 'Roll the last release back if it began with it. Else restart one instance, and compare.',
      escalation: 'The team payments, at once.',
    },
  }),
});
