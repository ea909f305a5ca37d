/**
 * What the sequencer promises to the agents, with the objectives of its own project; those of 7 days hold for 30, so that
 * all look back alike.
 * @see https://github.com/stateset/stateset-sequencer/blob/4e0bf9a/docs/SLO.md
 */
import { eventsSli, latencySli, matching, millis, percent, probeSli, slo } from '../../model';
import { metrics as m } from './metrics';
import { probes } from './probes';

const shared = {
  owner: 'platform',
  policy: 'Until budget is left, the sequencer gets repairs and nothing else: no new release, no new tenant',
  review: '2027-03-31',
} as const;

export const availability = slo('availability', {
  ...shared,
  title: 'Requests answered without a server fault',
  objective: percent(99.9),
  sli: eventsSli({
    bad: m.requests.where({ status: matching('5..') }),
    total: m.requests,
    badIs: 'answers with 5xx',
    excludes: { path: ['/health', '/health/detailed', '/ready', '/metrics'] },
  }),
  journey: 'An agent sends events or reads them and gets an answer',
  minPerHour: 600,
});

export const readiness = slo('readiness', {
  ...shared,
  title: 'Ready to take events',
  objective: percent(99.9),
  sli: probeSli({ success: probes.ready.success, badIs: 'probes of /ready that do not succeed within 5s' }),
  journey: 'An agent connects to a server that can take its events',
  // Four probes a minute.
  minPerHour: 240,
});

export const ingestLatency = slo('ingest-latency', {
  ...shared,
  title: 'Batches of events taken within 500ms',
  objective: percent(95),
  sli: latencySli({ histogram: m.ingestLatency, within: millis(500) }),
  journey: 'An agent sends a batch of events and waits until they have their numbers',
  minPerHour: 600,
});

export const slos = [availability, readiness, ingestLatency] as const;
