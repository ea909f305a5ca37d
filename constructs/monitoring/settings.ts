/** The settings of all programs of a stack, wired. */
import type { ServiceDelivery } from '../../model/delivery';
import type { AlertmanagerSettings } from '../alertmanager/settings';
import type { ReceiverTestSettings } from '../alertmanager/receiver-test/program';
import type { Silence } from '../alertmanager/silences/silence';
import type { BlackboxExporterSettings } from '../blackbox-exporter/settings';
import type { GrafanaExportSettings } from '../grafana/export-program';
import type { GrafanaSettings } from '../grafana/settings';
import type { KubeStateMetricsSettings } from '../kube-state-metrics/settings';
import type { LogShipperSettings } from '../log-shipper/settings';
import type { NginxSettings } from '../nginx-proxy/settings';
import type { NodeExporterSettings } from '../node-exporter/settings';
import type { DatabaseBackupSettings } from '../postgres/backup-program';
import type { DatabaseVacuumSettings } from '../postgres/vacuum-program';
import type { PostgresExporterSettings } from '../postgres-exporter/settings';
import type { Oauth2ProxySettings } from '../oauth2-proxy/settings';
import type { PrometheusSettings } from '../prometheus/settings';
import type { PrometheusSnapshotSettings } from '../prometheus/snapshot-program';
import type { ThanosSettings } from '../thanos/settings';

/** The settings of the tasks that are done again and again, each absent where it is not done. */
export interface JobSettings {
  readonly databaseBackup?: DatabaseBackupSettings;
  readonly databaseVacuum?: DatabaseVacuumSettings;
  readonly receiverTest?: ReceiverTestSettings;
  readonly prometheusSnapshot?: PrometheusSnapshotSettings;
  readonly grafanaExport?: GrafanaExportSettings;
}

/** The settings of every program, and what the services delivered. */
export interface Wiring {
  /** Public base URL without a trailing slash: `https://monitoring.example.com`. */
  readonly publicUrl: string;
  readonly prometheus: PrometheusSettings;
  readonly alertmanager: AlertmanagerSettings;
  readonly grafana: GrafanaSettings;
  readonly nginx: NginxSettings;
  /** Absent where people have passwords. */
  readonly oauth2Proxy?: Oauth2ProxySettings;
  readonly nodeExporter: NodeExporterSettings;
  readonly blackboxExporter: BlackboxExporterSettings;
  /** Absent where none is run. */
  readonly kubeStateMetrics?: KubeStateMetricsSettings;
  /** What each exporter of a PostgreSQL server is told, by the name of its database; empty where there is none. */
  readonly postgresExporters: Readonly<Record<string, PostgresExporterSettings>>;
  /** Absent where no list of silences is kept. */
  readonly silences?: { readonly silences: readonly Silence[]; readonly alertmanagerUrl: string };
  /** Absent where logs are not kept. */
  readonly logs?: LogShipperSettings;
  /** What each task is told; empty where there is none. */
  readonly jobs: JobSettings;
  /** Absent where there is no long-term storage. */
  readonly thanos?: ThanosSettings;
  readonly deliveries: readonly ServiceDelivery[];
}
