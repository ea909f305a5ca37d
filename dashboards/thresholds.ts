/** Threshold colours and lines from an alert's own constants (DB-09). */
import type { Rung } from '../model/alert';
import type { Comparator } from '../model/condition';
import { SEVERITIES } from '../model/delivery';
import type { Severity } from '../model/delivery';
import { quantityText } from '../model/quantity';
import type { Quantity, Unit } from '../model/quantity';
import type { Colour, Thresholds } from './grafana';
import { isMoment } from './units';

const SEVERITY_COLOURS: Readonly<Record<Severity, Colour>> = {
  critical: 'red',
  warning: 'orange',
  info: 'blue',
  none: 'text',
};

/** Everything is green: the panel watches nothing. */
export const NO_THRESHOLDS: Thresholds = { mode: 'absolute', steps: [{ value: null, color: 'green' }] };

/** Beyond a limit of whole things, and short of the next. */
const SLIVER = 1e-6;

interface Limit {
  readonly comparator: Comparator;
  readonly value: number;
  /** The quantity is often exactly the limit: a number of things, or nothing at all. */
  readonly whole: boolean;
  readonly severity: Severity;
}

/**
 * The colours of a panel that plots what these rungs watch: green where none fires, else the colour of the worst that
 * does. A step holds from its value up to the next; the first starts at minus infinity.
 */
export function thresholdsOf(rungs: readonly Rung[], unit: Unit | undefined): Thresholds {
  const scale = isMoment(unit) ? 1000 : 1;
  const limits = rungs.flatMap(({ condition: { comparator, threshold }, severity }): Limit[] =>
    comparator === undefined || threshold === undefined
      ? []
      : [{ comparator, value: threshold.value * scale, whole: isWhole(threshold), severity }],
  );
  if (limits.length === 0) return NO_THRESHOLDS;
  const ends = [...new Set(limits.flatMap(endsOf))].sort((a, b) => a - b);
  const steps = ends.map((from, i) => ({ value: from, color: colourAt(between(from, ends[i + 1]), limits) }));
  const lowest = colourAt((ends[0] ?? 0) - 1, limits);
  return { mode: 'absolute', steps: [{ value: null, color: lowest }, ...steps] };
}

const isWhole = ({ unit, value }: Quantity): boolean => unit === 'count' || unit === 'bool' || value === 0;

/**
 * Where a limit's band begins or ends. Grafana has no band of one value, so "equal" reaches to the next whole number; and
 * its bands begin with their value, so "above 0" begins a sliver beyond it, or a panel without any failure were red.
 */
function endsOf({ comparator, value, whole }: Limit): readonly number[] {
  if (comparator === '==' || comparator === '!=') return [value, value + 1];
  return [whole && (comparator === '>' || comparator === '<=') ? value + SLIVER : value];
}

const between = (from: number, to: number | undefined): number => (to === undefined ? from + 1 : (from + to) / 2);

function colourAt(value: number, limits: readonly Limit[]): Colour {
  const firing = limits.filter((limit) => holds(value, limit)).map((limit) => limit.severity);
  const worst = SEVERITIES.find((severity) => firing.includes(severity));
  return worst === undefined ? 'green' : SEVERITY_COLOURS[worst];
}

function holds(value: number, { comparator, value: limit }: Limit): boolean {
  const equal = value >= limit && value < limit + 1;
  switch (comparator) {
    case '>':
    case '>=':
      return value > limit;
    case '<':
    case '<=':
      return value < limit;
    case '==':
      return equal;
    case '!=':
      return !equal;
  }
}

/** `above 500ms (warning), above 1s (critical)`; empty where no rung has a threshold. */
export function rungsText(rungs: readonly Rung[]): string {
  return rungs
    .flatMap(({ condition: { comparator, threshold }, severity }) =>
      comparator === undefined || threshold === undefined
        ? []
        : [`${COMPARATOR_WORDS[comparator]} ${quantityText(threshold)} (${severity})`],
    )
    .join(', ');
}

const COMPARATOR_WORDS: Readonly<Record<Comparator, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
  '==': 'equal to',
  '!=': 'other than',
};
