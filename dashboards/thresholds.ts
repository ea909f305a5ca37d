/** Threshold colours and lines from an alert's own constants (DB-09). */
import type { Rung } from '../model/alert';
import type { Comparator } from '../model/condition';
import type { Severity } from '../model/delivery';
import { quantityText } from '../model/quantity';
import type { Unit } from '../model/quantity';
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

interface Limit {
  readonly comparator: Comparator;
  readonly value: number;
  readonly colour: Colour;
}

/** The colours of a panel that plots what these rungs watch; green alone where none has a threshold. */
export function thresholdsOf(rungs: readonly Rung[], unit: Unit | undefined): Thresholds {
  const scale = isMoment(unit) ? 1000 : 1;
  const limits = rungs.flatMap(({ condition: { comparator, threshold }, severity }): Limit[] =>
    comparator === undefined || threshold === undefined
      ? []
      : [{ comparator, value: threshold.value * scale, colour: SEVERITY_COLOURS[severity] }],
  );
  const [first] = limits;
  if (first === undefined) return NO_THRESHOLDS;
  const ascending = [...limits].sort((a, b) => a.value - b.value);
  const steps = bands(first.comparator, ascending);
  return { mode: 'absolute', steps };
}

/** A step's colour holds from its value up to the next; the first starts at minus infinity. */
function bands(comparator: Comparator, ascending: readonly Limit[]): Thresholds['steps'] {
  const [lowest] = ascending;
  if (lowest === undefined) return NO_THRESHOLDS.steps;
  const limits = ascending.map(({ value, colour }) => ({ value, color: colour }));
  switch (comparator) {
    case '>':
    case '>=':
      return [{ value: null, color: 'green' }, ...limits];
    case '<':
    case '<=':
      // Below the lowest is worst; each limit ends its own colour.
      return [
        { value: null, color: lowest.colour },
        ...ascending.map(({ value }, i) => ({ value, color: ascending[i + 1]?.colour ?? 'green' })),
      ];
    case '==':
      return [{ value: null, color: 'green' }, ...limits, { value: lowest.value + 1, color: 'green' }];
    case '!=':
      return [
        { value: null, color: lowest.colour },
        { value: lowest.value, color: 'green' },
        { value: lowest.value + 1, color: lowest.colour },
      ];
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
