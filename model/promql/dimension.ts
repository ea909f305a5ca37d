/** Units under arithmetic: what `rate`, division and subtraction make of them. */
import type { Unit } from '../quantity';

type Base = Exclude<Unit, 'count/second' | 'bytes/second'>;

/** A base unit, perhaps per second. `undefined` stands for "cannot tell". */
export interface Dimension {
  readonly base: Base;
  readonly perSecond: boolean;
}

export function dimensionOf(unit: Unit): Dimension {
  if (unit === 'count/second') return { base: 'count', perSecond: true };
  if (unit === 'bytes/second') return { base: 'bytes', perSecond: true };
  return { base: unit, perSecond: false };
}

/** The unit of a dimension, where it has a name. Seconds per second are a ratio: the share of a CPU, say. */
export function unitOf(dimension: Dimension | undefined): Unit | undefined {
  if (dimension === undefined) return undefined;
  if (!dimension.perSecond) return dimension.base;
  if (dimension.base === 'count') return 'count/second';
  if (dimension.base === 'bytes') return 'bytes/second';
  return dimension.base === 'seconds' ? 'ratio' : undefined;
}

export function perSecond(dimension: Dimension | undefined): Dimension | undefined {
  return dimension && !dimension.perSecond ? { ...dimension, perSecond: true } : undefined;
}

/** The same thing measured twice, so that one can be compared with, added to, or divided by the other. */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  return a.base === b.base && a.perSecond === b.perSecond;
}

export function divide(a: Dimension | undefined, b: Dimension | undefined): Dimension | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (sameDimension(a, b)) return { base: 'ratio', perSecond: false };
  // An amount for each of a number of things: seconds per request, bytes per connection.
  if (b.base === 'count' && a.perSecond === b.perSecond) return { base: a.base, perSecond: false };
  if (a.perSecond === b.perSecond) return undefined;
  return b.base === 'ratio' ? a : undefined;
}

export function subtract(a: Dimension | undefined, b: Dimension | undefined): Dimension | undefined {
  if (a?.base === 'timestamp' && b?.base === 'timestamp') return { base: 'seconds', perSecond: false };
  return a ?? b;
}
