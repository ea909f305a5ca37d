/** What a service would lose with a page as it is: alerts, panels and objectives that read what is not there. */
import type { DeliveryContext, Omission } from '../../model/delivery';
import type { Absence, Dialect } from '../../model/dialect';
import { absent, dialect as dialectOf, missingFrom, unreliable } from '../../model/dialect';
import { Metric } from '../../model/metric';
import { seconds } from '../../model/quantity';
import { Service } from '../../model/service';
import type { Difference } from './difference';
import type { Reading } from './reading';

export interface Consequences {
  /** Left out because the dialect says that the release cannot have it. */
  readonly leftOut: readonly Omission[];
  /** Delivered, and reads what the page has not got or has in another form: silent or wrong. */
  readonly affected: readonly Omission[];
  /** Delivered, and silent until what is optional is collected. */
  readonly silent: readonly Omission[];
}

/** The page is a release of its own: a service delivered to it leaves out what the page cannot answer. */
export function consequencesOf({ service, dialect }: Reading, differences: readonly Difference[]): Consequences {
  const declared = dialect ?? dialectOf('documented', {});
  const leftOut = omissions(service, declared);
  const wrong = observed(declared, differences);
  const withWrong = omissions(service, wrong);
  const withBare = omissions(service, observed(wrong, differences.flatMap(uncollected)));
  return { leftOut, affected: beyond(withWrong, leftOut), silent: beyond(withBare, withWrong) };
}

/** The dialect, and what the page lacks beside it. */
function observed(dialect: Dialect, differences: readonly Difference[]): Dialect {
  const found = differences.flatMap(({ level, kind, metric, label, what }) =>
    level === 'error' && metric !== undefined ? [{ kind, metric, label, what }] : [],
  );
  const missing = found.filter(({ kind }) => kind === 'missing').map(({ metric, what }) => absent(metric, what));
  const seen: Dialect = {
    ...dialect,
    absent: [...dialect.absent, ...missing],
    withoutLabels: [
      ...dialect.withoutLabels,
      ...found.flatMap(({ kind, metric, label, what }) =>
        kind === 'label-missing' && label !== undefined ? [{ metric, label, reason: what }] : [],
      ),
    ],
    unreliable: [
      ...dialect.unreliable,
      ...found
        .filter(({ kind }) => kind === 'type' || kind === 'buckets')
        .map(({ metric, what }) => unreliable(metric, what)),
    ],
  };
  return { ...seen, absent: [...seen.absent, ...underivable(seen)] };
}

/** What rules would record from series that are not there. */
function underivable(dialect: Dialect): readonly Absence[] {
  return dialect.derived.flatMap(({ expr, series }) => {
    const [lack] = missingFrom(dialect, expr);
    if (lack === undefined || !(series instanceof Metric)) return [];
    return [absent(series, `is recorded from ${lack.metric.name}, which ${lack.reason}`)];
  });
}

const uncollected = (each: Difference): readonly Difference[] =>
  each.kind === 'not-yet' && each.metric?.presence === 'optional' ? [{ ...each, level: 'error', kind: 'missing' }] : [];

function omissions(service: Service, dialect: Dialect): readonly Omission[] {
  return new Service({ ...service.spec, dialects: [dialect] }).deliver(contextFor(service, dialect)).omissions;
}

/** A target, and every probe of it. */
function contextFor({ spec }: Service, { name }: Dialect): DeliveryContext {
  return {
    environment: 'probe',
    discovery: [{ kind: 'static', targets: ['target.example.org:443'] }],
    prober: { address: 'prober.example.org:9115' },
    probeTargets: Object.fromEntries(
      Object.keys(spec.probes ?? {}).map((probe) => [probe, ['target.example.org:443']]),
    ),
    dialect: name,
    thresholds: {},
    scrapeInterval: seconds(15),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(15),
    publicUrl: 'https://monitoring.example.org',
  };
}

function beyond(all: readonly Omission[], known: readonly Omission[]): readonly Omission[] {
  const keys = new Set(known.map(({ kind, name }) => `${kind} ${name}`));
  return all.filter(({ kind, name }) => !keys.has(`${kind} ${name}`));
}
