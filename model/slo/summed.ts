/** Adds samples without labels, any of which may be missing. */
import { promql } from '../promql';
import type { Expr } from '../promql';

/** What is there, added; nothing where all are missing. */
export function summed([first, ...others]: readonly Expr[]): Expr {
  if (first === undefined) throw new RangeError('nothing to add: give at least one metric');
  // A missing side of + makes the sum vanish, so a side that is missing counts as none.
  return others.reduce((sum, other) => promql`(${sum} or 0 * ${other}) + (${other} or 0 * ${sum})`, first);
}
