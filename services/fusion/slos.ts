/** What the connection pools promise to those who call through them. */
import { eventsSli, latencySli, millisecondsRaw, percent, slo } from '../../model';
import { metrics as m } from './metrics';

const owner = 'relayer';
const review = '2027-05-31';
/** A relayer that follows one chain asks for each block, and more for each auction: far more than this. */
const minPerHour = 600;

export const slos = [
  slo('requests', {
    title: 'Requests through the pools without an error',
    objective: percent(99.5),
    sli: eventsSli({
      bad: m.errors,
      total: m.requests,
      badIs: 'requests through a pool that end in an error of any type',
      subset: 'the pool counts every request that it serves, and an error for each that fails',
    }),
    journey: 'A swap is filled: the relayer reads both chains and sends its steps through the pools',
    owner,
    policy: 'No release of the relayer but repairs; endpoints that err leave the pools until budget is left',
    review,
    minPerHour,
  }),
  slo('latency', {
    title: 'Requests through the pools within a second',
    objective: percent(99),
    sli: latencySli({ histogram: m.requestDuration, within: millisecondsRaw(1000) }),
    journey: 'A quote reaches the auction while its price still holds',
    owner,
    policy: 'Slow endpoints lose their weight, and capacity is added before features',
    review,
    minPerHour,
  }),
] as const;
