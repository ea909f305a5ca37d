/** What is wrong with a host when, and who is told. */
import { jobAbsent, minutes, targetDown } from '../../model';
import * as collectors from './alerts/collectors';
import * as devices from './alerts/devices';
import * as filesystem from './alerts/filesystem';
import * as kernel from './alerts/kernel';
import * as processor from './alerts/processor';
import { metrics as m } from './metrics';

export { collectors, devices, filesystem, kernel, processor };

const impact = 'its disks, memory and processors are not watched';

/** No page: what runs on a host that is gone has alerts of its own. */
export const down = targetDown('NodeDown', 'NodeAbsent', m.up, {
  thing: 'node-exporter',
  impact: `the host may be down, and ${impact}`,
  severity: 'warning',
  for: minutes(5),
});

export const absent = jobAbsent('NodeAbsent', m.up, {
  thing: 'node-exporter',
  impact: 'no disk, no memory and no processor is watched on any host',
  severity: 'warning',
});

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  filesystem.spaceFillingUp,
  filesystem.almostOutOfSpace,
  filesystem.filesFillingUp,
  filesystem.almostOutOfFiles,
  processor.memoryHigh,
  processor.majorPageFaults,
  processor.oomKill,
  processor.cpuHigh,
  processor.saturated,
  processor.diskSaturated,
  devices.raidDegraded,
  devices.raidDiskFailure,
  kernel.receiveErrors,
  kernel.sendErrors,
  devices.interfaceFlapping,
  devices.bondingDegraded,
  kernel.fileDescriptorLimit,
  kernel.conntrack,
  kernel.clockSkew,
  kernel.clockUnsynchronised,
  kernel.unitFailed,
  collectors.serviceCrashLooping,
  collectors.textfileError,
] as const;
