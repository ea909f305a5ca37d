/**
 * Every flow of a stack in a cluster; what is not here is denied. None is declared: each follows from what a program was
 * told to connect to, so that a policy cannot lack it, nor stay when it is gone.
 */
import type { ScrapeJob } from '../../model/delivery';
import { integrationEndpoint } from '../alertmanager/receivers/integration';
import { BLACKBOX_EXPORTER_PORT } from '../blackbox-exporter/program';
import { signInEndpoints } from '../grafana/sign-in';
import type { Identity } from '../kubernetes/identity';
import { CLUSTER_DNS, type Connection, type Peer, tcp, udp } from '../kubernetes/network';
import { NGINX_HTTPS_PORT, NGINX_HTTP_PORT } from '../nginx-proxy/program';
import { type Endpoint, endpointOf } from '../program';
import type { Environment } from './environment';
import { identitiesOf, postgresExporterIdentity } from './identities';
import { type Target, component, targetsAt, targetsFound } from './peers';
import type { Wiring } from './settings';

/** The connections of an environment: who proxies, queries, scrapes, probes, notifies and gossips. */
export function connectionsOf(environment: Environment, wiring: Wiring): readonly Connection[] {
  const identities = identitiesOf(environment);
  const prometheus = component(identities.prometheus);
  const alertmanager = component(identities.alertmanager);
  const silences = component(identities.alertmanagerSilences);
  const grafana = component(identities.grafana);
  const nginx = component(identities.nginx);
  const blackbox = component(identities.blackboxExporter);
  const kubeStateMetrics = component(identities.kubeStateMetrics);
  const { clients } = environment.network;
  const to = (from: Peer, endpoints: readonly Endpoint[]): readonly Connection[] =>
    endpoints.flatMap((each) => flows(from, targetsAt(each, environment)));
  return distinct([
    ...[prometheus, alertmanager, silences, grafana, nginx, blackbox].map((from) =>
      flow(from, CLUSTER_DNS, udp(53), tcp(53)),
    ),
    flow({ kind: 'addresses', cidrs: clients }, nginx, tcp(NGINX_HTTPS_PORT), tcp(NGINX_HTTP_PORT)),
    ...to(nginx, upstreams(wiring)),
    ...to(grafana, [wiring.grafana.prometheusUrl, wiring.grafana.alertmanagerUrl].map(endpointOf)),
    ...to(grafana, wiring.grafana.signIn === undefined ? [] : signInEndpoints(wiring.grafana.signIn)),
    ...to(grafana, wiring.grafana.database === undefined ? [] : [wiring.grafana.database.server]),
    ...to(prometheus, wiring.prometheus.alertmanagers.instances),
    ...to(
      prometheus,
      (wiring.prometheus.remoteWrite ?? []).map(({ url }) => endpointOf(url)),
    ),
    ...to(alertmanager, wiring.alertmanager.gossip?.peers ?? []).map(byBothProtocols),
    ...scrapes(prometheus, blackbox, environment, wiring),
    ...(wiring.kubeStateMetrics === undefined ? [] : [toApiServer(kubeStateMetrics, environment)]),
    ...(wiring.silences === undefined ? [] : to(silences, [endpointOf(wiring.silences.alertmanagerUrl)])),
    ...notifications(alertmanager, environment, wiring),
    ...signInFlows(environment, wiring),
    ...logFlows(grafana, environment, wiring),
    ...taskFlows(environment, wiring),
    ...thanosFlows(environment, wiring),
  ]);
}

function flow(from: Peer, to: Peer, ...ports: Connection['ports']): Connection {
  return { from, to, ports };
}

function flows(from: Peer, targets: readonly Target[]): readonly Connection[] {
  return targets.map((target) => ({ from, ...target }));
}

/** Its Service is at 443; policies see the packet after it was sent on to a server's own port. */
function toApiServer(from: Peer, { network }: Environment): Connection {
  return flow(from, { kind: 'addresses', cidrs: network.apiServer }, tcp(443), tcp(6443));
}

function distinct(connections: readonly Connection[]): readonly Connection[] {
  return [...new Map(connections.map((each) => [JSON.stringify([each.from, each.to, each.ports]), each])).values()];
}

function upstreams({ nginx: { prometheus, alertmanager, grafana, access } }: Wiring): readonly Endpoint[] {
  const asked = access.kind === 'signIn' ? [access.oauth2Proxy] : [];
  return [prometheus.endpoint, alertmanager.endpoint, ...(grafana === undefined ? [] : [grafana]), ...asked];
}

/** The provider's endpoints are where it is itself, or at the same port of another name outside. */
function signInFlows(environment: Environment, { oauth2Proxy: settings }: Wiring): readonly Connection[] {
  if (settings === undefined) return [];
  const from = component(identitiesOf(environment).oauth2Proxy);
  const provider = targetsAt(endpointOf(settings.provider.issuerUrl), environment);
  return [flow(from, CLUSTER_DNS, udp(53), tcp(53)), ...flows(from, provider)];
}

/** Members talk over both at one port. */
function byBothProtocols(connection: Connection): Connection {
  return { ...connection, ports: connection.ports.flatMap(({ port }) => [tcp(port), udp(port)]) };
}

/** Prometheus asks its targets itself, but for those of probes, which the exporter asks in its place. */
function scrapes(
  prometheus: Peer,
  blackbox: Peer,
  environment: Environment,
  { prometheus: { scrapeJobs: jobs } }: Wiring,
): readonly Connection[] {
  const discovery = jobs.flatMap((job) => job.discovery);
  const found = (from: Peer, job: ScrapeJob): readonly Connection[] =>
    flows(
      from,
      job.discovery.flatMap((each) => targetsFound(each, environment)).map((each) => probed(each, job.probes)),
    );
  return [
    ...(discovery.some(({ kind }) => kind === 'kubernetes') ? [toApiServer(prometheus, environment)] : []),
    ...(jobs.some(({ probes }) => probes !== undefined)
      ? [flow(prometheus, blackbox, tcp(BLACKBOX_EXPORTER_PORT))]
      : []),
    ...jobs.flatMap((job) => found(job.probes === undefined ? prometheus : blackbox, job)),
  ];
}

/** A probe can ask another port of the same host, and by another protocol. */
function probed(target: Target, probes: ScrapeJob['probes']): Target {
  if (probes === undefined) return target;
  const { port, protocol } = probes;
  return {
    ...target,
    ports: port === undefined ? target.ports.map((each) => ({ ...each, protocol })) : [{ port, protocol }],
  };
}

/** Lines go to the store, which the task sets up and Grafana reads; the shipper asks for the pods of its node. */
function logFlows(grafana: Peer, environment: Environment, { logs, grafana: settings }: Wiring): readonly Connection[] {
  if (logs === undefined) return [];
  const identities = identitiesOf(environment);
  const [shipper, setup] = [component(identities.logShipper), component(identities.logStoreSetup)];
  const store = logs.store.endpoints.map(endpointOf).flatMap((each) => targetsAt(each, environment));
  return [
    ...[shipper, setup].flatMap((from) => [flow(from, CLUSTER_DNS, udp(53), tcp(53)), ...flows(from, store)]),
    toApiServer(shipper, environment),
    ...(settings.logs === undefined ? [] : flows(grafana, targetsAt(endpointOf(settings.logs.url), environment))),
  ];
}

/** Query asks every Store API, and Grafana it; what reads or writes the bucket goes where the environment says. */
function thanosFlows(environment: Environment, { thanos: settings, grafana }: Wiring): readonly Connection[] {
  if (environment.thanos === undefined || settings === undefined) return [];
  const identities = identitiesOf(environment);
  const [query, store, compactor] = [
    component(identities.thanosQuery),
    component(identities.thanosStore),
    component(identities.thanosCompactor),
  ];
  const bucket = targetsAt(endpointOf(`http://${environment.thanos.objectStore.address}`), environment);
  const asked = grafana.thanosUrl === undefined ? [] : targetsAt(endpointOf(grafana.thanosUrl), environment);
  return [
    ...[query, store, compactor].map((from) => flow(from, CLUSTER_DNS, udp(53), tcp(53))),
    ...settings.query.stores.flatMap((each) => flows(query, targetsAt(each, environment))),
    ...[component(identities.prometheus), store, compactor].flatMap((from) => flows(from, bucket)),
    ...flows(component(identities.grafana), asked),
  ];
}

/** Those that ask for names, and then for the one thing that they work on. */
function taskFlows(environment: Environment, { jobs, postgresExporters }: Wiring): readonly Connection[] {
  const identities = identitiesOf(environment);
  const { databaseBackup, databaseVacuum, receiverTest, grafanaExport } = jobs;
  const flowsOf = (identity: Identity, endpoints: readonly Endpoint[]): readonly Connection[] => {
    const from = component(identity);
    const targets = endpoints.flatMap((each) => targetsAt(each, environment));
    return endpoints.length === 0 ? [] : [flow(from, CLUSTER_DNS, udp(53), tcp(53)), ...flows(from, targets)];
  };
  return [
    ...flowsOf(identities.databaseBackup, databaseBackup === undefined ? [] : [databaseBackup.database.server]),
    ...flowsOf(identities.databaseVacuum, databaseVacuum === undefined ? [] : [databaseVacuum.database.server]),
    ...Object.entries(postgresExporters).flatMap(([name, { database }]) =>
      flowsOf(postgresExporterIdentity(environment, name), [database.server]),
    ),
    ...flowsOf(identities.receiverTest, (receiverTest?.alertmanagerUrls ?? []).map(endpointOf)),
    ...flowsOf(identities.grafanaExport, grafanaExport === undefined ? [] : [endpointOf(grafanaExport.url)]),
  ];
}

/** Most receivers are names on the internet, whose addresses change; the port is what is known. */
function notifications(
  alertmanager: Peer,
  environment: Environment,
  { alertmanager: { receivers } }: Wiring,
): readonly Connection[] {
  const endpoints = receivers.flatMap(({ integrations }) => integrations.map(integrationEndpoint));
  return endpoints.flatMap((each) => flows(alertmanager, targetsAt(each, environment)));
}
