/** Checks of ratios and quantiles: never averaged, and never 0/0. */
import { walk } from '../ast';
import type { AggregateNode, AstNode, BinaryNode, SelectorNode } from '../ast';
import { sameDimension } from '../dimension';
import type { Rule, Scope } from '../lint';
import { isGuarded } from './guards';

export const neverAverage: Rule = {
  id: 'PQ-13',
  title: 'A quantile or a ratio is never summed or averaged',
  check(node, scope) {
    if (node.type !== 'aggregate' || (node.op !== 'sum' && node.op !== 'avg')) return;
    const { traits } = scope.inference.of(node.expr);
    if (traits.has('quantile')) {
      const remedy = 'aggregate the buckets: histogram_quantile(φ, sum by (${le}, …) (rate(…)))';
      scope.report(opSpan(node), `'${node.op}' of a quantile means nothing`, remedy);
    } else if (traits.has('ratio')) {
      const what = `'${node.op}' of ratios weighs an idle target like a busy one`;
      scope.report(opSpan(node), what, 'aggregate numerator and denominator, then divide; or take max or min');
    }
  },
};

const opSpan = (node: AggregateNode): { from: number; to: number } => ({
  from: node.from,
  to: node.from + node.op.length,
});

export const guardedRatio: Rule = {
  id: 'PQ-14',
  title: 'A ratio of rates is guarded against zero traffic, and a recorded one is 0 before the first failure',
  check(node, scope) {
    if (node.type !== 'binary' || !isRatioOfRates(node, scope) || isGuarded(node.right, scope)) return;
    const what = 'the denominator is 0 without traffic, and 0/0 is NaN; must be guarded';
    scope.report(node.right, what, 'write ratioOf(numerator, denominator), or divide by (… > 0)');
  },
};

/** In an alert a missing ratio is as quiet as a ratio of 0; a recorded one must have a sample all the time. */
export const completeRatio: Rule = {
  id: 'PQ-14',
  title: guardedRatio.title,
  check(node, scope) {
    if (scope.use !== 'record' || node.type !== 'binary' || !isRatioOfRates(node, scope)) return;
    if (node.left.type === 'binary' && node.left.op === 'or') return;
    const denominators = selectors(node.right);
    if (!selectors(node.left).some((selector) => canBeMissing(selector, denominators, scope))) return;
    const what = 'the numerator has no sample before its first event, must be 0 then';
    scope.report(node.left, what, 'write ratioOf(numerator, denominator)');
  },
};

function isRatioOfRates(node: BinaryNode, scope: Scope): boolean {
  if (node.op !== '/') return false;
  const [left, right] = [scope.inference.of(node.left), scope.inference.of(node.right)];
  if (left.dimension === undefined || right.dimension === undefined) return false;
  return left.traits.has('rated') && right.traits.has('rated') && sameDimension(left.dimension, right.dimension);
}

/** It comes with the first event, or it is a narrower selection of what the denominator selects. */
function canBeMissing(selector: SelectorNode, denominators: readonly SelectorNode[], scope: Scope): boolean {
  if (scope.inference.seriesOf(selector)?.presence === 'after-first-event') return true;
  return denominators.some((d) => d.name === selector.name && d.matchers.length < selector.matchers.length);
}

function selectors(node: AstNode): readonly SelectorNode[] {
  return walk(node).filter((n) => n.type === 'selector');
}

const SPREADS_NAN = new Set(['sum', 'avg', 'stddev', 'stdvar']);

export const guardedDivisor: Rule = {
  id: 'PQ-15',
  title: 'A division inside sum, avg, stddev or stdvar has a guarded divisor',
  check(node, scope) {
    if (node.type !== 'binary' || (node.op !== '/' && node.op !== '%')) return;
    if (scope.inference.of(node.right).kind !== 'vector' || isGuarded(node.right, scope)) return;
    const around = scope.parents(node).find((p) => p.type === 'aggregate' && SPREADS_NAN.has(p.op));
    if (around?.type !== 'aggregate') return;
    const what = `one divisor of 0 makes the whole '${around.op}' NaN; must be guarded`;
    scope.report(node.right, what, 'divide by (… > 0)');
  },
};
