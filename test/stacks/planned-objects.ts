/** Objects of a small stack, for plans of it. */
import { ephemeral, type PlannedResource, resourceKey } from '../../stacks/plan/plan';

export const lenient = { protection: ephemeral, existing: [] };

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export function object({ apiVersion, kind, name, namespace }: Named, fields: Record<string, unknown> = {}): object {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, ...fields };
}

export const namespaced = (apiVersion: string, kind: string, name: string, fields?: Record<string, unknown>): object =>
  object({ apiVersion, kind, name, namespace: 'watch' }, fields);

export const namespace = object({ apiVersion: 'v1', kind: 'Namespace', name: 'watch' });
export const config = namespaced('v1', 'ConfigMap', 'prometheus', { data: { 'prometheus.yml': '{}' } });

export function statefulSet(spec: Record<string, unknown>, fields: Record<string, unknown> = {}): object {
  return namespaced('apps/v1', 'StatefulSet', 'prometheus', {
    spec: { template: { metadata: { labels: { app: 'prometheus' } }, spec }, ...fields },
  });
}

/** A small stack in which everything refers to something. */
export function goodObjects(): object[] {
  return [
    statefulSet(
      {
        serviceAccountName: 'prometheus',
        priorityClassName: 'urgent',
        imagePullSecrets: [{ name: 'registry' }],
        initContainers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'seed', key: 'k' } } }] }],
        containers: [{ envFrom: [{ configMapRef: { name: 'extra' } }] }],
        volumes: [
          { configMap: { name: 'prometheus' } },
          { secret: { secretName: 'receivers' } },
          { persistentVolumeClaim: { claimName: 'scratch' } },
          { projected: { sources: [{ secret: { name: 'tls' } }, { configMap: { name: 'kube-root-ca.crt' } }] } },
        ],
      },
      { volumeClaimTemplates: [{ spec: { storageClassName: 'fast' } }] },
    ),
    object(
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', name: 'prometheus' },
      {
        roleRef: { kind: 'ClusterRole', name: 'prometheus' },
        subjects: [{ kind: 'ServiceAccount', name: 'prometheus', namespace: 'watch' }],
      },
    ),
    object({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'prometheus' }),
    namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'prometheus', {
      spec: { podSelector: { matchLabels: { app: 'prometheus' } } },
    }),
    namespaced('networking.k8s.io/v1', 'NetworkPolicy', 'grafana', {
      spec: { podSelector: { matchLabels: { app: 'grafana' } } },
    }),
    namespaced('v1', 'Service', 'prometheus'),
    namespaced('v1', 'PersistentVolumeClaim', 'scratch', { spec: { storageClassName: 'fast' } }),
    ...['registry', 'seed', 'receivers', 'tls'].map((name) => namespaced('v1', 'Secret', name)),
    namespaced('v1', 'ConfigMap', 'extra'),
    config,
    namespaced('v1', 'ServiceAccount', 'prometheus'),
    object({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name: 'fast' }),
    object({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'urgent' }),
    namespace,
  ];
}

export function find(resources: readonly PlannedResource[], key: string): PlannedResource {
  const resource = resources.find((candidate) => resourceKey(candidate) === key);
  if (resource === undefined) throw new Error(`${key} is not in the plan: ${resources.map(resourceKey).join(', ')}`);
  return resource;
}
