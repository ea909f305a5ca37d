/** Checks for what can never be: labels that are gone, sides that never meet, matchers that exclude each other. */
import type { BinaryNode, MatcherNode, SelectorNode } from '../ast';
import type { Inferred } from '../infer';
import type { Rule, Scope } from '../lint';
import { accepts } from './matchers';
import { operands } from './matching';
import { missingLabels, wasThere } from './names';

export const nothingImpossible: Rule = {
  id: 'PQ-19',
  title: 'No label is used after it was aggregated away, no operands or matchers exclude each other',
  check(node, scope) {
    for (const { label, operand } of missingLabels(node, scope)) {
      if (!wasThere(label.name, operand, scope)) continue;
      const known = [...scope.inference.of(operand).labels.keys()].sort();
      const left = known.length > 0 ? `what is left: ${known.join(', ')}` : 'nothing is left';
      scope.report(label, `label '${label.name}' is gone here (${left})`, 'keep it in the aggregation inside');
    }
    if (node.type === 'selector') checkMatchers(node, scope);
    if (node.type === 'binary' && node.op !== 'or') checkSides(node, scope);
  },
};

function checkMatchers(node: SelectorNode, scope: Scope): void {
  const series = scope.inference.seriesOf(node);
  for (const label of new Set(node.matchers.map((m) => m.label))) {
    const matchers = node.matchers.filter((m) => m.label === label);
    const last = matchers.at(-1);
    // A single = or =~ that no value passes is PQ-04's.
    if (last === undefined || (matchers.length === 1 && last.op.startsWith('='))) continue;
    const equals = matchers.filter((m) => m.op === '=').map((m) => m.value);
    const candidates = equals.length > 0 ? equals : series?.labels[label]?.values;
    if (candidates === undefined || candidates.some((value) => matchers.every((m) => accepts(m, value)))) continue;
    scope.report(last, `no value of '${label}' passes ${matchers.map(text).join(' and ')}`, 'let one pass');
  }
}

const text = ({ label, op, value }: MatcherNode): string => `${label}${op}"${value}"`;

function checkSides(node: BinaryNode, scope: Scope): void {
  const [left, right] = operands(node, scope);
  if (left.kind !== 'vector' || right.kind !== 'vector') return;
  if (left.traits.has('unknown') || right.traits.has('unknown')) return;
  const bare = node.matching === undefined && (hasOnlySide(left, right) ? 'right' : hasOnlySide(right, left) && 'left');
  if (bare) {
    const what = `the ${bare} side has no labels and the other has, so they never match`;
    return scope.report(node, what, 'write on (), or scalar(…) around the side without labels');
  }
  for (const [name, value] of left.fixed) {
    const other = right.fixed.get(name);
    if (other === undefined || other === value || !isMatched(name, node)) continue;
    const what = `label '${name}' is "${value}" on the left and "${other}" on the right, so they never match`;
    return scope.report(node, what, `leave it out: on (…) without ${name}, or ignoring (${name})`);
  }
}

/** `some` has labels that every sample carries, `none` has no label at all. */
function hasOnlySide(some: Inferred, none: Inferred): boolean {
  return none.labels.size === 0 && [...some.labels.values()].includes('guaranteed');
}

function isMatched(name: string, { matching }: BinaryNode): boolean {
  if (matching === undefined) return true;
  return matching.labels.some((l) => l.name === name) === (matching.kind === 'on');
}
