/**
 * What Prometheus may ask of the API server: to list and watch what its jobs discover, in the namespaces that they
 * name.
 * Never secrets, never everything.
 */
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { IRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import type { Discovery, ScrapeJob } from '../../model/delivery';
import type { Identity } from '../kubernetes/identity';

type Kubernetes = Extract<Discovery, { kind: 'kubernetes' }>;
/** An object of this file; it has a name, and a namespace unless it is for the cluster. */
type RoleObject = (IRole | IRoleBinding | IClusterRole | IClusterRoleBinding) & {
  metadata: { name: string; namespace?: string };
};

const VERBS = ['get', 'list', 'watch'];

/**
 * What each kind of discovery reads.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
const RULES: Readonly<Record<Kubernetes['role'], readonly IPolicyRule[]>> = {
  pod: [rule('', ['pods'])],
  service: [rule('', ['services'])],
  endpointslice: [rule('', ['pods', 'services']), rule('discovery.k8s.io', ['endpointslices'])],
  ingress: [rule('networking.k8s.io', ['ingresses'])],
  node: [rule('', ['nodes'])],
};

function rule(group: string, resources: string[]): IPolicyRule {
  return { apiGroups: [group], resources, verbs: VERBS };
}

/**
 * A Role and its binding in each namespace; for nodes, which have none, a ClusterRole. Empty where no job needs any.
 */
export function discoveryRoles(identity: Identity, jobs: readonly ScrapeJob[]): readonly RoleObject[] {
  const found = jobs
    .flatMap(({ discovery }) => discovery)
    .filter((each): each is Kubernetes => each.kind === 'kubernetes');
  const roles = new Map<string, Set<Kubernetes['role']>>();
  for (const { role, namespaces } of found) {
    for (const namespace of role === 'node' ? [''] : namespaces) {
      roles.set(namespace, (roles.get(namespace) ?? new Set()).add(role));
    }
  }
  return [...roles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([namespace, wanted]) => {
      const rules = [...wanted].sort().flatMap((each) => RULES[each]);
      return namespace === '' ? clusterRole(identity, rules) : namespaceRole(identity, namespace, rules);
    });
}

const GROUP = 'rbac.authorization.k8s.io';

function namespaceRole(identity: Identity, namespace: string, rules: readonly IPolicyRule[]): readonly RoleObject[] {
  const metadata = { name: `${identity.environment}-${identity.name}-discovery`, namespace };
  return [
    { apiVersion: `${GROUP}/v1`, kind: 'Role', metadata, rules: [...rules] },
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: GROUP, kind: 'Role', name: metadata.name },
      subjects: [subject(identity)],
    },
  ];
}

function clusterRole(identity: Identity, rules: readonly IPolicyRule[]): readonly RoleObject[] {
  const metadata = { name: `${identity.environment}-${identity.namespace}-${identity.name}-discovery` };
  return [
    { apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata, rules: [...rules] },
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: metadata.name },
      subjects: [subject(identity)],
    },
  ];
}

function subject({ name, namespace }: Identity): { kind: 'ServiceAccount'; name: string; namespace: string } {
  return { kind: 'ServiceAccount', name, namespace };
}
