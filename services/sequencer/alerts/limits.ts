/** Alerts on the rate limit. Two, because the documentation names a counter that the release lacks. */
import { above, alert, minutes, okBecause, percent, perSecond, text, threshold, value } from '../../../model';
import * as ask from '../queries';
import * as when from '../scenarios/limits';

/** For a release that counts requests by status. */
export const rateLimited = alert('SequencerRateLimited', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.limitedShare, percent(5)),
  summary: text`The sequencer's rate limit refuses more than ${threshold} of the requests`,
  description: text`The sequencer answers ${value} of its requests with 429, limit ${threshold}: a tenant sends more than
    it may, and loses what it does not send again. Look at the refused requests by route, then for the tenant.`,
  noData: okBecause('the counter is born with the first refusal'),
  fires: [when.tenantLimited, when.limitedAmongProbes],
  quiet: [when.fewLimited, when.onlyScrapesLimited],
  edge: when.limitedAt,
});

/** For a release that has the documented counter. */
export const rateLimitRejections = alert('SequencerRateLimitRejections', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.limitedRate, perSecond(1)),
  summary: text`The sequencer's rate limit refuses requests at more than ${threshold}`,
  description: text`The sequencer's rate limit refuses requests at ${value} over all servers, limit ${threshold}: a tenant sends more
    than it may, and loses what it does not send again. Look for the tenant with the most events.`,
  noData: okBecause('the counter is born with the first refusal'),
  fires: when.manyLimited,
  quiet: when.limitedNowAndThen,
  edge: when.limitedRateAt,
});
