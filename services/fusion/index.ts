/** The connection pools of a 1inch Fusion+ relayer: how it reaches the chains on which it fills swaps. */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, fusionBoards } from './dashboard';
import { dialects } from './dialects';
import { metrics } from './metrics';
import { slos } from './slos';

export const fusion = defineService({
  id: 'fusion',
  title: '1inch Fusion+ connection pools',
  owner: 'relayer',
  metrics,
  scrape: {
    scheme: 'http',
    metricsPath: '/metrics',
    // About 25 samples an endpoint and 30 a pool are kept, so that this is a relayer of a hundred endpoints and more.
    sampleLimit: 5000,
  },
  dialects,
  alerts,
  slos,
  board: BOARD,
  boards: fusionBoards,
  runbook: runbookIn(__dirname),
});

export { relayerDialect } from './dialects';
export type { RelayerNames } from './dialects';
export { dialects, metrics };
