/**
 * What Prometheus may ask of the API server: to list and watch what its jobs discover, in the namespaces that they
 * name.
 * Never secrets, never everything.
 */
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';
import type { Discovery, ScrapeJob } from '../../model/delivery';
import type { Rights } from '../kubernetes/roles';

type Kubernetes = Extract<Discovery, { kind: 'kubernetes' }>;

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

/** In each namespace what is discovered there; nodes, which have none, in the cluster. Empty where no job needs any. */
export function discoveryRights(jobs: readonly ScrapeJob[]): readonly Rights[] {
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
    .map(([namespace, wanted]) => {
      const rules = [...wanted].sort().flatMap((each) => RULES[each]);
      return namespace === '' ? { rules } : { namespace, rules };
    });
}
