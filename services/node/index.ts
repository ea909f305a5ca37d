/**
 * Hosts, as node-exporter shows them.
 * @see https://github.com/prometheus/node_exporter
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, nodeBoard } from './dashboard';
import { metrics } from './metrics';

export const node = defineService({
  id: 'node',
  title: 'Hosts',
  owner: 'platform',
  level: 'resource',
  metrics,
  // A small host makes 500 samples; each core, disk, interface and filesystem adds some.
  scrape: { sampleLimit: 20_000 },
  alerts,
  board: BOARD,
  boards: nodeBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
