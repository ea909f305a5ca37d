/** The rule groups of an objective: fast windows, slow ones, and alerts. */
import type { RecordedRule, RuleGroup } from '../delivery';
import { Problems } from '../problem';
import { sloAlerts } from './alerts';
import type { BoundSlo } from './bound-slo';
import { fastRecordings, slowRecordings } from './recordings';
import type { SloRecording } from './recordings';

/**
 * In the order in which they read each other.
 * @throws VedetteError for an expression that is unfit for the environment
 */
export function sloGroups(bound: BoundSlo): readonly RuleGroup[] {
  const { slo, service, interval, slowInterval } = bound;
  const [fast, slow, alerts] = [fastRecordings(bound), slowRecordings(bound), sloAlerts(bound)];
  check(bound, [...fast, ...slow]);
  const name = `${service}.slo-${slo.name}`;
  const records = (of: readonly SloRecording[]): readonly RecordedRule[] => of.map((one) => recordedRule(bound, one));
  const groups: readonly RuleGroup[] = [
    { name, interval, rules: records(fast) },
    { name: `${name}-slow`, interval: slowInterval, rules: records(slow) },
    { name: `${name}-alerts`, interval, rules: alerts.map(({ rule }) => rule) },
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}

/** The labels go onto samples that have none, or the same ones (SL-20). */
function recordedRule({ id, service }: BoundSlo, { series, expr }: SloRecording): RecordedRule {
  return { record: series.name, expr: expr.text(), labels: { slo: id, service } };
}

function check(bound: BoundSlo, recordings: readonly SloRecording[]): void {
  const { scrapeInterval, retention } = bound.context;
  const known = { scrapeInterval, ...(retention && { retention }) };
  const problems = new Problems();
  for (const { series, expr } of recordings) {
    problems.addAll(expr.problems(`${bound.id}/${series.name}`, { use: 'record', ...known }));
  }
  for (const { name, expr } of sloAlerts(bound)) {
    problems.addAll(expr.problems(`${bound.id}/${name}`, { use: 'alert', ...known }));
  }
  problems.throwIfAny();
}
