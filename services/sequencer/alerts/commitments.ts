/** Alerts on commitments, their anchoring on the chain, and the circuit breakers in between. */
import { alert, bool, equals, minutes, okBecause, present, text, value, wholeValue } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';
import * as when from '../scenarios/commitments';

const { circuit } = m.breakerState.label;
const bornLate = okBecause('the counter is born with the first failure');

export const circuitBreakerOpen = alert('SequencerCircuitBreakerOpen', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  when: equals(ask.breakerOpen, bool(true)),
  summary: text`The sequencer's circuit breaker for ${circuit} is open`,
  description: text`The sequencer has cut off ${circuit} after repeated failures (open is ${value}): what needs it fails
    at once, and is tried again only after a pause. For the chain that means that commitments stay without an anchor.
    See whether ${circuit} is reachable and healthy.`,
  noData: okBecause('a breaker is known from its first use on'),
  fires: when.chainCutOff,
  quiet: [when.breakerClosed, when.breakerTries],
});

/** The server answers a gap in the sequence with a plain 500, so that only the route tells. */
export const commitmentsFailing = alert('SequencerCommitmentsFailing', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(1),
  when: present(ask.commitmentFailures),
  summary: text`The sequencer fails to make or to give commitments`,
  description: text`Requests for commitments that the sequencer failed within 15m: about ${wholeValue}. A gap in the sequence
    of a stream looks like this, and must never happen: events would be missing. Look at the server's log for
    non-contiguous sequence first.`,
  noData: bornLate,
  fires: [when.firstFailure, when.firstOfRoute, when.failsAgain],
  quiet: [when.failedLongAgo, when.badRequests, when.othersFail],
});

export const anchoringFailing = alert('SequencerAnchoringFailing', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(1),
  when: present(ask.anchoringFailures),
  summary: text`The sequencer fails to anchor commitments on the chain`,
  description: text`Requests to anchor a commitment that failed within 15m: about ${wholeValue}. Commitments stay valid and
    without an anchor, so that nobody outside can check them. Its own health page shows nothing: ask the chain's RPC
    address.`,
  noData: bornLate,
  fires: [when.chainAway, when.chainAwayAgain],
  quiet: [when.notConfigured, when.chainAwayLongAgo, when.onlyOthersFail],
});
