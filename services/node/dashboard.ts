/** The board of hosts: for each resource how much is used on the left, and how much must wait or fails on the right. */
import {
  board,
  collapsed,
  firingAlerts,
  legend,
  panelForAlert,
  row,
  stat,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { PanelDefinition, RowDefinition } from '../../dashboards';
import { promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'node-overview';

const { device, instance } = m.diskBusy.label;
const FEW_FILESYSTEMS = 'device and type follow from the mount point, of which a host has a handful';

/** The board in one environment. */
export function nodeBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Hosts / Overview',
    service: 'node',
    description: 'Which resource of a host is short? For whoever asks why something on it is slow or fails.',
    variablesFrom: m.up,
    moments: { Boots: promql`${m.bootTime}` },
    rows: [health(), processor(), memory(), disk(), network(), devices(), kernel()],
  });
}

const health = (): RowDefinition => row('Health', [...now(), ...runningOut()]);

const now = (): readonly PanelDefinition[] => [
  stat({
    title: 'Up',
    description:
      'Whether each node-exporter answers scrapes. When one does not, its host may be down: try to reach it.',
    query: ask.isUp,
    words: UP_DOWN,
    width: 3,
    alerts: [a.down, a.absent],
  }),
  stat({
    title: 'Processors in use',
    description: 'Share of the time of all cores at work. High is no fault by itself; see the load for what waits.',
    query: ask.cpuUse,
    width: 3,
    alerts: [a.processor.cpuHigh],
  }),
  stat({
    title: 'Load per core now',
    description: 'Tasks that run or wait, for each core. Normal: up to 1. Far above it everything on the host is slow.',
    query: ask.loadPerCore,
    unit: 'short',
    decimals: 1,
    width: 3,
    alerts: [a.processor.saturated],
  }),
  stat({
    title: 'Memory in use',
    description: 'Share of memory that programs cannot get any more. Near 100% the kernel kills processes.',
    query: ask.memoryUse,
    width: 3,
    alerts: [a.processor.memoryHigh],
  }),
  stat({
    title: 'Least space left',
    description: 'Share of free space on the fullest filesystem. At 0% what writes there fails or loses data.',
    query: ask.leastSpaceFree,
    width: 3,
    alerts: [a.filesystem.almostOutOfSpace],
  }),
  stat({
    title: 'Least room for files',
    description: 'Share of the files that the fullest filesystem can still take. At 0% no file can be made there.',
    query: ask.leastInodesFree,
    width: 3,
    alerts: [a.filesystem.almostOutOfFiles],
  }),
  stat({
    title: 'Disks missing',
    description: 'Disks that an array is meant to have and has not. Normal: 0. Above it, the next failure loses data.',
    query: ask.arrayDisksMissing,
    noValue: 'No array',
    width: 3,
    alerts: [a.devices.raidDegraded],
  }),
];

const runningOut = (): readonly PanelDefinition[] => [
  timeSeries({
    title: 'Space left',
    description: 'Share of free space by filesystem. A steady fall is a leak; a cliff is a copy or a core dump.',
    queries: [{ expr: ask.spaceFree }],
    crowded: FEW_FILESYSTEMS,
    width: 6,
    alerts: [a.filesystem.spaceFillingUp, a.filesystem.almostOutOfSpace],
  }),
  timeSeries({
    title: 'Room for files left',
    description: 'Share of the files that can still be made. Millions of small files use it up while space is left.',
    queries: [{ expr: ask.inodesFreeShare }],
    crowded: FEW_FILESYSTEMS,
    width: 6,
    alerts: [a.filesystem.filesFillingUp, a.filesystem.almostOutOfFiles],
  }),
  panelForAlert(a.kernel.fileDescriptorLimit, {
    title: 'File descriptors in use',
    description: 'Open files of those that the kernel allows. A steady climb is a program that never closes them.',
    width: 6,
  }),
  firingAlerts({ width: 6 }),
];

const processor = (): RowDefinition =>
  row('Processors', [
    panelForAlert(a.processor.cpuHigh, {
      title: 'Processor use',
      description:
        'Share of the time of all cores at work, or taken away by the hypervisor. Waiting for disks is not in it.',
      width: 12,
    }),
    panelForAlert(a.processor.saturated, {
      title: 'Load per core',
      description:
        'Tasks that run, or wait for a core or a disk, for each core. Above 1 some wait; the use tells for what.',
      unit: 'short',
      max: 'open',
      width: 12,
    }),
  ]);

const memory = (): RowDefinition =>
  row('Memory', [
    panelForAlert(a.processor.memoryHigh, {
      title: 'Memory use',
      description: 'Share of memory that programs cannot get any more; caches that can be dropped are not in it.',
    }),
    panelForAlert(a.processor.majorPageFaults, {
      title: 'Memory pages read from disk',
      description: 'Pages that had to be read from disk again. Normal: near 0, but for the start of a large program.',
    }),
    panelForAlert(a.processor.oomKill, {
      title: 'Processes killed for want of memory',
      description:
        'Processes that the kernel killed within 15 minutes. Normal: none, ever. dmesg on the host names them.',
    }),
  ]);

const disk = (): RowDefinition =>
  row('Disks', [
    timeSeries({
      title: 'Disk busy',
      description:
        'Share of the time that a disk has something to do. At 100% an old disk is full; a fast one need not be.',
      queries: [{ expr: ask.diskBusy }],
    }),
    panelForAlert(a.processor.diskSaturated, {
      title: 'Disk queue',
      description: 'Requests that wait or run at a disk, a mean. Normal: below 1. A long queue makes all of them slow.',
      unit: 'short',
      max: 'open',
    }),
  ]);

const network = (): RowDefinition =>
  row('Network', [
    timeSeries({
      title: 'Network traffic',
      description: 'Bytes received and sent by interface. Compare with the speed of the link when things are slow.',
      queries: [
        { expr: ask.received, legend: legend`${device} of ${instance} received` },
        { expr: ask.sent, legend: legend`${device} of ${instance} sent` },
      ],
      width: 12,
    }),
    timeSeries({
      title: 'Packet errors',
      description: 'Share of the packets that arrived damaged or were not sent. Normal: 0. See cable, port and driver.',
      queries: [
        { expr: ask.receiveErrors, legend: legend`${device} of ${instance} received` },
        { expr: ask.sendErrors, legend: legend`${device} of ${instance} sent` },
      ],
      max: 'open',
      noValue: 'No traffic',
      width: 12,
      alerts: [a.kernel.receiveErrors, a.kernel.sendErrors],
    }),
  ]);

const devices = (): RowDefinition =>
  collapsed('Disks and links in detail', [
    timeSeries({
      title: 'Disk throughput',
      description: 'Bytes read from and written to each disk. It shows what kind of work fills the queue.',
      queries: [
        { expr: ask.diskRead, legend: legend`${device} of ${instance} read` },
        { expr: ask.diskWritten, legend: legend`${device} of ${instance} written` },
      ],
    }),
    panelForAlert(a.devices.raidDiskFailure, {
      title: 'Failed disks',
      description: 'Disks of an array that failed. Normal: 0. Replace them even where a spare took over.',
      noValue: 'No array',
    }),
    panelForAlert(a.devices.bondingDegraded, {
      title: 'Links that bonds lack',
      description: 'Interfaces of a bond without a link. Normal: 0. See cable and port.',
      noValue: 'No bond',
    }),
    panelForAlert(a.devices.interfaceFlapping, {
      title: 'Links that come and go',
      description: 'Changes of an interface within five minutes. Normal: 0. Each one breaks connections.',
      crowded: 'of the interfaces of a host few ever change',
    }),
  ]);

const kernel = (): RowDefinition =>
  collapsed('Kernel, clock and units', [
    panelForAlert(a.kernel.conntrack, {
      title: 'Tracked connections',
      description:
        'How full the firewall’s table of connections is. At 100% new connections are dropped without a word.',
    }),
    panelForAlert(a.kernel.clockSkew, {
      title: 'Clock offset',
      description:
        'How far the clock is from its time server. Normal: milliseconds. Always 0 where no time service runs.',
    }),
    panelForAlert(a.kernel.clockUnsynchronised, {
      title: 'Clock synchronised',
      description: 'Whether the kernel holds its clock for right. Containers and sandboxes often have no time service.',
    }),
    panelForAlert(a.collectors.serviceCrashLooping, {
      title: 'Services started again',
      description: 'Times that systemd started a service again within five minutes. Exposed where it is collected.',
      crowded: 'of the services of a host few ever end by themselves',
      noValue: 'Not collected',
    }),
    panelForAlert(a.collectors.textfileError, {
      title: 'Files of metrics that cannot be read',
      description: 'Files that scripts write for node-exporter. 1 while one of them cannot be read; see its log.',
      noValue: 'Not collected',
    }),
    panelForAlert(a.kernel.unitFailed, {
      title: 'Failed units',
      description:
        'Units that systemd gave up on, 1 for each. Exposed where node-exporter collects them (--collector.systemd).',
      crowded: 'of the units of a host few ever fail',
    }),
    timeSeries({
      title: 'Failing collectors',
      description:
        'Parts of node-exporter that could not read what they show. Those of hardware that is not there fail, too.',
      queries: [{ expr: ask.failingCollectors }],
      crowded: 'those that work are not drawn',
      noValue: 'None',
    }),
  ]);
