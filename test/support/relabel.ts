/** `metric_relabel_configs` as Prometheus applies them to a page of metrics, for tests without a Prometheus. */
import type { RelabelRule } from '../../model/delivery';

/** One line of a page of metrics, without its value. */
export type LabelledSeries = Readonly<Record<string, string>>;

/** A page of metrics in the text format. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export interface Exposition {
  /** Types by base name, as the TYPE lines tell. */
  readonly types: ReadonlyMap<string, string>;
  readonly series: readonly LabelledSeries[];
  /** The value of each line of `series`, in the same order. */
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

/** @throws Error for a line that is neither a comment nor a sample */
export function readExposition(text: string): Exposition {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const types = lines.flatMap((line) => {
    const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    return name === undefined || type === undefined ? [] : [[name, type] as const];
  });
  const samples = lines.filter((line) => !line.startsWith('#'));
  const series = samples.map(readSample);
  const values = series.map(({ __name__: name = '' }, i) => ({ name, value: Number(samples[i]?.split(' ').at(-1)) }));
  return { types: new Map(types), series, values };
}

function readSample(line: string): LabelledSeries {
  const [, name, labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a sample: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => [label, value]);
  return { __name__: name, ...Object.fromEntries(pairs) };
}

/**
 * The series as Prometheus stores them; without any label when they are dropped. Knows `replace`, `labeldrop`, `keep`
 * and `drop`, which is what dialects and scrape jobs use.
 * @throws Error for another action
 */
export function relabelled(series: LabelledSeries, rules: readonly RelabelRule[]): LabelledSeries {
  return rules.reduce(apply, series);
}

function apply(series: LabelledSeries, rule: RelabelRule): LabelledSeries {
  const { action = 'replace', sourceLabels = [], separator = ';', regex = '(.*)', replacement = '$1' } = rule;
  // Prometheus anchors the expression at both ends.
  const pattern = new RegExp(`^(?:${regex})$`, 's');
  if (action === 'labeldrop') return Object.fromEntries(Object.entries(series).filter(([name]) => !pattern.test(name)));
  if (action === 'keep' || action === 'drop') {
    const matches = pattern.test(sourceLabels.map((name) => series[name] ?? '').join(separator));
    return matches === (action === 'keep') ? series : {};
  }
  if (action !== 'replace' || rule.targetLabel === undefined) throw new Error(`action '${action}' is not known here`);
  const value = sourceLabels.map((name) => series[name] ?? '').join(separator);
  const match = pattern.exec(value);
  if (match === null) return series;
  const text = replacement.replace(/\$(?:(\$)|(\d+)|\{(\d+)\})/g, (_, dollar?: string, a?: string, b?: string) =>
    // Two dollar signs stand for one.
    dollar === undefined ? (match[Number(a ?? b)] ?? '') : '$',
  );
  const others = Object.entries(series).filter(([name]) => name !== rule.targetLabel);
  // An empty label is no label.
  return Object.fromEntries(text === '' ? others : [...others, [rule.targetLabel, text]]);
}
