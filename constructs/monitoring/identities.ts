/** The components of a stack by their names in Kubernetes. */
import type { Identity } from '../kubernetes/identity';
import type { Environment } from './environment';

/** Every component, by role. */
export interface Identities {
  readonly prometheus: Identity;
  readonly alertmanager: Identity;
  readonly alertmanagerSilences: Identity;
  readonly grafana: Identity;
  readonly nginx: Identity;
  readonly oauth2Proxy: Identity;
  readonly nodeExporter: Identity;
  readonly blackboxExporter: Identity;
  readonly kubeStateMetrics: Identity;
  readonly logShipper: Identity;
  readonly logStoreSetup: Identity;
  readonly databaseBackup: Identity;
  readonly databaseVacuum: Identity;
  readonly receiverTest: Identity;
  readonly prometheusSnapshot: Identity;
  readonly grafanaExport: Identity;
  readonly thanosQuery: Identity;
  readonly thanosStore: Identity;
  readonly thanosCompactor: Identity;
}

/** The exporter of one database. */
export function postgresExporterIdentity(
  { name: environment, namespaces }: Pick<Environment, 'name' | 'namespaces'>,
  database: string,
): Identity {
  const component = 'postgres-exporter';
  return { component, name: `${component}-${database}`, namespace: namespaces.monitoring, environment };
}

/** Every component that an environment can have. */
export function allIdentities(
  environment: Pick<Environment, 'name' | 'namespaces' | 'postgresExporters'>,
): readonly Identity[] {
  const exporters = Object.keys(environment.postgresExporters ?? {});
  return [
    ...Object.values(identitiesOf(environment)),
    ...exporters.map((database) => postgresExporterIdentity(environment, database)),
  ];
}

/** Short and stable names: `prometheus`, not a path or a hash. */
export function identitiesOf({ name: environment, namespaces }: Pick<Environment, 'name' | 'namespaces'>): Identities {
  const at = (namespace: string, component: string): Identity => ({
    component,
    name: component,
    namespace,
    environment,
  });
  return {
    prometheus: at(namespaces.monitoring, 'prometheus'),
    alertmanager: at(namespaces.monitoring, 'alertmanager'),
    alertmanagerSilences: at(namespaces.monitoring, 'alertmanager-silences'),
    grafana: at(namespaces.monitoring, 'grafana'),
    nginx: at(namespaces.monitoring, 'nginx-proxy'),
    oauth2Proxy: at(namespaces.monitoring, 'oauth2-proxy'),
    nodeExporter: at(namespaces.node, 'node-exporter'),
    blackboxExporter: at(namespaces.monitoring, 'blackbox-exporter'),
    kubeStateMetrics: at(namespaces.monitoring, 'kube-state-metrics'),
    logShipper: at(namespaces.node, 'log-shipper'),
    logStoreSetup: at(namespaces.monitoring, 'log-store-setup'),
    databaseBackup: at(namespaces.monitoring, 'database-backup'),
    databaseVacuum: at(namespaces.monitoring, 'database-vacuum'),
    receiverTest: at(namespaces.monitoring, 'receiver-test'),
    prometheusSnapshot: at(namespaces.monitoring, 'prometheus-snapshot'),
    grafanaExport: at(namespaces.monitoring, 'grafana-export'),
    thanosQuery: at(namespaces.monitoring, 'thanos-query'),
    thanosStore: at(namespaces.monitoring, 'thanos-store'),
    thanosCompactor: at(namespaces.monitoring, 'thanos-compactor'),
  };
}
