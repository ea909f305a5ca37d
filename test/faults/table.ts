/** All faults, in order. */
import { alertmanagerFaults } from './alertmanager';
import { pathFaults } from './paths';
import { prometheusFaults } from './prometheus';
import { receiverFaults } from './receivers';
import type { Row } from './row';

const number = ({ id }: Row): number => Number(id.slice(1));

export const faults: readonly Row[] = [
  ...alertmanagerFaults,
  ...pathFaults,
  ...prometheusFaults,
  ...receiverFaults,
].sort((a, b) => number(a) - number(b));
