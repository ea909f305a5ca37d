/**
 * The one graph of connections: who scrapes, queries, notifies and proxies whom. From an environment, the services and
 * the addresses of a place to the settings of every program.
 */
import type { DeliverableService, ServiceDelivery } from '../../model/delivery';
import type { AlertmanagerSettings } from '../alertmanager/settings';
import type { GrafanaSettings } from '../grafana/settings';
import type { NginxSettings } from '../nginx-proxy/settings';
import type { NodeExporterSettings } from '../node-exporter/settings';
import type { ProgramFile } from '../program';
import type { PrometheusSettings } from '../prometheus/settings';
import type { Addresses } from './addresses';
import type { Environment } from './environment';

/** The settings of every program, and what the services delivered. */
export interface Wiring {
  /** Public base URL without a trailing slash: `https://monitoring.example.com`. */
  readonly publicUrl: string;
  readonly prometheus: PrometheusSettings;
  readonly alertmanager: AlertmanagerSettings;
  readonly grafana: GrafanaSettings;
  readonly nginx: NginxSettings;
  readonly nodeExporter: NodeExporterSettings;
  readonly deliveries: readonly ServiceDelivery[];
}

/**
 * Wires an environment in a place.
 * @param runbooks - pages below `/runbooks/`, paths relative to it
 * @throws VedetteError with every problem of the environment and of the settings that follow from it
 */
export function wire(
  _environment: Environment,
  _services: readonly DeliverableService[],
  _addresses: Addresses,
  _runbooks: readonly ProgramFile[] = [],
): Wiring {
  throw new Error('not wired yet');
}
