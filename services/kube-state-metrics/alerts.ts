/**
 * What is wrong with the objects of a cluster when, and who is told. Nobody is called at night: a cause is told here, and
 * what users feel of it is told by the service that runs there.
 */
import {
  above,
  alert,
  bool,
  count,
  coveredBy,
  equals,
  gone,
  grows,
  holds,
  idle,
  jobAbsent,
  minutes,
  okBecause,
  scenario,
  series,
  targetDown,
  text,
  value,
} from '../../model';
import type { Alert, Expr, Label, ScenarioSeries } from '../../model';
import { backupOld, exportOld, receiverTestOld, snapshotOld, vacuumOld } from './alerts/tasks';
import { metrics as m } from './metrics';
import * as ask from './queries';

const thing = 'kube-state-metrics';
const impact = 'pods, workloads and nodes of the cluster are not watched';
const covered = coveredBy('KubeStateMetricsAbsent');
const POD = { namespace: 'sequencer', pod: 'sequencer-7c9f-x2k', uid: '6f1c' } as const;
const yes = bool(true);
const no = bool(false);
/** Conditions look back five minutes, so that they end or begin so much later. */
const afterLookBack = { trueFrom: minutes(4.75) };

export const down = targetDown('KubeStateMetricsDown', 'KubeStateMetricsAbsent', m.up, {
  thing,
  impact,
  severity: 'warning',
  for: minutes(5),
});

export const absent = jobAbsent('KubeStateMetricsAbsent', m.up, { thing, impact, severity: 'warning' });

const { resource } = m.lists.label;
const PODS_LIST = { resource: '*v1.Pod', result: 'error' } as const;

export const cannotList = alert('KubeStateMetricsCannotList', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.listsFailed, count(0)),
  summary: text`kube-state-metrics cannot list objects of kind ${resource}`,
  description: text`The API server did not let kube-state-metrics list objects of kind ${resource}, ${value} times within
    15m: their series are missing or old, and no alert on them can fire. See its log; most often a right is missing.`,
  noData: okBecause('a list that never failed has no such series'),
  fires: scenario('a right was taken away', [series(m.lists, PODS_LIST).turns(idle(), grows(0.05))]),
  quiet: [
    scenario('the API server failed once, long ago', [series(m.lists, PODS_LIST).from(1).always(idle())]),
    scenario('every list succeeds', [series(m.lists, { ...PODS_LIST, result: 'success' }).always(grows(0.05))]),
  ],
});

const { namespace, pod, container } = m.restarts.label;

const waits = { ...POD, container: 'sequencer', reason: 'CrashLoopBackOff' } as const;

export const crashLooping = alert('KubePodCrashLooping', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: equals(ask.crashLooping, yes),
  summary: text`Container ${container} of ${pod} in ${namespace} ends again and again`,
  description: text`Kubernetes starts container ${container} of pod ${pod} in ${namespace} again and again, with pauses of
    up to 5m (CrashLoopBackOff). See why it ended: kubectl -n ${namespace} logs --previous ${pod} -c ${container}.`,
  noData: okBecause('a container that runs waits for nothing'),
  fires: scenario('a setting is wrong', [series(m.waiting, waits).turns(gone(), holds(yes))]),
  quiet: scenario('an image is being fetched', [
    series(m.waiting, { ...waits, reason: 'ContainerCreating' }).turns(gone(), holds(yes)),
  ]),
});

type Phase = 'Pending' | 'Succeeded' | 'Failed' | 'Running' | 'Unknown';

/** A pod of a phase, and whether it can serve. */
const pods = (phase: Phase, ready: boolean): readonly ScenarioSeries[] => [
  series(m.phase, { ...POD, phase }).always(holds(yes)),
  series(m.ready, { ...POD, condition: 'true' })
    .dispensable()
    .turns(holds(yes), holds(bool(ready))),
  series(m.ready, { ...POD, condition: 'false' })
    .dispensable()
    .turns(holds(no), holds(bool(!ready))),
];

export const notReady = alert('KubePodNotReady', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: equals(ask.notReady, yes),
  summary: text`Pod ${pod} in ${namespace} is not ready`,
  description: text`Pod ${pod} in ${namespace} is not ready: it waits for a node, a volume, an image or a
    secret, or its readiness probe fails, and it gets no requests. See kubectl -n ${namespace} describe pod ${pod}.`,
  noData: covered,
  fires: [
    scenario('its readiness probe fails', pods('Running', false), afterLookBack),
    scenario('no node has room for it', [series(m.phase, { ...POD, phase: 'Pending' }).turns(holds(no), holds(yes))]),
  ],
  quiet: [
    scenario('it serves', pods('Running', true)),
    scenario('it has done its work', pods('Succeeded', false)),
    scenario('it has failed, which its Job tells', pods('Failed', false)),
  ],
});

/** Three pods are wanted, and so many serve. */
type Serving = (available: number) => readonly ScenarioSeries[];

interface Workload {
  /** The kind as people name it, and as kubectl does. */
  readonly kind: string;
  readonly kubectl: string;
  readonly object: Label;
  readonly short: Expr;
  readonly serving: Serving;
}

function replicasMismatch<const N extends string>(
  name: N,
  { kind, kubectl, object, short, serving }: Workload,
): Alert<N> {
  return alert(name, {
    kind: 'cause',
    severity: 'warning',
    for: minutes(15),
    when: above(short, count(0)),
    summary: text`${kind} ${object} in ${namespace} has fewer pods than it is to have`,
    description: text`${kind} ${object} in ${namespace} has fewer pods that serve than it is to have, short by ${value}: the rest
      carries the load, and a roll-out stands still. See kubectl -n ${namespace} describe ${kubectl} ${object}.`,
    noData: covered,
    fires: scenario('a pod does not come up', serving(2), afterLookBack),
    quiet: scenario('all pods serve', serving(3)),
  });
}

const deployment = { namespace: 'sequencer', deployment: 'sequencer' } as const;

export const deploymentMismatch = replicasMismatch('KubeDeploymentReplicasMismatch', {
  kind: 'Deployment',
  kubectl: 'deployment',
  object: m.deploymentWanted.label.deployment,
  short: ask.deploymentShort,
  serving: (available) => [
    series(m.deploymentWanted, deployment).always(holds(3)),
    series(m.deploymentAvailable, deployment).turns(holds(3), holds(available)),
  ],
});

const statefulSet = { namespace: 'monitoring', statefulset: 'alertmanager' } as const;

export const statefulSetMismatch = replicasMismatch('KubeStatefulSetReplicasMismatch', {
  kind: 'StatefulSet',
  kubectl: 'statefulset',
  object: m.statefulSetWanted.label.statefulset,
  short: ask.statefulSetShort,
  serving: (available) => [
    series(m.statefulSetWanted, statefulSet).always(holds(3)),
    series(m.statefulSetAvailable, statefulSet).turns(holds(3), holds(available)),
  ],
});

const daemonSet = { namespace: 'monitoring-node', daemonset: 'node-exporter' } as const;

export const daemonSetMismatch = replicasMismatch('KubeDaemonSetMismatch', {
  kind: 'DaemonSet',
  kubectl: 'daemonset',
  object: m.daemonSetWanted.label.daemonset,
  short: ask.daemonSetShort,
  serving: (available) => [
    series(m.daemonSetWanted, daemonSet).always(holds(3)),
    series(m.daemonSetAvailable, daemonSet).turns(holds(3), holds(available)),
  ],
});

const { poddisruptionbudget: budget } = m.budgetWanted.label;
const BUDGET = { namespace: 'monitoring', poddisruptionbudget: 'alertmanager' } as const;
const healthy: Serving = (number) => [
  series(m.budgetWanted, BUDGET).always(holds(2)),
  series(m.budgetHealthy, BUDGET).turns(holds(3), holds(number)),
];

export const budgetMissed = alert('KubePodDisruptionBudgetMissed', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.budgetShort, count(0)),
  summary: text`Fewer pods of ${budget} in ${namespace} are healthy than its budget asks for`,
  description: text`The budget ${budget} in ${namespace} is short of healthy pods by ${value}: none may be evicted, so
    that a drain of their nodes does not end, and one more loss may be one too many. See kubectl -n ${namespace}
    describe pdb ${budget}.`,
  noData: okBecause('a workload of one pod has no budget'),
  fires: scenario('two of three pods are gone', healthy(1), afterLookBack),
  quiet: scenario('one of three pods is gone, as the budget allows', healthy(2)),
});

const { job_name: job } = m.jobFailed.label;
const FAILED = {
  namespace: 'monitoring',
  job_name: 'backup-29384720',
  reason: 'BackoffLimitExceeded',
  condition: 'true',
} as const;

export const jobFailed = alert('KubeJobFailed', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: equals(ask.jobFailed, yes),
  summary: text`Job ${job} in ${namespace} has failed`,
  description: text`Job ${job} in ${namespace} was given up after its retries, and what it was to do is not done. See
    kubectl -n ${namespace} logs job/${job}; the alert ends when the Job is deleted.`,
  noData: okBecause('a Job that has not failed has no such series'),
  fires: scenario('every try ends with an error', [series(m.jobFailed, FAILED).turns(gone(), holds(yes))]),
  quiet: scenario('it has not failed', [
    series(m.jobFailed, FAILED).always(holds(no)),
    series(m.jobFailed, { ...FAILED, condition: 'false' }).always(holds(yes)),
  ]),
});

const { node } = m.nodeCondition.label;
const READY = { node: 'worker-2', condition: 'Ready', status: 'true' } as const;

export const nodeNotReady = alert('KubeNodeNotReady', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: equals(ask.nodeReady, no),
  summary: text`Node ${node} is not ready`,
  description: text`Node ${node} is not ready: the cluster starts nothing there, and has begun to move its
    pods elsewhere. See kubectl describe node ${node}, then the log of its kubelet: journalctl -u kubelet.`,
  noData: covered,
  fires: scenario(
    'its kubelet stops',
    [
      series(m.nodeCondition, READY).turns(holds(yes), holds(no)),
      series(m.nodeCondition, { ...READY, status: 'false' })
        .dispensable()
        .turns(holds(no), holds(yes)),
    ],
    afterLookBack,
  ),
  quiet: [
    scenario('it is ready', [series(m.nodeCondition, READY).always(holds(yes))]),
    scenario('it is short of memory', [
      series(m.nodeCondition, { ...READY, condition: 'MemoryPressure', status: 'true' }).always(holds(no)),
    ]),
  ],
});

export { backupOld, exportOld, receiverTestOld, snapshotOld, vacuumOld };

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  cannotList,
  crashLooping,
  notReady,
  deploymentMismatch,
  statefulSetMismatch,
  daemonSetMismatch,
  budgetMissed,
  jobFailed,
  nodeNotReady,
  backupOld,
  vacuumOld,
  receiverTestOld,
  snapshotOld,
  exportOld,
] as const;
