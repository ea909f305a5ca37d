/** Alerts on the way from Prometheus to Alertmanager. They take it themselves; the dead man's switch backs them. */
import {
  above,
  alert,
  count,
  coveredBy,
  equals,
  grows,
  holds,
  instance,
  minutes,
  okBecause,
  percent,
  scenario,
  series,
  text,
  threshold,
  throughout,
  value,
} from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { alertmanager } = m.alertErrors.label;
const covered = coveredBy('PrometheusAbsent');
const noneKnown = okBecause(
  'without an Alertmanager there is nothing to send to: PrometheusNotConnectedToAlertmanagers',
);
const one = { alertmanager: 'http://alertmanager-0:9093/api/v2/alerts' } as const;
const other = { alertmanager: 'http://alertmanager-1:9093/api/v2/alerts' } as const;

export const notConnected = alert('PrometheusNotConnectedToAlertmanagers', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(10),
  when: equals(ask.alertmanagersKnown, count(0)),
  summary: text`Prometheus at ${instance} knows no Alertmanager`,
  description: text`Prometheus at ${instance} has no Alertmanager to send alerts to: its alerts reach nobody. See
    "alerting" in its configuration, and whether service discovery finds them.`,
  noData: covered,
  fires: scenario(
    'service discovery loses the Alertmanagers',
    [series(m.alertmanagersFound).turns(holds(2), holds(0))],
    {
      trueFrom: minutes(4.75),
    },
  ),
  quiet: scenario('one of two Alertmanagers is lost', [series(m.alertmanagersFound).turns(holds(2), holds(1))]),
});

/** Ten alerts a second to each Alertmanager, and the shares of them that are refused. */
const refusing = (first: Quantity, second: Quantity): readonly ScenarioSeries[] =>
  [[one, first] as const, [other, second] as const].flatMap(([to, share]) => [
    series(m.alertsSent, to)
      .dispensable()
      .turns(grows(10), grows(10 * (1 - share.value))),
    (to === one ? series(m.alertErrors, to) : series(m.alertErrors, to).dispensable()).turns(
      grows(0),
      grows(10 * share.value),
    ),
  ]);

export const errorSending = alert('PrometheusErrorSendingAlerts', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(15),
  keepFiringFor: minutes(5),
  when: above(ask.sendErrorsAtBest, percent(3)),
  summary: text`No Alertmanager takes all alerts of Prometheus at ${instance}`,
  description: text`Even the best Alertmanager refuses ${value} of the alerts of Prometheus at ${instance}, limit
    ${threshold}: some reach nobody. See the log of Prometheus for "Error sending alerts", then the Alertmanagers.`,
  noData: noneKnown,
  fires: scenario('no Alertmanager answers', refusing(percent(100), percent(100))),
  quiet: scenario('one of two Alertmanagers does not answer', refusing(percent(100), percent(0))),
  edge: (at) => throughout(refusing(at, percent(100))),
});

export const errorSendingToSome = alert('PrometheusErrorSendingAlertsToSome', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.sendErrors, percent(1)),
  summary: text`Prometheus at ${instance} cannot send all alerts to ${alertmanager}`,
  description: text`${alertmanager} refuses ${value} of the alerts of Prometheus at ${instance}, limit ${threshold}.
    While another one takes them nothing is lost. See whether it runs, and the log of Prometheus for the error.`,
  noData: noneKnown,
  fires: scenario('one of two Alertmanagers does not answer', refusing(percent(100), percent(0))),
  quiet: scenario('both Alertmanagers take all', refusing(percent(0), percent(0))),
  edge: (at) => throughout(refusing(at, percent(0))),
});

const queue = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.queueLength, one).turns(holds(0), holds(10_000 * share.value)),
  series(m.queueCapacity).always(holds(10_000)),
];

export const queueRunningFull = alert('PrometheusNotificationQueueRunningFull', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.queueFull, percent(50)),
  summary: text`The queue of alerts of Prometheus at ${instance} is more than ${threshold} full`,
  description: text`The queue of alerts to send is ${value} full on Prometheus at ${instance}, limit ${threshold}; it is
    empty as a rule. At 100% the oldest alerts are thrown away. See whether the Alertmanagers answer in time.`,
  noData: covered,
  fires: scenario('an Alertmanager takes alerts more slowly than they come', queue(percent(90))),
  quiet: scenario('many alerts fire at once', queue(percent(20))),
  edge: (at) => throughout(queue(at)),
});
