/**
 * Where nodes are found. Nothing is watched until an environment says so, because no release of the node serves metrics
 * by itself: name the hosts or pods whose exporter is in place.
 *
 * ```ts
 * drachma: {
 *   dialect: 'bitcoin-exporter',
 *   discovery: [seedHosts('mainnet', ['seed1.drachma.org']), nodePods(['drachma'])],
 * }
 * ```
 */
import type { Discovery, RelabelRule } from '../../model';
import { NETWORKS, ROLES } from './metrics';

export type Network = (typeof NETWORKS)[number];
export type Role = (typeof ROLES)[number];

/** Port of the page of metrics. @see https://github.com/Tsoympet/PARTHENON-CHAIN/blob/main/mainnet/monitoring/prometheus.yml */
export const METRICS_PORT = 9311;
/** Port that peers connect to; the same on every network. */
export const P2P_PORT = 9333;
/** Port of the RPC, which nobody but the node's own pod or host may reach: docs/drachma.md says why. */
export const RPC_PORT = 8332;

/** Pods of nodes, as {@link nodePods} looks for them. */
export const POD_LABELS = { 'app.kubernetes.io/name': 'drachma' } as const;
/** Label of a pod that tells its network. */
const NETWORK_LABEL = 'drachma.org/network';
/** Label of a pod that tells its role: `seed` or `node`. */
const ROLE_LABEL = 'app.kubernetes.io/component';

/** Seeds by host name or address, with the exporter on the usual port. */
export const seedHosts = (network: Network, hosts: readonly string[]): Discovery => staticHosts(network, 'seed', hosts);
/** Full nodes by host name or address, with the exporter on the usual port. */
export const fullNodeHosts = (network: Network, hosts: readonly string[]): Discovery =>
  staticHosts(network, 'node', hosts);

function staticHosts(network: Network, role: Role, hosts: readonly string[]): Discovery {
  const targets = hosts.map((host) => `${host.includes(':') ? `[${host}]` : host}:${METRICS_PORT}`);
  return { kind: 'static', targets, labels: { network, role } };
}

/**
 * Pods labelled `app.kubernetes.io/name: drachma`, at their port named `metrics`. Their labels `drachma.org/network` and
 * `app.kubernetes.io/component` (`seed` or `node`) tell the rest.
 */
export const nodePods = (namespaces: readonly string[]): Discovery => ({
  kind: 'kubernetes',
  role: 'pod',
  namespaces,
  matchLabels: POD_LABELS,
  portName: 'metrics',
});

/** Network and role from a pod's labels; where nothing tells, those that a node has when it is started without options. */
export const targetLabels: readonly RelabelRule[] = [
  fromPod(NETWORK_LABEL, 'network', NETWORKS),
  fromPod(ROLE_LABEL, 'role', ROLES),
  unlessSet('network', 'mainnet' satisfies Network),
  unlessSet('role', 'node' satisfies Role),
];

function fromPod(label: string, targetLabel: string, values: readonly string[]): RelabelRule {
  const source = `__meta_kubernetes_pod_label_${label.replace(/[^a-zA-Z0-9_]/g, '_')}`;
  return { sourceLabels: [source], regex: `(${values.join('|')})`, targetLabel, replacement: '$1' };
}

function unlessSet(targetLabel: string, replacement: string): RelabelRule {
  return { sourceLabels: [targetLabel], regex: '', targetLabel, replacement };
}
