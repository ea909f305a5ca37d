/** Warnings of our own services that are right here, each with who says so, why, and until when. */
import { waiver } from './check/waiver';
import type { Waiver } from './check/waiver';

export const waivers: readonly Waiver[] = [
  waiver({
    id: 'AL-21',
    where: 'node/NodeMemoryMajorPageFaults',
    owner: 'platform',
    reason: 'the kernel knows no capacity for page faults; 500 a second is far above any healthy host of ours',
    expires: '2027-06-30',
  }),
];
