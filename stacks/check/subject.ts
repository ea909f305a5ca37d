/** What the checks of an environment look at: the rules as delivered, parsed and inferred anew, beside all else. */
import type { Environment } from '../../constructs/monitoring/environment';
import type { Wiring } from '../../constructs/monitoring/settings';
import type { BoardView } from '../../dashboards/check/view';
import { viewsOf } from '../../dashboards/check/view';
import type { AlertingRule, RecordedRule, RuleGroup, ServiceDelivery } from '../../model/delivery';
import type { LabelSpecs } from '../../model/label';
import { gauge, Series, up } from '../../model/metric';
import { PROBE_JOB, probeMetrics } from '../../model/probe';
import { Problems } from '../../model/problem';
import type { Problem } from '../../model/problem';
import type { AstNode } from '../../model/promql/ast';
import { unitOf } from '../../model/promql/dimension';
import { Inference } from '../../model/promql/infer';
import { excerpt } from '../../model/promql/lint';
import { parse } from '../../model/promql/parse';
import { PromqlSyntaxError } from '../../model/promql/syntax-error';
import type { Service } from '../../model/service';
import { SeriesIndex } from './series-index';

/** An environment as it would be deployed. */
export interface Deployment {
  readonly environment: Environment;
  /** With what they declare; a delivery alone does not tell what its metrics are. */
  readonly services: readonly Service[];
  readonly wiring: Wiring;
}

/** An expression as delivered. */
export interface Expression {
  readonly text: string;
  readonly root: AstNode;
  readonly inference: Inference;
}

/** A rule as delivered, with its place. */
export interface JudgedRule<R extends AlertingRule | RecordedRule = AlertingRule | RecordedRule> extends Expression {
  readonly service: string;
  readonly group: RuleGroup;
  readonly rule: R;
  /** `rstmdb/RstmdbDown`. */
  readonly where: string;
}

/** Everything that the checks read. */
export interface Subject extends Deployment {
  readonly index: SeriesIndex;
  readonly alerts: readonly JudgedRule<AlertingRule>[];
  readonly recordings: readonly JudgedRule<RecordedRule>[];
  readonly boards: readonly BoardView[];
  /** Rules that do not parse; the checks see the others only. */
  readonly problems: readonly Problem[];
}

export const isAlerting = (rule: AlertingRule | RecordedRule): rule is AlertingRule => 'alert' in rule;

/** What probes tell of any service, and whether they were carried out: the labels are those of the job's targets. */
const probed = [
  ...Object.values(probeMetrics),
  gauge(up.name, { ...up.options, labels: probeMetrics.success.labels }),
].map((metric) => metric.of(PROBE_JOB));

interface Placed {
  readonly service: string;
  readonly group: RuleGroup;
  readonly rule: AlertingRule | RecordedRule;
}

/** Reads a deployment once, for all checks. */
export function subjectOf(deployment: Deployment): Subject {
  const { services, wiring } = deployment;
  const index = seriesIndexOf(services, wiring.deliveries);
  const placed = wiring.deliveries.flatMap(rulesOf);
  const problems = new Problems();
  const judged = placed.flatMap((each) => judge(each, index, problems));
  return {
    ...deployment,
    index,
    alerts: judged.filter((each): each is JudgedRule<AlertingRule> => isAlerting(each.rule)),
    recordings: judged.filter((each): each is JudgedRule<RecordedRule> => !isAlerting(each.rule)),
    boards: viewsOf(wiring.deliveries),
    problems: problems.found,
  };
}

/** The rules of a service, whatever else it delivers. */
export type DeliveredRules = Pick<ServiceDelivery, 'service' | 'ruleGroups'>;

/** Everything that the catalogues declare, and what the delivered rules record of it. */
export function seriesIndexOf(services: readonly Service[], rules: readonly DeliveredRules[]): SeriesIndex {
  const index = new SeriesIndex();
  for (const metric of probed) index.addMetric(metric);
  for (const { spec } of services) for (const metric of Object.values(spec.metrics)) index.addMetric(metric);
  addRecorded(rules.flatMap(rulesOf), index);
  return index;
}

const rulesOf = ({ service, ruleGroups }: DeliveredRules): readonly Placed[] =>
  ruleGroups.flatMap((group) => group.rules.map((rule) => ({ service, group, rule })));

const nameOf = (rule: AlertingRule | RecordedRule): string => (isAlerting(rule) ? rule.alert : rule.record);

function judge({ service, group, rule }: Placed, index: SeriesIndex, problems: Problems): readonly JudgedRule[] {
  const where = `${service}/${nameOf(rule)}`;
  try {
    return [{ service, group, rule, where, ...expressionOf(rule.expr, service, index) }];
  } catch (cause) {
    if (!(cause instanceof PromqlSyntaxError)) throw cause;
    const { id, remedy, message: what, span } = cause;
    problems.add({ id, where, what, remedy, excerpt: excerpt(rule.expr, span) });
    return [];
  }
}

/**
 * An expression that is text again.
 * @param job - the job whose metrics are meant where no matcher names one
 * @throws PromqlSyntaxError when it does not parse
 */
export function expressionOf(text: string, job: string, index: SeriesIndex): Expression {
  const root = parse(text);
  return { text, root, inference: new Inference(index.marksOf(root, job)) };
}

/** Recordings read each other, in the order of their groups or not; more passes than that nobody nests them. */
const PASSES = 4;

/** Recorded series enter the index with the labels and the unit that their expressions give them (RR-11). */
function addRecorded(placed: readonly Placed[], index: SeriesIndex): void {
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const { service, rule } of placed) {
      if (isAlerting(rule) || index.has(rule.record)) continue;
      const series = recordedSeries(rule, service, index);
      if (series !== undefined) index.add(series);
    }
  }
}

function recordedSeries(rule: RecordedRule, service: string, index: SeriesIndex): Series | undefined {
  try {
    const { root, inference } = expressionOf(rule.expr, service, index);
    const { labels, dimension, traits } = inference.of(root);
    if (traits.has('unknown')) return undefined;
    const names = [...labels.keys(), ...Object.keys(rule.labels ?? {})];
    const specs = names
      .filter((name) => name !== 'job' && name !== 'instance')
      .map((name) => [name, specOf(name, inference)]);
    const target = (['job', 'instance'] as const).filter((name) => names.includes(name));
    const known = Object.fromEntries(specs) as LabelSpecs;
    // Where a number without its unit scales the result, the name knows better.
    const unit = /:ratio(?:_|$)/.test(rule.record) ? 'ratio' : (unitOf(dimension) ?? 'count');
    return new Series(rule.record, 'gauge', unit, known, 'always', undefined, undefined, target);
  } catch (cause) {
    if (cause instanceof PromqlSyntaxError) return undefined;
    throw cause;
  }
}

/** What the metrics below say of a label. */
function specOf(name: string, { marks }: Inference): LabelSpecs[string] {
  const specs = marks.flatMap((mark) => (mark.kind === 'series' ? [mark.series.labels[name]] : []));
  return specs.find((spec) => spec !== undefined) ?? {};
}
