/** An ordinary day, as a demo shows it: the sequencer and its monitoring, on two nodes. */
import { days, holds, hours, idle, series } from '../../model';
import type { Duration, ScenarioSeries } from '../../model';
import { metrics as m } from './metrics';

const PODS: readonly (readonly [namespace: string, pod: string, container: string])[] = [
  ['sequencer', 'sequencer-7c9f-qw5', 'sequencer'],
  ['sequencer', 'sequencer-7c9f-m8v', 'sequencer'],
  ['monitoring', 'alertmanager-0', 'alertmanager'],
  ['monitoring', 'alertmanager-1', 'alertmanager'],
  ['monitoring', 'alertmanager-2', 'alertmanager'],
  ['monitoring-node', 'node-exporter-4kq', 'node-exporter'],
  ['monitoring-node', 'node-exporter-t7w', 'node-exporter'],
];

const pods = PODS.flatMap(([namespace, pod, container]) => {
  const own = { namespace, pod, uid: pod } as const;
  return [
    series(m.phase, { ...own, phase: 'Running' }).always(holds(1)),
    series(m.phase, { ...own, phase: 'Pending' }).always(holds(0)),
    series(m.ready, { ...own, condition: 'true' }).always(holds(1)),
    series(m.waiting, { ...own, container, reason: 'ContainerCreating' }).always(holds(0)),
    series(m.restarts, { ...own, container })
      .from(1)
      .always(idle()),
  ];
});

const sequencer = { namespace: 'sequencer', deployment: 'sequencer' } as const;
const alertmanager = { namespace: 'monitoring', statefulset: 'alertmanager' } as const;
const nodeExporter = { namespace: 'monitoring-node', daemonset: 'node-exporter' } as const;
const budget = { namespace: 'monitoring', poddisruptionbudget: 'alertmanager' } as const;
const backup = { namespace: 'monitoring', job_name: 'backup-29384720', reason: '', condition: 'true' } as const;

const workloads = [
  series(m.deploymentWanted, sequencer).always(holds(2)),
  series(m.deploymentAvailable, sequencer).always(holds(2)),
  series(m.statefulSetWanted, alertmanager).always(holds(3)),
  series(m.statefulSetAvailable, alertmanager).always(holds(3)),
  series(m.daemonSetWanted, nodeExporter).always(holds(2)),
  series(m.daemonSetAvailable, nodeExporter).always(holds(2)),
  series(m.budgetWanted, budget).always(holds(2)),
  series(m.budgetHealthy, budget).always(holds(3)),
  series(m.jobFailed, backup).always(holds(0)),
];

const nodes = ['worker-1', 'worker-2'].map((node) =>
  series(m.nodeCondition, { node, condition: 'Ready', status: 'true' }).always(holds(1)),
);

/** Those of the alerts, and one of somebody else's. */
const TASKS: readonly (readonly [cronjob: string, succeeded: Duration])[] = [
  ['archive', hours(3)],
  ['database-backup', hours(9)],
  ['database-vacuum', days(3)],
  ['receiver-test', days(2)],
];

const tasks = TASKS.flatMap(([cronjob, succeeded]) => [
  series(m.cronJobCreated, { namespace: 'monitoring', cronjob }).always(holds(-days(100).value)),
  series(m.cronJobSucceeded, { namespace: 'monitoring', cronjob }).always(holds(-succeeded.value)),
]);

export const typical: readonly ScenarioSeries[] = [...pods, ...workloads, ...nodes, ...tasks];
