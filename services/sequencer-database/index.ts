/** The database of the StateSet Sequencer, asked by an SQL exporter. Watched where an environment names an exporter. */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, databaseBoard } from './dashboard';
import { metrics } from './metrics';

export const sequencerDatabase = defineService({
  id: 'sequencer-database',
  title: 'StateSet Sequencer database',
  level: 'resource',
  owner: 'platform',
  metrics,
  // A hundred streams and a few samples beside them.
  scrape: { sampleLimit: 1000 },
  alerts,
  board: BOARD,
  boards: databaseBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
