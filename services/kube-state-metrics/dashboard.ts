/** The board of Kubernetes: does everything run that is to run, and on nodes that are ready? */
import { board, firingAlerts, legend, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'kubernetes-overview';

const { namespace, pod, container } = m.restarts.label;
const FEW = 'most pods are well, and are not drawn';

/** The board in one environment. */
export function kubernetesBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Kubernetes / Overview',
    service: 'kube-state-metrics',
    description: 'Does everything run that is to run? For whoever asks why a pod is missing or starts again.',
    variablesFrom: m.up,
    rows: [health(), pods(), workloads(), nodes(), tasks()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'kube-state-metrics',
      description: 'Whether each of its ports answers scrapes. Without them nothing below is current.',
      query: ask.isUp,
      words: UP_DOWN,
      width: 8,
      alerts: [a.down, a.absent],
    }),
    stat({
      title: 'Pods not ready',
      description: 'Pods by namespace that are meant to serve and do not. Normal: none, but for minutes of a roll-out.',
      query: ask.podsNotReady,
      noValue: 'None',
      width: 8,
    }),
    firingAlerts({ width: 8 }),
  ]);

const pods = (): RowDefinition =>
  row('Pods', [
    timeSeries({
      title: 'Pods by phase',
      description: 'Pods by namespace and phase. A rise of Pending: no node has room, or a volume is missing.',
      queries: [{ expr: ask.podsByPhase, legend: legend`${namespace} ${m.phase.label.phase}` }],
      width: 12,
    }),
    panelForAlert(a.notReady, {
      title: 'Pods not ready by name',
      description: '1 for each pod that is meant to serve and does not, five minutes after it last did.',
      legend: legend`${namespace} ${pod}`,
      noValue: 'None',
      crowded: FEW,
      width: 12,
    }),
    timeSeries({
      title: 'Restarts',
      description: 'Starts of containers after the first. Normal: none. A steady row of them is a crash loop.',
      queries: [{ expr: ask.restarts, legend: legend`${namespace} ${pod} ${container}` }],
      crowded: 'containers that never end stay at 0',
    }),
    panelForAlert(a.crashLooping, {
      title: 'Crash loops',
      description: '1 for each container that waits before it is started once more. Its previous log tells why.',
      legend: legend`${namespace} ${pod} ${container}`,
      noValue: 'None',
      crowded: FEW,
    }),
    timeSeries({
      title: 'What containers wait for',
      description: 'Containers that do not run, by reason. ImagePullBackOff: the image or the way to it is missing.',
      queries: [{ expr: ask.waiting, legend: legend`${namespace} ${m.waiting.label.reason}` }],
      noValue: 'Nothing',
    }),
  ]);

const workloads = (): RowDefinition =>
  row('Workloads', [
    panelForAlert(a.deploymentMismatch, {
      title: 'Pods that Deployments lack',
      description: 'Pods that a Deployment is to have and that do not serve. Above 0 during a roll-out.',
      legend: legend`${namespace} ${m.deploymentWanted.label.deployment}`,
    }),
    panelForAlert(a.statefulSetMismatch, {
      title: 'Pods that StatefulSets lack',
      description: 'Pods that a StatefulSet is to have and that do not serve. They are replaced one by one.',
      legend: legend`${namespace} ${m.statefulSetWanted.label.statefulset}`,
    }),
    panelForAlert(a.daemonSetMismatch, {
      title: 'Nodes that DaemonSets lack',
      description: 'Nodes that are to run a pod of a DaemonSet and on which none serves.',
      legend: legend`${namespace} ${m.daemonSetWanted.label.daemonset}`,
    }),
    panelForAlert(a.budgetMissed, {
      title: 'Pods that budgets lack',
      description: 'Healthy pods that a budget lacks before it lets one be evicted. Negative: so many may go.',
      legend: legend`${namespace} ${m.budgetWanted.label.poddisruptionbudget}`,
      noValue: 'No budget',
      width: 12,
    }),
    panelForAlert(a.jobFailed, {
      title: 'Failed Jobs',
      description: '1 for each Job that was given up. It stays until the Job is deleted.',
      legend: legend`${namespace} ${m.jobFailed.label.job_name}`,
      noValue: 'None',
      width: 12,
    }),
  ]);

const tasks = (): RowDefinition =>
  row('Tasks', [
    panelForAlert(a.backupOld, {
      title: 'Age of the database backup',
      description: 'Time since a dump of the database was made and restored. Normal: up to a day.',
      legend: legend`${namespace}`,
      noValue: 'No backup',
    }),
    panelForAlert(a.vacuumOld, {
      title: 'Age of the database vacuum',
      description: 'Time since all tables of the database were vacuumed. Normal: up to a week.',
      legend: legend`${namespace}`,
      noValue: 'No vacuum',
    }),
    panelForAlert(a.receiverTestOld, {
      title: 'Age of the receiver test',
      description: 'Time since every receiver was sent a test alert. Normal: up to a week.',
      legend: legend`${namespace}`,
      noValue: 'No test',
    }),
    panelForAlert(a.snapshotOld, {
      title: 'Age of the Prometheus snapshot',
      description: 'Time since the samples of Prometheus were copied to another volume. Normal: up to a day.',
      legend: legend`${namespace}`,
      noValue: 'No snapshot',
      width: 12,
    }),
    panelForAlert(a.exportOld, {
      title: 'Age of the Grafana export',
      description: 'Time since what people made in Grafana was written to files. Normal: up to a day.',
      legend: legend`${namespace}`,
      noValue: 'No export',
      width: 12,
    }),
  ]);

const nodes = (): RowDefinition =>
  row('Nodes', [
    panelForAlert(a.nodeNotReady, {
      title: 'Nodes ready',
      description:
        'Whether each node takes pods and answers the control plane. What ails its host is on its own board.',
      legend: legend`${m.nodeCondition.label.node}`,
      width: 12,
    }),
    panelForAlert(a.cannotList, {
      title: 'Lists that failed',
      description: 'Lists within 15 minutes that the API server did not answer, by kind. Normal: none.',
      legend: legend`${m.lists.label.resource}`,
      noValue: 'None',
      width: 12,
    }),
  ]);
