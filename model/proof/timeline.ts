/** Timelines: from a scenario's behaviours to samples, over a healthy, a broken and a healthy phase again. */
import { Histogram, Summary } from '../metric';
import { VedetteError } from '../problem';
import type { Behaviour, ScenarioSeries } from '../scenario';
import { boundTexts, histogramGrowth } from './histogram';
import type { Sample } from './notation';

/** Lengths of the phases. The first sample of a phase is the first that behaves its way. */
export interface Phases {
  /** Seconds between samples, and between evaluations. */
  readonly step: number;
  /** In steps. */
  readonly healthy: number;
  readonly broken: number;
  readonly recovery: number;
}

/** One time series with its samples, from time 0 on. */
export interface Samples {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
}

/** What happens to a timeline beside its phases; times in steps. */
export interface Accident {
  /** No series has a sample then. */
  readonly missedAt?: number;
  /** Every counter starts again from zero then. */
  readonly resetAt?: number;
}

/** The job of series that every job has, where the scenario names none. */
const ANY_JOB = 'example';

/**
 * The samples of a scenario's series.
 * @param where for problems: the alert and the scenario
 * @throws VedetteError for a behaviour that the metric cannot have
 */
export function timeline(
  where: string,
  series: readonly ScenarioSeries[],
  phases: Phases,
  accident: Accident = {},
): readonly Samples[] {
  return series.flatMap((one) => {
    const fail = (what: string, remedy = 'correct the scenario'): never => {
      throw new VedetteError([{ where: `${where}/${one.metric.name}`, what, remedy }]);
    };
    return tracks(one, fail).map((track) => {
      const samples = follow(track, phases);
      if (track.counter) requireRising(samples, fail);
      return { name: track.name, labels: track.labels, samples: suffer(samples, track, accident) };
    });
  });
}

/** Job and instance as the scenario gives them, or the usual ones. */
export function targetLabels({ metric, labels }: ScenarioSeries): { readonly job: string; readonly instance: string } {
  const job = labels['job'] ?? metric.job ?? ANY_JOB;
  return { job, instance: labels['instance'] ?? `${job}-0:9100` };
}

/** A series counts, so that it only rises, and starts again from zero with its program. */
export function isCounter({ metric }: ScenarioSeries): boolean {
  return metric instanceof Histogram || metric instanceof Summary || ['counter', 'bucket'].includes(metric.type);
}

type Fail = (what: string, remedy?: string) => never;
/** A behaviour that needs no metric to be understood. */
export type Step = Extract<Behaviour, { kind: 'holds' | 'grows' | 'gone' }>;

/** One time series with simple behaviours. */
export interface Track {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly counter: boolean;
  readonly start: number;
  readonly healthy: Step;
  readonly broken: Step;
}

/**
 * The time series of one series of a scenario: several for a histogram.
 * @param fail throws for a behaviour that the metric cannot have
 */
export function tracks(series: ScenarioSeries, fail: Fail): readonly Track[] {
  const { metric, start, healthy, broken } = series;
  const target = Object.entries(targetLabels(series)).filter(([name]) => metric.labelNames.includes(name));
  const labels = { ...series.labels, ...Object.fromEntries(target) };
  if (metric instanceof Histogram) return histogramTracks(metric, series, labels, fail);
  if (metric instanceof Summary) return summaryTracks(metric, series, labels, fail);
  const plain = (behaviour: Behaviour): Step =>
    behaviour.kind === 'observes' || behaviour.kind === 'quantile'
      ? fail(`'${behaviour.kind}' is for histograms, and this is a ${metric.type}`, "use 'holds' or 'grows'")
      : behaviour;
  const counter = isCounter(series);
  return [{ name: metric.name, labels, counter, start, healthy: plain(healthy), broken: plain(broken) }];
}

function histogramTracks(
  metric: Histogram,
  { start, healthy, broken }: ScenarioSeries,
  labels: Readonly<Record<string, string>>,
  fail: Fail,
): readonly Track[] {
  const growth = (behaviour: Behaviour): Exclude<ReturnType<typeof histogramGrowth>, string> => {
    const found = histogramGrowth(metric, behaviour);
    return typeof found === 'string' ? fail(found) : found;
  };
  const [before, after] = [growth(healthy), growth(broken)];
  const track = (name: string, rates: readonly [number, number], extra: Readonly<Record<string, string>>): Track => ({
    name,
    labels: { ...labels, ...extra },
    counter: true,
    start,
    healthy: rising(healthy, rates[0]),
    broken: rising(broken, rates[1]),
  });
  return [
    ...boundTexts(metric).map((le) =>
      track(metric.bucket.name, [before.buckets.get(le) ?? 0, after.buckets.get(le) ?? 0], { le }),
    ),
    track(metric.sum.name, [before.sum, after.sum], {}),
    track(metric.count.name, [before.count, after.count], {}),
  ];
}

function summaryTracks(
  metric: Summary,
  { start, healthy, broken }: ScenarioSeries,
  labels: Readonly<Record<string, string>>,
  fail: Fail,
): readonly Track[] {
  const growth = (behaviour: Behaviour, of: (value: number) => number): number => {
    if (behaviour.kind === 'gone' || (behaviour.kind === 'grows' && behaviour.perSecond === 0)) return 0;
    if (behaviour.kind !== 'observes') return fail(`'${behaviour.kind}' is not for summaries`, "use 'observes'");
    return behaviour.at.reduce((total, [value, perSecond]) => total + of(value) * perSecond, 0);
  };
  const track = (name: string, of: (value: number) => number): Track => ({
    name,
    labels,
    counter: true,
    start,
    healthy: rising(healthy, growth(healthy, of)),
    broken: rising(broken, growth(broken, of)),
  });
  return [track(metric.sum.name, (value) => value), track(metric.count.name, () => 1)];
}

function rising(behaviour: Behaviour, perSecond: number): Step {
  return behaviour.kind === 'gone' ? behaviour : { kind: 'grows', perSecond };
}

/** Fifteen digits hide the noise of binary fractions. */
const tidy = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(15)) : value);

function follow({ start, healthy, broken }: Track, phases: Phases): readonly Sample[] {
  const samples: Sample[] = [];
  let level = start;
  for (const [behaviour, steps] of [
    [healthy, phases.healthy],
    [broken, phases.broken],
    [healthy, phases.recovery],
  ] as const) {
    const from = level;
    // The very first sample is the start itself; a later phase has grown at its first sample.
    const ahead = samples.length === 0 ? 0 : 1;
    for (let i = 0; i < steps; i += 1) {
      if (behaviour.kind === 'holds') level = behaviour.value;
      if (behaviour.kind === 'grows') level = tidy(from + behaviour.perSecond * phases.step * (i + ahead));
      if (behaviour.kind !== 'gone') samples.push(level);
      else samples.push(typeof samples.at(-1) === 'number' ? 'stale' : undefined);
    }
  }
  return samples;
}

function requireRising(samples: readonly Sample[], fail: Fail): void {
  let last = -Infinity;
  for (const sample of samples) {
    if (typeof sample !== 'number') continue;
    if (sample < last)
      fail(`a counter falls from ${last} to ${sample}`, 'let it grow; resets have a case of their own');
    last = sample;
  }
}

function suffer(samples: readonly Sample[], { counter }: Track, { missedAt, resetAt }: Accident): readonly Sample[] {
  const base = resetAt === undefined || !counter ? undefined : samples[resetAt];
  return samples.map((sample, i) => {
    if (i === missedAt && sample !== 'stale') return undefined;
    if (typeof base !== 'number' || resetAt === undefined || i < resetAt || typeof sample !== 'number') return sample;
    return tidy(sample - base);
  });
}
