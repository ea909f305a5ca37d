/** Checks of names: metrics and labels that exist. */
import type { AstNode, LabelRef } from '../ast';
import type { Inferred } from '../infer';
import type { Rule, Scope } from '../lint';
import { suggestion } from '../../problem';

export const knownMetric: Rule = {
  id: 'PQ-02',
  title: 'Every metric is a value of a catalogue, or recorded by the project',
  check(node, scope) {
    if (node.type !== 'selector' || node.name === undefined) return;
    if (scope.inference.seriesOf(node) !== undefined) return;
    scope.report(node, `metric '${node.name}' is typed by hand`, 'declare it in a catalogue and write ${metrics.…}');
  },
};

export const knownLabel: Rule = {
  id: 'PQ-03',
  title: 'Every label in a matcher, grouping or matching clause exists on that operand',
  check(node, scope) {
    switch (node.type) {
      case 'selector':
        return checkMatchers(node, scope);
      case 'aggregate': {
        if (node.grouping?.kind !== 'by') return;
        return checkLabels(node.grouping.labels, scope.inference.of(node.expr), scope);
      }
      case 'binary': {
        if (node.matching?.kind === 'on') {
          checkLabels(node.matching.labels, scope.inference.of(node.left), scope);
          checkLabels(node.matching.labels, scope.inference.of(node.right), scope);
        }
        if (node.group === undefined) return;
        const one = node.group.many === 'left' ? node.right : node.left;
        return checkLabels(node.group.include, scope.inference.of(one), scope);
      }
      default:
    }
  },
};

function checkMatchers(node: AstNode & { type: 'selector' }, scope: Scope): void {
  const series = scope.inference.seriesOf(node);
  if (series === undefined) return;
  const known = [...Object.keys(series.labels), 'job', 'instance'];
  for (const matcher of node.matchers) {
    if (known.includes(matcher.label) || matcher.label === '__name__') continue;
    scope.report(matcher, `'${series.name}' has no label '${matcher.label}'`, suggestion(matcher.label, known));
  }
}

function checkLabels(labels: readonly LabelRef[], operand: Inferred, scope: Scope): void {
  if (operand.kind !== 'vector') return;
  for (const ref of labels) {
    if (operand.labels.has(ref.name)) continue;
    scope.report(ref, `label '${ref.name}' does not exist here`, suggestion(ref.name, [...operand.labels.keys()]));
  }
}
