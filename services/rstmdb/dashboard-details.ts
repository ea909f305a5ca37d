/** The lower rows of the board: what the server does with the disk, its subscribers, its replicas and its machine. */
import { collapsed, legend, panelForAlert, row, stat, table, timeSeries } from '../../dashboards';
import type { PanelDefinition, RowDefinition } from '../../dashboards';
import { instance, untrustedIn } from '../../model';
import type { BoardContext } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

/** The growth of a size that the release keeps up to date. */
function sizeGrowth({ dialect }: BoardContext): readonly PanelDefinition[] {
  if (untrustedIn(dialect, a.walSizeGrowing.spec.when.expr).length > 0) return [];
  return [
    panelForAlert(a.walSizeGrowing, {
      title: 'WAL growth per hour',
      description:
        'Growth of the log within the last hour. Normal: around zero over a day, since compaction deletes segments.',
      min: 'open',
    }),
  ];
}

export const log = (context: BoardContext): RowDefinition =>
  row('Write-ahead log', [
    panelForAlert(a.walGrowing, {
      title: 'WAL written per hour',
      description:
        'Bytes written to the log within the last hour, whatever compaction deleted since. It follows the writes.',
    }),
    ...sizeGrowth(context),
    timeSeries({
      title: 'WAL writes and fsyncs',
      description:
        'Entries written, and times that the log was forced to the disk. Equal with fsync_policy every_write; ' +
        'fewer fsyncs mean that a crash may lose entries.',
      queries: [
        { expr: ask.walWriteRate, legend: legend`${instance} writes` },
        { expr: ask.walFsyncRate, legend: legend`${instance} fsyncs` },
      ],
    }),
  ]);

export const logDetails = (): RowDefinition =>
  collapsed('Write-ahead log in detail', [
    timeSeries({
      title: 'WAL segments',
      description: 'Files of the log. Compaction lowers it. A steady climb means that compaction does not keep up.',
      queries: [{ expr: ask.walSegments }],
    }),
    timeSeries({
      title: 'WAL bytes written',
      description: 'Bytes written to the log per second. Compare with the throughput of the disk when writes are slow.',
      queries: [{ expr: ask.walByteRate }],
    }),
    timeSeries({
      title: 'WAL entries',
      description:
        'Sequence number of the last entry. It only ever climbs: a fall means that entries were lost at recovery.',
      queries: [{ expr: ask.walEntries }],
      min: 'open',
    }),
    timeSeries({
      title: 'WAL offset',
      description: 'Offset of the last entry. It only ever climbs: a fall means that entries were lost at recovery.',
      queries: [{ expr: ask.walOffset }],
      min: 'open',
    }),
    timeSeries({
      title: 'WAL write latency (p99)',
      description:
        'What the slowest 1% of the writes of the log take. It is the part of the request latency that the disk adds.',
      queries: [{ expr: ask.walWriteP99 }],
    }),
  ]);

export const subscriptions = (): RowDefinition =>
  collapsed('Subscriptions', [
    timeSeries({
      title: 'Active subscriptions',
      description:
        'Open subscriptions. Release 0.3.0 subtracts only those closed by UNWATCH, so that it climbs until the ' +
        'next restart.',
      queries: [{ expr: ask.subscriptions }],
    }),
    timeSeries({
      title: 'Active subscriptions by type',
      description: 'Subscriptions to one instance and to all events. Each of the latter receives every event.',
      queries: [{ expr: ask.subscriptionsByType }],
    }),
    timeSeries({
      title: 'Events broadcast',
      description:
        'Events sent to subscribers, one for each that receives it. Zero with subscribers and traffic is wrong.',
      queries: [{ expr: ask.broadcastRate }],
      unit: 'eps',
    }),
  ]);

export const replication = (): RowDefinition =>
  collapsed('Replication', [
    timeSeries({
      title: 'Connected replicas',
      description:
        'Replicas connected to a primary; 0 on any other server. It is set while entries flow, and stays at its ' +
        'last value when the last replica leaves.',
      queries: [{ expr: ask.replicas }],
    }),
    timeSeries({
      title: 'Replication trouble',
      description:
        'Replicas cut off because they were too slow, and writes that waited in vain for a confirmation. Normal: none.',
      queries: [
        { expr: ask.slowReplicaRate, legend: legend`${instance} slow replica cut off` },
        { expr: ask.syncTimeoutRate, legend: legend`${instance} confirmation timed out` },
      ],
    }),
  ]);

export const stateMachines = (): RowDefinition =>
  collapsed('State machines', [
    stat({
      title: 'Machine definitions',
      description: 'Versions of machine definitions registered. It changes only when somebody deploys a definition.',
      query: ask.machines,
    }),
    timeSeries({
      title: 'Instances',
      description:
        'State machine instances over time. Deleted ones are not counted; a steady climb is a missing clean-up.',
      queries: [{ expr: ask.instances }],
    }),
    table({
      title: 'Instances by state',
      description: 'Instances in each state of each machine. A state that fills up is where the work is stuck.',
      rows: [m.instancesByState.label.machine, m.instancesByState.label.state],
      columns: { Instances: { expr: ask.instancesByState } },
    }),
    table({
      title: 'Transitions',
      description:
        'Changes of state per second. A transition that stops while others go on is where the work is stuck.',
      rows: [m.transitions.label.machine, m.transitions.label.from, m.transitions.label.to],
      columns: { Transitions: { expr: ask.transitionRate } },
    }),
  ]);

export const processResources = (): RowDefinition =>
  collapsed('Process', [
    panelForAlert(a.restarting, {
      title: 'Restarts',
      description: 'Starts of the process within half an hour. Normal: none, or one at a deployment.',
    }),
    panelForAlert(a.metricsMissing, {
      title: 'Targets that answer',
      description: 'Targets that answer scrapes. The alert fires for one that answers without a metric of rstmdb.',
    }),
    timeSeries({
      title: 'Memory',
      description:
        'Resident memory. All instances are kept in memory, so that it follows their number and their contexts.',
      queries: [{ expr: ask.memory }],
    }),
    timeSeries({
      title: 'CPU',
      description:
        'CPUs in use, as a share of one. Normal: far below the number of CPUs; compaction makes short peaks.',
      queries: [{ expr: ask.cpu }],
      max: 'open',
    }),
    panelForAlert(a.fileDescriptorsLow, {
      title: 'File descriptors in use',
      description: 'Share of the file descriptors in use. Each connection and each open segment of the log takes one.',
    }),
    timeSeries({
      title: 'Threads',
      description: 'Threads of the process. Normal: about one per CPU, and constant.',
      queries: [{ expr: ask.threads }],
    }),
    timeSeries({
      title: 'Connections accepted and rejected',
      description: 'New connections per second. Many with few active ones: clients that connect anew for each request.',
      queries: [
        { expr: ask.acceptRate, legend: legend`${instance} accepted` },
        { expr: ask.rejectRate, legend: legend`${instance} rejected` },
      ],
    }),
  ]);
