/** Faults of one expression: what a hurried edit of a rule does to it. */
import type { AstNode, BinaryNode, MatcherNode, SelectorNode } from '../promql/ast';
import { walk } from '../promql/ast';
import { COMPARISONS } from '../promql/functions';
import { parse } from '../promql/parse';
import { durationText, seconds } from '../quantity';

/** What is broken. */
export const FAULT_KINDS = [
  /** A comparison the other way round. */
  'comparison',
  /** The number that the alert is about, doubled or halved. */
  'threshold',
  /** The number of a guard beside it, doubled or halved. */
  'guard',
  /** One side of `and`, `or`, `unless` gone. */
  'operand',
  /** One matcher gone. */
  'matcher',
  /** The job gone from every selector. */
  'job',
  /** A range doubled or halved. */
  'window',
  'for',
  'keep_firing_for',
  'severity',
  'text',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A piece of text replaced by another. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** One fault of an expression. */
export interface FaultyExpression {
  readonly kind: FaultKind;
  readonly fault: string;
  readonly expr: string;
}

/** What is done to an expression. */
export interface MutationOptions {
  /** Labels that tell whose series these are; they are the same in a whole catalogue, and not dropped one by one. */
  readonly identity: readonly string[];
  /** Ranges are changed as well: where formulas say what each window is for. */
  readonly windows: boolean;
}

type Faulty = Omit<FaultyExpression, 'expr'> & { readonly edit: Edit };

/** Every fault of an expression, one at a time. */
export function faultyExpressions(expr: string, options: MutationOptions): readonly FaultyExpression[] {
  const root = parse(expr);
  const parts = logicOf(root);
  const nothing = timesZero(root);
  return [...walk(root)]
    .flatMap((node) =>
      faultsOf(expr, node, parts.get(node), { ...options, windows: options.windows && !nothing.has(node) }),
    )
    .map(({ kind, fault, edit }) => ({ kind, fault, expr: apply(expr, [edit]) }));
}

/** An expression without the matchers of a label; the same text where no selector has one. */
export function withoutLabel(expr: string, label: string): string {
  const edits = [...walk(parse(expr))].flatMap((node) =>
    node.type === 'selector'
      ? node.matchers.filter((matcher) => matcher.label === label).map((matcher) => without(expr, matcher, node))
      : [],
  );
  return apply(expr, edits);
}

type Part = 'condition' | 'guard';

/** What is joined by `and`, `or`, `unless` on top: the condition, and on the right of `and` and `unless` its guards. */
function logicOf(root: AstNode): ReadonlyMap<AstNode, Part> {
  const parts = new Map<AstNode, Part>();
  const visit = (node: AstNode, part: Part): void => {
    parts.set(node, part);
    if (node.type !== 'binary' || !LOGIC.includes(node.op)) return;
    visit(node.left, part);
    visit(node.right, node.op === 'or' ? part : 'guard');
  };
  visit(root, 'condition');
  return parts;
}

/** What stands behind `0 *`. */
function timesZero(root: AstNode): ReadonlySet<AstNode> {
  const products = walk(root).filter((node) => node.type === 'binary' && node.op === '*');
  return new Set(
    products.flatMap((node) =>
      node.type === 'binary' && node.left.type === 'number' && node.left.value === 0 ? walk(node.right) : [],
    ),
  );
}

const LOGIC: readonly string[] = ['and', 'or', 'unless'];

function faultsOf(
  expr: string,
  node: AstNode,
  part: Part | undefined,
  { identity, windows }: MutationOptions,
): readonly Faulty[] {
  switch (node.type) {
    case 'selector':
      return node.matchers
        .filter(({ label }) => !identity.includes(label))
        .map((matcher) => dropped(expr, node, matcher));
    case 'matrix':
    case 'subquery':
      return windows ? rangeChanged(expr, node) : [];
    case 'binary':
      if (LOGIC.includes(node.op)) return part === undefined ? [] : reduced(expr, node);
      if (!COMPARISONS.has(node.op)) return [];
      return [flipped(expr, node), ...(part === undefined ? [] : moved(node, part))];
    default:
      return [];
  }
}

function dropped(expr: string, node: SelectorNode, matcher: MatcherNode): Faulty {
  return {
    kind: 'matcher',
    fault: `${expr.slice(matcher.from, matcher.to)} was dropped`,
    edit: without(expr, matcher, node),
  };
}

/** The matcher goes with the comma that parts it from its neighbour. */
function without(expr: string, { from, to }: MatcherNode, node: SelectorNode): Edit {
  const after = /^\s*,\s*/.exec(expr.slice(to, node.to))?.[0].length;
  if (after !== undefined) return { from, to: to + after, text: '' };
  const before = /\s*,\s*$/.exec(expr.slice(node.from, from))?.[0].length ?? 0;
  return { from: from - before, to, text: '' };
}

const FLIPPED: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '!=',
  '!=': '==',
};

function flipped(expr: string, { op, left, right }: BinaryNode): Faulty {
  const from = left.to + expr.slice(left.to, right.from).indexOf(op);
  const text = FLIPPED[op] ?? op;
  return { kind: 'comparison', fault: `'${op}' became '${text}'`, edit: { from, to: from + op.length, text } };
}

/** The number doubled and halved; of a product, its first factor. A guard against zero has no number to speak of. */
function moved({ right }: BinaryNode, part: Part): readonly Faulty[] {
  const number = right.type === 'binary' && right.op === '*' ? right.left : right;
  if (number.type !== 'number' || (part === 'guard' && number.value === 0)) return [];
  const kind = part === 'guard' ? 'guard' : 'threshold';
  const values = number.value === 0 ? [1] : [number.value * 2, number.value / 2];
  return values.map((value) => ({
    kind,
    fault: `${kind} ${number.value} became ${value}`,
    edit: { from: number.from, to: number.to, text: String(value) },
  }));
}

/** Each side alone; what is behind `unless` alone would be another alert. */
function reduced(expr: string, node: BinaryNode): readonly Faulty[] {
  const { op, left, right } = node;
  const between = expr.slice(left.to, right.from);
  const match = new RegExp(`\\b${op}\\b\\s*(?:(?:on|ignoring)\\s*\\([^)]*\\))?`).exec(between);
  if (match === null) return [];
  const alone = (text: string): Edit => ({ from: node.from, to: node.to, text: `(${text})` });
  const start = left.to + match.index;
  const first = expr.slice(node.from, start).trim();
  const second = expr.slice(start + match[0].length, node.to).trim();
  const gone = (which: string, text: string): Faulty => ({
    kind: 'operand',
    fault: `what is ${which} '${op}' was dropped`,
    edit: alone(text),
  });
  return op === 'unless' ? [gone('behind', first)] : [gone('behind', first), gone('before', second)];
}

function rangeChanged(expr: string, node: AstNode & { readonly range: number }): readonly Faulty[] {
  const text = expr.slice(node.from, node.to);
  const at = node.from + text.lastIndexOf('[') + 1;
  const length = /^[0-9a-z]+/.exec(expr.slice(at))?.[0].length ?? 0;
  return [node.range * 2, node.range / 2].map((range) => ({
    kind: 'window',
    fault: `window ${durationText(seconds(node.range))} became ${durationText(seconds(range))}`,
    edit: { from: at, to: at + length, text: `${range}s` },
  }));
}

/** Edits do not overlap; they are applied from the end, so that places before them stay. */
function apply(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((changed, { from, to, text: piece }) => changed.slice(0, from) + piece + changed.slice(to), text);
}
