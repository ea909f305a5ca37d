/** Rights of a component's account at the API server. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import { type Identity, labels } from './identity';

const GROUP = 'rbac.authorization.k8s.io';

/** What an account may do in one namespace, or with what belongs to none. */
export interface Rights {
  /** Absent for kinds that belong to no namespace, nodes for one: the rights then hold for the whole cluster. */
  readonly namespace?: string;
  readonly rules: readonly IPolicyRule[];
}

/** A Role and its binding; for the cluster a ClusterRole. `purpose` is the end of their names. */
export function grant(scope: Construct, identity: Identity, purpose: string, { namespace, rules }: Rights): void {
  const { component, environment, name, namespace: home } = identity;
  const own = { labels: labels(identity) };
  // Names of the cluster's own objects are shared by all namespaces.
  const metadata =
    namespace === undefined
      ? { ...own, name: `${environment}-${home}-${name}-${purpose}` }
      : { ...own, name: `${environment}-${name}-${purpose}`, namespace };
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const apiVersion = `${GROUP}/v1`;
  const suffix = `${component}-${namespace ?? 'cluster'}`;
  new ApiObject(scope, `${kind}-${suffix}`, { apiVersion, kind, metadata, rules });
  new ApiObject(scope, `${kind}Binding-${suffix}`, {
    apiVersion,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: GROUP, kind, name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: home }],
  });
}
