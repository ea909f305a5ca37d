/**
 * What NetworkPolicies let through, as Kubernetes defines it: policies add up, a pod that none selects is open, both
 * ends must allow a connection. https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
import { BlockList, isIPv6 } from 'node:net';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import type { Cluster, End, Labels, Pod, Protocol } from './cluster';

/**
 * Whether a block of addresses also means the pods in it. The definition leaves it open, and plugins differ: with
 * `hosts` a flow is open under every plugin, with `pods-too` it is closed under every plugin.
 */
export type Blocks = 'hosts' | 'pods-too';

/** A new connection; answers belong to it. */
export interface Flow {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: Protocol;
}

type Direction = 'Egress' | 'Ingress';
type LabelSelector = NonNullable<INetworkPolicyPeer['podSelector']>;

/** Ends that do not allow a flow; empty when it is open. */
export function closedAt(cluster: Cluster, flow: Flow, blocks: Blocks): readonly Direction[] {
  const { from, to } = flow;
  // A pod cannot be kept from itself.
  if (from === to) return [];
  const directions: Direction[] = [];
  if (!isAllowed(cluster, flow, 'Egress', blocks)) directions.push('Egress');
  if (!isAllowed(cluster, flow, 'Ingress', blocks)) directions.push('Ingress');
  return directions;
}

function isAllowed(cluster: Cluster, flow: Flow, direction: Direction, blocks: Blocks): boolean {
  const [self, other] = direction === 'Egress' ? [flow.from, flow.to] : [flow.to, flow.from];
  if (!isPolicied(self)) return true;
  const policies = cluster.policies.filter((policy) => isolates(policy, self, direction));
  if (policies.length === 0) return true;
  return policies.some((policy) =>
    rulesOf(policy, direction).some(
      ({ peers, ports }) =>
        isOneOf(ports, (port) => isPort(port, flow)) &&
        isOneOf(peers, (peer) => isPeer(peer, other, policy.metadata?.namespace ?? '', cluster, blocks)),
    ),
  );
}

/** Policies do not hold for pods on the network of their node. */
const isPolicied = (end: End): end is Pod => end.kind === 'pod' && !end.hostNetwork;

/** No list, and an empty one, mean everything. */
function isOneOf<T>(list: readonly T[] | undefined, isMatch: (each: T) => boolean): boolean {
  return list === undefined || list.length === 0 || list.some(isMatch);
}

function isolates({ metadata, spec }: INetworkPolicy, pod: Pod, direction: Direction): boolean {
  if (metadata?.namespace !== pod.namespace || !selects(spec?.podSelector ?? {}, pod.labels)) return false;
  // Without types a policy is about what comes in, and about what goes out where it says something of that.
  const types = spec?.policyTypes ?? (spec?.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']);
  return types.includes(direction);
}

function rulesOf(
  { spec }: INetworkPolicy,
  direction: Direction,
): readonly { readonly peers?: INetworkPolicyPeer[]; readonly ports?: INetworkPolicyPort[] }[] {
  const rules =
    direction === 'Egress'
      ? (spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
      : (spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }));
  return rules.map(({ peers, ports }) => ({ ...(peers && { peers }), ...(ports && { ports }) }));
}

function isPort({ port, endPort, protocol = 'TCP' }: INetworkPolicyPort, flow: Flow): boolean {
  if (protocol !== flow.protocol) return false;
  if (port === undefined) return true;
  // A name is the destination's, for both directions.
  if (typeof port === 'string') return portsNamed(flow.to, port, flow.protocol).includes(flow.port);
  return endPort === undefined ? port === flow.port : port <= flow.port && flow.port <= endPort;
}

function portsNamed(end: End, name: string, protocol: Protocol): readonly number[] {
  if (end.kind !== 'pod') return [];
  return end.ports.filter((each) => each.name === name && each.protocol === protocol).map(({ port }) => port);
}

function isPeer(peer: INetworkPolicyPeer, other: End, namespace: string, cluster: Cluster, blocks: Blocks): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined) {
    if (isPolicied(other) && blocks === 'hosts') return false;
    return isIn(ipBlock.cidr, other.address) && !(ipBlock.except ?? []).some((each) => isIn(each, other.address));
  }
  // A pod on the network of its node comes from the node's address, which selectors do not match.
  if (!isPolicied(other)) return false;
  const isThere =
    namespaceSelector === undefined
      ? other.namespace === namespace
      : selects(namespaceSelector, cluster.namespaces.get(other.namespace) ?? {});
  return isThere && (podSelector === undefined || selects(podSelector, other.labels));
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          throw new Error(`operator of a label selector is '${operator}', which is none`);
      }
    })
  );
}

function isIn(cidr: string, address: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const list = new BlockList();
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  list.addSubnet(network, Number(bits), family);
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** A range of ports of one protocol. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
  readonly protocol: Protocol;
}

const LAST_PORT = 65535;

/** Every port at which a flow is open, as ranges: all 65,535 of both protocols are asked, where an answer can change. */
export function openPorts(cluster: Cluster, from: End, to: End, blocks: Blocks): readonly PortRange[] {
  const starts = [...changes(cluster, to)].sort((a, b) => a - b);
  return (['TCP', 'UDP'] as const).flatMap((protocol) => {
    const ranges = starts.map((first, index) => ({
      first,
      last: (starts[index + 1] ?? LAST_PORT + 1) - 1,
      open: closedAt(cluster, { from, to, port: first, protocol }, blocks).length === 0,
    }));
    return joined(ranges.filter(({ open }) => open)).map(({ first, last }) => ({ first, last, protocol }));
  });
}

/** Where a range of ports with one answer can begin. */
function changes(cluster: Cluster, to: End): ReadonlySet<number> {
  const named = to.kind === 'pod' ? to.ports.map(({ port }) => ({ port })) : [];
  const ruled: readonly INetworkPolicyPort[] = cluster.policies.flatMap(({ spec }) =>
    [...(spec?.egress ?? []), ...(spec?.ingress ?? [])].flatMap(({ ports = [] }) => ports),
  );
  const edges = [...named, ...ruled].flatMap(({ port, endPort }: INetworkPolicyPort) =>
    typeof port === 'number' ? [port, (endPort ?? port) + 1] : [],
  );
  return new Set([1, ...edges.filter((edge) => edge <= LAST_PORT)]);
}

function joined(ranges: readonly { first: number; last: number }[]): readonly { first: number; last: number }[] {
  return ranges.reduce<{ first: number; last: number }[]>((all, range) => {
    const before = all.at(-1);
    return before !== undefined && before.last + 1 === range.first
      ? [...all.slice(0, -1), { first: before.first, last: range.last }]
      : [...all, range];
  }, []);
}
