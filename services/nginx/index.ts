/**
 * nginx, the door of the stack, as the exporter of its counters shows it.
 * @see https://github.com/nginx/nginx-prometheus-exporter
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, nginxBoard } from './dashboard';
import { logs } from './logs';
import { metrics } from './metrics';

export const nginx = defineService({
  id: 'nginx',
  title: 'nginx',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  logs,
  // Nine samples of nginx; the exporter adds some dozens of itself.
  scrape: { sampleLimit: 1000 },
  alerts,
  board: BOARD,
  boards: nginxBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
