/** From the registry to the script of a demo: each service's healthy traffic, and each alert's scenarios as incidents. */
import type { SecretRef } from '../../model/delivery';
import type { Dialect } from '../../model/dialect';
import type { Metric } from '../../model/metric';
import type { ScenarioSeries } from '../../model/scenario';
import type { Service } from '../../model/service';
import { Support, chosenDialect } from '../../model/service/support';
import { castOf } from './cast';
import type { Cast } from './cast';
import { healthySeries, vocabularyOf } from './baseline';
import { Exposure } from './exposure';
import { incidentsOf } from './incidents';
import type { DemoScript, DemoService, DemoTrack } from './plan';
import { storiesOf } from './story';
import { playedTracks, trackKey } from './tracks';

/** Where the demo runs. */
export interface DemoInput {
  readonly services: readonly Service[];
  /** The release that a service is played as, by the service's id. */
  readonly dialectOf: (service: Service) => string | undefined;
  /** The file that holds a secret. */
  readonly secretFile: (ref: SecretRef) => string;
}

const SEED = 20_240_229;

/** The script of all services. Touches nothing. */
export function demoScript(input: DemoInput): DemoScript {
  return { seed: SEED, services: input.services.map((service) => demoService(service, input)) };
}

/** The usual choice: the newest release that exposes something of the catalogue. */
export function demoDialect({ spec }: Service): string | undefined {
  const exposesAny = ({ absent, derived }: Dialect): boolean => {
    const lacking = new Set([...absent.map(({ metric }) => metric.name), ...derived.map(({ name }) => name), 'up']);
    return Object.values(spec.metrics).some(({ name }) => !lacking.has(name));
  };
  return spec.dialects?.findLast(exposesAny)?.name;
}

function demoService(service: Service, { dialectOf, secretFile }: DemoInput): DemoService {
  const { id, title, spec } = service;
  const { metricsPath = '/metrics' } = spec.scrape;
  const dialect = chosenDialect(id, spec.dialects ?? [], dialectOf(service));
  const exposure = new Exposure(Object.values(spec.metrics), dialect);
  const recordings = [...(dialect?.derived ?? []), ...(spec.recordings ?? [])];
  const support = new Support(dialect, spec.recordings ?? []);
  const unfit = spec.alerts.flatMap((alert) => {
    const reason = support.untrusted(alert.spec.when.expr);
    return reason === undefined ? [] : [{ alert: alert.name, reason }];
  });
  const alerts = spec.alerts.filter(({ name }) => !unfit.some(({ alert }) => alert === name));
  const cast = castOf(
    { stories: alerts.flatMap((alert) => storiesOf(alert, recordings)), typical: spec.typical ?? [] },
    Object.values(spec.metrics),
    `${id}-demo`,
  );
  const { stories, standing, targets } = cast;
  const tracks = standing.flatMap((instance) => healthyTracks(service, exposure, instance, cast));
  const auth = authOf(service, secretFile);
  return {
    id,
    title,
    ...(dialect && { dialect: dialect.name }),
    metricsPath,
    ...(auth && { auth }),
    standing,
    targets,
    families: exposedMetrics(service, exposure).flatMap((metric) => exposure.families(metric)),
    ...incidentsOf({ id, stories, tracks, exposure, standing, unplayable: unfit }),
  };
}

function authOf({ spec }: Service, secretFile: DemoInput['secretFile']): DemoService['auth'] {
  const { auth } = spec.scrape;
  if (auth === undefined) return undefined;
  return auth.kind === 'basic'
    ? { scheme: 'Basic', username: auth.username, secret: auth.password, file: secretFile(auth.password) }
    : { scheme: auth.type, secret: auth.credentials, file: secretFile(auth.credentials) };
}

/** `up` is made at the scrape. */
function exposedMetrics({ spec }: Service, exposure: Exposure): readonly Service['spec']['metrics'][string][] {
  return Object.values(spec.metrics).filter(({ name }) => name !== 'up' && exposure.lacks(name) === undefined);
}

function healthyTracks(
  service: Service,
  exposure: Exposure,
  instance: string,
  { stories, typical }: Cast,
): readonly DemoTrack[] {
  const named = stories.flatMap(({ series }) => series);
  const isHere = ({ labels }: ScenarioSeries): boolean => labels['instance'] === instance;
  const own = named.filter((series) => isHere(series) && isOwnJob(service, series.labels['job']));
  const told = { named: own, typical: typical.filter(isHere), vocabulary: vocabularyOf(named) };
  // What an ordinary day has on other targets alone is not made up for this one.
  const elsewhere = new Set(typical.filter((series) => !isHere(series)).map(({ metric }) => metric.name));
  const isTold = ({ name }: Metric): boolean => [...own, ...told.typical].some(({ metric }) => metric.name === name);
  const whole = exposedMetrics(service, exposure)
    .filter((metric) => isTold(metric) || !elsewhere.has(metric.name))
    .flatMap((metric) => healthySeries(metric, told));
  // Single series of a histogram or a summary, where a scenario names no more.
  const parts = own
    .filter(({ metric }) => exposure.metricOf(metric.name)?.name !== metric.name)
    .map((series) => ({ series, named: true }));
  const canonical = new Map<string, DemoTrack>();
  for (const { series, named: isNamed } of [...whole, ...parts]) {
    if (series.metric.name === 'up' || exposure.lacks(series.metric.name) !== undefined) continue;
    const here = { ...series, labels: { ...series.labels, instance } };
    for (const { track } of playedTracks(here, exposure, isNamed)) {
      const key = JSON.stringify([track.name, Object.entries({ ...here.labels, ...track.labels }).sort()]);
      if (!canonical.has(key)) canonical.set(key, track);
    }
  }
  return merged([...canonical.values()]);
}

function isOwnJob({ id }: Service, job: string | undefined): boolean {
  return job === undefined || job === id;
}

/** Where the release lacks a label, series that differed by it are one: what counts is added up. */
function merged(tracks: readonly DemoTrack[]): readonly DemoTrack[] {
  const found = new Map<string, DemoTrack>();
  for (const track of tracks) {
    const key = trackKey(track);
    const other = found.get(key);
    const healthy = other === undefined ? track.healthy : sum(other.healthy, track.healthy);
    found.set(key, { ...(other ?? track), healthy });
  }
  return [...found.values()];
}

function sum(a: DemoTrack['healthy'], b: DemoTrack['healthy']): DemoTrack['healthy'] {
  if (a.kind === 'grows' && b.kind === 'grows') return { kind: 'grows', perSecond: a.perSecond + b.perSecond };
  return a.kind === 'gone' ? b : a;
}
