/** The alerts of an objective. They have one name in the whole fleet; `slo` and `service` say which is meant. */
import type { AlertingRule, AlertShape } from '../delivery';
import { durationText, minutes, quantityText, ratio } from '../quantity';
import type { Duration } from '../quantity';
import type { Expr } from '../promql';
import type { BoundSlo } from './bound-slo';
import { absentCondition, absentFor, burnCondition, exhaustedCondition } from './conditions';
import { budgetRemaining, burnRate } from './series';
import { exact } from './tiers';
import type { Tier } from './tiers';

/** Names of the alerts that an objective can have; each is a section of the service's runbook. */
export const SLO_ALERTS = ['SloErrorBudgetBurn', 'SloErrorBudgetExhausted', 'SloSliAbsent'] as const;
export type SloAlertName = (typeof SLO_ALERTS)[number];

/** Two evaluations: the windows are what keeps a short dip from telling anybody (SL-09). */
export const WAIT = minutes(2);
/** Longer than two evaluations of what is recorded of the period. */
export const EXHAUSTED_WAIT = minutes(5);
/** Long enough for a burn that comes and goes to be one page and not many. */
export const KEEP: Readonly<Record<Tier['severity'], Duration>> = { critical: minutes(5), warning: minutes(30) };

/** Uid of the board that the alerts of a service's objectives lead to. */
export const sloBoardUid = (service: string): string => `${service}-slo`;

/** An alert of an objective: its rule, and its expression with what is known of it. */
export interface SloAlert {
  readonly name: SloAlertName;
  readonly expr: Expr;
  readonly rule: AlertingRule;
}

/** The alerts of an objective, as far as its environment can have them. */
export function sloAlerts(bound: BoundSlo): readonly SloAlert[] {
  const burn = (severity: Tier['severity']): readonly SloAlert[] => {
    const expr = burnCondition(bound, severity);
    return expr === undefined ? [] : [burnAlert(bound, severity, expr)];
  };
  const exhausted = exhaustedCondition(bound);
  return [
    ...burn('critical'),
    ...burn('warning'),
    ...(exhausted === undefined ? [] : [exhaustedAlert(bound, exhausted)]),
    absentAlert(bound),
  ];
}

/** The label sets that they can carry. */
export function sloShapes(bound: BoundSlo): readonly AlertShape[] {
  return sloAlerts(bound).map(({ name, rule, expr }) => ({
    alertname: name,
    labels: rule.labels,
    guaranteed: expr.guaranteedLabels,
  }));
}

function burnAlert(bound: BoundSlo, severity: Tier['severity'], expr: Expr): SloAlert {
  const tiers = bound.tiers
    .filter((tier) => tier.severity === severity)
    .map(({ share, long }) => `${quantityText(share)} within ${durationText(long)}`);
  const pace = severity === 'critical' ? 'burns fast' : 'burns steadily';
  const verb = severity === 'critical' ? 'pages' : 'tells';
  const urgency =
    severity === 'critical' ? 'Users feel it now.' : 'It goes on for hours, and the budget will not last.';
  return made(bound, 'SloErrorBudgetBurn', severity, expr, {
    for: WAIT,
    keepFiringFor: KEEP[severity],
    summary: `${bound.id}: error budget ${pace} (${bound.slo.spec.title})`,
    description:
      `The short-window error ratio is {{ $value | humanizePercentage }}${burning}; ${allowed(bound)}.` +
      `${left} It ${verb} when this much of the budget goes: ${tiers.join(', or ')}. ${urgency} ${facts(bound)} Look at ` +
      'the error ratio by window on the dashboard first, then at what changed when it rose.',
  });
}

function exhaustedAlert(bound: BoundSlo, expr: Expr): SloAlert {
  return made(bound, 'SloErrorBudgetExhausted', 'warning', expr, {
    for: EXHAUSTED_WAIT,
    keepFiringFor: KEEP.warning,
    summary: `${bound.id}: error budget of ${durationText(bound.slo.period)} is spent (${bound.slo.spec.title})`,
    description:
      `The budget left is {{ $value | humanizePercentage }} of that of ${durationText(bound.slo.period)}; ` +
      `${allowed(bound)}. The promise to users is broken. ${facts(bound)} Policy: ${sentence(bound.slo.spec.policy)} ` +
      'Look at the dashboard for when it went.',
  });
}

function absentAlert(bound: BoundSlo): SloAlert {
  const why = bound.slo.spec.sli.bornLate
    ? 'Nothing was counted for an hour, though there were events within a day'
    : 'Its metric has no sample';
  return made(bound, 'SloSliAbsent', 'warning', absentCondition(bound), {
    for: absentFor(bound, WAIT),
    summary: `${bound.id} is not measured (${bound.slo.spec.title})`,
    description:
      `${why}, so that no alert of this objective can fire. ${facts(bound)} See whether the target is scraped, ` +
      'whether a release renamed the metric, and whether the recording rules are evaluated.',
  });
}

interface Parts {
  readonly for: Duration;
  readonly keepFiringFor?: Duration;
  readonly summary: string;
  readonly description: string;
}

function made(
  bound: BoundSlo,
  name: SloAlertName,
  severity: Tier['severity'],
  expr: Expr,
  { summary, description, ...times }: Parts,
): SloAlert {
  const { publicUrl } = bound.context;
  const rule: AlertingRule = {
    alert: name,
    expr: expr.text(),
    ...times,
    // The same `slo` as on the series: rules of one name must differ in a label of their own.
    labels: { severity, service: bound.service, slo: bound.id, team: bound.slo.spec.owner },
    annotations: {
      summary,
      description,
      runbook_url: `${publicUrl}/runbooks/${bound.service}.html#${name}`,
      dashboard_url: `${publicUrl}/d/${sloBoardUid(bound.service)}?var-slo={{ $labels.slo | urlquery }}&from=now-6h&to=now`,
    },
  };
  return { name, expr, rule };
}

/** What Prometheus finds when it renders the text; a clause that has no value is left out. */
const looked = (name: string, before: string, format: string, after: string): string =>
  `{{ with printf "${name}{slo=%q}" $labels.slo | query }}${before}{{ . | first | value | ${format} }}${after}{{ end }}`;

const burning = looked(
  burnRate.name,
  '; in the last 5m the budget went ',
  'printf "%.1f"',
  ' times as fast as allowed',
);
const left = looked(budgetRemaining.name, ' Budget left: ', 'humanizePercentage', '.');

const allowed = ({ slo }: BoundSlo): string =>
  `allowed is ${quantityText(ratio(exact(slo.budget)))} over ${durationText(slo.period)}`;

const facts = ({ slo: { spec } }: BoundSlo): string => `Journey: ${sentence(spec.journey)}`;

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
