/** Policies for what goes on when a node fails or is drained. */
import { list, record } from '../plan/kubernetes-object';
import { podTemplate } from '../plan/references';
import { type Fields, containersOf, flag, podOf } from './pod';
import { isKind, type Policy, type Resource, when } from './policy';

export const availabilityPolicies = [
  {
    name: 'disruption-budget',
    rule: 'workloads with several replicas have a PodDisruptionBudget that lets one go',
    why: 'a drain would take all replicas at once, or, with a budget of none, never end',
    remedy: 'add a PodDisruptionBudget with maxUnavailable: 1 and the labels of the pods',
    source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    faultsAmong: (resource, all) => {
      if (!isKind(resource, 'Deployment', 'StatefulSet') || replicasOf(resource) < 2) return [];
      const budgets = all.filter((each) => isKind(each, 'PodDisruptionBudget') && covers(each, resource));
      return [
        ...when(budgets.length === 0, 'has several replicas and no PodDisruptionBudget'),
        ...budgets.flatMap(({ object }) => when(allowsNone(record(object['spec'])), 'has a budget that lets none go')),
      ];
    },
  },
  {
    name: 'replicated-alerting',
    rule: 'Prometheus and Alertmanager have replicas on different nodes',
    why: 'the node that fails may be the one that would have told of it',
    remedy: 'set 2 replicas or more, and an anti-affinity that is required',
    source: 'https://prometheus.io/docs/alerting/latest/high_availability/',
    onlyProduction: true,
    faults: (resource) => {
      const pod = podOf(resource);
      if (pod === undefined || !alerts(pod)) return [];
      const affinity = record(record(pod['affinity'])['podAntiAffinity']);
      const terms = list(affinity['requiredDuringSchedulingIgnoredDuringExecution']).map(record);
      const apart = terms.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
      return [
        ...when(replicasOf(resource) < 2, `has ${replicasOf(resource)} replica, must have 2 or more`),
        ...when(!apart, 'may have all replicas on one node'),
      ];
    },
  },
] as const satisfies readonly Policy[];

function replicasOf({ object }: Resource): number {
  const { replicas } = record(object['spec']);
  return typeof replicas === 'number' ? replicas : 1;
}

/** A server that evaluates rules or notifies: nothing else has a flag for where its data lies. */
const alerts = (pod: Fields): boolean =>
  containersOf(pod).some((each) =>
    ['--storage.tsdb.path', '--storage.path'].some((name) => flag(each, name) !== undefined),
  );

function covers({ object: budget }: Resource, { object: workload }: Resource): boolean {
  if (budget.metadata.namespace !== workload.metadata.namespace) return false;
  const wanted = Object.entries(record(record(record(budget['spec'])['selector'])['matchLabels']));
  const labels = podTemplate(workload)?.labels ?? {};
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

const allowsNone = ({ maxUnavailable, minAvailable }: Fields): boolean =>
  maxUnavailable === 0 || maxUnavailable === '0%' || minAvailable === '100%';
