/** The questions that a host's alerts and board ask: for each resource how much is used, and how much must wait. */
import { instance, job, noneOf, notMatching } from '../../model/label';
import { fixed, promql, ratioOf, window } from '../../model/promql';
import type { Expr } from '../../model/promql';
import { bool, hours, minutes, seconds } from '../../model/quantity';
import type { Duration } from '../../model/quantity';
import { metrics as m } from './metrics';

const { device: array } = m.arrayDisks.label;
const lastFive = fixed(minutes(5));
/** What the trend of a filesystem is told from: a quarter of the day that is foretold. */
const trend = fixed(hours(6));
/** Filesystems in memory fill and empty at their programs' will. Said once an expression: what is joined follows. */
const onDisk = { fstype: noneOf('tmpfs', 'ramfs') } as const;

export const isUp = promql`${m.up}`;
/** 1 for each collector that failed at the last scrape. */
export const failingCollectors = promql`1 - ${m.collectorSuccess} > 0`;

/** Share of a filesystem that is free. */
export const spaceFree = promql`${m.filesystemAvailable.where(onDisk)} / (${m.filesystemSize} > 0)`;
/** Share of a filesystem's files that can still be made; nothing where it sets no limit. */
export const inodesFreeShare = promql`${m.inodesFree.where(onDisk)} / (${m.inodes} > 0)`;
/** The same of the fullest filesystem of each host. */
export const leastSpaceFree = promql`min by (${job}, ${instance}) (${spaceFree})`;
export const leastInodesFree = promql`min by (${job}, ${instance}) (${inodesFreeShare})`;
/** A sample where the filesystem is full within this time, if it goes on as in the last six hours. */
export const spaceGoneWithin = (time: Duration): Expr =>
  promql`predict_linear(${m.filesystemAvailable}[${trend}], ${time}) < 0`;
export const inodesGoneWithin = (time: Duration): Expr =>
  promql`predict_linear(${m.inodesFree}[${trend}], ${time}) < 0`;
/** A sample where something can be written. */
export const writable = promql`${m.filesystemReadOnly} == ${bool(false)}`;

export const memoryUse = promql`1 - ${m.memoryAvailable} / (${m.memoryTotal} > 0)`;
/** Reads from disk because a page was not in memory. */
export const majorPageFaults = promql`rate(${m.majorPageFaults}[${window}])`;
export const oomKills = promql`increase(${m.oomKills}[${fixed(minutes(15))}])`;

/** Share of the time of all cores that they are at work, or taken away by the hypervisor. */
export const cpuUse = ratioOf(
  promql`sum by (${job}, ${instance}) (rate(${m.cpuTime.where({ mode: noneOf('idle', 'iowait') })}[${window}]))`,
  promql`sum by (${job}, ${instance}) (rate(${m.cpuTime}[${window}]))`,
);
const cores = promql`count by (${job}, ${instance}) (${m.cpuTime.where({ mode: 'idle' })})`;
/** Tasks that run or wait, for each core; above 1 some wait. */
export const loadPerCore = promql`${m.load1} / on (${job}, ${instance}) ${cores}`;

/** Share of the time that a disk has something to do. */
export const diskBusy = promql`rate(${m.diskBusy}[${window}])`;
/** Requests to a disk that wait or run, a mean. */
export const diskQueue = promql`rate(${m.diskQueue}[${window}])`;
export const diskRead = promql`rate(${m.diskRead}[${window}])`;
export const diskWritten = promql`rate(${m.diskWritten}[${window}])`;

export const received = promql`rate(${m.bytesReceived}[${window}])`;
export const sent = promql`rate(${m.bytesSent}[${window}])`;
/** Share of the packets that arrived damaged. */
export const receiveErrors = ratioOf(
  promql`rate(${m.receiveErrors}[${window}])`,
  promql`rate(${m.packetsReceived}[${window}])`,
);
/** Share of the packets that could not be sent. */
export const sendErrors = ratioOf(promql`rate(${m.sendErrors}[${window}])`, promql`rate(${m.packetsSent}[${window}])`);
/** How full the firewall's table of connections is. */
export const conntrackUse = promql`${m.conntrackEntries} / (${m.conntrackLimit} > 0)`;

/** Disks that an array lacks. */
export const arrayDisksMissing = promql`
  ${m.arrayDisksRequired} - on (${job}, ${instance}, ${array}) ${m.arrayDisks.where({ state: 'active' })}`;
export const arrayDisksFailed = promql`${m.arrayDisks.where({ state: 'failed' })}`;
/** Interfaces of a bond without a link. */
export const bondLinksMissing = promql`${m.bondSlaves} - ${m.bondActive}`;
/** How often an interface came or went; those of containers come and go by nature. */
export const linkChanges = promql`changes(${m.interfaceUp.where({ device: notMatching('veth.+|cali.+|lxc.+') })}[${lastFive}])`;

/** Open files of those that the kernel allows. */
export const filesUse = promql`${m.filesAllocated} / (${m.filesMaximum} > 0)`;
/** How far the clock is off, whichever way. */
export const clockSkew = promql`abs(${m.clockOffset})`;
/** A sample where the clock does not come nearer to its time server. */
export const clockNotConverging = promql`${m.clockOffset} * deriv(${m.clockOffset}[${lastFive}]) >= 0`;
/** 0 while the kernel held its clock for unsynchronised at every scrape of the last five minutes. */
export const clockSynchronised = promql`max_over_time(${m.clockSynchronised}[${lastFive}])`;
/** A sample where the clock has been left to itself for hours: the kernel counts its doubt up to 16 s. */
export const clockUncorrected = promql`${m.clockMaxError} >= ${seconds(16)}`;
/** How often systemd started a service again. */
export const unitRestarts = promql`increase(${m.unitRestarts}[${lastFive}])`;
/** 1 while a file of metrics cannot be read. */
export const textfileError = promql`min_over_time(${m.textfileError}[${lastFive}])`;
/** A unit that systemd gave up on. */
export const unitFailed = promql`${m.unitState.where({ state: 'failed' })}`;
