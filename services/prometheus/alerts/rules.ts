/** Alerts on Prometheus' own configuration, rules and queries. */
import {
  above,
  alert,
  bool,
  count,
  coveredBy,
  equals,
  holds,
  instance,
  minutes,
  percent,
  ratio,
  scenario,
  series,
  text,
  threshold,
  throughout,
  value,
  wholeValue,
} from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { failuresOf } from '../../failure-count';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const covered = coveredBy('PrometheusAbsent');
const { rule_group: group } = m.ruleFailures.label;
const nodeRules = { rule_group: '/etc/prometheus/rules/node.yml;node.alerts' } as const;

export const configReloadFailed = alert('PrometheusConfigReloadFailed', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(10),
  when: equals(ask.configLoaded, bool(false)),
  summary: text`Prometheus at ${instance} could not load its configuration`,
  description: text`Prometheus at ${instance} refused its files and works on with the old ones: what changed is not in
    force, and a restart would fail. Look at its log, then run promtool check config.`,
  noData: covered,
  fires: scenario('a rule file with an error is loaded', [series(m.configReloaded).turns(holds(1), holds(0))], {
    trueFrom: minutes(4.75),
  }),
  quiet: scenario('a good configuration is loaded', [series(m.configReloaded).always(holds(1))]),
});

export const ruleFailures = alert('PrometheusRuleFailures', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(15),
  when: above(ask.growth(m.ruleFailures), count(0)),
  summary: text`Prometheus at ${instance} fails to evaluate rules of ${group}`,
  description: text`${wholeValue} evaluations of rules in ${group} failed within 5m on Prometheus at ${instance}: the
    alerts among them cannot fire. See the error beside the rule at Status, Rule health in Prometheus.`,
  noData: covered,
  ...failuresOf(series(m.ruleFailures, nodeRules), { what: 'an expression finds many matches where one may be' }),
});

export const missedRuleEvaluations = alert('PrometheusMissedRuleEvaluations', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.growth(m.missedIterations), count(0)),
  summary: text`Prometheus at ${instance} leaves out evaluations of ${group}`,
  description: text`Prometheus at ${instance} left out ${wholeValue} evaluations of ${group} within 5m, because the ones
    before had not ended: alerts come late, and recorded series have holes. See which rule is slow, and whether it lacks
    CPU.`,
  noData: covered,
  ...failuresOf(series(m.missedIterations, nodeRules), { what: 'a group takes longer than its interval' }),
});

const evaluating = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.groupDuration, nodeRules).turns(holds(0.02), holds(15 * share.value)),
  series(m.groupInterval, nodeRules).always(holds(15)),
];

export const ruleGroupSlow = alert('PrometheusRuleGroupSlow', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.groupBusy, ratio(1)),
  summary: text`Rules of ${group} take longer than the time between two evaluations`,
  description: text`Prometheus at ${instance} takes ${value} of the time that there is to evaluate ${group}: every other
    evaluation is left out, so that alerts come late. See which rule is slow at Status, Rule health in Prometheus.`,
  noData: covered,
  fires: scenario('a rule reads far too many series', evaluating(percent(140))),
  quiet: scenario('a group takes most of its time', evaluating(percent(90))),
});

export const templateFailures = alert('PrometheusTemplateExpansionFailures', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.growth(m.templateFailures), count(0)),
  summary: text`Prometheus at ${instance} cannot render the text of an alert`,
  description: text`${wholeValue} annotations could not be rendered within 5m on Prometheus at ${instance}: whoever is
    called reads "error expanding template" in place of the facts. Its log names the alert.`,
  noData: covered,
  ...failuresOf(series(m.templateFailures), { what: 'an annotation calls a function that does not exist' }),
});

const queryLoad = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.queriesRunning).turns(holds(2), holds(20 * share.value)),
  series(m.queriesAllowed).always(holds(20)),
];

export const highQueryLoad = alert('PrometheusHighQueryLoad', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.queryLoad, percent(80)),
  summary: text`Prometheus at ${instance} is near the number of queries that it runs at once`,
  description: text`${value} of the queries that Prometheus at ${instance} runs at once are in use, limit ${threshold}.
    At 100% dashboards and rules wait for each other. See which dashboard or client asks so much.`,
  noData: covered,
  fires: scenario('a dashboard with heavy queries is open everywhere', queryLoad(percent(100)), {
    trueFrom: minutes(3.75),
  }),
  quiet: scenario('a dashboard is open', queryLoad(percent(40))),
  edge: (at) => throughout(queryLoad(at)),
});
