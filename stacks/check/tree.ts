/** Questions to the tree of a condition. */
import type { AstNode, SelectorNode } from '../../model/promql/ast';
import { walk } from '../../model/promql/ast';
import { COMPARISONS } from '../../model/promql/functions';
import { durationSeconds } from '../../model/promql/literals';

/** Every selector of an expression. */
export const selectorsIn = (root: AstNode): readonly SelectorNode[] =>
  walk(root).filter((node) => node.type === 'selector');

const isAbsent = (node: AstNode): boolean =>
  node.type === 'call' && (node.name === 'absent' || node.name === 'absent_over_time');

/** Whether there can be no sample: what an alert needs, to be quiet ever. */
export function hasCondition(node: AstNode): boolean {
  switch (node.type) {
    case 'binary':
      if (node.op === 'unless') return true;
      if (node.op === 'and') return hasCondition(node.left) || hasCondition(node.right);
      if (node.op === 'or') return hasCondition(node.left) && hasCondition(node.right);
      // `x / (y > 0)` is silent without traffic, which is no condition.
      return COMPARISONS.has(node.op) ? !node.bool : hasCondition(node.left);
    case 'call':
      return isAbsent(node) || node.args.some(hasCondition);
    case 'aggregate':
    case 'unary':
    case 'offset':
    case 'subquery':
      return hasCondition(node.expr);
    default:
      return false;
  }
}

/** What `$value` is: the left operand below guards and comparisons. */
export function valueOf(node: AstNode): AstNode {
  if (node.type !== 'binary') return node;
  if (['and', 'unless', 'or'].includes(node.op)) return valueOf(node.left);
  return COMPARISONS.has(node.op) ? valueOf(node.left) : node;
}

/** Whether a number scales a value: as text it has lost its unit, so that of the result cannot be told. */
export function isScaled(node: AstNode): boolean {
  return walk(node).some(
    (each) =>
      each.type === 'binary' &&
      (each.op === '/' || each.op === '*') &&
      [each.left, each.right].some((side) => side.type === 'number' && side.value !== 0),
  );
}

/** A comparison of `$value` with a number. */
export interface Limit {
  readonly op: string;
  readonly value: number;
  /** What is compared. */
  readonly left: AstNode;
}

/** The limit of a condition, below its guards; none where two vectors are compared, or several limits hold. */
export function limitOf(node: AstNode): Limit | undefined {
  if (node.type !== 'binary' || node.op === 'or') return undefined;
  if (node.op === 'and' || node.op === 'unless') return limitOf(node.left);
  if (!COMPARISONS.has(node.op)) return undefined;
  const value = numberOf(node.right);
  return value === undefined ? undefined : { op: node.op, value, left: node.left };
}

function numberOf(node: AstNode): number | undefined {
  if (node.type === 'number') return node.value;
  const inner = node.type === 'unary' ? numberOf(node.expr) : undefined;
  return inner === undefined ? undefined : -inner;
}

/** The calls of `absent` that decide whether the condition holds, guards left aside. */
export function decidingAbsences(node: AstNode): readonly AstNode[] {
  if (isAbsent(node)) return [node];
  if (node.type === 'aggregate' || node.type === 'unary') return decidingAbsences(node.expr);
  if (node.type !== 'binary') return [];
  return node.op === 'or' ? [node.left, node.right].flatMap(decidingAbsences) : decidingAbsences(node.left);
}

/** Seconds of every range and subquery in an expression, and of every shift. */
export function windowsIn(root: AstNode): readonly number[] {
  return walk(root).flatMap((node) => {
    if (node.type === 'matrix' || node.type === 'subquery') return [node.range];
    return node.type === 'offset' && node.offset > 0 ? [node.offset] : [];
  });
}

/** Windows that the names of recorded rates end in: `slo:sli_error:ratio_rate5m`. */
export function windowsOfNames(root: AstNode): readonly number[] {
  return selectorsIn(root).flatMap(({ name = '' }) => {
    const named = /:[a-z_]+(\d+(?:s|m|h|d|w))$/.exec(name)?.[1];
    return named === undefined ? [] : [durationSeconds(named)];
  });
}

/** The one value that every selector of an expression demands of a label. */
export function demandedOf(root: AstNode, label: string): string | undefined {
  const values = selectorsIn(root).map(
    ({ matchers }) => matchers.find((m) => m.label === label && m.op === '=')?.value,
  );
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** The tree without its places: two expressions that differ by spaces and parentheses alone are one. */
export function canonical(node: AstNode): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value));
}
