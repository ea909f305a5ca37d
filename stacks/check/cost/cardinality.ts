/** How many series an expression reads and gives, from what the catalogues say of the labels. */
import type { LabelSpec } from '../../../model/label';
import type { Series } from '../../../model/metric';
import type { SelectorNode } from '../../../model/promql/ast';
import { accepts } from '../../../model/promql/rules/matchers';
import type { Expression } from '../subject';
import { selectorsIn } from '../tree';

/** Labels of the target: what is counted is for one target. */
const TARGET = ['job', 'instance'];

/** Series that an expression gives for one target. */
export function expectedSeries({ root, inference }: Expression): number {
  const { labels, fixed } = inference.of(root);
  const open = [...labels.keys()].filter((name) => !TARGET.includes(name) && !fixed.has(name));
  return combinations(open.map((name) => ({ isBucket: name === 'le', count: valuesOf(name, root, inference) })));
}

/** Series that a selector reads of one target. */
export function selectedSeries(node: SelectorNode, series: Series): number {
  return combinations(
    Object.entries(series.labels).map(([name, spec]) => ({
      isBucket: name === 'le',
      count: name === 'le' ? (series.buckets?.length ?? 0) + 1 : narrowed(name, spec, node),
    })),
  );
}

interface Values {
  /** Each combination of the others has all of them. */
  readonly isBucket: boolean;
  readonly count: number;
}

/** Labels beyond two name the same things again: device, mount point and file system; path and method. */
const INDEPENDENT = 2;

function combinations(labels: readonly Values[]): number {
  const bounds = labels.filter(({ isBucket }) => isBucket).map(({ count }) => count);
  const others = labels.filter(({ isBucket }) => !isBucket).map(({ count }) => count);
  const largest = others.sort((a, b) => b - a).slice(0, INDEPENDENT);
  return [...bounds, ...largest].reduce((a, b) => a * b, 1);
}

/** The most values that a label is known to have. */
export function cardinalityOf(name: string, root: Expression['root'], inference: Expression['inference']): number {
  return Math.max(1, ...selectorsIn(root).map((node) => specCount(inference.seriesOf(node)?.labels[name])));
}

function valuesOf(name: string, root: Expression['root'], inference: Expression['inference']): number {
  const counts = selectorsIn(root).flatMap((node) => {
    const spec = inference.seriesOf(node)?.labels[name];
    return spec === undefined ? [] : [narrowed(name, spec, node)];
  });
  // A vector is matched with others, so the narrowest counts.
  return counts.length === 0 ? 1 : Math.min(...counts);
}

function specCount(spec: LabelSpec | undefined): number {
  return spec?.values?.length ?? spec?.card ?? 1;
}

function narrowed(name: string, spec: LabelSpec, { matchers }: SelectorNode): number {
  const own = matchers.filter(({ label }) => label === name);
  if (own.some(({ op }) => op === '=')) return 1;
  if (spec.values === undefined) return spec.card ?? 1;
  return spec.values.filter((value) => own.every((matcher) => accepts(matcher, value))).length;
}
