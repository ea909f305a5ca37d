/** Alerts on a host's memory, processors and disks: how much is used, and how much must wait. */
import {
  above,
  alert,
  bareValue,
  count,
  coveredBy,
  gibibytes,
  grows,
  holds,
  instance,
  minutes,
  percent,
  perSecond,
  ratio,
  scenario,
  series,
  text,
  threshold,
  throughout,
  value,
  wholeValue,
} from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { failuresOf } from '../../failure-count';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { device } = m.diskBusy.label;
const covered = coveredBy('NodeAbsent');

const memory = (used: Quantity): readonly ScenarioSeries[] => [
  series(m.memoryTotal).always(holds(gibibytes(16))),
  series(m.memoryAvailable).turns(holds(gibibytes(8)), holds(gibibytes(16).value * (1 - used.value))),
];

export const memoryHigh = alert('NodeMemoryHighUtilisation', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.memoryUse, percent(90)),
  summary: text`${instance} has more than ${threshold} of its memory in use`,
  description: text`${instance} has ${value} of its memory in use, limit ${threshold}. At 100% the kernel kills
    processes, and before that it reads programs from disk again and again. Look at what holds memory: ps aux --sort
    -rss.`,
  noData: covered,
  fires: scenario('a program leaks memory', memory(percent(96))),
  quiet: scenario('most memory is in use', memory(percent(80))),
  edge: (at) => throughout(memory(at)),
});

const faults = (rate: Quantity): readonly ScenarioSeries[] => [
  series(m.majorPageFaults).from(100_000).turns(grows(3), grows(rate)),
];

export const majorPageFaults = alert('NodeMemoryMajorPageFaults', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.majorPageFaults, perSecond(500)),
  summary: text`${instance} reads memory pages from disk more than ${threshold}`,
  description: text`${instance} reads ${value} memory pages from disk, limit ${threshold}: programs wait for pages that
    were dropped for want of memory, and everything is slow. See how much memory is available, and what holds it.`,
  noData: covered,
  fires: scenario('programs need more memory than there is', faults(perSecond(2000)), { trueFrom: minutes(1) }),
  quiet: scenario('a large program starts', faults(perSecond(300))),
  edge: (at) => throughout(faults(at)),
});

export const oomKill = alert('NodeOOMKill', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(1),
  when: above(ask.oomKills, count(0)),
  summary: text`The kernel of ${instance} killed processes for want of memory`,
  description: text`The kernel of ${instance} killed ${wholeValue} processes within 15m because no memory was left; what
    they did is lost. dmesg on the host names them and what held the memory.`,
  noData: covered,
  ...failuresOf(series(m.oomKills), { what: 'a process is killed' }),
});

const CORES = ['0', '1'] as const;
const MODES = ['user', 'idle', 'iowait'] as const;
type Mode = (typeof MODES)[number];

/** Two cores that spend such shares of their time in each mode. */
const cores = (before: Readonly<Record<Mode, number>>, after: Readonly<Record<Mode, number>>): ScenarioSeries[] =>
  CORES.flatMap((cpu) =>
    MODES.map((mode) =>
      series(m.cpuTime, { cpu, mode }).from(1000).dispensable().turns(grows(before[mode]), grows(after[mode])),
    ),
  );
const resting = { user: 0.1, idle: 0.9, iowait: 0 } as const;
const working = (share: Quantity): Readonly<Record<Mode, number>> => ({
  user: share.value,
  idle: 1 - share.value,
  iowait: 0,
});

export const cpuHigh = alert('NodeCPUHighUsage', {
  kind: 'cause',
  severity: 'info',
  for: minutes(15),
  when: above(ask.cpuUse, percent(90)),
  summary: text`${instance} has more than ${threshold} of its processors in use`,
  description: text`${instance} has ${value} of its processors in use, limit ${threshold}. That alone is no fault: look
    whether anything is slow. See which process works: top on the host.`,
  noData: covered,
  fires: scenario('a build runs on all cores', cores(resting, working(percent(99))), { trueFrom: minutes(4.25) }),
  quiet: [
    scenario('most cores are busy', cores(resting, working(percent(80)))),
    scenario('the cores wait for a disk', cores(resting, { user: 0.05, idle: 0, iowait: 0.95 })),
  ],
  edge: (at) => throughout(cores(resting, working(at))),
});

const load = (perCore: Quantity): readonly ScenarioSeries[] => [
  series(m.load1).turns(holds(0.5), holds(CORES.length * perCore.value)),
  ...CORES.flatMap((cpu) =>
    MODES.map((mode) => series(m.cpuTime, { cpu, mode }).dispensable().always(grows(resting[mode]))),
  ),
];

export const saturated = alert('NodeSystemSaturation', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.loadPerCore, ratio(2)),
  summary: text`The load of ${instance} is more than ${threshold} of its cores`,
  description: text`The load of ${instance} is ${bareValue} for each core: as many tasks run or wait for a core or a
    disk, and everything on the host is slow. See whether processors or disks are the bottleneck: vmstat 5 on the
    host.`,
  noData: covered,
  fires: scenario('forty tasks want two cores', load(ratio(20))),
  quiet: scenario('each core has one task waiting', load(ratio(1.5))),
  edge: (at) => throughout(load(at)),
});

const queue = (length: Quantity): readonly ScenarioSeries[] => [
  series(m.diskQueue, { device: 'vda' }).from(5000).turns(grows(0.2), grows(length.value)),
];

export const diskSaturated = alert('NodeDiskIOSaturation', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(30),
  when: above(ask.diskQueue, ratio(10)),
  summary: text`Requests queue up at disk ${device} of ${instance}`,
  description: text`${bareValue} requests wait at disk ${device} of ${instance} on average: every program that reads or
    writes there is slow. See which one does most: iotop or pidstat -d 5 on the host.`,
  noData: covered,
  fires: scenario('a restore writes without pause', queue(ratio(40)), { trueFrom: minutes(1) }),
  quiet: scenario('a disk is busy', queue(ratio(4))),
  edge: (at) => throughout(queue(at)),
});
