/** Where a page and a catalogue differ. */
import type { Metric } from '../../model/metric';

/**
 * error: rules or panels go wrong. warning: something that deserves a look. note: as it may be.
 */
export type DifferenceLevel = 'error' | 'warning' | 'note';

export type DifferenceKind =
  | 'missing'
  | 'not-yet'
  | 'unexpected'
  | 'type'
  | 'untyped'
  | 'unit'
  | 'value'
  | 'label-missing'
  | 'label-unknown'
  | 'label-value'
  | 'cardinality'
  | 'buckets'
  | 'duplicate'
  | 'samples'
  | 'content-type';

export interface Difference {
  readonly level: DifferenceLevel;
  readonly kind: DifferenceKind;
  /** The metric that it is about; absent where it is about the page. */
  readonly metric?: Metric;
  /** The label that it is about. */
  readonly label?: string;
  readonly what: string;
  readonly remedy?: string;
}

/** Several values, as a sentence has them; `and 7 more` where there are too many. */
export function listed(values: readonly (string | number)[], most = 8): string {
  const more = values.length - most;
  return more > 0 ? `${values.slice(0, most).join(', ')} and ${more} more` : values.join(', ');
}
