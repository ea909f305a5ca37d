/** Logs of the services: from what an environment says to the shipper, the task that sets its store up, and Grafana. */
import type { Construct } from 'constructs';
import type { Discovery, ServiceDelivery } from '../../model/delivery';
import type { GrafanaLogs } from '../grafana/settings';
import { type Identity, selectorLabels } from '../kubernetes/identity';
import { type Resources, millicores } from '../kubernetes/resources';
import { mebibytes } from '../../model/quantity';
import { LOG_SHIPPER_METRICS, LogShipper } from '../log-shipper/index';
import type { LogShipperSettings, LogStoreAuth, LogStream } from '../log-shipper/settings';
import { shipperImage } from '../log-shipper/program';
import { LogStoreSetup } from '../log-shipper/setup';
import { imageOf } from '../versions';
import { priorityClassName } from './cluster';
import type { Environment } from './environment';
import { identitiesOf } from './identities';
import type { Wiring } from './settings';

/** What an environment says of the logs of its services. */
export interface LogOptions extends Pick<LogShipperSettings, 'buffer' | 'retention' | 'shipper' | 'store'> {
  /** Of the shipper on each node. */
  readonly resources: Resources;
  /** Pods of a service by its id, where its discovery does not name them. */
  readonly pods?: Readonly<Record<string, PodSelection>>;
  /** Who may change policies and templates of the store; {@link LogStore.auth} need not. */
  readonly setup: LogStoreAuth;
  /** As whom Grafana reads; without it, Grafana does not show logs. */
  readonly reader?: LogStoreAuth;
}

export type PodSelection = Pick<LogStream, 'matchLabels' | 'namespaces'>;

/** What of an environment decides what the shipper reads. */
interface LoggedEnvironment extends Pick<Environment, 'name' | 'cluster' | 'services'> {
  readonly logs?: Omit<LogOptions, 'resources'>;
}

/** One short request for each service. */
const SETUP_RESOURCES: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(16), limit: mebibytes(64) },
};

/**
 * What the shipper is told; absent where the environment keeps no logs.
 * @param own pods of services that the stack itself runs
 */
export function logSettings(
  environment: LoggedEnvironment,
  deliveries: readonly ServiceDelivery[],
  own: Readonly<Record<string, PodSelection>> = {},
): Pick<Wiring, 'logs'> {
  const { logs, name, cluster } = environment;
  if (logs === undefined) return {};
  const { shipper, store, retention, buffer } = logs;
  const streams = deliveries.flatMap((delivery) => streamsOf(delivery, environment, own));
  return { logs: { environment: name, cluster, streams, store, retention, buffer, ...(shipper && { shipper }) } };
}

/** A service that says how its log is written, and whose pods are known. */
function streamsOf(
  { service, logs }: ServiceDelivery,
  environment: LoggedEnvironment,
  own: Readonly<Record<string, PodSelection>>,
): readonly LogStream[] {
  if (logs === undefined) return [];
  const chosen = environment.logs?.pods?.[service];
  if (chosen !== undefined) return [{ service, ...chosen, logs }];
  const [found] = environment.services[service]?.discovery.filter(isPods) ?? [];
  const pods = found ?? own[service];
  return pods === undefined ? [] : [{ service, namespaces: pods.namespaces, matchLabels: pods.matchLabels, logs }];
}

/** Pods of the services that a stack itself runs, by the service's id. */
export function ownPods(environment: Pick<Environment, 'name' | 'namespaces'>): Readonly<Record<string, PodSelection>> {
  const { prometheus, alertmanager, grafana, nginx } = identitiesOf(environment);
  const podsOf = (identity: Identity): PodSelection => ({
    namespaces: [identity.namespace],
    matchLabels: selectorLabels(identity),
  });
  return {
    prometheus: podsOf(prometheus),
    alertmanager: podsOf(alertmanager),
    grafana: podsOf(grafana),
    nginx: podsOf(nginx),
  };
}

/** Whether the targets are pods that the API finds. */
export function isPods(discovery: Discovery): discovery is Extract<Discovery, { kind: 'kubernetes' }> {
  return discovery.kind === 'kubernetes' && discovery.role === 'pod';
}

/** How Prometheus finds the shippers themselves. */
export function logShipperDiscovery(
  environment: Pick<Environment, 'name' | 'namespaces' | 'logs'>,
): readonly Discovery[] {
  // Fluentd's metrics have other names than Vector's, which its service is about.
  if (environment.logs === undefined || environment.logs.shipper === 'fluentd') return [];
  const { logShipper: identity } = identitiesOf(environment);
  return [
    {
      kind: 'kubernetes',
      role: 'pod',
      namespaces: [identity.namespace],
      matchLabels: selectorLabels(identity),
      portName: LOG_SHIPPER_METRICS.name,
    },
  ];
}

/** What Grafana is told. Its own data source speaks to Elasticsearch; that of OpenSearch is a plug-in, and not here. */
export function grafanaLogs({ logs }: Pick<LoggedEnvironment, 'logs'>): { readonly logs?: GrafanaLogs } {
  if (logs?.reader === undefined || logs.store.kind !== 'elasticsearch') return {};
  const { endpoints, indexPrefix, authority } = logs.store;
  const [url = ''] = endpoints;
  return { logs: { url, indexPrefix, auth: logs.reader, ...(authority === undefined ? {} : { authority }) } };
}

/** The shipper and the task, in a cluster. */
export function logs(
  scope: Construct,
  environment: Pick<Environment, 'name' | 'namespaces' | 'logs' | 'images'>,
  { logs: settings }: Pick<Wiring, 'logs'>,
): void {
  if (environment.logs === undefined || settings === undefined) return;
  const { logShipper, logStoreSetup } = identitiesOf(environment);
  const { resources, setup: auth } = environment.logs;
  const priorityClass = priorityClassName(environment);
  new LogStoreSetup(scope, 'log-store-setup', {
    identity: logStoreSetup,
    settings,
    auth,
    resources: SETUP_RESOURCES,
    image: imageOf('curl', environment.images),
    priorityClass,
  });
  new LogShipper(scope, 'log-shipper', {
    identity: logShipper,
    settings,
    resources,
    image: imageOf(shipperImage(settings), environment.images),
    priorityClass,
  });
}
