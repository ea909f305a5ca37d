/** Checks of vector matching: labels that can meet, and one sample on the one side. */
import type { AggregateNode, AstNode, BinaryNode } from '../ast';
import { SET_OPERATORS } from '../functions';
import type { Inferred } from '../infer';
import type { LabelSet } from '../label-set';
import type { Rule, Scope } from '../lint';
import { primary } from './fallbacks';

type Matching = NonNullable<BinaryNode['matching']>;

export const statedMatching: Rule = {
  id: 'PQ-18',
  title: 'Two vectors with different labels state on or ignoring, and the one side is unique there',
  check(node, scope) {
    if (node.type !== 'binary' || node.op === 'or') return;
    const [left, right] = operands(node, scope);
    if (left.kind !== 'vector' || right.kind !== 'vector') return;
    if (left.traits.has('unknown') || right.traits.has('unknown')) return;
    if (node.matching === undefined) return checkSameLabels(node, left.labels, right.labels, scope);
    if (SET_OPERATORS.has(node.op)) return;
    if (node.group?.many !== 'left') checkUnique(node, node.left, 'left', scope);
    if (node.group?.many !== 'right') checkUnique(node, node.right, 'right', scope);
  },
};

/** What is known of the two sides, fallbacks left out: those have the labels of what they stand in for. */
export function operands(node: BinaryNode, scope: Scope): readonly [Inferred, Inferred] {
  return [scope.inference.of(primary(node.left, scope)), scope.inference.of(primary(node.right, scope))];
}

function checkSameLabels(node: BinaryNode, left: LabelSet, right: LabelSet, scope: Scope): void {
  const [onlyLeft, onlyRight] = [surplus(left, right), surplus(right, left)];
  // A side without any label never matches a labelled one, which PQ-19 reports.
  if (onlyLeft.length + onlyRight.length === 0 || left.size === 0 || right.size === 0) return;
  const sides = [
    ...(onlyLeft.length > 0 ? [`the left side has ${list(onlyLeft)} and the right has not`] : []),
    ...(onlyRight.length > 0 ? [`the right side has ${list(onlyRight)} and the left has not`] : []),
  ];
  const common = [...left.keys()].filter((name) => right.has(name));
  const what = `${sides.join(', ')}; samples match only where it is empty`;
  scope.report(node, what, `write on (${common.sort().join(', ')}), with group_left where many samples meet one`);
}

/** Labels that every sample of the one has and none of the other. */
function surplus(of: LabelSet, other: LabelSet): readonly string[] {
  return [...of].filter(([name, certainty]) => certainty === 'guaranteed' && !other.has(name)).map(([name]) => name);
}

function checkUnique(node: BinaryNode, operand: AstNode, side: 'left' | 'right', scope: Scope): void {
  const { matching } = node;
  const inferred = scope.inference.of(operand);
  if (matching === undefined || isOnePerTarget(inferred, matching) || isPicked(operand, node)) return;
  const extra = unmatched(inferred, matching);
  if (extra.length === 0) return;
  const labels = matching.labels.map((l) => l.name).join(', ');
  const what = `the ${side} side can have several samples for one match: it also differs by ${list(extra)}`;
  scope.report(operand, what, `aggregate it: max by (${matching.kind === 'on' ? labels : '…'}) (…)`);
}

/** An info metric has one series for whatever it is about, so any label but the job's tells them apart. */
function isOnePerTarget({ traits, labels }: Inferred, { kind, labels: named }: Matching): boolean {
  if (!traits.has('info') || kind !== 'on') return false;
  return named.some(({ name }) => name !== 'job' && labels.has(name));
}

function unmatched({ labels, fixed }: Inferred, { kind, labels: named }: Matching): string[] {
  const names = new Set(named.map((l) => l.name));
  return [...labels.keys()].filter((name) => names.has(name) !== (kind === 'on') && !fixed.has(name));
}

/** `topk by (<labels of on>) (1, …)` leaves one sample for each match. */
export function isPicked(operand: AstNode, { matching }: BinaryNode): operand is AggregateNode {
  if (operand.type !== 'aggregate' || !['topk', 'bottomk', 'limitk'].includes(operand.op)) return false;
  if (operand.param?.type !== 'number' || operand.param.value !== 1 || operand.grouping?.kind !== 'by') return false;
  const on = matching?.kind === 'on' ? matching.labels.map((l) => l.name) : [];
  return operand.grouping.labels.every((l) => on.includes(l.name));
}

const list = (names: readonly string[]): string =>
  [...names]
    .sort()
    .map((name) => `'${name}'`)
    .join(', ');
