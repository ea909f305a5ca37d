/** Where the components are in a cluster: everything follows from their names. */
import type { Discovery } from '../../model/delivery';
import { GOSSIP_LISTEN } from '../alertmanager/index';
import { ALERTMANAGER_PORT, GOSSIP_PORT } from '../alertmanager/program';
import { BLACKBOX_EXPORTER_PORT } from '../blackbox-exporter/program';
import { GRAFANA_WEB } from '../grafana/index';
import { GRAFANA_PORT } from '../grafana/program';
import { type Identity, selectorLabels } from '../kubernetes/identity';
import { KUBE_STATE_METRICS_PORTS } from '../kube-state-metrics/index';
import { REPLICAS, replicaEndpoints, serviceHost } from '../kubernetes/service';
import { NGINX_STATUS_PORT } from '../nginx-proxy/exporter';
import { NGINX_METRICS } from '../nginx-proxy/index';
import { NGINX_HTTP_PORT } from '../nginx-proxy/program';
import { HOST_ROOT, NODE_EXPORTER_WEB } from '../node-exporter/index';
import { POSTGRES_EXPORTER_PORT } from '../postgres-exporter/program';
import { OAUTH2_PROXY_PORT } from '../oauth2-proxy/program';
import type { Endpoint } from '../program';
import { PROMETHEUS_PORT } from '../prometheus/program';
import { THANOS_HTTP } from '../thanos/pod';
import { THANOS_GRPC_PORT, THANOS_HTTP_PORT } from '../thanos/program';
import { imageOf } from '../versions';
import { type Addresses, single } from './addresses';
import type { Environment } from './environment';
import { identitiesOf, postgresExporterIdentity } from './identities';

/** Name of the cluster's DNS; nginx has no search list, so it is the full one. */
const CLUSTER_DNS_HOST = serviceHost('kube-dns', 'kube-system');

/** The addresses of an environment's components. */
export function kubernetesAddresses(environment: Environment): Addresses {
  const { images } = environment;
  const { prometheus, alertmanager, grafana, nginx, oauth2Proxy, nodeExporter, blackboxExporter, kubeStateMetrics } =
    identitiesOf(environment);
  const { replicas } = environment.prometheus;
  return {
    nginx: {
      publicPort: 443,
      redirect: { host: '', port: NGINX_HTTP_PORT },
      resolver: CLUSTER_DNS_HOST,
      version: imageOf('nginx', images).tag,
      accessLog: '/dev/stdout',
      // All processes of the pod are one user's.
      freshCertificate: true,
      // The exporter is in the same pod, and so on the same loopback address.
      exporter: {
        status: { host: '127.0.0.1', port: NGINX_STATUS_PORT },
        discovery: [podsOf(nginx, NGINX_METRICS.name)],
      },
    },
    prometheus: {
      endpoint: at(prometheus, PROMETHEUS_PORT),
      instances: replicaEndpoints(prometheus.name, prometheus.namespace, replicas, PROMETHEUS_PORT),
      replica: '${POD_NAME}',
      version: imageOf('prometheus', images).tag,
    },
    alertmanager: alertmanagerAddress(alertmanager, environment.alertmanager.replicas),
    grafana: {
      ...single(at(grafana, GRAFANA_PORT)),
      // Behind the Service one of the replicas answers, and not the same one each time.
      ...((environment.grafana.replicas ?? 1) > 1 ? { discovery: [podsOf(grafana, GRAFANA_WEB.name)] } : {}),
    },
    nodeExporter: { hostRoot: HOST_ROOT, discovery: [podsOf(nodeExporter, NODE_EXPORTER_WEB.name)] },
    blackboxExporter: single(at(blackboxExporter, BLACKBOX_EXPORTER_PORT)),
    ...(environment.nginx.signIn === undefined ? {} : { oauth2Proxy: at(oauth2Proxy, OAUTH2_PROXY_PORT) }),
    ...(environment.thanos === undefined ? {} : { thanos: thanosAddresses(environment) }),
    postgresExporters: postgresExporterAddresses(environment),
    ...(environment.kubeStateMetrics === undefined
      ? {}
      : { kubeStateMetrics: { endpoints: KUBE_STATE_METRICS_PORTS.map(({ port }) => at(kubeStateMetrics, port)) } }),
  };
}

/** Where the exporters of PostgreSQL servers are, by their names. */
export function postgresExporterAddresses(
  environment: Pick<Environment, 'name' | 'namespaces' | 'postgresExporters'>,
): Readonly<Record<string, Endpoint>> {
  const names = Object.keys(environment.postgresExporters ?? {});
  return Object.fromEntries(
    names.map((name) => [name, at(postgresExporterIdentity(environment, name), POSTGRES_EXPORTER_PORT)]),
  );
}

function at({ name, namespace }: Identity, port: number): Endpoint {
  return { host: serviceHost(name, namespace), port };
}

function alertmanagerAddress(identity: Identity, replicas: number): Addresses['alertmanager'] {
  const members = (port: number): readonly Endpoint[] =>
    replicaEndpoints(identity.name, identity.namespace, replicas, port);
  return {
    endpoint: at(identity, ALERTMANAGER_PORT),
    instances: members(ALERTMANAGER_PORT),
    ...(replicas > 1 ? { gossip: { listen: GOSSIP_LISTEN, peers: members(GOSSIP_PORT) } } : {}),
  };
}

function thanosAddresses(environment: Environment): NonNullable<Addresses['thanos']> {
  const { prometheus, thanosQuery, thanosStore, thanosCompactor } = identitiesOf(environment);
  const found = (identity: Identity): readonly Discovery[] => [podsOf(identity, THANOS_HTTP.name)];
  return {
    prometheus: { host: '127.0.0.1', port: PROMETHEUS_PORT },
    stores: [prometheus, thanosStore].map(({ name, namespace }) => ({
      host: serviceHost(`${name}-${REPLICAS}`, namespace),
      port: THANOS_GRPC_PORT,
    })),
    query: at(thanosQuery, THANOS_HTTP_PORT),
    discovery: {
      sidecar: found(prometheus),
      query: found(thanosQuery),
      store: found(thanosStore),
      compactor: found(thanosCompactor),
    },
  };
}

/** Every pod of a component by itself. */
function podsOf(identity: Identity, portName: string): Discovery {
  return {
    kind: 'kubernetes',
    role: 'pod',
    namespaces: [identity.namespace],
    matchLabels: selectorLabels(identity),
    portName,
  };
}
