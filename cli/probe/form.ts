/** Type and buckets of a metric on the page, compared with its declaration. */
import { Histogram } from '../../model/metric';
import type { Metric, MetricType } from '../../model/metric';
import type { Difference } from './difference';
import { listed } from './difference';
import type { FamilyType } from './page';
import type { StoredSeries } from './reading';

/** How a TYPE line of the text format names each type. */
const TEXT_TYPES: Readonly<Record<MetricType, FamilyType>> = {
  counter: 'counter',
  gauge: 'gauge',
  stateset: 'gauge',
  info: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
};

export const typeOf = ({ metricType }: Metric): FamilyType => TEXT_TYPES[metricType];

export function formDifferences(metric: Metric, series: readonly StoredSeries[]): readonly Difference[] {
  return [...typeDifferences(metric, series), ...bucketDifferences(metric, series)];
}

function typeDifferences(metric: Metric, series: readonly StoredSeries[]): readonly Difference[] {
  const types = [...new Set(series.map(({ family }) => family.type))];
  return types.flatMap((type): Difference[] => {
    // OpenMetrics has a type of its own for states and infos.
    if (type === typeOf(metric) || type === metric.metricType) return [];
    if (type === 'untyped' || type === 'unknown') {
      return [{ level: 'note', kind: 'untyped', metric, what: `has no type, declared as ${metric.metricType}` }];
    }
    const what = `is a ${type}, declared as ${metric.metricType}`;
    // A moment only grows, and still counts nothing.
    if (type === 'counter' && metric.unit === 'timestamp') return [{ level: 'note', kind: 'type', metric, what }];
    return [{ level: 'error', kind: 'type', metric, what, remedy: 'see what it does when the program restarts' }];
  });
}

function bucketDifferences(metric: Metric, series: readonly StoredSeries[]): readonly Difference[] {
  if (!(metric instanceof Histogram)) return [];
  const texts = series.flatMap(({ labels: { le } }) => (le === undefined ? [] : [le]));
  const bounds = [...new Set(texts.map((le) => Number(le.replace('+Inf', 'Infinity'))))].filter(Number.isFinite);
  const seen = bounds.sort((a, b) => a - b);
  if (seen.join() === metric.bounds.join()) return [];
  const is = seen.length === 0 ? 'has no buckets' : `has buckets ${listed(seen, 20)}`;
  const what = `${is}, declared as ${listed(metric.bounds, 20)}`;
  return [{ level: 'error', kind: 'buckets', metric, what, remedy: 'declare those of the release that is watched' }];
}
