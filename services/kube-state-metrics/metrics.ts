/**
 * The state of a cluster's objects as kube-state-metrics 2.18 shows it: of each kind what the rules and the board use.
 * The program is told to show these and no others.
 * @see https://github.com/kubernetes/kube-state-metrics/tree/v2.18.0/docs/metrics
 */
import type { LabelSpecs } from '../../model/label';
import { catalogue, counter, gauge, stateSet, up } from '../../model/metric';

const NAMESPACE = { namespace: { card: 3 } } as const satisfies LabelSpecs;
/** So many in each namespace, and each has one uid. */
const POD = { ...NAMESPACE, pod: { card: 6 }, uid: { card: 1 } } as const satisfies LabelSpecs;
const CONTAINER = { ...POD, container: { card: 2 } } as const satisfies LabelSpecs;
const DEPLOYMENT = { ...NAMESPACE, deployment: { card: 5 } } as const satisfies LabelSpecs;
const STATEFUL_SET = { ...NAMESPACE, statefulset: { card: 5 } } as const satisfies LabelSpecs;
const DAEMON_SET = { ...NAMESPACE, daemonset: { card: 2 } } as const satisfies LabelSpecs;
const BUDGET = { ...NAMESPACE, poddisruptionbudget: { card: 5 } } as const satisfies LabelSpecs;
const CRON_JOB = { ...NAMESPACE, cronjob: { card: 3 } } as const satisfies LabelSpecs;
const CONDITION = ['true', 'false', 'unknown'] as const;

const pods = {
  phase: stateSet('kube_pod_status_phase', {
    labels: { ...POD, phase: { values: ['Pending', 'Succeeded', 'Failed', 'Running', 'Unknown'] } },
    help: '1 for the phase that a pod is in',
  }),
  ready: stateSet('kube_pod_status_ready', {
    labels: { ...POD, condition: { values: CONDITION } },
    help: '1 for whether a pod can serve; nothing before it is on a node',
  }),
  waiting: gauge('kube_pod_container_status_waiting_reason', {
    unit: 'bool',
    labels: { ...CONTAINER, reason: { card: 3 } },
    presence: 'optional',
    help: '1 for the reason that a container waits; nothing while it runs',
  }),
  restarts: counter('kube_pod_container_status_restarts_total', {
    labels: CONTAINER,
    help: 'Times that a container was started again',
  }),
} as const;

const workloads = {
  deploymentWanted: gauge('kube_deployment_spec_replicas', {
    labels: DEPLOYMENT,
    help: 'Pods that a Deployment is to have',
  }),
  deploymentAvailable: gauge('kube_deployment_status_replicas_available', {
    labels: DEPLOYMENT,
    help: 'Pods of a Deployment that serve',
  }),
  statefulSetWanted: gauge('kube_statefulset_replicas', {
    labels: STATEFUL_SET,
    help: 'Pods that a StatefulSet is to have',
  }),
  statefulSetAvailable: gauge('kube_statefulset_status_replicas_available', {
    labels: STATEFUL_SET,
    help: 'Pods of a StatefulSet that serve',
  }),
  daemonSetWanted: gauge('kube_daemonset_status_desired_number_scheduled', {
    labels: DAEMON_SET,
    help: 'Nodes that are to run a pod of a DaemonSet',
  }),
  daemonSetAvailable: gauge('kube_daemonset_status_number_available', {
    labels: DAEMON_SET,
    help: 'Nodes on which a pod of a DaemonSet serves',
  }),
  budgetWanted: gauge('kube_poddisruptionbudget_status_desired_healthy', {
    labels: BUDGET,
    presence: 'optional',
    help: 'Healthy pods below which a budget lets none be evicted',
  }),
  budgetHealthy: gauge('kube_poddisruptionbudget_status_current_healthy', {
    labels: BUDGET,
    presence: 'optional',
    help: 'Healthy pods that a budget counts',
  }),
  cronJobCreated: gauge('kube_cronjob_created', {
    unit: 'timestamp',
    labels: CRON_JOB,
    presence: 'optional',
    help: 'When a CronJob was made',
  }),
  cronJobSucceeded: gauge('kube_cronjob_status_last_successful_time', {
    unit: 'timestamp',
    labels: CRON_JOB,
    presence: 'optional',
    help: 'When a run of a CronJob last succeeded; no series before the first',
  }),
  jobFailed: stateSet('kube_job_failed', {
    labels: {
      ...NAMESPACE,
      job_name: { card: 5 },
      reason: { card: 2 },
      condition: { values: CONDITION },
    },
    presence: 'optional',
    help: '1 for whether a Job was given up',
  }),
} as const;

const nodes = {
  nodeCondition: stateSet('kube_node_status_condition', {
    labels: { node: { card: 5 }, condition: { card: 5 }, status: { values: CONDITION } },
    help: '1 for whether a node is as its condition says',
  }),
} as const;

/** What kube-state-metrics tells of itself, at ports of its own. */
const itself = {
  lists: counter('kube_state_metrics_list_total', {
    labels: { resource: { card: 7 }, result: { values: ['success', 'error'] } },
    help: 'Times that objects of a kind were listed',
  }),
} as const;

export const metrics = catalogue('kube-state-metrics', { up, ...pods, ...workloads, ...nodes, ...itself });
