/** Which series a metric has in a demo: every closed value at least once, open labels with as many as expected. */
import { targetLabelsOf } from '../../model/label';
import { Histogram } from '../../model/metric';
import type { Metric } from '../../model/metric';

/** Values of one series' labels. */
export type LabelSet = Readonly<Record<string, string>>;

/** Values of open labels by label, as the scenarios of the service use them: what joins on a label finds its partner. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/** Values of an open label; more would only make the page longer. */
const MOST_OPEN = 4;
const USUAL_OPEN = 2;
/** Series of one metric. */
const MOST_SETS = 48;
const MOST_HISTOGRAMS = 24;

/** The label sets of a metric, without its target's labels. */
export function labelSets(metric: Metric, vocabulary: Vocabulary): readonly LabelSet[] {
  const ofTarget = targetLabelsOf(metric);
  const names = Object.keys(metric.labels).filter((name) => !ofTarget.includes(name));
  const most = metric instanceof Histogram ? MOST_HISTOGRAMS : MOST_SETS;
  const values = names.map((name) => valuesOf(metric, name, vocabulary));
  const rows = [...diagonal(values), ...product(values, most)];
  const unique = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return [...unique.values()]
    .slice(0, Math.max(most, ...values.map(({ length }) => length)))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}

function valuesOf(metric: Metric, name: string, vocabulary: Vocabulary): readonly string[] {
  const { values, card = USUAL_OPEN } = metric.labels[name] ?? {};
  if (values !== undefined) return values;
  if (metric.type === 'info') return [vocabulary.get(name)?.[0] ?? `${name}-1`];
  const wanted = Math.min(card, MOST_OPEN);
  const known = vocabulary.get(name) ?? [];
  const more = Array.from({ length: Math.max(0, wanted - known.length) }, (_, i) => `${name}-${i + 1}`);
  return [...known, ...more].slice(0, Math.max(wanted, 1));
}

/** Each value of each label once: the first with the first, the second with the second. */
function diagonal(values: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const length = Math.max(1, ...values.map((each) => each.length));
  return Array.from({ length }, (_, i) => values.map((each) => each[i % each.length] ?? ''));
}

/** Every combination, up to a number. */
function product(values: readonly (readonly string[])[], most: number): readonly (readonly string[])[] {
  return values.reduce<readonly (readonly string[])[]>(
    (rows, each) => rows.flatMap((row) => each.map((value) => [...row, value])).slice(0, most),
    [[]],
  );
}
