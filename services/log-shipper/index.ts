/**
 * The log shipper, where it is Vector: one on each node.
 * @see https://vector.dev/docs/
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, logShipperBoard } from './dashboard';
import { metrics } from './metrics';
import { targetLabels } from './targets';
import { typical } from './typical';

export const logShipper = defineService({
  id: 'log-shipper',
  title: 'Log shipper',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  // About 20 for each component, 8 for each service and 2 for each pod that wrote within the hour; the rest is room.
  scrape: { sampleLimit: 5000, relabelings: targetLabels },
  alerts,
  typical,
  board: BOARD,
  boards: logShipperBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
