/** What rstmdb promises to its clients. */
import { eventsSli, latencySli, millis, oneOf, percent, slo } from '../../model';
import { metrics as m } from './metrics';
import { EVERY_SERVER_FAULT } from './queries';

const shared = {
  owner: 'platform',
  policy:
    'Until budget is left, rstmdb gets repairs and nothing else: no new release, no new client, no change of its disk',
  review: '2027-03-31',
} as const;

/** Mistakes of clients do not count: they get the answer that they deserve. */
export const availability = slo('availability', {
  ...shared,
  title: 'Requests answered without a server fault',
  objective: percent(99.9),
  sli: eventsSli({
    bad: m.errors.where({ code: oneOf(...EVERY_SERVER_FAULT) }),
    total: m.requests,
    badIs: `answers with ${EVERY_SERVER_FAULT.join(', ')}`,
    subset: 'the server counts each answered request, and then whether the answer was an error',
  }),
  journey: 'A client reads or changes a state machine and gets an answer',
  // One client that pings every ten seconds.
  minPerHour: 360,
});

/** The operation that clients wait for; what else there is reads from memory. */
export const latency = slo('latency', {
  ...shared,
  title: 'Events applied within 250ms',
  objective: percent(99),
  sli: latencySli({ histogram: m.requestDuration, within: millis(250), where: { op: 'APPLY_EVENT' } }),
  journey: 'A client sends an event and waits until its state machine has changed',
  minPerHour: 60,
});

export const slos = [availability, latency] as const;
