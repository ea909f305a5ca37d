/**
 * What kube-state-metrics looks at: the objects that alerts need and no others, the metrics of each, and the rights to
 * read them. https://github.com/kubernetes/kube-state-metrics/tree/v2.18.0/docs/metrics
 */
import type { IPolicyRule } from 'kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule';

/** A kind of object. */
interface Kind {
  /** Its name in the API, plural. */
  readonly resource: string;
  readonly apiGroup: string;
  readonly metrics: readonly string[];
}

/** A set of kinds that one process shows. */
export type Kinds = readonly Kind[];

/** What is wrong with a workload, and with what it waits for. No Secret, no ConfigMap, no label of anything. */
export const WORKLOADS: Kinds = [
  {
    resource: 'cronjobs',
    apiGroup: 'batch',
    metrics: ['kube_cronjob_created', 'kube_cronjob_status_last_successful_time'],
  },
  {
    resource: 'daemonsets',
    apiGroup: 'apps',
    metrics: ['kube_daemonset_status_desired_number_scheduled', 'kube_daemonset_status_number_available'],
  },
  {
    resource: 'deployments',
    apiGroup: 'apps',
    metrics: ['kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available'],
  },
  { resource: 'jobs', apiGroup: 'batch', metrics: ['kube_job_failed'] },
  {
    resource: 'poddisruptionbudgets',
    apiGroup: 'policy',
    metrics: ['kube_poddisruptionbudget_status_current_healthy', 'kube_poddisruptionbudget_status_desired_healthy'],
  },
  {
    resource: 'pods',
    apiGroup: '',
    metrics: [
      'kube_pod_container_status_restarts_total',
      'kube_pod_container_status_waiting_reason',
      'kube_pod_status_phase',
      'kube_pod_status_ready',
    ],
  },
  {
    resource: 'statefulsets',
    apiGroup: 'apps',
    metrics: ['kube_statefulset_replicas', 'kube_statefulset_status_replicas_available'],
  },
];

/** What workloads stand on. */
export const NODES: Kinds = [{ resource: 'nodes', apiGroup: '', metrics: ['kube_node_status_condition'] }];

/** The rights to read them. It lists and watches, and asks for no single object. */
export function readingRules(kinds: Kinds): readonly IPolicyRule[] {
  const groups = [...new Set(kinds.map(({ apiGroup }) => apiGroup))].sort();
  return groups.map((group) => ({
    apiGroups: [group],
    resources: kinds.filter(({ apiGroup }) => apiGroup === group).map(({ resource }) => resource),
    verbs: ['list', 'watch'],
  }));
}
