/** Checks of names: metrics and labels that exist. */
import { Histogram, Summary } from '../../metric';
import { suggestion } from '../../problem';
import { walk } from '../ast';
import type { AstNode, LabelRef, SelectorNode } from '../ast';
import type { Rule, Scope } from '../lint';

export const knownMetric: Rule = {
  id: 'PQ-02',
  title: 'Every metric is a value of a catalogue, or recorded by the project',
  check(node, scope) {
    if (node.type !== 'selector' || node.name === undefined) return;
    const series = scope.inference.seriesOf(node);
    if (series === undefined) {
      scope.report(node, `metric '${node.name}' is typed by hand`, 'declare it in a catalogue and write ${metrics.…}');
    } else if (series instanceof Histogram) {
      scope.report(node, `histogram '${node.name}' has no series of that name`, 'write its .bucket, .sum or .count');
    } else if (series instanceof Summary) {
      scope.report(node, `summary '${node.name}' stands for three series`, 'write its .quantile, .sum or .count');
    }
  },
};

export const knownLabel: Rule = {
  id: 'PQ-03',
  title: 'Every label in a matcher, grouping, matching clause or relabelling exists on that operand',
  check(node, scope) {
    if (node.type === 'selector') return checkMatchers(node, scope);
    for (const { label, operand } of missingLabels(node, scope)) {
      if (wasThere(label.name, operand, scope)) continue;
      const known = [...scope.inference.of(operand).labels.keys()];
      scope.report(
        label,
        `label '${label.name}' does not exist here`,
        known.length > 0 ? suggestion(label.name, known) : 'drop it',
      );
    }
  },
};

/** A label that a clause names and its operand lacks. */
export interface MissingLabel {
  readonly label: LabelRef;
  readonly operand: AstNode;
}

/** Of one node: its labels that the operand they are asked of does not have. */
export function missingLabels(node: AstNode, scope: Scope): readonly MissingLabel[] {
  return asked(node).filter(({ label, operand }) => {
    const { labels, traits, kind } = scope.inference.of(operand);
    return kind === 'vector' && !traits.has('unknown') && !labels.has(label.name);
  });
}

/** Some metric below had the label, and something on the way up dropped it. */
export function wasThere(name: string, operand: AstNode, scope: Scope): boolean {
  for (const node of walk(operand)) {
    const series = node.type === 'selector' ? scope.inference.seriesOf(node) : undefined;
    if (series !== undefined && series.labelNames.includes(name)) return true;
  }
  return false;
}

/** The labels that a node's own clauses name, each with the operand that must have it. */
function asked(node: AstNode): readonly MissingLabel[] {
  if (node.type === 'aggregate' && node.grouping?.kind === 'by') {
    return node.grouping.labels.map((label) => ({ label, operand: node.expr }));
  }
  if (node.type === 'call') return sources(node.name, node.args);
  if (node.type !== 'binary') return [];
  const on = node.matching?.kind === 'on' ? node.matching.labels : [];
  const one = node.group?.many === 'left' ? node.right : node.left;
  return [
    ...on.flatMap((label) => [node.left, node.right].map((operand) => ({ label, operand }))),
    ...(node.group?.include ?? []).map((label) => ({ label, operand: one })),
  ];
}

/** The source labels of `label_replace(v, dst, replacement, src, regex)` and `label_join(v, dst, separator, src…)`. */
function sources(name: string, args: readonly AstNode[]): readonly MissingLabel[] {
  const [operand] = args;
  const strings = name === 'label_replace' ? args.slice(3, 4) : name === 'label_join' ? args.slice(3) : [];
  if (operand === undefined) return [];
  return strings.flatMap((arg) => {
    if (arg.type !== 'string' || arg.value === '') return [];
    return [{ label: { name: arg.value, from: arg.from, to: arg.to }, operand }];
  });
}

function checkMatchers(node: SelectorNode, scope: Scope): void {
  const series = scope.inference.seriesOf(node);
  if (series === undefined) return;
  const known = series.labelNames;
  for (const matcher of node.matchers) {
    if (known.includes(matcher.label) || matcher.label === '__name__') continue;
    scope.report(matcher, `'${series.name}' has no label '${matcher.label}'`, suggestion(matcher.label, known));
  }
}
