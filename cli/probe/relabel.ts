/** `metric_relabel_configs` as Prometheus applies them. */
import type { RelabelRule } from '../../model/delivery';

/** The labels of one series, its name as `__name__` among them. */
export type LabelledSeries = Readonly<Record<string, string>>;

/** What becomes of a series: the labels that Prometheus stores, none where it drops the series. */
export type Relabelling = (series: LabelledSeries) => LabelledSeries;

/**
 * Knows `replace`, `labeldrop`, `keep` and `drop`, which is what dialects and scrape jobs use.
 * @throws Error for another action
 */
export function relabelling(rules: readonly RelabelRule[]): Relabelling {
  const steps = rules.map(step);
  return (series) => steps.reduce((labels, next) => next(labels), series);
}

function step(rule: RelabelRule): Relabelling {
  const { action = 'replace', sourceLabels = [], separator = ';', regex = '(.*)', replacement = '$1' } = rule;
  const { targetLabel } = rule;
  // Prometheus anchors the expression at both ends.
  const pattern = new RegExp(`^(?:${regex})$`, 's');
  const source = (series: LabelledSeries): string => sourceLabels.map((name) => series[name] ?? '').join(separator);
  if (action === 'labeldrop') return (series) => without(series, (name) => pattern.test(name));
  if (action === 'keep' || action === 'drop') {
    return (series) => (pattern.test(source(series)) === (action === 'keep') ? series : {});
  }
  if (action !== 'replace' || targetLabel === undefined) throw new Error(`action '${action}' is not known here`);
  return (series) => {
    const match = pattern.exec(source(series));
    if (match === null) return series;
    const text = expanded(replacement, match);
    const others = without(series, (name) => name === targetLabel);
    // An empty label is no label.
    return text === '' ? others : { ...others, [targetLabel]: text };
  };
}

const without = (series: LabelledSeries, isLeft: (name: string) => boolean): LabelledSeries =>
  Object.fromEntries(Object.entries(series).filter(([name]) => !isLeft(name)));

/** `$1` and `${1}` are groups, two dollar signs are one. */
function expanded(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\$(?:(\$)|(\d+)|\{(\d+)\})/g, (_, dollar?: string, a?: string, b?: string) =>
    dollar === undefined ? (match[Number(a ?? b)] ?? '') : '$',
  );
}
