/** Every flow of a stack in a cluster. What is not here is denied. */
import type { Discovery, ScrapeJob } from '../../model/delivery';
import { ALERTMANAGER_PORT, GOSSIP_PORT } from '../alertmanager/program';
import type { Integration } from '../alertmanager/settings';
import { BLACKBOX_EXPORTER_PORT } from '../blackbox-exporter/program';
import { GRAFANA_PORT } from '../grafana/program';
import { selectorLabels } from '../kubernetes/identity';
import { CLUSTER_DNS, type Connection, type Peer, tcp, udp } from '../kubernetes/network';
import { NGINX_HTTPS_PORT, NGINX_HTTP_PORT } from '../nginx-proxy/program';
import { PROMETHEUS_PORT } from '../prometheus/program';
import type { Environment } from './environment';
import { identitiesOf } from './identities';
import type { Wiring } from './settings';

/** The connections of an environment: who proxies, queries, scrapes, notifies and gossips. */
export function connectionsOf(environment: Environment, wiring: Wiring): readonly Connection[] {
  const identities = identitiesOf(environment);
  const component = (identity: (typeof identities)[keyof typeof identities]): Peer => ({ kind: 'component', identity });
  const prometheus = component(identities.prometheus);
  const alertmanager = component(identities.alertmanager);
  const grafana = component(identities.grafana);
  const nginx = component(identities.nginx);
  const blackbox = component(identities.blackboxExporter);
  const { network } = environment;
  const jobs = wiring.prometheus.scrapeJobs;
  const apiServer: Peer = { kind: 'addresses', cidrs: network.apiServer };
  const flow = (from: Peer, to: Peer, ...ports: Connection['ports']): Connection => ({ from, to, ports });
  return [
    ...[prometheus, alertmanager, grafana, nginx, blackbox].map((from) => flow(from, CLUSTER_DNS, udp(53), tcp(53))),
    flow({ kind: 'addresses', cidrs: network.clients }, nginx, tcp(NGINX_HTTPS_PORT), tcp(NGINX_HTTP_PORT)),
    flow(nginx, grafana, tcp(GRAFANA_PORT)),
    flow(nginx, prometheus, tcp(PROMETHEUS_PORT)),
    flow(nginx, alertmanager, tcp(ALERTMANAGER_PORT)),
    flow(grafana, prometheus, tcp(PROMETHEUS_PORT)),
    flow(grafana, alertmanager, tcp(ALERTMANAGER_PORT)),
    flow(prometheus, alertmanager, tcp(ALERTMANAGER_PORT)),
    flow(prometheus, prometheus, tcp(PROMETHEUS_PORT)),
    flow(prometheus, grafana, tcp(GRAFANA_PORT)),
    flow(prometheus, blackbox, tcp(BLACKBOX_EXPORTER_PORT)),
    // The public URL can lead straight to the pods, without a way round outside.
    flow(blackbox, nginx, tcp(NGINX_HTTPS_PORT)),
    // The API server's Service is at 443; policies see the packet after it was sent on to a server's own port.
    flow(prometheus, apiServer, tcp(443), tcp(6443)),
    ...(wiring.alertmanager.gossip === undefined
      ? []
      : [flow(alertmanager, alertmanager, tcp(GOSSIP_PORT), udp(GOSSIP_PORT))]),
    ...targetFlows(
      prometheus,
      jobs.filter(({ probes }) => probes === undefined),
      environment,
    ),
    ...targetFlows(
      blackbox,
      jobs.filter(({ probes }) => probes !== undefined),
      environment,
    ),
    ...notificationFlows(alertmanager, wiring),
  ];
}

/** To the targets of the services; the stack's own components have their flows already. */
function targetFlows(from: Peer, jobs: readonly ScrapeJob[], environment: Environment): readonly Connection[] {
  const flows = jobs
    .flatMap(({ discovery, probes }) =>
      discovery.flatMap((each) => targetPeers(each, environment).map((target) => probed(target, probes))),
    )
    .map((to): Connection => ({ ...to, from }));
  return [...new Map(flows.map((each) => [JSON.stringify([each.to, each.ports]), each])).values()];
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

type Target = Omit<Connection, 'from'>;

function targetPeers(discovery: Discovery, environment: Environment): readonly Target[] {
  switch (discovery.kind) {
    case 'static':
      return discovery.targets.flatMap((target) => staticPeer(target, environment));
    case 'dns':
      return discovery.type === 'SRV'
        ? // The record names the port too, so that it is known at run time only.
          [{ to: { kind: 'anywhere' }, ports: [UNPRIVILEGED] }]
        : [{ to: { kind: 'anywhere' }, ports: [tcp(discovery.port)] }];
    case 'kubernetes':
      return discovery.namespaces.flatMap((namespace) => kubernetesPeer(discovery, namespace, environment));
    case 'file':
      return [{ to: { kind: 'anywhere' }, ports: [UNPRIVILEGED] }];
  }
}

const UNPRIVILEGED = { port: 1024, endPort: 65535, protocol: 'TCP' } as const;

function staticPeer(target: string, { namespaces }: Environment): readonly Target[] {
  const colon = target.lastIndexOf(':');
  const host = target.slice(0, colon).replace(/^\[|\]$/g, '');
  const ports = [tcp(Number(target.slice(colon + 1)))];
  const namespace = /^[^.]+(?:\.[^.]+)?\.([^.]+)\.svc(?:\.|$)/.exec(host)?.[1];
  if (namespace === namespaces.monitoring) return [];
  if (namespace !== undefined) return [{ to: { kind: 'pods', namespace, labels: {} }, ports }];
  if (/^[\d.]+$/.test(host)) return [{ to: { kind: 'addresses', cidrs: [`${host}/32`] }, ports }];
  return [{ to: { kind: 'anywhere' }, ports }];
}

function kubernetesPeer(
  { role, matchLabels, portName }: Extract<Discovery, { kind: 'kubernetes' }>,
  namespace: string,
  environment: Environment,
): readonly Target[] {
  const { namespaces, network } = environment;
  // node-exporter has the node's address, which no selector of pods matches.
  if (namespace === namespaces.node) return [{ to: { kind: 'addresses', cidrs: network.nodes }, ports: [tcp(9100)] }];
  // A Service's labels are not its pods', so every pod of the namespace is meant; the port's name keeps it narrow.
  const labels = role === 'pod' ? matchLabels : {};
  const own = Object.values(identitiesOf(environment)).find(
    (identity) => identity.namespace === namespace && isSame(selectorLabels(identity), labels),
  );
  // A component of the stack lets nothing in that is not told at its end too.
  if (own !== undefined) return [{ to: { kind: 'component', identity: own }, ports: [tcp(portName)] }];
  return [{ to: { kind: 'pods', namespace, labels }, ports: [tcp(portName)] }];
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Receivers are names on the internet, whose addresses change; the port is what is known. */
function notificationFlows(alertmanager: Peer, { alertmanager: { receivers } }: Wiring): readonly Connection[] {
  const ports = receivers.flatMap(({ integrations }) => integrations.map(receiverPort));
  return [...new Set(ports)]
    .sort((a, b) => a - b)
    .map((port) => ({ from: alertmanager, to: { kind: 'anywhere' }, ports: [tcp(port)] }));
}

function receiverPort(integration: Integration): number {
  if (integration.kind === 'email') return integration.smarthost.port;
  if (integration.kind !== 'webhook' || typeof integration.url !== 'string') return 443;
  const { port, protocol } = new URL(integration.url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
