/** All faults, in order. */
import { alertmanagerFaults } from './alertmanager';
import { diskFaults } from './disks';
import { heldFaults, unplayedFaults } from './elsewhere';
import { loadFaults } from './load';
import { nginxFaults } from './nginx';
import { pathFaults } from './paths';
import { receiverFaults } from './receivers';
import { reloadFaults } from './reloads';
import { restartFaults } from './restarts';
import type { Row } from './row';
import { targetFaults } from './targets';

const number = ({ id }: Row): number => Number(id.slice(1));

export const faults: readonly Row[] = [
  ...alertmanagerFaults,
  ...diskFaults,
  ...heldFaults,
  ...loadFaults,
  ...nginxFaults,
  ...pathFaults,
  ...receiverFaults,
  ...reloadFaults,
  ...restartFaults,
  ...targetFaults,
  ...unplayedFaults,
].sort((a, b) => number(a) - number(b));
