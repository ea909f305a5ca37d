/** Adds samples without labels, any of which may be missing. */
import { promql } from '../promql';
import type { Expr } from '../promql';

/** What is there, added; nothing where all are missing. */
export function summed([first, ...others]: readonly Expr[]): Expr {
  if (first === undefined) throw new RangeError('nothing to add: give at least one metric');
  // A missing side of + makes the sum vanish, so what is there alone stands in.
  return others.reduce((sum, other) => promql`(${sum} + ${other}) or ${sum} or ${other}`, first);
}
