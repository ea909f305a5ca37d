/** When an alert is true: an expression, a threshold in its unit, and guards. */
import type { Label } from './label';
import { VedetteError } from './problem';
import { Expr } from './promql';
import { Source } from './promql/source';
import { quantityText } from './quantity';
import type { Quantity } from './quantity';

export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';

interface Guard {
  readonly op: 'and' | 'unless';
  readonly expr: Expr;
  readonly on: readonly Label[];
}

/** A condition with its parts, so that a threshold can differ per environment and a panel can draw it. */
export class Condition {
  #expr: Expr | undefined;

  constructor(
    /** What is compared, and what `$value` is. */
    readonly left: Expr,
    readonly comparator: Comparator | undefined,
    readonly threshold: Quantity | undefined,
    private readonly guards: readonly Guard[] = [],
  ) {
    if (threshold !== undefined) requireUnit(left, threshold);
  }

  /** True only where the guard has a sample too; on all labels, or on the given ones. */
  and(expr: Expr, on: readonly Label[] = []): Condition {
    return new Condition(this.left, this.comparator, this.threshold, [...this.guards, { op: 'and', expr, on }]);
  }

  /** False where the guard has a sample. */
  unless(expr: Expr, on: readonly Label[] = []): Condition {
    return new Condition(this.left, this.comparator, this.threshold, [...this.guards, { op: 'unless', expr, on }]);
  }

  /** The same condition at another threshold. @throws VedetteError when the unit does not fit */
  at(threshold: Quantity): Condition {
    return new Condition(this.left, this.comparator, threshold, this.guards);
  }

  /** The whole as one expression. Kept, because it is parsed when it is made. */
  get expr(): Expr {
    this.#expr ??= this.comparator === undefined && this.guards.length === 0 ? this.left : new Expr(this.source);
    return this.#expr;
  }

  /** Made in one piece, so that it is parsed once and not after each guard. */
  private get source(): Source {
    const { left, comparator, threshold } = this;
    const isCompared = comparator !== undefined && threshold !== undefined;
    const compared = isCompared
      ? new Source(['', ` ${comparator} `, ''], [left, threshold])
      : new Source(['', ''], [left]);
    return this.guards.reduce((whole, guard, i) => guarded(whole, guard, isCompared || i > 0), compared);
  }
}

/** @param loose - the whole needs parentheses of its own; a single hole brings them where it must */
function guarded({ strings, holes }: Source, { op, expr, on }: Guard, loose: boolean): Source {
  const [first = '', ...rest] = strings;
  const last = rest.pop() ?? '';
  const [open, close] = loose ? ['(', ')'] : ['', ''];
  const matching = on.length > 0 ? [`${last}${close} ${op} on (`, ') ', ''] : [`${last}${close} ${op} `, ''];
  return new Source([`${open}${first}`, ...rest, ...matching], [...holes, ...(on.length > 0 ? [on] : []), expr]);
}

function requireUnit(left: Expr, threshold: Quantity): void {
  if (left.unit === undefined || left.unit === threshold.unit) return;
  throw new VedetteError([
    {
      id: 'PQ-28',
      where: 'condition',
      what: `threshold is ${quantityText(threshold)} (${threshold.unit}), must be in ${left.unit}, the unit of the expression`,
      remedy: `write the threshold in ${left.unit}`,
      excerpt: `    ${left.text()}`,
    },
  ]);
}

export const above = (expr: Expr, limit: Quantity): Condition => new Condition(expr, '>', limit);
export const atLeast = (expr: Expr, limit: Quantity): Condition => new Condition(expr, '>=', limit);
export const below = (expr: Expr, limit: Quantity): Condition => new Condition(expr, '<', limit);
export const atMost = (expr: Expr, limit: Quantity): Condition => new Condition(expr, '<=', limit);
export const equals = (expr: Expr, value: Quantity): Condition => new Condition(expr, '==', value);
export const differs = (expr: Expr, value: Quantity): Condition => new Condition(expr, '!=', value);
/** True while the expression has samples: for `absent(…)`, and for conditions that PromQL must spell out itself. */
export const present = (expr: Expr): Condition => new Condition(expr, undefined, undefined);
