/** About how many series a Prometheus holds: what the catalogues declare of each target, and what rules record. */
import { Histogram, Summary } from '../../model/metric';
import type { Metric, Series } from '../../model/metric';
import { probeMetrics } from '../../model/probe';
import type { SelectorNode } from '../../model/promql/ast';
import { PromqlSyntaxError } from '../../model/promql/syntax-error';
import type { Service } from '../../model/service';
import { expectedSeries, selectedSeries } from '../check/cost/cardinality';
import type { SeriesIndex } from '../check/series-index';
import { expressionOf, isAlerting } from '../check/subject';
import type { DeliveredRules } from '../check/subject';
import { list, record } from '../plan/kubernetes-object';

type Fields = Readonly<Record<string, unknown>>;

/** Series by scrape job, and those that rules record under `recorded`. */
export type Estimate = Readonly<Record<string, number>>;

/**
 * Estimates the series of one Prometheus. A job whose targets are discovered counts as one target; a job that no
 * catalogue describes counts as none.
 */
export function estimate(
  scrapeConfigs: readonly Fields[],
  rules: readonly DeliveredRules[],
  services: readonly Service[],
  index: SeriesIndex,
): Estimate {
  const scraped = scrapeConfigs.map((config) => {
    const job = String(config['job_name']);
    return [job, targetsOf(config) * ofTarget(metricsOf(job, services))] as const;
  });
  return { ...Object.fromEntries(scraped), recorded: recorded(rules, index) };
}

/** Targets that stand in the configuration, and one for each way to discover others. */
function targetsOf(config: Fields): number {
  const fixed = list(config['static_configs']).flatMap((each) => list(record(each)['targets']));
  const discovered = Object.keys(config).filter((key) => key.endsWith('_sd_configs'));
  return fixed.length + discovered.length;
}

function metricsOf(job: string, services: readonly Service[]): readonly Metric[] {
  if (job.startsWith('probe-')) return Object.values(probeMetrics);
  return Object.values(services.find(({ id }) => id === job)?.spec.metrics ?? {});
}

const ofTarget = (metrics: readonly Metric[]): number =>
  metrics.reduce(
    (sum, metric) => sum + partsOf(metric).reduce((all, part) => all + selectedSeries(ONE_TARGET, part), 0),
    0,
  );

/** One target: those of a probe have these labels. */
const ONE_TARGET: SelectorNode = {
  ...{ type: 'selector', name: undefined, from: 0, to: 0 },
  matchers: ['service', 'probe'].map((label) => ({ label, op: '=', value: '', from: 0, to: 0 })),
};

function partsOf(metric: Metric): readonly Series[] {
  if (metric instanceof Histogram) return [metric.bucket, metric.sum, metric.count];
  return metric instanceof Summary ? [metric.quantile, metric.sum, metric.count] : [metric];
}

function recorded(files: readonly DeliveredRules[], index: SeriesIndex): number {
  const rules = files.flatMap(({ service, ruleGroups }) =>
    ruleGroups.flatMap((group) => group.rules.flatMap((rule) => (isAlerting(rule) ? [] : [{ service, rule }]))),
  );
  return rules.reduce((sum, { service, rule }) => sum + countOf(rule.expr, service, index), 0);
}

function countOf(expr: string, service: string, index: SeriesIndex): number {
  try {
    return expectedSeries(expressionOf(expr, service, index));
  } catch (cause) {
    if (!(cause instanceof PromqlSyntaxError)) throw cause;
    return 1;
  }
}
