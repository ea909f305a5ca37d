/**
 * Which operator binds tighter, as Prometheus has it. lezer's grammar lets `offset`, `@` and a range take all that
 * stands to their left (`a + b offset 1d` becomes `(a + b) offset 1d`), so operations are flattened and built anew.
 * @see https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence
 */
import type { AstNode, Span } from './ast';

/** What stands between operators, with its own parentheses and whatever follows it directly. */
export interface Operand extends Span {
  readonly kind: 'operand';
  readonly node: AstNode;
}

export interface Operator {
  readonly kind: 'binary';
  readonly op: string;
  build(left: AstNode, right: AstNode, span: Span): AstNode;
}

/** A minus or plus before an operand. */
export interface Sign {
  readonly kind: 'sign';
  readonly from: number;
}

export type Item = Operand | Operator | Sign;

const LEVELS = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<=', '<', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%', 'atan2'],
  ['^'],
];
const PRODUCT = 4;
const POWER = 5;

const levelOf = (op: string): number => LEVELS.findIndex((ops) => ops.includes(op));

/** The tree of a flat sequence: operands, each perhaps with signs before it, between binary operators. */
export function built(items: readonly Item[]): Operand | undefined {
  return new Climb(items).expression(0);
}

/** Precedence climbing: each level takes what binds at least as tight. */
class Climb {
  #at = 0;

  constructor(readonly items: readonly Item[]) {}

  expression(least: number): Operand | undefined {
    let left = this.prefixed();
    for (;;) {
      const item = this.items[this.#at];
      if (left === undefined || item?.kind !== 'binary' || levelOf(item.op) < least) return left;
      this.#at += 1;
      const level = levelOf(item.op);
      // Powers group to the right, all else to the left.
      const right = this.expression(level === POWER ? level : level + 1);
      if (right === undefined) return undefined;
      const span = { from: left.from, to: right.to };
      left = { kind: 'operand', ...span, node: item.build(left.node, right.node, span) };
    }
  }

  private prefixed(): Operand | undefined {
    const item = this.items[this.#at];
    this.#at += 1;
    if (item?.kind !== 'sign') return item?.kind === 'operand' ? item : undefined;
    const operand = this.expression(PRODUCT + 1);
    if (operand === undefined) return undefined;
    const span = { from: item.from, to: operand.to };
    return { kind: 'operand', ...span, node: { type: 'unary', ...span, expr: operand.node } };
  }
}
