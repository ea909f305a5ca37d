/** Alerts beside each other: AL-17 and AL-18. */
import type { AlertingRule } from '../../../model/delivery';
import type { Problem } from '../../../model/problem';
import type { JudgedRule, Subject } from '../subject';
import { canonical, demandedOf, limitOf, selectorsIn } from '../tree';

type Alert = JudgedRule<AlertingRule>;

/** No two rules tell the same. */
export function duplicates({ alerts }: Subject): readonly Problem[] {
  return [...sameIdentity(alerts), ...sameCondition(alerts)];
}

const remedy = 'drop one, or say in the name and the selectors how they differ';

function sameIdentity(alerts: readonly Alert[]): readonly Problem[] {
  return repeated(alerts, ({ rule }) => JSON.stringify([rule.alert, Object.entries(rule.labels).sort()])).flatMap(
    ([first, ...rest]) =>
      rest
        .filter((other) => overlap(first, other))
        .map(({ where }) => {
          const what = `another rule has the name and the labels of ${first.where}, and reads the same series`;
          return { id: 'AL-17', where, what, remedy };
        }),
  );
}

function sameCondition(alerts: readonly Alert[]): readonly Problem[] {
  return repeated(alerts, ({ root }) => canonical(root)).flatMap(([first, ...rest]) =>
    rest
      .filter(({ rule }) => rule.alert !== first.rule.alert)
      .map(({ where, rule: { expr } }) => {
        const what = `it has the condition of ${first.where} under another name`;
        return { id: 'AL-17', where, what, remedy, excerpt: `    ${expr}` };
      }),
  );
}

type Several = readonly [Alert, ...Alert[]];

function repeated(alerts: readonly Alert[], key: (alert: Alert) => string): readonly Several[] {
  const byKey = new Map<string, [Alert, ...Alert[]]>();
  for (const alert of alerts) {
    const others = byKey.get(key(alert));
    if (others === undefined) byKey.set(key(alert), [alert]);
    else others.push(alert);
  }
  return [...byKey.values()].filter(({ length }) => length > 1);
}

/** Whether both can be true of one series: no label has one value in all of the one and another in all of the other. */
function overlap({ root: a }: Alert, { root: b }: Alert): boolean {
  const labels = new Set(selectorsIn(a).flatMap(({ matchers }) => matchers.map(({ label }) => label)));
  return [...labels].every((label) => {
    const [one, other] = [demandedOf(a, label), demandedOf(b, label)];
    return one === undefined || other === undefined || one === other;
  });
}

/** Which way a limit is worse. */
const WORSE: Readonly<Record<string, (critical: number, warning: number) => boolean>> = {
  '>': (critical, warning) => critical >= warning,
  '>=': (critical, warning) => critical >= warning,
  '<': (critical, warning) => critical <= warning,
  '<=': (critical, warning) => critical <= warning,
};

/** Where two rules of one alert differ in severity, the critical one is true only where the warning is. */
export function ladders({ alerts }: Subject): readonly Problem[] {
  return alerts
    .filter(({ rule }) => rule.labels.severity === 'critical')
    .flatMap((critical) => {
      const warnings = alerts.filter(
        (other) => other.rule.labels.severity === 'warning' && isSameAlert(critical, other),
      );
      return warnings.flatMap((warning) => [...sameLabels(critical, warning), ...monotone(critical, warning)]);
    });
}

function isSameAlert(a: Alert, b: Alert): boolean {
  return a.service === b.service && a.rule.alert === b.rule.alert && overlap(a, b);
}

function sameLabels(critical: Alert, warning: Alert): readonly Problem[] {
  const [one, other] = [critical, warning].map(({ inference, root }) =>
    [...inference.of(root).labels.keys()].sort().join(', '),
  );
  if (one === other) return [];
  const what = `its critical rule has the labels ${one ?? ''}, its warning ${other ?? ''}: the one cannot mute the other`;
  return [{ id: 'AL-18', where: critical.where, what, remedy: "write it with 'escalates'" }];
}

function monotone(critical: Alert, warning: Alert): readonly Problem[] {
  const [bad, less] = [limitOf(critical.root), limitOf(warning.root)];
  if (bad === undefined || less === undefined) return [];
  const comparable = bad.op === less.op && canonical(bad.left) === canonical(less.left);
  const isWorse = WORSE[bad.op]?.(bad.value, less.value) ?? true;
  if (!comparable || isWorse) return [];
  const what = `it is critical at ${bad.op} ${bad.value} and warns at ${less.op} ${less.value}, which is worse`;
  return [{ id: 'AL-18', where: critical.where, what, remedy: 'let the critical limit be the one beyond the other' }];
}
