/** A cluster as its manifests describe it: pods with addresses, Services that lead to them, policies between them. */
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { IService } from 'kubernetes-models/v1/Service';

export type Labels = Readonly<Record<string, string>>;
export type Protocol = 'TCP' | 'UDP';

export interface PodPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A running pod. */
export interface Pod {
  readonly kind: 'pod';
  /** `prometheus-0`. */
  readonly name: string;
  /** What it is a replica of: `prometheus`. */
  readonly workload: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly address: string;
  /** It has its node's address, and no policy holds for it. */
  readonly hostNetwork: boolean;
  readonly ports: readonly PodPort[];
  /** Headless Service that names it; empty where none does. */
  readonly subdomain: string;
  readonly spec: IPodSpec;
}

/** Something that is no pod: a node, the API server, a host on the internet. */
export interface Host {
  readonly kind: 'host';
  readonly name: string;
  readonly address: string;
}

export type End = Pod | Host;

export interface Cluster {
  /** Labels of namespaces, by name. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly pods: readonly Pod[];
  readonly services: readonly IService[];
  readonly policies: readonly INetworkPolicy[];
  /** Files of ConfigMaps by `namespace/name`. */
  readonly files: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface WorkloadManifest extends Manifest {
  readonly spec: { readonly replicas?: number; readonly serviceName?: string; readonly template: IPodTemplateSpec };
}

interface CronJobManifest extends Manifest {
  readonly spec: { readonly jobTemplate: { readonly spec: WorkloadManifest['spec'] } };
}

/** A run of it. */
function jobOf({ metadata, spec }: CronJobManifest): WorkloadManifest {
  return { kind: 'Job', metadata, spec: spec.jobTemplate.spec };
}

const WORKLOADS = ['DaemonSet', 'Deployment', 'Job', 'StatefulSet'];
/** A DaemonSet has as many pods as there are nodes. */
const NODES = 2;

/** Reads rendered manifests; kinds that carry no traffic are passed over. */
export function readCluster(manifests: readonly object[]): Cluster {
  const all = manifests as readonly Manifest[];
  const ofKind = <T>(kind: string): readonly T[] => all.filter((each) => each.kind === kind) as unknown as readonly T[];
  const workloads = all
    .map((each) => (each.kind === 'CronJob' ? jobOf(each as CronJobManifest) : each))
    .filter(({ kind }) => WORKLOADS.includes(kind)) as unknown as readonly WorkloadManifest[];
  return {
    namespaces: new Map(ofKind<INamespace>('Namespace').map((each) => namespaceLabels(each))),
    pods: workloads.flatMap(podsOf),
    services: ofKind<IService>('Service'),
    policies: ofKind<INetworkPolicy>('NetworkPolicy'),
    files: new Map(
      ofKind<Manifest & { data?: Record<string, string> }>('ConfigMap').map(({ metadata, data = {} }) => [
        `${metadata.namespace ?? ''}/${metadata.name}`,
        data,
      ]),
    ),
  };
}

/**
 * The API server gives every namespace a label with its name.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
 */
function namespaceLabels({ metadata }: INamespace): readonly [string, Labels] {
  const name = metadata?.name ?? '';
  return [name, { ...metadata?.labels, 'kubernetes.io/metadata.name': name }];
}

function podsOf({ kind, metadata, spec }: WorkloadManifest, index: number): readonly Pod[] {
  const { template } = spec;
  const podSpec = template.spec as IPodSpec;
  const replicas = kind === 'DaemonSet' ? NODES : (spec.replicas ?? 1);
  return Array.from({ length: replicas }, (_, replica) => ({
    kind: 'pod' as const,
    name: `${metadata.name}-${replica}`,
    workload: template.metadata?.labels?.['app.kubernetes.io/name'] ?? metadata.name,
    namespace: metadata.namespace ?? '',
    labels: template.metadata?.labels ?? {},
    address: podSpec.hostNetwork === true ? nodeAddress(replica) : `10.244.${index}.${replica + 1}`,
    hostNetwork: podSpec.hostNetwork === true,
    ports: podSpec.containers.flatMap(portsOf),
    subdomain: spec.serviceName ?? '',
    spec: podSpec,
  }));
}

const nodeAddress = (node: number): string => `10.0.0.${node + 11}`;

function portsOf({ ports = [] }: IContainer): readonly PodPort[] {
  return ports.map(({ name = '', containerPort, protocol = 'TCP' }) => ({
    name,
    port: containerPort,
    protocol: protocol as Protocol,
  }));
}

/** The cluster with what others run in it; their namespaces have no policies, unless they are the stack's own. */
export function withPods(cluster: Cluster, pods: readonly Pod[], services: readonly IService[] = []): Cluster {
  const names = pods.map(({ namespace }) => namespace).filter((name) => !cluster.namespaces.has(name));
  return {
    ...cluster,
    namespaces: new Map([
      ...cluster.namespaces,
      ...names.map((name) => [name, { 'kubernetes.io/metadata.name': name }] as const),
    ]),
    pods: [...cluster.pods, ...pods],
    services: [...cluster.services, ...services],
  };
}

/** A pod of somebody else. */
export function foreignPod(
  name: string,
  namespace: string,
  labels: Labels,
  ports: readonly PodPort[],
  address: string,
): Pod {
  const spec: IPodSpec = { containers: [] };
  return {
    kind: 'pod',
    name,
    workload: name,
    namespace,
    labels,
    address,
    hostNetwork: false,
    ports,
    subdomain: '',
    spec,
  };
}
