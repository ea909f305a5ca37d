/** What is done again and again: from what an environment says to what each task is told. */
import type { SecretRef } from '../../model/delivery';
import type { Size } from '../../model/quantity';
import { testedReceivers, withTestRoutes } from '../alertmanager/receiver-test/routes';
import type { RootRoute } from '../alertmanager/settings';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import type { Daily, Weekly } from '../kubernetes/schedule';
import type { PostgresDatabase } from '../postgres/database';
import { endpointText } from '../program';
import type { Addresses } from './addresses';
import type { Environment, VolumeOptions } from './environment';
import type { Identities } from './identities';
import type { JobSettings, Wiring } from './settings';

/** Tasks, each absent where it is not done. An alert watches each: it needs kube-state-metrics. */
export interface JobOptions {
  readonly databaseBackup?: DatabaseBackupOptions;
  readonly databaseVacuum?: DatabaseVacuumOptions;
  readonly receiverTest?: ReceiverTestOptions;
  readonly prometheusSnapshot?: PrometheusSnapshotOptions;
  readonly grafanaExport?: GrafanaExportOptions;
}

/** A dump of a database every day, proven by a restore. */
export interface DatabaseBackupOptions {
  /** The user must be able to read all of it. */
  readonly database: PostgresDatabase;
  readonly schedule: Daily;
  /** Newest dumps that are kept. */
  readonly keep: number;
  /** Holds one dump more than are kept. */
  readonly volume: VolumeOptions;
  /** Room on a node for the database that a dump is restored into. */
  readonly scratch: Size;
  readonly resources: Resources;
}

/** `VACUUM (ANALYZE)` of all tables of a database every week. */
export interface DatabaseVacuumOptions {
  /** The user must own the tables, or have `pg_maintain`. */
  readonly database: PostgresDatabase;
  readonly schedule: Weekly;
  readonly resources: Resources;
}

/** A test alert to every receiver every week, but to the dead man's switch, which hears of the Watchdog all the time. */
export interface ReceiverTestOptions {
  readonly schedule: Weekly;
}

/** A copy of all samples of the first Prometheus every day, those of the last seconds included. */
export interface PrometheusSnapshotOptions {
  readonly schedule: Daily;
  /** Newest copies that are kept. What several have is on the volume once. */
  readonly keep: number;
  /** At least twice the retention size: a copy keeps blocks that Prometheus has joined or removed since. */
  readonly volume: VolumeOptions;
  /** To read the newest hours it takes the memory that Prometheus takes at its start. */
  readonly resources: Resources;
}

/** What people made in Grafana by hand, written to files every day. */
export interface GrafanaExportOptions {
  readonly schedule: Daily;
  /** Newest different ones that are kept. */
  readonly keep: number;
  readonly volume: VolumeOptions;
  /** Token of a service account with the role Admin: no other sees data sources and every folder. */
  readonly token: SecretRef;
}

/** The routing tree, with routes for the tests of its receivers where they are tested. */
export function testedTree(route: RootRoute, { jobs }: Pick<Environment, 'jobs'>): RootRoute {
  return jobs?.receiverTest === undefined ? route : withTestRoutes(route);
}

/** What each task is told. */
export function jobSettings(
  { jobs = {}, name, cluster, paths }: Environment,
  { alertmanager, grafana }: Addresses,
  route: RootRoute,
): JobSettings {
  const { databaseBackup, databaseVacuum, receiverTest, prometheusSnapshot, grafanaExport } = jobs;
  return {
    ...(databaseBackup && { databaseBackup: { database: databaseBackup.database, keep: databaseBackup.keep } }),
    ...(databaseVacuum && { databaseVacuum: { database: databaseVacuum.database } }),
    ...(receiverTest && {
      receiverTest: {
        receivers: testedReceivers(route),
        alertmanagerUrls: alertmanager.instances.map((each) => `http://${endpointText(each)}${paths.alertmanager}`),
        labels: { cluster, environment: name },
      },
    }),
    ...(prometheusSnapshot && { prometheusSnapshot: { keep: prometheusSnapshot.keep } }),
    ...(grafanaExport &&
      grafana && {
        grafanaExport: {
          url: `http://${endpointText(grafana.endpoint)}`,
          token: grafanaExport.token,
          keep: grafanaExport.keep,
        },
      }),
  };
}

/** The tasks that there are. */
export function jobIdentities({ jobs }: Pick<Wiring, 'jobs'>, identities: Identities): readonly Identity[] {
  return (['databaseBackup', 'databaseVacuum', 'receiverTest', 'prometheusSnapshot', 'grafanaExport'] as const)
    .filter((name) => jobs[name] !== undefined)
    .map((name) => identities[name]);
}
