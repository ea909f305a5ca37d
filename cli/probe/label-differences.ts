/** Labels of a metric on the page, compared with its declaration. */
import type { Metric } from '../../model/metric';
import type { Difference } from './difference';
import { listed } from './difference';
import { exposedLabels } from './reading';
import type { Reading, StoredSeries } from './reading';

/** Part of a histogram's or a summary's form. */
const FORM = ['le', 'quantile'];

export function labelDifferences(
  reading: Reading,
  metric: Metric,
  series: readonly StoredSeries[],
): readonly Difference[] {
  const values = valuesByLabel(series);
  return [
    ...exposedLabels(reading, metric)
      .filter((label) => !values.has(label))
      .map((label) => lacking(metric, label)),
    ...[...values].flatMap(([label, seen]) => labelFaults(reading, metric, label, seen)),
  ];
}

/** Those that are empty on some line too: the program has the label, and Prometheus stores the line without it. */
function valuesByLabel(series: readonly StoredSeries[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, Set<string>>();
  for (const { labels } of series) {
    for (const [label, value] of Object.entries(labels)) {
      if (!FORM.includes(label)) values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
  return new Map([...values].map(([label, seen]) => [label, [...seen].filter((value) => value !== '').sort()]));
}

function lacking(metric: Metric, label: string): Difference {
  // The empty value is declared where a series can be without the label.
  if (metric.labels[label]?.values?.includes('') === true) {
    return { level: 'note', kind: 'not-yet', metric, label, what: `has no series with label '${label}' yet` };
  }
  const remedy = "declare it by 'withoutLabels' in the release's dialect";
  return { level: 'error', kind: 'label-missing', metric, label, what: `lacks label '${label}'`, remedy };
}

function labelFaults(
  { dialect }: Reading,
  metric: Metric,
  label: string,
  seen: readonly string[],
): readonly Difference[] {
  const about = { metric, label };
  const spec = metric.labels[label];
  if (spec === undefined && seen.length === 0) return [];
  if (spec === undefined) {
    // Whatever facts an info has, they may have grown.
    const level = metric.metricType === 'info' ? 'note' : 'warning';
    const what = `has a label '${label}' that is not declared (${listed(seen, 3)})`;
    return [{ level, kind: 'label-unknown', ...about, what, remedy: 'declare it, or aggregate it away' }];
  }
  if (dialect?.withoutLabels.some((each) => each.metric.name === metric.name && each.label === label) === true) {
    const what = `has label '${label}', which dialect ${dialect.name} has as absent`;
    return [{ level: 'warning', kind: 'unexpected', ...about, what, remedy: 'correct the dialect' }];
  }
  const further = seen.filter((value) => spec.values?.includes(value) === false);
  if (further.length > 0) {
    const values = listed(further.map((value) => `'${value}'`));
    const what = `has ${label} ${values}, which ${further.length === 1 ? 'is' : 'are'} not declared`;
    return [{ level: 'error', kind: 'label-value', ...about, what, remedy: 'no matcher can name it: declare it' }];
  }
  if (spec.card === undefined || seen.length <= spec.card) return [];
  const what = `has ${seen.length} values of label '${label}', expected are ${spec.card} at most`;
  return [
    { level: 'warning', kind: 'cardinality', ...about, what, remedy: 'correct the number, or see what makes them' },
  ];
}
