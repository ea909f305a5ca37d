/** Series that prove the alert on the connection pool. */
import { holds, scenario, series, throughout } from '../../../model';
import type { Quantity, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';

const inUse = (before: number, after: number, of: number): readonly ScenarioSeries[] => [
  series(m.poolActive).turns(holds(before), holds(after)),
  series(m.poolMax).always(holds(of)),
];

/** Beyond the warning and short of the next: the highest use that a pool of ten can show. */
export const poolFills = scenario('queries wait for a lock', inUse(2, 9, 10));
export const poolBusy = scenario('a busy hour takes half of the pool', inUse(2, 10, 20));
/** A server that is starting has no pool yet; 0/0 must not be an alert. */
export const poolUnknown = scenario('the pool is not open yet', inUse(0, 0, 0));
export const poolAt = (share: Quantity): readonly ScenarioSeries[] => throughout(inUse(2, 1000 * share.value, 1000));
