/** What the plan must know of kinds: which live outside namespaces, and which must exist before which. */
import { groupOf, type KubernetesObject, record, text } from './kubernetes-object';

/**
 * Built-in kinds without a namespace, as `kubectl api-resources --namespaced=false` lists them (Kubernetes 1.34).
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
]);

/** `group/Kind`, with an empty group for core kinds: what tells two kinds apart whatever their version. */
export function groupKind(object: KubernetesObject): string {
  return `${groupOf(object)}/${object.kind}`;
}

/** Where objects of a kind live. `unknown`: a custom kind whose definition is not among the objects. */
export type Scope = 'cluster' | 'namespaced' | 'unknown';

/** @param definitions scopes of custom kinds by `group/Kind`, from {@link definedKinds} */
export function scopeOf(object: KubernetesObject, definitions: ReadonlyMap<string, DefinedKind>): Scope {
  const key = groupKind(object);
  if (CLUSTER_SCOPED.has(key)) return 'cluster';
  const defined = definitions.get(key);
  if (defined !== undefined) return defined.scope;
  return isBuiltIn(groupOf(object)) ? 'namespaced' : 'unknown';
}

/** Groups that the API server itself serves have no dot, or end so; the suffix is reserved. */
function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** A custom kind that the objects themselves define. */
export interface DefinedKind {
  readonly scope: 'cluster' | 'namespaced';
  readonly definition: KubernetesObject;
}

/** Custom kinds by `group/Kind`, from the CustomResourceDefinitions among the objects. */
export function definedKinds(objects: readonly KubernetesObject[]): ReadonlyMap<string, DefinedKind> {
  const kinds = new Map<string, DefinedKind>();
  for (const definition of objects) {
    if (definition.kind !== 'CustomResourceDefinition') continue;
    const spec = record(definition['spec']);
    const kind = text(record(spec['names'])['kind']) ?? '';
    const scope = spec['scope'] === 'Cluster' ? 'cluster' : 'namespaced';
    kinds.set(`${text(spec['group']) ?? ''}/${kind}`, { scope, definition });
  }
  return kinds;
}

/**
 * Kinds in the order in which they must exist; a resource depends only on kinds of an earlier wave, so the plan has no
 * cycles. Services and workloads share no edge: the provider waits for a Service's endpoints, which need the pods.
 */
const WAVES: readonly (readonly string[])[] = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  ['PriorityClass', 'StorageClass', 'RuntimeClass', 'IngressClass'],
  [
    'ClusterRole',
    'ConfigMap',
    'ExternalSecret',
    'LimitRange',
    'NetworkPolicy',
    'ResourceQuota',
    'Role',
    'Secret',
    'ServiceAccount',
  ],
  ['ClusterRoleBinding', 'RoleBinding'],
  ['PersistentVolume'],
  ['PersistentVolumeClaim'],
  ['Service'],
  ['DaemonSet', 'Deployment', 'Pod', 'ReplicaSet', 'StatefulSet'],
  ['CronJob', 'Job'],
];

const WAVE_BY_KIND: ReadonlyMap<string, number> = new Map(
  WAVES.flatMap((kinds, wave) => kinds.map((kind) => [kind, wave] as const)),
);

/** The wave of an object; what no wave names (custom resources, Ingresses, budgets) comes last. */
export function waveOf(object: KubernetesObject): number {
  return WAVE_BY_KIND.get(object.kind) ?? WAVES.length;
}
