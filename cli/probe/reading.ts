/** A page of metrics as one service in one release would have it stored, beside what its catalogue expects there. */
import { relabelings } from '../../model/dialect';
import type { Dialect } from '../../model/dialect';
import { targetLabelsOf } from '../../model/label';
import type { Metric } from '../../model/metric';
import type { Service } from '../../model/service';
import { isCreation } from './page';
import type { Family, Page } from './page';
import { relabelling } from './relabel';

/** A series of the page under the names that Prometheus stores. */
export interface StoredSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** What it is on the page. */
  readonly family: Family;
}

export interface Reading {
  readonly service: Service;
  /** Undefined for a service that knows one release only. */
  readonly dialect: Dialect | undefined;
  readonly page: Page;
  /** Metrics of the catalogue that the release has on its page. */
  readonly expected: readonly Metric[];
  /** The series of each metric of the catalogue that is on the page, expected there or not. */
  readonly found: ReadonlyMap<Metric, readonly StoredSeries[]>;
  readonly stored: readonly StoredSeries[];
  /** What the catalogue does not know, as on the page. */
  readonly unknown: readonly Family[];
}

/** Prometheus makes these itself, for every target. */
const isMadeAtScrape = ({ name }: Metric): boolean => name === 'up' || name.startsWith('scrape_');

/** Metrics that the service's own page can have; those of other jobs are on other pages. */
const ownMetrics = ({ id, spec }: Service): readonly Metric[] =>
  Object.values(spec.metrics).filter((metric) => metric.job === id && !isMadeAtScrape(metric));

export function readingOf(service: Service, dialect: Dialect | undefined, page: Page): Reading {
  const stored = storedSeries(page, dialect);
  const own = ownMetrics(service);
  const metricOf = new Map(own.flatMap((metric) => metric.seriesNames.map((name) => [name, metric] as const)));
  const found = new Map<Metric, StoredSeries[]>();
  for (const series of stored) {
    const metric = metricOf.get(series.name);
    if (metric !== undefined) found.set(metric, [...(found.get(metric) ?? []), series]);
  }
  const known = new Set([...found.values()].flat().map(({ family }) => family));
  const unexposed = unexposedNames(dialect);
  return {
    service,
    dialect,
    page,
    expected: own.filter(({ name }) => !unexposed.includes(name)),
    found,
    stored,
    unknown: page.families.filter((family) => !known.has(family) && !isCreation(family, page)),
  };
}

/** Names that are on no page of the release: it has not got them, or rules make them. */
export function unexposedNames(dialect: Dialect | undefined): readonly string[] {
  if (dialect === undefined) return [];
  return [...dialect.absent.map(({ metric }) => metric.name), ...dialect.derived.map(({ name }) => name)];
}

/** Labels that the page must show on a metric. */
export function exposedLabels({ dialect }: Reading, metric: Metric): readonly string[] {
  const lacking = dialect?.withoutLabels.filter((each) => each.metric.name === metric.name) ?? [];
  const hidden = [...lacking.map(({ label }) => label), ...targetLabelsOf(metric)];
  return Object.keys(metric.labels).filter((label) => !hidden.includes(label));
}

function storedSeries({ families }: Page, dialect: Dialect | undefined): readonly StoredSeries[] {
  const relabelled = relabelling(dialect === undefined ? [] : relabelings(dialect));
  return families.flatMap((family) =>
    family.samples.flatMap(({ name: real, labels: onPage, value }): StoredSeries[] => {
      const { __name__: name, ...labels } = relabelled({ __name__: real, ...onPage });
      return name === undefined ? [] : [{ name, labels, value, family }];
    }),
  );
}
