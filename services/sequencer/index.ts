/**
 * The StateSet Sequencer, which takes events, gives them an order, and commits to it.
 * @see https://github.com/stateset/stateset-sequencer
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, sequencerBoards } from './dashboard';
import { dialects } from './dialects';
import { logs } from './logs';
import { metrics } from './metrics';
import { probes } from './probes';
import { recordings } from './recordings';
import { slos } from './slos';
import { typical } from './typical';

/** After `runbook.md`, in this order: the procedures, then the alerts. */
const RUNBOOK_PAGES = [
  'runbook/incidents.md',
  'runbook/database.md',
  'runbook/recovery.md',
  'runbook/settings.md',
  'runbook/alerts-servers.md',
  'runbook/alerts-requests.md',
] as const;

export const sequencer = defineService({
  id: 'sequencer',
  title: 'StateSet Sequencer',
  owner: 'platform',
  metrics,
  logs,
  scrape: {
    scheme: 'http',
    metricsPath: '/metrics',
    // A scan of paths fills the page up to 1000 label sets a metric, 16,025 samples in all. A lower limit would turn it
    // into a server that is down.
    sampleLimit: 20_000,
    // The page is the administrator's: a key that may read metrics only does not exist. Bearer is refused with 401.
    auth: {
      kind: 'authorization',
      type: 'ApiKey',
      credentials: { secret: 'sequencer', key: 'api-key' },
    },
  },
  probes,
  dialects,
  recordings,
  alerts,
  typical,
  slos,
  board: BOARD,
  boards: sequencerBoards,
  runbook: runbookIn(__dirname, RUNBOOK_PAGES),
});

export { dialects, metrics };
