/** What must be known of a cluster that runs the Prometheus Operator. */
import type { DeliverableService } from '../../model/delivery';
import type { GuestEnvironment } from '../guest/environment';
import type { GuestRouting } from '../guest/routing';
import type { GuestSilences } from '../guest/silences';
import type { JobOptions } from '../monitoring/job-settings';
import type { LogOptions } from '../monitoring/logs';
import type { PostgresExporterOptions } from '../monitoring/postgres-exporters';
import type { ImageOverrides } from '../versions';

export interface OperatorMonitoringProps {
  readonly environment: GuestEnvironment;
  /** What is watched. */
  readonly services: readonly DeliverableService[];
  /** Namespace of the objects, and of the Secrets that scrape jobs and receivers name. */
  readonly namespace: string;
  /** Labels that their Prometheus selects rules and scrape jobs by: `{ release: 'kube-prometheus-stack' }`. */
  readonly selectorLabels: Readonly<Record<string, string>>;
  /** Who is told what. @default - their Alertmanager's own configuration decides */
  readonly routing?: OperatorRouting;
  /** What runs beside their programs. @default - nothing */
  readonly programs?: OperatorPrograms;
}

/** Routing in their Alertmanager. */
export interface OperatorRouting extends GuestRouting {
  /**
   * `alertmanagerConfigMatcherStrategy` of their Alertmanager. With the operator's default, `OnNamespace`, only alerts
   * whose label `namespace` is this object's would be told, which alerts of services elsewhere never are. The second
   * does for objects in the namespace of their Alertmanager.
   * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerConfigMatcherStrategy
   */
  readonly matcherStrategy: 'None' | 'OnNamespaceExceptForAlertmanagerNamespace';
}

/** Programs of ours: tasks, and the shipper of logs. */
export interface OperatorPrograms extends GuestSilences {
  /** The test of receivers needs a routing, which has its routes. */
  readonly jobs?: OperatorJobs;
  /** Without a reader: how their Grafana reads the store is for them to say. */
  readonly logs?: Omit<LogOptions, 'reader'>;
  /** Needed with {@link logs}. */
  readonly agents?: Agents;
  /** Exporters of PostgreSQL servers; the service `postgres` watches them. */
  readonly postgresExporters?: Readonly<Record<string, PostgresExporterOptions>>;
  readonly images?: ImageOverrides;
}

/** Tasks that need none of the programs of a stack of one's own. */
export type OperatorJobs = Pick<JobOptions, 'databaseBackup' | 'databaseVacuum' | 'receiverTest'>;

/** Where programs run that see the nodes' files. */
export interface Agents {
  /** Is there, and lets its pods mount folders of their node: Pod Security Standard `privileged`. */
  readonly namespace: string;
  /** Addresses of the API server, which the shipper asks for pods. CIDR blocks. */
  readonly apiServer: readonly string[];
}
