/** Programs of ours beside those that an operator runs: what they are told, their objects and their network. */
import type { Construct } from 'constructs';
import type { Discovery, ServiceDelivery } from '../../model/delivery';
import { AlertmanagerSilences } from '../alertmanager/silences/index';
import { testedReceivers } from '../alertmanager/receiver-test/routes';
import type { RootRoute } from '../alertmanager/settings';
import type { GuestEnvironment } from '../guest/environment';
import type { Identity } from '../kubernetes/identity';
import { CLUSTER_DNS, type Connection, type Peer, componentPolicy, tcp, udp } from '../kubernetes/network';
import { priorityClass, priorityClassName } from '../monitoring/cluster';
import type { Environment } from '../monitoring/environment';
import { identitiesOf, postgresExporterIdentity } from '../monitoring/identities';
import { jobs } from '../monitoring/jobs';
import { postgresExporterAddresses } from '../monitoring/kubernetes-addresses';
import { logSettings, logShipperDiscovery, logs } from '../monitoring/logs';
import { component, targetsSeenFrom } from '../monitoring/peers';
import {
  postgresExporterDiscovery,
  postgresExporterSettings,
  postgresExporters,
} from '../monitoring/postgres-exporters';
import type { JobSettings, Wiring } from '../monitoring/settings';
import { type Endpoint, endpointOf } from '../program';
import { imageOf } from '../versions';
import type { OperatorMonitoringProps, OperatorPrograms } from './settings';

/** What the programs are told. */
export type ProgramSettings = Pick<Wiring, 'logs' | 'jobs' | 'postgresExporters'>;

/** What of an environment the parts of a stack ask for that run here too. */
type Surroundings = Pick<
  Environment,
  'name' | 'cluster' | 'services' | 'namespaces' | 'scrapeTimeout' | 'jobs' | 'logs' | 'postgresExporters' | 'images'
>;

/** Where the programs are, as parts of a stack of one's own would be. */
export function surroundings({ environment, namespace, programs = {} }: OperatorMonitoringProps): Surroundings {
  const { name, cluster, services, scrapeTimeout } = environment;
  const { jobs: tasks, logs: shipped, postgresExporters: exporters, images, agents } = programs;
  return {
    name,
    cluster,
    services,
    scrapeTimeout,
    namespaces: { monitoring: namespace, node: agents?.namespace ?? namespace },
    ...(tasks && { jobs: tasks }),
    ...(shipped && { logs: shipped }),
    ...(exporters && { postgresExporters: exporters }),
    ...(images && { images }),
  };
}

/** Targets of a service that runs here. */
export function programDiscovery(service: string, props: OperatorMonitoringProps): readonly Discovery[] {
  const around = surroundings(props);
  if (service === 'log-shipper') return logShipperDiscovery(around);
  if (service !== 'postgres') return [];
  return postgresExporterDiscovery({ postgresExporters: postgresExporterAddresses(around) });
}

/** @param route - of the routing that was handed over, which has the routes of tests */
export function programSettings(
  props: OperatorMonitoringProps,
  deliveries: readonly ServiceDelivery[],
  route?: RootRoute,
): ProgramSettings {
  const around = surroundings(props);
  return {
    ...logSettings(around, deliveries),
    jobs: taskSettings(props, route),
    postgresExporters: postgresExporterSettings(around, { postgresExporters: postgresExporterAddresses(around) }),
  };
}

function taskSettings(
  { environment, namespace, programs = {} }: OperatorMonitoringProps,
  route?: RootRoute,
): JobSettings {
  const { databaseBackup, databaseVacuum, receiverTest } = programs.jobs ?? {};
  return {
    ...(databaseBackup && { databaseBackup: { database: databaseBackup.database, keep: databaseBackup.keep } }),
    ...(databaseVacuum && { databaseVacuum: { database: databaseVacuum.database } }),
    ...(receiverTest &&
      route && {
        receiverTest: {
          receivers: testedReceivers(route),
          receiverPrefix: receiverPrefix(environment, namespace),
          alertmanagerUrls: programs.alertmanagers ?? [],
          labels: { cluster: environment.cluster, environment: environment.name },
        },
      }),
  };
}

/**
 * The operator puts the object in front of the names of its receivers.
 * https://github.com/prometheus-operator/prometheus-operator/blob/v0.85.0/pkg/alertmanager/amcfg.go (`makeNamespacedString`)
 */
function receiverPrefix({ name }: GuestEnvironment, namespace: string): string {
  return `${namespace}/vedette-${name}-routing/`;
}

/** The objects of all programs. */
export function renderPrograms(scope: Construct, props: OperatorMonitoringProps, settings: ProgramSettings): void {
  const { programs = {} } = props;
  const around = surroundings(props);
  const running = runningPrograms(programs, settings, around);
  if (running.length === 0) return;
  priorityClass(scope, around);
  const [alertmanagerUrl] = programs.alertmanagers ?? [];
  if (programs.silences !== undefined && alertmanagerUrl !== undefined) {
    new AlertmanagerSilences(scope, 'alertmanager-silences', {
      identity: identitiesOf(around).alertmanagerSilences,
      silences: programs.silences,
      alertmanagerUrl,
      image: imageOf('alertmanager', programs.images),
      priorityClass: priorityClassName(around),
    });
  }
  jobs(scope, around, settings);
  logs(scope, around, settings);
  postgresExporters(scope, around, settings);
  for (const { identity, reaches, apiServer = [] } of running) {
    componentPolicy(scope, identity, connections(identity, reaches, apiServer), ['Egress']);
  }
}

/** A program, and whom it asks. */
interface Running {
  readonly identity: Identity;
  readonly reaches: readonly Endpoint[];
  readonly apiServer?: readonly string[];
}

function runningPrograms(
  { silences, alertmanagers = [], agents }: OperatorPrograms,
  {
    jobs: { databaseBackup, databaseVacuum, receiverTest },
    logs: shipped,
    postgresExporters: exporters,
  }: ProgramSettings,
  around: Surroundings,
): readonly Running[] {
  const identities = identitiesOf(around);
  const store = shipped?.store.endpoints.map(endpointOf) ?? [];
  const { apiServer = [] } = agents ?? {};
  const members = alertmanagers.map(endpointOf);
  return [
    ...(silences ? [{ identity: identities.alertmanagerSilences, reaches: members.slice(0, 1) }] : []),
    ...(databaseBackup ? [{ identity: identities.databaseBackup, reaches: [databaseBackup.database.server] }] : []),
    ...(databaseVacuum ? [{ identity: identities.databaseVacuum, reaches: [databaseVacuum.database.server] }] : []),
    ...Object.entries(exporters).map(([name, { database }]) => ({
      identity: postgresExporterIdentity(around, name),
      reaches: [database.server],
    })),
    ...(receiverTest ? [{ identity: identities.receiverTest, reaches: members }] : []),
    ...(shipped
      ? [
          { identity: identities.logStoreSetup, reaches: store },
          { identity: identities.logShipper, reaches: store, apiServer },
        ]
      : []),
  ];
}

/** Whom it may ask. Whether it is let in is for the policies of those namespaces to say. */
function connections(
  identity: Identity,
  reaches: readonly Endpoint[],
  apiServer: readonly string[],
): readonly Connection[] {
  const from: Peer = component(identity);
  const targets = reaches.flatMap((each) => targetsSeenFrom(identity.namespace, each));
  return [
    { from, to: CLUSTER_DNS, ports: [udp(53), tcp(53)] },
    ...targets.map((target) => ({ from, ...target })),
    ...(apiServer.length === 0
      ? []
      : [{ from, to: { kind: 'addresses', cidrs: apiServer } as const, ports: [tcp(443), tcp(6443)] }]),
  ];
}
