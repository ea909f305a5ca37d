/** Checks of `or`: what it adds, and what it hides. */
import type { AstNode, BinaryNode } from '../ast';
import { COMPARISONS } from '../functions';
import type { Inferred } from '../infer';
import type { Rule, Scope } from '../lint';

export const unlabelledFallback: Rule = {
  id: 'PQ-16',
  title: '`or vector(0)` stands only behind an expression without labels',
  check(node, scope) {
    if (node.type !== 'binary' || node.op !== 'or') return;
    if (node.right.type !== 'call' || node.right.name !== 'vector' || matchesAnything(node)) return;
    const { labels, traits } = scope.inference.of(node.left);
    if (labels.size === 0 || traits.has('unknown')) return;
    const names = [...labels.keys()].sort().join(', ');
    const what = `the left side has labels (${names}), so vector(…) adds a sample beside it instead of standing in`;
    scope.report(node.right, what, 'write or 0 * <denominator>, or, where one sample will do, or on () vector(0)');
  },
};

/** `on ()`: any sample on the left keeps the right side out. */
function matchesAnything({ matching }: BinaryNode): boolean {
  return matching?.kind === 'on' && matching.labels.length === 0;
}

export const maskedAlternative: Rule = {
  id: 'PQ-17',
  title: 'The sides of `or` are compared first, because without a metric name one hides the other',
  check(node, scope) {
    if (node.type !== 'binary' || node.op !== 'or' || node.matching !== undefined) return;
    const [left, right] = [scope.inference.of(node.left), scope.inference.of(node.right)];
    if (left.traits.has('unknown') || right.traits.has('unknown') || isFallback(node.right, right)) return;
    if (!losesName(node.left) || !losesName(node.right) || !canHide(left, right)) return;
    const what = 'both sides have the same labels and no metric name, so the left hides the right';
    scope.report(node, what, 'compare each side first: f(a) > x or f(b) > x');
  },
};

/** Of `x or <fallback>` the x, which is what has to match; any other expression as it is. */
export function primary(node: AstNode, scope: Scope): AstNode {
  const fallen = node.type === 'binary' && node.op === 'or' && isFallback(node.right, scope.inference.of(node.right));
  return fallen ? node.left : node;
}

/** `0 * x`, a literal, or the result of `absent`, is there to stand in for a missing left side. */
function isFallback(node: AstNode, { traits }: Inferred): boolean {
  if (traits.has('literal') || traits.has('absent')) return true;
  if (node.type !== 'binary' || node.op !== '*') return false;
  return [node.left, node.right].some((side) => side.type === 'number' && side.value === 0);
}

/** Selectors, comparisons without `bool` and set operators keep the name, or let through only what is true. */
function losesName(node: AstNode): boolean {
  switch (node.type) {
    case 'selector':
    case 'offset':
      return false;
    case 'binary':
      if (node.op === 'or') return losesName(node.left) || losesName(node.right);
      return node.op !== 'and' && node.op !== 'unless' && (node.bool || !COMPARISONS.has(node.op));
    case 'call':
      return node.name !== 'last_over_time' && node.name !== 'absent' && node.name !== 'absent_over_time';
    case 'aggregate':
      return node.op !== 'topk' && node.op !== 'bottomk';
    default:
      return true;
  }
}

/** The same label names, and none with a different fixed value on each side. */
function canHide(left: Inferred, right: Inferred): boolean {
  if (left.labels.size !== right.labels.size) return false;
  if ([...left.labels.keys()].some((name) => !right.labels.has(name))) return false;
  return ![...left.fixed].some(([name, value]) => right.fixed.has(name) && right.fixed.get(name) !== value);
}
