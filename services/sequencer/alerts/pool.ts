/** The alert on connections to PostgreSQL. */
import { above, alert, coveredBy, instance, minutes, percent, text, threshold, value } from '../../../model';
import * as ask from '../queries';
import * as when from '../scenarios/pool';

/**
 * From 95% on the server answers everything that needs the database with 503, its metrics page too. Of a pool of 10 or
 * 20, the usual sizes, no scrape can show more than 90%: the warning is the last that is heard, then SequencerDown.
 */
export const poolExhausted = alert('SequencerDatabasePoolExhausted', {
  kind: 'imminent-loss',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.poolUsed, percent(80)),
  escalates: { severity: 'critical', at: percent(90) },
  summary: text`The sequencer at ${instance} has more than ${threshold} of its database connections in use`,
  description: text`The sequencer at ${instance} uses ${value} of its connections to the database, limit ${threshold}.
    At 95% it answers requests with 503, those for its metrics too, and this alert goes silent: SequencerDown follows.
    Look for slow queries and locks in PostgreSQL first.`,
  noData: coveredBy('SequencerDown'),
  fires: when.poolFills,
  quiet: [when.poolBusy, when.poolUnknown],
  edge: when.poolAt,
});
