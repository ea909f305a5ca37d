/** The rules and shapes that a service's alerts become. */
import type { Alert, Rung } from '../alert';
import type { AlertingRule, AlertShape, DeliveryContext } from '../delivery';
import { targetLabelsOf } from '../label';
import { Problems } from '../problem';
import { readsProbes } from '../probe';
import type { Expr } from '../promql';
import type { Recording } from '../recording';
import type { ServiceSpec } from './spec';

/** An alert and the rules that it becomes. */
export interface Ladder {
  readonly alert: Alert;
  readonly rungs: readonly Rung[];
}

/** What the rules of a service's alerts take from the service. */
export type AlertOwner = Pick<ServiceSpec<string>, 'id' | 'owner' | 'board'>;

/** The rule as Prometheus reads it, with its labels, texts and links. */
export function alertingRule(of: AlertOwner, alert: Alert, rung: Rung, context: DeliveryContext): AlertingRule {
  const { spec } = alert;
  const { condition } = rung;
  const texts = { unit: condition.left.unit, threshold: condition.threshold };
  return {
    alert: alert.name,
    expr: condition.expr.text(),
    ...(spec.kind === 'meta' && spec.severity === 'none' ? {} : { for: rung.for }),
    ...(spec.keepFiringFor && { keepFiringFor: spec.keepFiringFor }),
    labels: { severity: rung.severity, service: of.id, team: of.owner },
    annotations: {
      summary: spec.summary.render(texts),
      description: spec.description.render(texts),
      runbook_url: `${context.publicUrl}/runbooks/${of.id}.html#${alert.name}`,
      dashboard_url: dashboardUrl(of, condition.expr, context),
    },
  };
}

function dashboardUrl({ board }: AlertOwner, expr: Expr, { publicUrl }: DeliveryContext): string {
  // A board's choices are of the service's own job and instances, which a probe's are not.
  const labels = readsProbes(expr) ? [] : expr.guaranteedLabels;
  // A label's value can hold `&` or `?` (probe targets are URLs), so it is escaped (AL-14).
  const choices = ['job', 'instance', ...expr.series.flatMap(targetLabelsOf)];
  const variables = labels
    .filter((name) => choices.includes(name))
    .map((name) => `var-${name}={{ $labels.${name} | urlquery }}&`);
  return `${publicUrl}/d/${board}?${variables.join('')}from=now-1h&to=now`;
}

/** The label sets that an alert can carry. */
export function alertShapes(of: AlertOwner, alert: Alert): readonly AlertShape[] {
  return alert.rungs().map(({ severity, condition }) => ({
    alertname: alert.name,
    labels: { severity, service: of.id, team: of.owner },
    guaranteed: condition.expr.guaranteedLabels,
  }));
}

/**
 * The checks of expressions that need to know the use, the scrape interval and the retention.
 * @throws VedetteError with everything that is unfit for its use
 */
export function checkUses(
  { id }: AlertOwner,
  recordings: readonly Recording[],
  ladders: readonly Ladder[],
  { scrapeInterval, retention }: DeliveryContext,
): void {
  const known = { scrapeInterval, ...(retention && { retention }) };
  const problems = new Problems();
  for (const { name, expr } of recordings) {
    problems.addAll(expr.problems(`${id}/${name}`, { use: 'record', ...known }));
  }
  for (const { alert, rungs } of ladders) {
    for (const { condition } of rungs) {
      problems.addAll(condition.expr.problems(`${id}/${alert.name}`, { use: 'alert', ...known }));
    }
  }
  problems.throwIfAny();
}
