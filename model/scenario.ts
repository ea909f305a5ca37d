/**
 * Scenarios: made-up time series that prove an alert. A scenario has three phases: healthy, broken from its onset on,
 * healthy again. From one firing scenario the compiler makes the firing, pending, recovery, missing-data and replica cases.
 */
import type { LabelSpecs, TargetLabels } from './label';
import type { Histogram, Metric, Series, Summary } from './metric';
import type { Duration, Quantity } from './quantity';
import { seconds } from './quantity';

/** How a series behaves during a phase. */
export type Behaviour =
  /** Keeps one value. */
  | { readonly kind: 'holds'; readonly value: number }
  /** Changes by a fixed amount per second, going on from where the phase before left it. */
  | { readonly kind: 'grows'; readonly perSecond: number }
  /** A histogram's observations: so many per second at each value, in the metric's unit. */
  | { readonly kind: 'observes'; readonly at: readonly (readonly [value: number, perSecond: number])[] }
  /** A histogram whose φ-quantile is exactly `value`, as `histogram_quantile` computes it. */
  | { readonly kind: 'quantile'; readonly phi: number; readonly value: number; readonly perSecond: number }
  /** No samples, after a staleness marker: the target is gone. */
  | { readonly kind: 'gone' };

const bare = (q: Quantity | number): number => (typeof q === 'number' ? q : q.value);

export const holds = (value: Quantity | number): Behaviour => ({ kind: 'holds', value: bare(value) });
/** @param perSecond growth a second; a bare number, or a rate quantity */
export const grows = (perSecond: Quantity | number): Behaviour => ({ kind: 'grows', perSecond: bare(perSecond) });
/** A counter that stands still. */
export const idle = (): Behaviour => grows(0);
export const observes = (...at: readonly (readonly [value: Quantity, perSecond: number])[]): Behaviour => ({
  kind: 'observes',
  at: at.map(([q, n]) => [q.value, n] as const),
});
export const quantile = (phi: number, value: Quantity, perSecond = 10): Behaviour => ({
  kind: 'quantile',
  phi,
  value: value.value,
  perSecond,
});
export const gone = (): Behaviour => ({ kind: 'gone' });

/** One series (or one histogram with its buckets) of a scenario. */
export interface ScenarioSeries {
  readonly metric: Series | Histogram | Summary;
  /** Values of the labels; `job` and `instance` are filled in when absent. */
  readonly labels: Readonly<Record<string, string>>;
  readonly healthy: Behaviour;
  readonly broken: Behaviour;
  /** Value at the start; for counters. */
  readonly start: number;
  /** The alert still fires when this series is missing, because it only narrows the condition (`unless`). */
  readonly dispensable: boolean;
}

type LabelValues<S extends LabelSpecs> = {
  readonly [K in keyof S & string]: S[K] extends { readonly values: readonly (infer V extends string)[] } ? V : string;
} & { readonly [K in keyof TargetLabels]?: string };

type LabelArgument<S extends LabelSpecs> = keyof S extends never
  ? [labels?: { readonly job?: string; readonly instance?: string }]
  : [labels: LabelValues<S>];

/** Builds a {@link ScenarioSeries}; every label of the metric needs a value. */
class SeriesBuilder {
  constructor(
    private readonly metric: Series,
    private readonly labels: Readonly<Record<string, string>>,
    private readonly start: number = 0,
    private readonly isDispensable: boolean = false,
  ) {}

  /** Begins at this value instead of 0. */
  from(start: Quantity | number): SeriesBuilder {
    return new SeriesBuilder(this.metric, this.labels, bare(start), this.isDispensable);
  }

  /** The alert fires without this series too. */
  dispensable(): SeriesBuilder {
    return new SeriesBuilder(this.metric, this.labels, this.start, true);
  }

  /** The same behaviour in every phase. */
  always(behaviour: Behaviour): ScenarioSeries {
    return this.build(behaviour, behaviour);
  }

  /** One behaviour while healthy, another while broken. */
  turns(healthy: Behaviour, broken: Behaviour): ScenarioSeries {
    return this.build(healthy, broken);
  }

  private build(healthy: Behaviour, broken: Behaviour): ScenarioSeries {
    const { metric, labels, start, isDispensable } = this;
    return { metric, labels, healthy, broken, start, dispensable: isDispensable };
  }
}

/** A series of a metric for a scenario. Labels are checked by the compiler. */
export function series<S extends LabelSpecs>(
  metric: Series<S> | Metric<'histogram' | 'counter' | 'gauge' | 'info' | 'stateset' | 'summary', S>,
  ...[labels]: LabelArgument<S>
): SeriesBuilder {
  return new SeriesBuilder(metric as Series, (labels ?? {}) as Readonly<Record<string, string>>);
}

/** A named set of series. */
export interface Scenario {
  /** A clause that completes "when …": `one slow operation`. */
  readonly name: string;
  readonly series: readonly ScenarioSeries[];
  /** Time from the onset of the broken phase to the first evaluation at which the condition is true; promtool verifies it. */
  readonly trueFrom: Duration;
  /** Smallest healthy phase before the onset, for conditions with a long memory; the longest range of the expression when absent. */
  readonly warmUp?: Duration;
}

export function scenario(
  name: string,
  of: readonly ScenarioSeries[],
  options: { readonly trueFrom?: Duration; readonly warmUp?: Duration } = {},
): Scenario {
  const { trueFrom = seconds(0), ...rest } = options;
  return { name, series: of, trueFrom, ...rest };
}

/** The same series, broken from their start on: what an alert's `edge` wants of the series that its scenarios share. */
export const throughout = (of: readonly ScenarioSeries[]): readonly ScenarioSeries[] =>
  of.map((each) => ({ ...each, healthy: each.broken }));
