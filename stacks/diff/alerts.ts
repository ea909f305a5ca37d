/** Alerting rules as what somebody on call would notice of them. */
import type { AlertShape, AlertingRule } from '../../model/delivery';
import { unitOf } from '../../model/promql/dimension';
import { PromqlSyntaxError } from '../../model/promql/syntax-error';
import { quantityText } from '../../model/quantity';
import type { SeriesIndex } from '../check/series-index';
import { isAlerting } from '../check/subject';
import type { DeliveredRules, Expression } from '../check/subject';
import { expressionOf } from '../check/subject';
import { canonical, limitOf } from '../check/tree';
import type { AlertRouting } from './routing';
import type { AlertLimit, AlertSummary } from './summary';

/** Every alert of some rules. Without an Alertmanager nobody is told. */
export function alertsOf(
  files: readonly DeliveredRules[],
  index: SeriesIndex,
  routing: AlertRouting | undefined,
): readonly AlertSummary[] {
  const rules = files.flatMap(({ service, ruleGroups }) =>
    ruleGroups.flatMap((group) =>
      group.rules.filter(isAlerting).map((rule) => ({ service, rule, shape: shapeOf(rule) })),
    ),
  );
  const mutedBy = routing?.mutedBy(rules.map(({ shape }) => shape));
  return rules.map(({ service, rule, shape }) => ({
    name: rule.alert,
    labels: rule.labels,
    severity: rule.labels.severity,
    expr: rule.expr,
    ...conditionOf(rule.expr, service, index),
    for: rule.for?.value ?? 0,
    keepFiringFor: rule.keepFiringFor?.value ?? 0,
    annotations: rule.annotations,
    tells: routing?.tells(shape) ?? [],
    mutedBy: mutedBy?.get(shape) ?? [],
  }));
}

/** Labels of a target are open, and no route of a whole alert depends on them. */
const shapeOf = ({ alert, labels }: AlertingRule): AlertShape => ({ alertname: alert, labels, guaranteed: [] });

function conditionOf(expr: string, service: string, index: SeriesIndex): Pick<AlertSummary, 'form' | 'limit'> {
  try {
    const expression = expressionOf(expr, service, index);
    const limit = limitText(expression);
    return { form: formOf(expression, limit), ...(limit && { limit }) };
  } catch (cause) {
    // Another release of the parser may know more; the text still compares.
    if (!(cause instanceof PromqlSyntaxError)) throw cause;
    return { form: expr };
  }
}

function limitText({ root, inference }: Expression): AlertLimit | undefined {
  const limit = limitOf(root);
  if (limit === undefined) return undefined;
  const { op, value, left } = limit;
  const unit = unitOf(inference.of(left).dimension);
  return { op, value, text: `${op} ${unit === undefined ? value : quantityText({ unit, value })}` };
}

/** A burn rate is compared twice with the same limit, over two windows: all of them are left out. */
function formOf({ root }: Expression, limit: AlertLimit | undefined): string {
  const form = canonical(root);
  return limit === undefined
    ? form
    : form.replaceAll(JSON.stringify({ type: 'number', value: limit.value }), '"limit"');
}
