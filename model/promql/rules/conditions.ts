/** Checks of alerts' expressions: who fires must not flap, and must be able to be quiet. */
import type { AstNode } from '../ast';
import { COMPARISONS, SET_OPERATORS } from '../functions';
import type { Rule } from '../lint';
import { isPicked } from './matching';

export const noTopk: Rule = {
  id: 'PQ-22',
  title: 'No topk or bottomk in an alert, except to pick one sample for a join',
  check(node, scope) {
    if (scope.use !== 'alert' || node.type !== 'aggregate' || !['topk', 'bottomk'].includes(node.op)) return;
    const [parent] = scope.parents(node);
    if (parent?.type === 'binary' && isPicked(node, parent)) return;
    const what = `'${node.op}' changes its choice from one evaluation to the next, and the alert flaps`;
    scope.report(node, what, 'compare with a threshold instead');
  },
};

export const noBool: Rule = {
  id: 'PQ-23',
  title: 'The condition of an alert has no bool, which makes it always true',
  check(node, scope) {
    if (scope.use !== 'alert' || node !== scope.root) return;
    for (const always of alwaysTrue(node)) {
      const what = "'bool' gives a sample whether the comparison holds or not, so the alert always fires";
      scope.report(always, what, "drop 'bool'");
    }
  },
};

/** The `bool` comparisons that decide whether there is a sample. */
function alwaysTrue(node: AstNode): readonly AstNode[] {
  if (node.type !== 'binary') return [];
  if (SET_OPERATORS.has(node.op)) return [...alwaysTrue(node.left), ...alwaysTrue(node.right)];
  return node.bool && COMPARISONS.has(node.op) ? [node] : [];
}
