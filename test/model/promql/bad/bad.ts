import type { Expr } from '../../../../model/promql';

/** An expression with a fault, and all that must be said of it. */
export interface Bad {
  /** The check that reports it. */
  readonly id: string;
  readonly build: () => Expr;
  /** The expression as it is shown. */
  readonly text: string;
  readonly message: string;
}

/** @param lines the whole message: `[PQ-05] …`, the text, the carets */
export function bad(build: () => Expr, ...lines: readonly string[]): Bad {
  const [first = '', text = ''] = lines;
  return { id: first.slice(1, first.indexOf(']')), build, text: text.trim(), message: lines.join('\n') };
}
