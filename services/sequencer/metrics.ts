/**
 * The metrics of the StateSet Sequencer, under the names of its monitoring guide and its runbook; beside them what
 * release 0.2.7 exposes beyond these.
 * @see https://github.com/stateset/stateset-sequencer/blob/4e0bf9a/docs/monitoring/MONITORING_GUIDE.md
 * @see https://github.com/stateset/stateset-sequencer/blob/4e0bf9a/docs/RUNBOOK.md
 */
import { catalogue, up } from '../../model';
import { breakers } from './metrics/breakers';
import { http } from './metrics/http';
import { ingest } from './metrics/ingest';
import { limits } from './metrics/limits';
import { pool } from './metrics/pool';
import { process } from './metrics/process';

/** Every metric of the scrape job `sequencer`. */
export const metrics = catalogue('sequencer', { up, ...http, ...ingest, ...pool, ...breakers, ...limits, ...process });

/** Names that guide or runbook give; of the last three the runbook writes dots for the underscores. */
export const DOCUMENTED = [
  metrics.errors,
  metrics.requestDuration,
  metrics.poolActive,
  metrics.poolMax,
  metrics.breakerState,
  metrics.eventsIngested,
  metrics.ingestLatency,
  metrics.rateLimited,
  metrics.eventsRejected,
] as const;
