/** From canonical series to what a release exposes: the way back from what its dialect does at the scrape. */
import type { Dialect } from '../../model/dialect';
import { targetLabelsOf } from '../../model/label';
import { Histogram, Summary } from '../../model/metric';
import type { Metric } from '../../model/metric';
import type { DemoFamily } from './plan';

/** A series under the release's names. */
export interface ExposedSeries {
  readonly family: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Labels that the scrape adds. */
const TARGET = ['job', 'instance'];

/** What one release exposes of a catalogue. */
export class Exposure {
  readonly #metrics: ReadonlyMap<string, Metric>;

  constructor(
    metrics: readonly Metric[],
    readonly dialect: Dialect | undefined,
  ) {
    this.#metrics = new Map(
      metrics.flatMap((metric) => [metric.name, ...metric.seriesNames].map((name) => [name, metric])),
    );
  }

  /** The metric that a series of this name belongs to. */
  metricOf(series: string): Metric | undefined {
    return this.#metrics.get(series);
  }

  /** Why the release has no such series; undefined where it has. */
  lacks(series: string): string | undefined {
    const metric = this.metricOf(series);
    if (metric === undefined) return `${series} is not in the catalogue`;
    const absence = this.dialect?.absent.find((each) => each.metric.name === metric.name);
    if (absence !== undefined) return `${metric.name}: ${absence.reason}`;
    const derived = this.dialect?.derived.some(({ name }) => name === metric.name) ?? false;
    return derived ? `${metric.name} is recorded by a rule, the release has none` : undefined;
  }

  /** @param labels canonical, with or without those of the target */
  exposed(series: string, labels: Readonly<Record<string, string>>): ExposedSeries {
    const metric = this.metricOf(series);
    const renaming = this.dialect?.renamed.find((each) => each.metric.name === metric?.name);
    const base = metric?.name ?? series;
    const family = renaming?.realName ?? base;
    const without = this.dialect?.withoutLabels.filter((each) => each.metric.name === base) ?? [];
    const own = metric === undefined ? TARGET : [...TARGET, ...targetLabelsOf(metric)];
    const kept = Object.entries(labels).filter(
      ([name]) => !own.includes(name) && !without.some(({ label }) => label === name),
    );
    return {
      family,
      name: family + series.slice(base.length),
      labels: Object.fromEntries(
        kept.map(([name, value]) => [renaming?.realLabels[name] ?? name, written(name, value)]),
      ),
    };
  }

  /** The metric's comment lines. */
  family(metric: Metric): DemoFamily {
    const { family } = this.exposed(metric.name, {});
    return { name: family, help: metric.help, type: typeOf(metric) };
  }
}

/** Bounds as the client libraries of Go and Rust write them: `1`, which Prometheus 3 keeps as `1.0`. */
function written(label: string, value: string): string {
  return label === 'le' ? value.replace(/\.0$/, '') : value;
}

function typeOf(metric: Metric): DemoFamily['type'] {
  if (metric instanceof Histogram) return 'histogram';
  if (metric instanceof Summary) return 'summary';
  return metric.type === 'counter' ? 'counter' : 'gauge';
}
