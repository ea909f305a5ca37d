/** What the addresses of a configuration lead to in a cluster, as NetworkPolicies name it. */
import type { Discovery } from '../../model/delivery';
import { type Identity, selectorLabels } from '../kubernetes/identity';
import { type Connection, type Peer, tcp } from '../kubernetes/network';
import { REPLICAS } from '../kubernetes/service';
import { NGINX_HTTPS_PORT } from '../nginx-proxy/program';
import { NODE_EXPORTER_PORT } from '../node-exporter/program';
import type { Endpoint } from '../program';
import type { Environment } from './environment';
import { allIdentities, identitiesOf } from './identities';

/** One end of a connection, and the port there. */
export type Target = Omit<Connection, 'from'>;

const UNPRIVILEGED = { port: 1024, endPort: 65535, protocol: 'TCP' } as const;
const ANYWHERE: Peer = { kind: 'anywhere' };

/** A component of the stack. */
export function component(identity: Identity): Peer {
  return { kind: 'component', identity };
}

/** What a name or an address leads to. A Service is taken to have the ports of its pods, as those of the stack do. */
export function targetsAt(endpoint: Endpoint, environment: Environment): readonly Target[] {
  const { nginx } = identitiesOf(environment);
  // The public URL can lead straight to the pods, without a way round outside.
  if (endpoint.host === environment.host)
    return [
      { to: component(nginx), ports: [tcp(NGINX_HTTPS_PORT)] },
      { to: ANYWHERE, ports: [tcp(endpoint.port)] },
    ];
  return targetsSeenFrom(environment.namespaces.monitoring, endpoint, allIdentities(environment));
}

/**
 * What a name or an address leads to, as pods of a namespace see it.
 * @param own - components whose labels are known
 */
export function targetsSeenFrom(
  namespace: string,
  { host, port }: Endpoint,
  own: readonly Identity[] = [],
): readonly Target[] {
  const ports = [tcp(port)];
  const service = serviceAt(host, namespace);
  if (service !== undefined) return [{ to: podsBehind(service, own), ports }];
  if (/^[\d.]+$/.test(host)) return [{ to: { kind: 'addresses', cidrs: [`${host}/32`] }, ports }];
  return [{ to: ANYWHERE, ports }];
}

/** What discovery can find. */
export function targetsFound(discovery: Discovery, environment: Environment): readonly Target[] {
  switch (discovery.kind) {
    case 'static':
      return discovery.targets.flatMap((target) => targetsAt(endpointOf(target), environment));
    case 'dns':
      // An SRV record names the port too, so that it is known at run time only.
      return [{ to: ANYWHERE, ports: [discovery.type === 'SRV' ? UNPRIVILEGED : tcp(discovery.port)] }];
    case 'kubernetes':
      return discovery.namespaces.map((namespace) => podsFound(discovery, namespace, environment));
    case 'file':
      return [{ to: ANYWHERE, ports: [UNPRIVILEGED] }];
  }
}

function endpointOf(target: string): Endpoint {
  const colon = target.lastIndexOf(':');
  return { host: target.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(target.slice(colon + 1)) };
}

interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The Service that a host name belongs to: `service.namespace.svc…`, or `pod.service.namespace.svc…`. A name without a
 * dot is one of the namespace that it is seen from. https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
function serviceAt(host: string, seenFrom: string): ServiceName | undefined {
  const [, name = '', namespace = ''] = /^(?:[^.]+\.)?([^.]+)\.([^.]+)\.svc(?:\.|$)/.exec(host) ?? [];
  if (name !== '') return { name, namespace };
  return /^[a-z][a-z0-9-]*$/.test(host) ? { name: host, namespace: seenFrom } : undefined;
}

/** A Service of others has labels that nobody here knows, so that every pod of its namespace is meant. */
function podsBehind({ name, namespace }: ServiceName, own: readonly Identity[]): Peer {
  const found = own.find(
    (each) => each.namespace === namespace && [each.name, `${each.name}-${REPLICAS}`].includes(name),
  );
  return found === undefined ? { kind: 'pods', namespace, labels: {} } : component(found);
}

function podsFound(
  { role, matchLabels, portName }: Extract<Discovery, { kind: 'kubernetes' }>,
  namespace: string,
  environment: Environment,
): Target {
  // A Service's labels are not its pods', so every pod of the namespace is meant; the port's name keeps it narrow.
  const labels = role === 'pod' ? matchLabels : {};
  const identities = identitiesOf(environment);
  const own = allIdentities(environment).find(
    (identity) => identity.namespace === namespace && isSame(selectorLabels(identity), labels),
  );
  if (own === undefined) return { to: { kind: 'pods', namespace, labels }, ports: [tcp(portName)] };
  // Its pods have the node's address, which no selector of pods matches.
  if (own.name === identities.nodeExporter.name)
    return { to: { kind: 'addresses', cidrs: environment.network.nodes }, ports: [tcp(NODE_EXPORTER_PORT)] };
  return { to: component(own), ports: [tcp(portName)] };
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
