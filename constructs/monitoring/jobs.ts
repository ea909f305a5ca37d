/** The tasks of an environment, in a cluster. */
import type { Construct } from 'constructs';
import { ReceiverTest } from '../alertmanager/receiver-test/index';
import { GrafanaExport } from '../grafana/export';
import { DatabaseBackup } from '../postgres/backup';
import { DatabaseVacuum } from '../postgres/vacuum';
import { PrometheusSnapshot } from '../prometheus/snapshot';
import { imageOf } from '../versions';
import { priorityClassName } from './cluster';
import type { Environment } from './environment';
import { identitiesOf } from './identities';
import type { Wiring } from './settings';

/** Each task that is wired. */
export function jobs(
  scope: Construct,
  environment: Pick<Environment, 'name' | 'namespaces' | 'jobs' | 'images'>,
  { jobs: settings }: Pick<Wiring, 'jobs'>,
): void {
  const { jobs: options = {}, images } = environment;
  const identities = identitiesOf(environment);
  const priorityClass = priorityClassName(environment);
  if (options.databaseBackup !== undefined && settings.databaseBackup !== undefined) {
    const { schedule, volume, scratch, resources } = options.databaseBackup;
    new DatabaseBackup(scope, 'database-backup', {
      ...{ identity: identities.databaseBackup, settings: settings.databaseBackup },
      ...{ schedule, volume, scratch, resources, image: imageOf('postgres', images), priorityClass },
    });
  }
  if (options.databaseVacuum !== undefined && settings.databaseVacuum !== undefined) {
    const { schedule, resources } = options.databaseVacuum;
    new DatabaseVacuum(scope, 'database-vacuum', {
      ...{ identity: identities.databaseVacuum, settings: settings.databaseVacuum },
      ...{ schedule, resources, image: imageOf('postgres', images), priorityClass },
    });
  }
  if (options.receiverTest !== undefined && settings.receiverTest !== undefined) {
    const { schedule } = options.receiverTest;
    new ReceiverTest(scope, 'receiver-test', {
      ...{ identity: identities.receiverTest, settings: settings.receiverTest },
      ...{ schedule, image: imageOf('alertmanager', images), priorityClass },
    });
  }
  if (options.prometheusSnapshot !== undefined && settings.prometheusSnapshot !== undefined) {
    const { schedule, volume, resources } = options.prometheusSnapshot;
    new PrometheusSnapshot(scope, 'prometheus-snapshot', {
      ...{ identity: identities.prometheusSnapshot, prometheus: identities.prometheus },
      ...{ settings: settings.prometheusSnapshot, schedule, volume, resources },
      ...{ image: imageOf('prometheus', images), priorityClass },
    });
  }
  if (options.grafanaExport !== undefined && settings.grafanaExport !== undefined) {
    const { schedule, volume } = options.grafanaExport;
    new GrafanaExport(scope, 'grafana-export', {
      ...{ identity: identities.grafanaExport, settings: settings.grafanaExport },
      ...{ schedule, volume, image: imageOf('node', images), priorityClass },
    });
  }
}
