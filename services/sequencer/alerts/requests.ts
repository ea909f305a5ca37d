/** Alerts on requests over HTTP: what users feel. */
import { above, alert, minutes, okBecause, percent, perSecond, seconds, text, threshold, value } from '../../../model';
import * as ask from '../queries';
import * as when from '../scenarios/requests';

const bornLate = okBecause('the counter is born with the first error');

export const highErrorRate = alert('SequencerHighErrorRate', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.errorRate, perSecond(0.1)),
  summary: text`The sequencer counts errors at more than ${threshold}`,
  description: text`The sequencer counts errors at ${value} over all categories and servers, limit ${threshold}. Some
    events are not taken; whose fault it is, the category tells: validation is the client's, database is not. Look at the
    errors by category first.`,
  noData: bornLate,
  fires: when.errorsOverCategories,
  quiet: when.fewErrors,
  edge: when.errorsAt,
});

/** A tenth of the requests is an outage; one in a hundred is no reason to wake anybody. */
export const serverErrors = alert('SequencerServerErrors', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  keepFiringFor: minutes(5),
  when: above(ask.faultShare, percent(1)),
  escalates: { severity: 'critical', at: percent(10) },
  summary: text`The sequencer fails more than ${threshold} of its requests`,
  description: text`The sequencer answers ${value} of its requests with 5xx, limit ${threshold}: they fail, and a retry
    may fail too. 503 means that no connection to the database was free, 504 that the database or the chain did not
    answer within 30s. Look at the failed requests by route first.`,
  noData: bornLate,
  fires: [when.faults, when.faultsAmongProbes],
  quiet: [when.refusals, when.failedProbes],
  edge: when.faultsAt,
});

export const highLatency = alert('SequencerHighLatency', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.latencyP95, seconds(1)),
  summary: text`p95 of the sequencer's requests is above ${threshold}`,
  description: text`The slowest 5% of the requests to the sequencer take ${value} or more, limit ${threshold}; clients
    wait and time out. Look at the use of the connection pool first, then at the latency by server.`,
  noData: okBecause('without requests nobody waits'),
  fires: [when.slowRequests, when.slowBehindProbes],
  quiet: [when.fastRequests, when.oneSlowServer],
  edge: when.latencyAt,
});
