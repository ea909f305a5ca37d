/** Alerts on events on their way in. */
import {
  above,
  alert,
  below,
  coveredBy,
  millis,
  minutes,
  okBecause,
  percent,
  perSecond,
  text,
  threshold,
  value,
} from '../../../model';
import * as ask from '../queries';
import * as when from '../scenarios/ingest';

/** Half of the latency alert's limit: taking events is what the sequencer is for. */
export const ingestLatency = alert('SequencerHighIngestLatency', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.ingestP99, millis(500)),
  summary: text`p99 of taking events is above ${threshold}`,
  description: text`The slowest 1% of the ingest requests to the sequencer take ${value} or more, limit ${threshold};
    agents wait, and send again what has timed out. Look at the use of the connection pool first, then at locks in
    PostgreSQL.`,
  noData: okBecause('without requests nobody waits'),
  fires: when.slowIngest,
  quiet: when.fastIngest,
  edge: when.ingestLatencyAt,
});

export const lowThroughput = alert('SequencerLowThroughput', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(10),
  when: below(ask.ingestRate, perSecond(10)),
  summary: text`The sequencer takes events at less than ${threshold}`,
  description: text`The sequencer takes events at ${value} over all servers and tenants, at least ${threshold} is usual:
    agents do not send, cannot reach it, or are refused. Events over gRPC are counted nowhere. Look at the requests by
    status first.`,
  noData: coveredBy('SequencerAbsent'),
  fires: [when.agentsAway, when.nothingSinceStart, when.serversGone],
  quiet: [when.manySmallTenants, when.busy],
  edge: when.throughputAt,
});

export const eventsRejected = alert('SequencerEventsRejected', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.rejectedShare, percent(5)),
  summary: text`The sequencer refuses more than ${threshold} of the events`,
  description: text`The sequencer refuses ${value} of the events that agents send, limit ${threshold}. The requests are
    answered with 200, so that neither errors nor status show it, and agents that do not read the answer lose events.
    The reasons are in the tables rejected_events_log and ves_rejections.`,
  noData: okBecause('the counter is born with the first refusal'),
  fires: [when.someRejected, when.allRejected],
  quiet: [when.fewRejected, when.rejectedLongAgo],
  edge: when.rejectedAt,
});

export const signatureFailures = alert('SequencerSignatureFailures', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.unverifiedShare, percent(5)),
  summary: text`The sequencer cannot verify more than ${threshold} of the signed events`,
  description: text`${value} of the signed events that the sequencer receives are not verified, limit ${threshold}: a
    wrong or expired key, a clock that is off, or batches that fail as a whole. These agents' events are not taken. Look
    for the agent and its keys first.`,
  noData: okBecause('without signed events there is nothing to verify'),
  fires: [when.wrongKey, when.allUnverified],
  quiet: [when.verified, when.noSignedEvents],
  edge: when.unverifiedAt,
});
