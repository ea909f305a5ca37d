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

  /**
   * A series as the page has it, without the labels that the scrape adds; undefined where the release, which has a metric
   * for each value of a label, has none for this one.
   * @param labels canonical, with or without those of the target
   */
  exposed(series: string, labels: Readonly<Record<string, string>>): ExposedSeries | undefined {
    const base = this.metricOf(series)?.name ?? series;
    const renamings = this.#renamings(base);
    const renaming = renamings.find(({ added = {} }) =>
      Object.entries(added).every(([name, value]) => labels[name] === value),
    );
    if (renaming === undefined && renamings.length > 0) return undefined;
    const family = renaming?.realName ?? base;
    const without = this.dialect?.withoutLabels.filter((each) => each.metric.name === base) ?? [];
    const hidden = [
      ...without.map(({ label }) => label),
      ...Object.keys(renaming?.added ?? {}),
      ...this.#ofTarget(base),
    ];
    const kept = Object.entries(labels).filter(([name]) => !hidden.includes(name));
    return {
      family,
      name: family + series.slice(base.length),
      labels: Object.fromEntries(
        kept.map(([name, value]) => [renaming?.realLabels[name] ?? name, written(name, value)]),
      ),
    };
  }

  /** The names that a canonical series has on the page. */
  names(series: string): readonly string[] {
    const metric = this.metricOf(series);
    if (metric === undefined) return [];
    return this.families(metric).map(({ name }) => name + series.slice(metric.name.length));
  }

  /** The metric's comment lines; several where the release has a metric for each value of a label. */
  families(metric: Metric): readonly DemoFamily[] {
    const renamings = this.#renamings(metric.name);
    const names = renamings.length === 0 ? [metric.name] : renamings.map(({ realName }) => realName);
    return names.map((name) => ({ name, help: metric.help, type: typeOf(metric) }));
  }

  #renamings(metric: string): Dialect['renamed'] {
    return this.dialect?.renamed.filter((each) => each.metric.name === metric) ?? [];
  }

  #ofTarget(metric: string): readonly string[] {
    const own = this.#metrics.get(metric);
    return ['job', 'instance', ...(own === undefined ? [] : targetLabelsOf(own))];
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
