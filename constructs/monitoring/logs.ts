/** Logs of the services: from what an environment says to the shipper, the task that sets its store up, and Grafana. */
import type { Construct } from 'constructs';
import type { Discovery, ServiceDelivery } from '../../model/delivery';
import type { GrafanaLogs } from '../grafana/settings';
import { selectorLabels } from '../kubernetes/identity';
import { type Resources, millicores } from '../kubernetes/resources';
import { mebibytes } from '../../model/quantity';
import { LOG_SHIPPER_METRICS, LogShipper } from '../log-shipper/index';
import type { LogShipperSettings, LogStoreAuth, LogStream } from '../log-shipper/settings';
import { LogStoreSetup } from '../log-shipper/setup';
import { imageOf } from '../versions';
import { priorityClassName } from './cluster';
import type { Environment } from './environment';
import { identitiesOf } from './identities';
import type { Wiring } from './settings';

/** What an environment says of the logs of its services. */
export interface LogOptions extends Pick<LogShipperSettings, 'buffer' | 'retention' | 'store'> {
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

/** One short request for each service. */
const SETUP_RESOURCES: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(16), limit: mebibytes(64) },
};

/** What the shipper is told; absent where the environment keeps no logs. */
export function logSettings(environment: Environment, deliveries: readonly ServiceDelivery[]): Pick<Wiring, 'logs'> {
  const { logs, name, cluster } = environment;
  if (logs === undefined) return {};
  const { store, retention, buffer } = logs;
  const streams = deliveries.flatMap((delivery) => streamsOf(delivery, environment));
  return { logs: { environment: name, cluster, streams, store, retention, buffer } };
}

/** A service that says how its log is written, and whose pods are known. */
function streamsOf({ service, logs }: ServiceDelivery, environment: Environment): readonly LogStream[] {
  if (logs === undefined) return [];
  const chosen = environment.logs?.pods?.[service];
  if (chosen !== undefined) return [{ service, ...chosen, logs }];
  const [found] = environment.services[service]?.discovery.filter(isPods) ?? [];
  return found === undefined ? [] : [{ service, namespaces: found.namespaces, matchLabels: found.matchLabels, logs }];
}

function isPods(discovery: Discovery): discovery is Extract<Discovery, { kind: 'kubernetes' }> {
  return discovery.kind === 'kubernetes' && discovery.role === 'pod';
}

/** How Prometheus finds the shippers themselves. */
export function logShipperDiscovery(environment: Environment): readonly Discovery[] {
  if (environment.logs === undefined) return [];
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
export function grafanaLogs({ logs }: Environment): { readonly logs?: GrafanaLogs } {
  if (logs?.reader === undefined || logs.store.kind !== 'elasticsearch') return {};
  const { endpoints, indexPrefix, authority } = logs.store;
  const [url = ''] = endpoints;
  return { logs: { url, indexPrefix, auth: logs.reader, ...(authority === undefined ? {} : { authority }) } };
}

/** The shipper and the task, in a cluster. */
export function logs(scope: Construct, environment: Environment, { logs: settings }: Wiring): void {
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
    image: imageOf('vector', environment.images),
    priorityClass,
  });
}
