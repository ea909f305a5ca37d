/** Warnings of our own services that are right here, each with who says so, why, and until when. */
import { waiver } from './check/waiver';
import type { Waiver } from './check/waiver';

const expires = '2027-06-30';

export const waivers: readonly Waiver[] = [
  waiver({
    id: 'AL-21',
    where: 'node/NodeMemoryMajorPageFaults',
    owner: 'platform',
    reason: 'the kernel knows no capacity of page faults; 500 a second is far above any healthy host of ours',
    expires,
  }),
  waiver({
    id: 'AL-21',
    where: 'rstmdb/RstmdbHighErrorRate',
    owner: 'platform',
    reason: 'its documents ask for 10 errors a second; the share of failures is an objective of its own',
    expires,
  }),
  waiver({
    id: 'AL-21',
    where: 'rstmdb/RstmdbWALGrowing',
    owner: 'platform',
    reason: 'its documents ask for 1 GiB an hour; the free space of its volume is watched by the alerts on hosts',
    expires,
  }),
  waiver({
    id: 'AL-22',
    where: 'node/NodeSystemdServiceFailed',
    owner: 'platform',
    reason: 'a host has a hundred units, of which one or two fail at a time, each with work of its own',
    expires,
  }),
  waiver({
    id: 'AL-22',
    where: 'node/NodeSystemdServiceCrashlooping',
    owner: 'platform',
    reason: 'a host has a hundred units, of which one or two restart in a loop at a time',
    expires,
  }),
  waiver({
    id: 'AL-21',
    where: 'sequencer/SequencerHighErrorRate',
    owner: 'platform',
    reason: 'its documents ask for 0.1 errors a second; the share of failures is an objective of its own',
    expires,
  }),
  waiver({
    id: 'PQ-29',
    where: 'alertmanager/AlertmanagerClusterDown',
    owner: 'platform',
    reason: 'the average tells a member that flaps from one that is up; the wait is for half of the members',
    expires,
  }),
  waiver({
    id: 'AL-21',
    where: 'fusion/ConnectionPoolHighChurn',
    owner: 'relayer',
    reason: 'a pool that works opens a few connections in ten minutes whatever its size: one a second is no use of any',
    expires,
  }),
  waiver({
    id: 'AL-21',
    where: 'postgres/PostgresSlotRetainsLog',
    owner: 'platform',
    reason: 'no metric of the server tells how large its disk is; an environment with a small one sets its own limit',
    expires,
  }),
  waiver({
    id: 'AL-21',
    where: 'postgres/PostgresWraparoundNear',
    owner: 'platform',
    reason: 'transaction ids end at 2^31 on every server, so that the same number is near everywhere',
    expires,
  }),
];
