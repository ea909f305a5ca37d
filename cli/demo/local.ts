/** The demo in a local stack: which services it plays, and how Prometheus finds them. */
import { existsSync, rmSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Addresses } from '../../constructs/monitoring/addresses';
import type { Environment } from '../../constructs/monitoring/environment';
import { ownDiscovery } from '../../constructs/monitoring/wiring';
import type { Endpoint } from '../../constructs/program';
import type { DeliverableService, SecretRef } from '../../model/delivery';
import { Service } from '../../model/service';
import { ensureSecret } from '../local/credentials';
import { type StateDir, writeWhole } from '../local/state';
import { demoDialect, demoScript } from './compile';
import { doorsOf } from './doors';
import { demoFiles, readIncidents } from './incident-file';
import type { DemoPlan } from './plan';
import { demoTargets } from './targets';

/** Where the exporter and its files are, as the stack's programs see them. */
export interface DemoPlace {
  /** Where Prometheus reaches the exporter. */
  readonly exporter: Endpoint;
  /** The file by which Prometheus finds a service's targets. */
  readonly targetsFile: (service: string) => string;
  /** The file in which the exporter finds a secret. */
  readonly secretFile: (ref: SecretRef) => string;
}

/** An environment with what is played in it. */
export interface WithDemo {
  readonly environment: Environment;
  readonly demo: DemoPlan;
}

/** The environment with a target for each service of ours that has none. */
export function withDemo(
  environment: Environment,
  services: readonly DeliverableService[],
  addresses: Addresses,
  { exporter, targetsFile, secretFile }: DemoPlace,
): WithDemo {
  const hasTargets = ({ id }: DeliverableService): boolean =>
    ownDiscovery(id, environment, addresses).length > 0 || (environment.services[id]?.discovery ?? []).length > 0;
  const ours = services.filter((service): service is Service => service instanceof Service);
  const played = ours.filter((service) => !hasTargets(service));
  const dialectOf = (service: Service): string | undefined =>
    environment.services[service.id]?.dialect ?? demoDialect(service);
  const doors = doorsOf(played, exporter);
  const demo: DemoPlan = {
    ...demoScript({ services: played, dialectOf, secretFile }),
    exporter,
    pages: doors.pages,
    real: ours.filter(hasTargets).map(({ id }) => id),
  };
  const found = demo.services.map(({ id, dialect }) => [
    id,
    {
      ...environment.services[id],
      discovery: [{ kind: 'file', files: [targetsFile(id)] }] as const,
      probes: doors.targets[id] ?? {},
      ...(dialect !== undefined && { dialect }),
    },
  ]);
  return { demo, environment: { ...environment, services: { ...environment.services, ...Object.fromEntries(found) } } };
}

/** Credentials that the exporter asks for. */
export function demoSecrets({ services }: DemoPlan): readonly SecretRef[] {
  return services.flatMap(({ auth }) => (auth === undefined ? [] : [auth.secret]));
}

/** The plan as a file. */
export function planText(demo: DemoPlan): string {
  return `${JSON.stringify(demo)}\n`;
}

/** Writes what the exporter and Prometheus find beside the plan: credentials and targets, with what is on already. */
export function prepareDemo(state: StateDir, demo: DemoPlan): void {
  for (const ref of demoSecrets(demo)) ensureSecret(state, ref);
  const folder = dirname(demoFiles.targets(state, 'any'));
  const wanted = demo.services.map(({ id }) => `${id}.json`);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!wanted.includes(name)) rmSync(`${folder}/${name}`);
  }
  writeTargets(state, demo);
}

/** Brings the targets of every service to what is on now. */
export function writeTargets(state: StateDir, { services, exporter }: DemoPlan): void {
  const begun = readIncidents(demoFiles.incidents(state));
  for (const service of services) {
    const groups = demoTargets(service, begun[service.id] ?? {}, exporter);
    writeWhole(demoFiles.targets(state, service.id), `${JSON.stringify(groups, undefined, 2)}\n`);
  }
}
