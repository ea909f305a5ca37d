/** The syntax tree of an expression, as small typed nodes. Parentheses are transparent. */
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
  /** `offset` shifts; `@` pins to a moment. */
  readonly modifier: 'offset' | '@';
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
export function walk(node: AstNode): readonly AstNode[] {
  const found: AstNode[] = [];
  collect(node, found);
  return found;
}

function collect(node: AstNode, into: AstNode[]): void {
  into.push(node);
  for (const child of children(node)) collect(child, into);
}
