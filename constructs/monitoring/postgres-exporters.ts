/** Exporters of PostgreSQL servers: from what an environment says to each of them, and to Prometheus. */
import type { Construct } from 'constructs';
import type { Discovery } from '../../model/delivery';
import type { Resources } from '../kubernetes/resources';
import { PostgresExporter } from '../postgres-exporter/index';
import type { PostgresDatabase } from '../postgres/database';
import { endpointText } from '../program';
import { imageOf } from '../versions';
import type { Addresses } from './addresses';
import { priorityClassName } from './cluster';
import type { Environment } from './environment';
import { postgresExporterIdentity } from './identities';
import type { Wiring } from './settings';

/** What an environment says of one exporter. */
export interface PostgresExporterOptions {
  /** The user needs the role `pg_monitor`, and no right to any table. */
  readonly database: PostgresDatabase;
  readonly resources: Resources;
}

/** What each exporter is told; none where the place has none. */
export function postgresExporterSettings(
  {
    postgresExporters = {},
    scrapeTimeout,
    images,
  }: Pick<Environment, 'postgresExporters' | 'scrapeTimeout' | 'images'>,
  { postgresExporters: addresses = {} }: Pick<Addresses, 'postgresExporters'>,
): Wiring['postgresExporters'] {
  const { tag: version } = imageOf('postgresExporter', images);
  return Object.fromEntries(
    Object.entries(postgresExporters)
      .filter(([name]) => Object.hasOwn(addresses, name))
      .map(([name, { database }]) => [name, { database, scrapeTimeout, version }]),
  );
}

/** How Prometheus finds them. */
export function postgresExporterDiscovery({
  postgresExporters = {},
}: Pick<Addresses, 'postgresExporters'>): readonly Discovery[] {
  const targets = Object.values(postgresExporters).map(endpointText);
  return targets.length === 0 ? [] : [{ kind: 'static', targets }];
}

/** Each exporter that is wired, in a cluster. */
export function postgresExporters(
  scope: Construct,
  environment: Pick<Environment, 'name' | 'namespaces' | 'postgresExporters' | 'images'>,
  wiring: Pick<Wiring, 'postgresExporters'>,
): void {
  for (const [name, { resources }] of Object.entries(environment.postgresExporters ?? {})) {
    const settings = wiring.postgresExporters[name];
    if (settings === undefined) continue;
    const identity = postgresExporterIdentity(environment, name);
    new PostgresExporter(scope, identity.name, {
      identity,
      settings,
      resources,
      image: imageOf('postgresExporter', environment.images),
      priorityClass: priorityClassName(environment),
    });
  }
}
