/** Histograms in scenarios: from what is observed to how fast each bucket grows. */
import { boundText } from '../bucket';
import type { Histogram } from '../metric';
import type { Behaviour } from '../scenario';

/** Observations a second at one value. */
type Observed = readonly (readonly [value: number, perSecond: number])[];

/** Growth a second of each of a histogram's series. */
export interface HistogramGrowth {
  /** By the text of `le`, cumulative, +Inf last. */
  readonly buckets: ReadonlyMap<string, number>;
  readonly sum: number;
  readonly count: number;
}

/** The texts of `le`, in ascending order. */
export const boundTexts = (histogram: Histogram): readonly string[] => [...histogram.bounds, Infinity].map(boundText);

/**
 * What `observes`, `quantile` and `idle` mean for a histogram; a sentence that says what is wrong, where they cannot be.
 */
export function histogramGrowth(histogram: Histogram, behaviour: Behaviour): HistogramGrowth | string {
  const { bounds } = histogram;
  switch (behaviour.kind) {
    case 'observes':
      return growth(bounds, behaviour.at);
    case 'quantile': {
      const observed = quantileObservations(bounds, behaviour.phi, behaviour.value, behaviour.perSecond);
      return typeof observed === 'string' ? observed : growth(bounds, observed);
    }
    case 'grows':
      if (behaviour.perSecond === 0) return growth(bounds, []);
      return "a histogram cannot grow as a whole; say what it 'observes', or its 'quantile'";
    case 'holds':
      return "a histogram cannot hold one value; say what it 'observes', or its 'quantile'";
    case 'gone':
      return growth(bounds, []);
  }
}

function growth(bounds: readonly number[], observed: Observed): HistogramGrowth {
  const below = (bound: number): number =>
    observed.filter(([value]) => value <= bound).reduce((total, [, perSecond]) => total + perSecond, 0);
  return {
    buckets: new Map([...bounds, Infinity].map((bound) => [boundText(bound), below(bound)])),
    sum: observed.reduce((total, [value, perSecond]) => total + value * perSecond, 0),
    count: below(Infinity),
  };
}

/**
 * Observations whose φ-quantile `histogram_quantile` computes as exactly `value`. It interpolates linearly in the bucket
 * (lo, hi] that holds the rank, so with t = (value − lo) / (hi − lo) either a share (φ − t) / (1 − t) lies below that
 * bucket and the rest in it, or a share φ / t lies in it and the rest above.
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
function quantileObservations(
  bounds: readonly number[],
  phi: number,
  value: number,
  perSecond: number,
): Observed | string {
  if (!(phi > 0 && phi < 1)) return `quantile is ${phi}, must be between 0 and 1`;
  const index = bounds.findIndex((bound) => value <= bound);
  const hi = bounds[index];
  if (hi === undefined) return `quantile value is ${value}, must be at most ${bounds.at(-1)}, the highest bucket`;
  const lo = bounds[index - 1] ?? 0;
  const t = (value - lo) / (hi - lo);
  if (t >= phi) {
    const inside = phi / t;
    const above = bounds[index + 1] ?? hi * 2;
    return [
      [value, perSecond * inside],
      [above, perSecond * (1 - inside)],
    ];
  }
  // Below the first bucket there is nothing to put observations in.
  if (index === 0) return `quantile value is ${value}, must be at least ${phi * hi} with ${hi} as the lowest bucket`;
  const below = (phi - t) / (1 - t);
  return [
    [lo, perSecond * below],
    [value, perSecond * (1 - below)],
  ];
}
