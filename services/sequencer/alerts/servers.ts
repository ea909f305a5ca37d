/** Alerts on the servers themselves, and on what keeps the monitoring from seeing them. */
import {
  above,
  alert,
  count,
  coveredBy,
  instance,
  jobAbsent,
  metricsMissing as missing,
  minutes,
  okBecause,
  perSecond,
  present,
  targetDown,
  text,
  value,
} from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';
import * as when from '../scenarios/servers';

const thing = 'StateSet Sequencer';
const covered = coveredBy('SequencerAbsent');

/**
 * The page. The metrics page needs a connection to the database, so in the outages that matter it answers 503 or not at
 * all: every other alert then lacks its data, and this one is what is left.
 */
export const down = targetDown('SequencerDown', 'SequencerAbsent', m.up, {
  thing,
  impact: 'its database may be gone or its pool full (503), or the process; no other alert sees this server',
  for: minutes(2),
});

export const absent = jobAbsent('SequencerAbsent', m.up, { thing, impact: 'nobody would notice that it fails' });

/** Whatever else listens on port 8080 is up and silent. */
export const metricsMissing = missing('SequencerMetricsMissing', absent.name, m.up, when.openPool, { thing });

export const scrapesRefused = alert('SequencerScrapesRefused', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.refusedScrapeRate, perSecond(0)),
  summary: text`The sequencer at ${instance} refuses requests for its metrics`,
  description: text`The sequencer at ${instance} refuses requests for its metrics page, ${value}: panels have gaps, and
    alerts go blind when they are needed. The panel of refused scrapes tells why, by status: key, address, rate limit,
    or a full pool.`,
  noData: okBecause('the counter is born with the first refusal'),
  fires: when.scraperLimited,
  quiet: [when.scrapesAnswered, when.strangerRefused],
});

export const restarting = alert('SequencerRestarting', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(1),
  when: above(ask.restarts, count(1)),
  summary: text`The sequencer at ${instance} restarts again and again`,
  description: text`The sequencer at ${instance} started ${value} times anew within 30m. It ends by
    itself, with exit code 0, within seconds of losing its database; each end breaks off requests without an answer.
    Look at the database first.`,
  noData: covered,
  fires: when.crashLoop,
  quiet: when.oneRestart,
});

export const metricsOverflow = alert('SequencerMetricsOverflow', {
  kind: 'meta',
  severity: 'warning',
  for: minutes(5),
  when: present(ask.overflowed),
  summary: text`The metrics of the sequencer at ${instance} have lost their labels`,
  description: text`Some metric of the sequencer at ${instance} has had 1000 label sets (its mark is ${value}):
    everything new is counted without route and status from now on, so that figures and alerts by route are wrong until
    it is restarted. Most likely somebody scans for paths: look at the requests answered 401 and 404.`,
  noData: okBecause('the counter exists only once labels were lost'),
  fires: when.pathsScanned,
  quiet: when.fewPaths,
});
