/** Connections to PostgreSQL. */
import { promql, window } from '../../../model';
import { metrics as m } from '../metrics';

/** Share of the pool in use, 0 to 1, per target. */
export const poolUsed = promql`${m.poolActive} / (${m.poolMax} > 0)`;
/** Connections in use, idle, open and allowed, per target. */
export const poolActive = promql`${m.poolActive}`;
export const poolIdle = promql`${m.poolIdle}`;
export const poolOpen = promql`${m.poolTotal}`;
export const poolMax = promql`${m.poolMax}`;
/** The share as the server computes it, from 0 to 100, per target. */
export const poolUtilization = promql`${m.poolUtilization}`;
/** Waits for a connection per second that took long, and that ended in vain. */
export const slowWaitRate = promql`rate(${m.poolSlow}[${window}])`;
export const vainWaitRate = promql`rate(${m.poolTimeouts}[${window}])`;
