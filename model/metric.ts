/**
 * Metrics as values. A service declares each metric once, in a {@link catalogue}; rules, panels, scenarios, dialects and
 * demo exporters take these values. TypeScript carries the label names and closed label values, so that a misspelt one
 * does not compile.
 */
import { bucketMatcher } from './bucket';
import { label, resolveMatchers } from './label';
import type { Label, LabelSpecs, Matcher, Matchers, TargetLabels } from './label';
import { Problems, VedetteError } from './problem';
import type { Unit } from './quantity';

/** A metric's type by behaviour, which the name's suffix and the exposition's TYPE line can contradict. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'stateset' | 'info';

/** When the series exist: from the start, from the first event on, or only where a collector is on. */
export type Presence = 'always' | 'after-first-event' | 'optional';

/** What a metric's declaration says beside its name. */
export interface MetricOptions<S extends LabelSpecs = LabelSpecs> {
  /** One sentence: what is counted or measured. */
  readonly help: string;
  /** Unit of the value; `count` when absent. */
  readonly unit?: Unit;
  readonly labels?: S;
  /** `always` when absent. */
  readonly presence?: Presence;
}

/** What a series of this name does over time. A histogram's `_bucket`, `_sum` and `_count` are series of their own. */
export type SeriesType = 'counter' | 'gauge' | 'bucket' | 'quantile' | 'stateset' | 'info';

/** One name of time series: what a selector selects. */
export class Series<S extends LabelSpecs = LabelSpecs> {
  readonly kind = 'series';
  /** The labels as values, for `by (…)` and for text. */
  readonly label: { readonly [K in keyof (S & TargetLabels) & string]: Label<K> };

  constructor(
    readonly name: string,
    readonly type: SeriesType,
    readonly unit: Unit,
    readonly labels: S,
    readonly presence: Presence,
    /** The scrape job that exposes it; absent for series that every job has. */
    readonly job: string | undefined,
    /** Upper bounds of the buckets, without +Inf; only on a histogram's `_bucket`. */
    readonly buckets?: readonly number[],
    /** Which labels of the target it carries; a recording rule can have aggregated `instance` away. */
    private readonly target: readonly (keyof TargetLabels)[] = ['job', 'instance'],
  ) {
    this.label = Object.fromEntries(this.labelNames.map((n) => [n, label(n)])) as typeof this.label;
  }

  /** Every label that its samples carry. */
  get labelNames(): readonly string[] {
    return [...Object.keys(this.labels), ...this.target];
  }

  /** The series that match; labels and closed values are checked by the compiler. */
  where(matchers: Matchers<S>): Selector<S> {
    return new Selector<S>(this, resolveMatchers(matchers));
  }
}

/** Series of one name, narrowed by matchers. */
export class Selector<S extends LabelSpecs = LabelSpecs> {
  readonly kind = 'selector';

  constructor(
    readonly series: Series<S>,
    readonly matchers: readonly Matcher[],
  ) {}
}

/** A declared metric: a {@link Series} of its own for counters, gauges, state sets and infos. */
export class Metric<T extends MetricType = MetricType, S extends LabelSpecs = LabelSpecs> extends Series<S> {
  constructor(
    readonly metricType: T,
    name: string,
    readonly options: MetricOptions<S>,
    job: string | undefined,
    seriesType: SeriesType,
    buckets?: readonly number[],
  ) {
    const { unit = 'count', labels = {} as S, presence = 'always' } = options;
    super(name, seriesType, unit, labels, presence, job, buckets);
  }

  get help(): string {
    return this.options.help;
  }

  /** The names that a scrape shows for this metric. */
  get seriesNames(): readonly string[] {
    return [this.name];
  }

  /** The same metric, exposed by one scrape job. */
  of(job: string | undefined): Metric<T, S> {
    return new Metric(this.metricType, this.name, this.options, job, this.type);
  }
}

/** A histogram: three series. */
export class Histogram<S extends LabelSpecs = LabelSpecs> extends Metric<'histogram', S> {
  readonly bucket: Series<S & { readonly le: object }>;
  readonly sum: Series<S>;
  readonly count: Series<S>;

  constructor(
    name: string,
    readonly bounds: readonly number[],
    options: MetricOptions<S>,
    job: string | undefined,
  ) {
    super('histogram', name, options, job, 'bucket', bounds);
    const { unit, labels, presence } = this;
    this.bucket = new Series(`${name}_bucket`, 'bucket', unit, { ...labels, le: {} }, presence, job, bounds);
    this.sum = new Series(`${name}_sum`, 'counter', unit, labels, presence, job);
    this.count = new Series(`${name}_count`, 'counter', 'count', labels, presence, job);
  }

  override get seriesNames(): readonly string[] {
    return [this.bucket.name, this.sum.name, this.count.name];
  }

  /**
   * The bucket of the observations up to a bound, however the running Prometheus writes its `le` (PQ-12).
   * @param bound one of {@link bounds}, in the metric's unit
   * @throws VedetteError when the histogram has no such bucket
   */
  atMost(bound: number): Selector<S & { readonly le: object }> {
    if (this.bounds.includes(bound)) return new Selector(this.bucket, [bucketMatcher(bound)]);
    const what = `bound is ${bound}, must be one of ${this.bounds.join(', ')}`;
    throw new VedetteError([{ id: 'PQ-12', where: this.name, what, remedy: 'choose a bucket that the program has' }]);
  }

  override of(job: string | undefined): Histogram<S> {
    return new Histogram(this.name, this.bounds, this.options, job);
  }
}

/** A summary: quantiles computed by the program, which must never be aggregated, and two counters. */
export class Summary<S extends LabelSpecs = LabelSpecs> extends Metric<'summary', S> {
  readonly quantile: Series<S & { readonly quantile: object }>;
  readonly sum: Series<S>;
  readonly count: Series<S>;

  constructor(name: string, options: MetricOptions<S>, job: string | undefined) {
    super('summary', name, options, job, 'quantile');
    const { unit, labels, presence } = this;
    this.quantile = new Series(name, 'quantile', unit, { ...labels, quantile: {} }, presence, job);
    this.sum = new Series(`${name}_sum`, 'counter', unit, labels, presence, job);
    this.count = new Series(`${name}_count`, 'counter', 'count', labels, presence, job);
  }

  override get seriesNames(): readonly string[] {
    return [this.name, this.sum.name, this.count.name];
  }

  override of(job: string | undefined): Summary<S> {
    return new Summary(this.name, this.options, job);
  }
}

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
function requireNames(name: string, { labels = {} }: MetricOptions): void {
  const problems = new Problems();
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
    const what = `name is '${name}', must be of letters, digits and _, and not begin with a digit`;
    problems.add({ where: 'metric', what, remedy: 'write it as the program exposes it' });
  }
  for (const key of Object.keys(labels).filter((each) => !/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/.test(each))) {
    const what = `label is '${key}', must be of letters, digits and _, and not begin with a digit or __`;
    problems.add({ where: `metric ${name}`, what, remedy: 'write it as the program exposes it' });
  }
  problems.throwIfAny();
}

function requireAscending(name: string, bounds: readonly number[]): void {
  const isAscending = bounds.every((bound, i) => Number.isFinite(bound) && bound > (bounds[i - 1] ?? -Infinity));
  if (isAscending && bounds.length > 0) return;
  const what = `buckets are [${bounds.join(', ')}], must be finite, ascending and at least one`;
  throw new VedetteError([{ where: `metric ${name}`, what, remedy: 'list the upper bounds without +Inf' }]);
}

/** Counts up, and starts again from zero when the program restarts. */
export function counter<const S extends LabelSpecs = Record<never, never>>(
  name: string,
  options: MetricOptions<S>,
): Metric<'counter', NoInfer<S>> {
  requireNames(name, options);
  return new Metric('counter', name, options, undefined, 'counter');
}

/** Goes up and down. */
export function gauge<const S extends LabelSpecs = Record<never, never>>(
  name: string,
  options: MetricOptions<S>,
): Metric<'gauge', NoInfer<S>> {
  requireNames(name, options);
  return new Metric('gauge', name, options, undefined, 'gauge');
}

/** A gauge per state, 1 for the state that holds and 0 for the others. */
export function stateSet<const S extends LabelSpecs>(
  name: string,
  options: MetricOptions<S>,
): Metric<'stateset', NoInfer<S>> {
  requireNames(name, options);
  return new Metric('stateset', name, { unit: 'bool', ...options }, undefined, 'stateset');
}

/** Always 1; the facts are in the labels. */
export function info<const S extends LabelSpecs>(name: string, options: MetricOptions<S>): Metric<'info', NoInfer<S>> {
  requireNames(name, options);
  return new Metric('info', name, options, undefined, 'info');
}

/**
 * Counts observations in cumulative buckets.
 * @param bounds upper bounds in the metric's unit, ascending, without +Inf
 */
export function histogram<const S extends LabelSpecs = Record<never, never>>(
  name: string,
  options: MetricOptions<S> & { readonly buckets: readonly number[] },
): Histogram<NoInfer<S>> {
  const { buckets, ...rest } = options;
  requireNames(name, options);
  requireAscending(name, buckets);
  return new Histogram<S>(name, buckets, rest as MetricOptions<S>, undefined);
}

/** Quantiles computed by the program itself. */
export function summary<const S extends LabelSpecs = Record<never, never>>(
  name: string,
  options: MetricOptions<S>,
): Summary<NoInfer<S>> {
  requireNames(name, options);
  return new Summary(name, options, undefined);
}

/** `up`: 1 when the last scrape of the target succeeded. Prometheus makes it, for every target. */
export const up = gauge('up', { unit: 'bool', help: '1 when the last scrape of the target succeeded' });

/**
 * The metrics of one scrape job. In rules each selector then carries `job="<job>"` (PQ-24).
 * @param job the job's name; `undefined` for a catalogue that spans jobs
 */
export function catalogue<T extends Readonly<Record<string, Metric>>>(job: string | undefined, metrics: T): T {
  return Object.freeze(Object.fromEntries(Object.entries(metrics).map(([key, m]) => [key, m.of(job)]))) as unknown as T;
}
