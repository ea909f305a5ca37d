/** Units under arithmetic: what `rate`, division and subtraction make of them. */
import type { Unit } from '../quantity';

type Base = Exclude<Unit, 'count/second' | 'bytes/second'>;

/** A base unit, perhaps per second. `undefined` stands for "cannot tell". */
export interface Dimension {
  readonly base: Base;
  readonly perSecond: boolean;
}

export const COUNT: Dimension = { base: 'count', perSecond: false };
export const SECONDS: Dimension = { base: 'seconds', perSecond: false };
export const RATIO: Dimension = { base: 'ratio', perSecond: false };
export const BOOLEAN: Dimension = { base: 'bool', perSecond: false };
export const TIMESTAMP: Dimension = { base: 'timestamp', perSecond: false };

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
  if (dimension === undefined || dimension.perSecond) return undefined;
  // A clock gains one second a second.
  return { base: dimension.base === 'timestamp' ? 'seconds' : dimension.base, perSecond: true };
}

/** The same thing measured twice, so that one can be compared with, added to, or divided by the other. */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  const [left, right] = [unitOf(a), unitOf(b)];
  return left === undefined || right === undefined ? a.base === b.base && a.perSecond === b.perSecond : left === right;
}

export function divide(a: Dimension | undefined, b: Dimension | undefined): Dimension | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (sameDimension(a, b)) return RATIO;
  // An amount for each of a number of things: seconds per request, bytes per connection.
  if (b.base === 'count' && a.perSecond === b.perSecond) return { base: a.base, perSecond: false };
  // How long it lasts at that pace.
  if (b.perSecond && a.base === b.base) return SECONDS;
  if (b.base === 'seconds' && !b.perSecond) return perSecond(a);
  return isShare(b) ? a : undefined;
}

export function multiply(a: Dimension | undefined, b: Dimension | undefined): Dimension | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (isShare(a)) return b;
  if (isShare(b)) return a;
  if (a.perSecond && b.base === 'seconds' && !b.perSecond) return { base: a.base, perSecond: false };
  if (b.perSecond && a.base === 'seconds' && !a.perSecond) return { base: b.base, perSecond: false };
  // So many things of that size.
  if (a.base === 'count' && !a.perSecond) return b;
  return b.base === 'count' && !b.perSecond ? a : undefined;
}

/** A distance between moments is a length of time. */
export function subtract(a: Dimension | undefined, b: Dimension | undefined): Dimension | undefined {
  if (a?.base === 'timestamp' && b?.base === 'timestamp') return SECONDS;
  return a ?? b;
}

export function add(a: Dimension | undefined, b: Dimension | undefined): Dimension | undefined {
  return b?.base === 'timestamp' ? b : (a ?? b);
}

/** Ratios and states scale what they are multiplied with, and keep its unit. */
function isShare(dimension: Dimension): boolean {
  return !dimension.perSecond && (dimension.base === 'ratio' || dimension.base === 'bool');
}
