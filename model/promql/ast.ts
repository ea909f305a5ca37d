/** The syntax tree of an expression, as small typed nodes over lezer's tree. Parentheses are transparent. */
import type { SyntaxNode } from '@lezer/common' with { 'resolution-mode': 'import' };
import { parser } from '@prometheus-io/lezer-promql';
import type { MatchOp } from '../label';

/** Where a node stands in the text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A label name in a grouping or matching clause. */
export interface LabelRef extends Span {
  readonly name: string;
}

export interface MatcherNode extends Span {
  readonly label: string;
  readonly op: MatchOp;
  readonly value: string;
}

export interface SelectorNode extends Span {
  readonly type: 'selector';
  readonly name: string | undefined;
  readonly matchers: readonly MatcherNode[];
}

export interface MatrixNode extends Span {
  readonly type: 'matrix';
  readonly selector: AstNode;
  /** Seconds. */
  readonly range: number;
}

export interface SubqueryNode extends Span {
  readonly type: 'subquery';
  readonly expr: AstNode;
  readonly range: number;
  readonly step: number | undefined;
}

export interface CallNode extends Span {
  readonly type: 'call';
  readonly name: string;
  readonly args: readonly AstNode[];
}

export interface AggregateNode extends Span {
  readonly type: 'aggregate';
  readonly op: string;
  readonly grouping: { readonly kind: 'by' | 'without'; readonly labels: readonly LabelRef[] } | undefined;
  readonly param: AstNode | undefined;
  readonly expr: AstNode;
}

export interface BinaryNode extends Span {
  readonly type: 'binary';
  readonly op: string;
  readonly bool: boolean;
  readonly left: AstNode;
  readonly right: AstNode;
  readonly matching: { readonly kind: 'on' | 'ignoring'; readonly labels: readonly LabelRef[] } | undefined;
  readonly group: { readonly many: 'left' | 'right'; readonly include: readonly LabelRef[] } | undefined;
}

export interface UnaryNode extends Span {
  readonly type: 'unary';
  readonly expr: AstNode;
}

export interface OffsetNode extends Span {
  readonly type: 'offset';
  readonly expr: AstNode;
  /** Seconds; positive looks back. */
  readonly offset: number;
}

export interface NumberNode extends Span {
  readonly type: 'number';
  readonly value: number;
}

export interface StringNode extends Span {
  readonly type: 'string';
  readonly value: string;
}

export type AstNode =
  | SelectorNode
  | MatrixNode
  | SubqueryNode
  | CallNode
  | AggregateNode
  | BinaryNode
  | UnaryNode
  | OffsetNode
  | NumberNode
  | StringNode;

/** A place where the text is not PromQL. */
export class PromqlSyntaxError extends Error {
  constructor(
    message: string,
    readonly span: Span,
  ) {
    super(message);
  }
}

/** @throws PromqlSyntaxError at the first place that is not PromQL. */
export function parse(text: string): AstNode {
  const tree = parser.parse(text);
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) throw new PromqlSyntaxError(errorText(text, cursor.from), cursor);
  } while (cursor.next());
  const root = tree.topNode.firstChild;
  if (root === null) throw new PromqlSyntaxError('the expression is empty', { from: 0, to: text.length });
  return new Reader(text).node(root);
}

function errorText(text: string, at: number): string {
  const rest = text.slice(at).trim();
  return rest === '' ? 'the expression ends too early' : `unexpected '${rest.slice(0, 12)}'`;
}

/** Direct sub-expressions, left to right. */
export function children(node: AstNode): readonly AstNode[] {
  switch (node.type) {
    case 'matrix':
      return [node.selector];
    case 'subquery':
    case 'unary':
    case 'offset':
      return [node.expr];
    case 'call':
      return node.args;
    case 'aggregate':
      return node.param === undefined ? [node.expr] : [node.param, node.expr];
    case 'binary':
      return [node.left, node.right];
    default:
      return [];
  }
}

/** The node and everything below it, parents first. */
export function* walk(node: AstNode): Generator<AstNode> {
  yield node;
  for (const child of children(node)) yield* walk(child);
}

/** Seconds of a PromQL duration such as `1h30m`. */
export function durationSeconds(text: string): number {
  const sizes: Readonly<Record<string, number>> = {
    ms: 0.001,
    s: 1,
    m: 60,
    h: 3600,
    d: 86_400,
    w: 604_800,
    y: 31_536_000,
  };
  let total = 0;
  for (const [, n = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g))
    total += Number(n) * (sizes[unit] ?? 0);
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : total;
}

class Reader {
  constructor(readonly text: string) {}

  node(node: SyntaxNode): AstNode {
    const span = { from: node.from, to: node.to };
    switch (node.type.name) {
      case 'ParenExpr':
        return this.node(this.exprs(node)[0]!);
      case 'VectorSelector':
        return this.selector(node, span);
      case 'MatrixSelector':
        return { type: 'matrix', ...span, selector: this.node(this.exprs(node)[0]!), range: this.duration(node, 0) };
      case 'SubqueryExpr': {
        const step = node.getChildren('DurationExpr')[1];
        const expr = this.node(this.exprs(node)[0]!);
        return { type: 'subquery', ...span, expr, range: this.duration(node, 0), step: step && this.duration(node, 1) };
      }
      case 'FunctionCall':
        return { type: 'call', ...span, name: this.slice(node.firstChild!), args: this.args(node) };
      case 'AggregateExpr':
        return this.aggregate(node, span);
      case 'BinaryExpr':
        return this.binary(node, span);
      case 'UnaryExpr':
        return { type: 'unary', ...span, expr: this.node(this.exprs(node)[0]!) };
      case 'OffsetExpr': {
        const raw = this.text
          .slice(this.exprs(node)[0]!.to, node.to)
          .replace(/^\s*offset\s*/i, '')
          .trim();
        const offset = durationSeconds(raw.replace(/^-/, '')) * (raw.startsWith('-') ? -1 : 1);
        return { type: 'offset', ...span, expr: this.node(this.exprs(node)[0]!), offset };
      }
      case 'StepInvariantExpr':
        return { type: 'offset', ...span, expr: this.node(this.exprs(node)[0]!), offset: 0 };
      case 'NumberDurationLiteral':
        return { type: 'number', ...span, value: this.number(this.slice(node)) };
      case 'StringLiteral':
        return { type: 'string', ...span, value: unquote(this.slice(node)) };
      default:
        throw new PromqlSyntaxError(`cannot read '${this.slice(node)}' (${node.type.name})`, span);
    }
  }

  private slice(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private number(text: string): number {
    if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    return /^\d.*[a-z]$/i.test(text) && !/^0x/i.test(text) ? durationSeconds(text) : Number(text);
  }

  private exprs(node: SyntaxNode): readonly SyntaxNode[] {
    return childNodes(node).filter((child) => EXPRESSIONS.has(child.type.name));
  }

  private args(node: SyntaxNode): readonly AstNode[] {
    const body = node.getChild('FunctionCallBody');
    return body === null ? [] : this.exprs(body).map((child) => this.node(child));
  }

  private duration(node: SyntaxNode, index: number): number {
    const child = node.getChildren('DurationExpr')[index];
    return child === undefined ? 0 : durationSeconds(this.slice(child).trim());
  }

  private labels(node: SyntaxNode | null): readonly LabelRef[] {
    if (node === null) return [];
    return childNodes(node).map((child) => ({ name: this.slice(child), from: child.from, to: child.to }));
  }

  private selector(node: SyntaxNode, span: Span): SelectorNode {
    const identifier = node.getChild('Identifier');
    const list = node.getChild('LabelMatchers');
    const matchers = (list === null ? [] : childNodes(list)).map((matcher): MatcherNode => {
      const [name, op, value] = childNodes(matcher);
      return {
        from: matcher.from,
        to: matcher.to,
        label: name === undefined ? '' : this.slice(name),
        op: (op === undefined ? '=' : this.slice(op)) as MatchOp,
        value: value === undefined ? '' : unquote(this.slice(value)),
      };
    });
    return { type: 'selector', ...span, name: identifier === null ? undefined : this.slice(identifier), matchers };
  }

  private aggregate(node: SyntaxNode, span: Span): AggregateNode {
    const modifier = node.getChild('AggregateModifier');
    const labels = this.labels(modifier?.getChild('GroupingLabels') ?? null);
    const kind = modifier?.getChild('Without') ? 'without' : 'by';
    const args = this.args(node);
    const expr = args.at(-1);
    if (expr === undefined) throw new PromqlSyntaxError('an aggregation needs an expression', span);
    const op = this.slice(node.getChild('AggregateOp')!).toLowerCase();
    const grouping = modifier === null ? undefined : ({ kind, labels } as const);
    return { type: 'aggregate', ...span, op, grouping, param: args.length > 1 ? args[0] : undefined, expr };
  }

  private binary(node: SyntaxNode, span: Span): BinaryNode {
    const [left, right] = this.exprs(node) as [SyntaxNode, SyntaxNode];
    const operator = left.nextSibling!;
    const clause = node.getChild('MatchingModifierClause');
    const [first, second] = clause?.getChildren('GroupingLabels') ?? [];
    const many = clause?.getChild('GroupLeft') ? 'left' : clause?.getChild('GroupRight') ? 'right' : undefined;
    return {
      type: 'binary',
      ...span,
      op: this.slice(operator).toLowerCase(),
      bool: node.getChild('BoolModifier') !== null,
      left: this.node(left),
      right: this.node(right),
      matching: clause
        ? { kind: clause.getChild('On') ? 'on' : 'ignoring', labels: this.labels(first ?? null) }
        : undefined,
      group: many && { many, include: this.labels(second ?? null) },
    };
  }
}

const EXPRESSIONS = new Set([
  'ParenExpr',
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'FunctionCall',
  'AggregateExpr',
  'BinaryExpr',
  'UnaryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'NumberDurationLiteral',
  'StringLiteral',
]);

function childNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  return literal.startsWith('`')
    ? body
    : body.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));
}
