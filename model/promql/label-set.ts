/** Label sets of results. A label is guaranteed (every sample carries it), possible, or, when not listed, impossible. */
import type { AggregateNode, AstNode, BinaryNode, CallNode, SelectorNode } from './ast';

export type Certainty = 'guaranteed' | 'possible';
export type LabelSet = ReadonlyMap<string, Certainty>;
/** Labels that have one known value, because a matcher demands it. */
export type FixedLabels = ReadonlyMap<string, string>;

export const NO_LABELS: LabelSet = new Map();
export const NOTHING_FIXED: FixedLabels = new Map();

/** `labels` as far as the selector leaves them: `l=""` removes one, and `l="x"` fixes its value. */
export function selectedLabels(names: readonly string[], node: SelectorNode): { labels: LabelSet; fixed: FixedLabels } {
  const labels = new Map<string, Certainty>(names.map((name) => [name, 'guaranteed']));
  const fixed = new Map<string, string>();
  for (const { label, op, value } of node.matchers) {
    if (op !== '=') continue;
    if (value === '') labels.delete(label);
    else fixed.set(label, value);
  }
  return { labels, fixed };
}

/** Of an aggregation: what `by` names or `without` leaves. */
export function groupedLabels(node: AggregateNode, inner: LabelSet): LabelSet {
  const named = new Set(node.grouping?.labels.map((l) => l.name) ?? []);
  const without = node.grouping?.kind === 'without';
  const labels = new Map([...inner].filter(([name]) => named.has(name) !== without));
  if (node.op === 'count_values' && node.param?.type === 'string') labels.set(node.param.value, 'guaranteed');
  return labels;
}

/** Of arithmetic or a comparison between two vectors. */
export function matchedLabels(node: BinaryNode, left: LabelSet, right: LabelSet): LabelSet {
  if (node.group !== undefined) {
    const [many, one] = node.group.many === 'left' ? [left, right] : [right, left];
    const labels = new Map(many);
    for (const { name } of node.group.include) labels.set(name, one.get(name) ?? 'possible');
    return labels;
  }
  if (node.matching === undefined) return new Map([...left].filter(([name]) => right.has(name)));
  const named = new Set(node.matching.labels.map((l) => l.name));
  const keep = node.matching.kind === 'on';
  return new Map([...left].filter(([name]) => named.has(name) === keep));
}

/** Of `or`: either side's sample comes through as it is. */
export function eitherLabels(left: LabelSet, right: LabelSet): LabelSet {
  const certain = (name: string): Certainty =>
    left.get(name) === 'guaranteed' && right.get(name) === 'guaranteed' ? 'guaranteed' : 'possible';
  return new Map([...left.keys(), ...right.keys()].map((name) => [name, certain(name)]));
}

/** Of `absent(…)`: the labels that exactly one matcher names, with `=`. Anything but a selector inside loses them. */
export function absentLabels(arg: AstNode | undefined): LabelSet {
  const matchers = selectorIn(arg)?.matchers ?? [];
  const sole = matchers.filter((m) => matchers.filter((other) => other.label === m.label).length === 1);
  return new Map(sole.filter((m) => m.op === '=' && m.value !== '').map((m) => [m.label, 'guaranteed']));
}

/** The selector below ranges and offsets, if there is nothing else. */
export function selectorIn(node: AstNode | undefined): SelectorNode | undefined {
  if (node?.type === 'selector') return node;
  if (node?.type === 'matrix') return selectorIn(node.selector);
  return node?.type === 'offset' ? selectorIn(node.expr) : undefined;
}

/** Of `label_replace(v, dst, …)` and `label_join(v, dst, …)`. */
export function relabelledLabels(node: CallNode, inner: LabelSet): LabelSet {
  const [, target, replacement, , pattern] = node.args;
  if (target?.type !== 'string') return inner;
  const always =
    node.name === 'label_replace' &&
    replacement?.type === 'string' &&
    /^[^$]+$/.test(replacement.value) &&
    pattern?.type === 'string' &&
    ['', '.*'].includes(pattern.value);
  return new Map(inner).set(target.value, always ? 'guaranteed' : (inner.get(target.value) ?? 'possible'));
}

/** The fixed labels that are still in the set. */
export function stillFixed(fixed: FixedLabels, labels: LabelSet): FixedLabels {
  return new Map([...fixed].filter(([name]) => labels.has(name)));
}
