/**
 * Who may talk to whom, as NetworkPolicies at both ends. Selectors of pods do not match pods on the host's network;
 * those are named by address. https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import { type Identity, labels, metadata, selectorLabels } from './identity';

/** One end of a connection. */
export type Peer =
  | { readonly kind: 'component'; readonly identity: Identity }
  /** Pods of others. */
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  /** Addresses outside, or of the nodes. CIDR blocks. */
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[] }
  /** Any address but the cloud's metadata service, which hands out credentials. */
  | { readonly kind: 'anywhere' };

/** A port by number or by the pod's own name for it, or a range. */
export interface NetworkPort {
  readonly port: number | string;
  /** Last port of a range that starts at {@link port}. */
  readonly endPort?: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** A flow that is allowed. */
export interface Connection {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly NetworkPort[];
}

export const tcp = (port: number | string): NetworkPort => ({ port, protocol: 'TCP' });
export const udp = (port: number | string): NetworkPort => ({ port, protocol: 'UDP' });

/** The cluster's DNS, by the labels that every distribution gives it. */
export const CLUSTER_DNS: Peer = { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** Link-local, the same in every cloud. */
const METADATA_SERVICE = '169.254.169.254/32';

type PolicyType = 'Egress' | 'Ingress';

/** Denies everything in a namespace that another policy does not allow. */
export function denyAll(scope: Construct, identity: Identity): void {
  const manifest: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${identity.environment}-deny-all`, namespace: identity.namespace, labels: labels(identity) },
    spec: { podSelector: {}, policyTypes: ['Egress', 'Ingress'] },
  };
  new ApiObject(scope, `deny-all-${identity.namespace}`, manifest);
}

/**
 * The policy of one component: its ends of all the connections.
 * @param policyTypes - what it decides about; who may reach pods in a namespace of others is for them to say
 */
export function componentPolicy(
  scope: Construct,
  identity: Identity,
  connections: readonly Connection[],
  policyTypes: readonly PolicyType[] = ['Egress', 'Ingress'],
): void {
  const isThis = (peer: Peer): boolean =>
    peer.kind === 'component' && peer.identity.name === identity.name && peer.identity.namespace === identity.namespace;
  const manifest: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(identity),
    spec: {
      podSelector: { matchLabels: selectorLabels(identity) },
      policyTypes: [...policyTypes],
      ...(policyTypes.includes('Ingress') && {
        ingress: connections
          .filter(({ to }) => isThis(to))
          .map(({ from, ports }) => ({ from: peers(from, identity), ports: ports.map(policyPort) })),
      }),
      egress: connections
        .filter(({ from }) => isThis(from))
        .map(({ to, ports }) => ({ to: peers(to, identity), ports: ports.map(policyPort) })),
    },
  };
  new ApiObject(scope, `policy-${identity.name}`, manifest);
}

function policyPort({ port, endPort, protocol }: NetworkPort): INetworkPolicyPort {
  return { port, protocol, ...(endPort === undefined ? {} : { endPort }) };
}

/** Namespace and pod stand in one peer: in two they would mean either, not both. */
function peers(peer: Peer, seenFrom: Identity): INetworkPolicyPeer[] {
  switch (peer.kind) {
    case 'component':
      return [podPeer(peer.identity.namespace, selectorLabels(peer.identity), seenFrom)];
    case 'pods':
      return [podPeer(peer.namespace, peer.labels, seenFrom)];
    case 'addresses':
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case 'anywhere':
      return [{ ipBlock: { cidr: '0.0.0.0/0', except: [METADATA_SERVICE] } }];
  }
}

function podPeer(
  namespace: string,
  matchLabels: Readonly<Record<string, string>>,
  seenFrom: Identity,
): INetworkPolicyPeer {
  // The API server keeps no empty list of labels, and would take a new one for a change at each apply.
  const podSelector = Object.keys(matchLabels).length === 0 ? {} : { matchLabels: { ...matchLabels } };
  if (namespace === seenFrom.namespace) return { podSelector };
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector };
}
