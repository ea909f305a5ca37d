/**
 * Grafana, which shows the dashboards.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/set-up-grafana-monitoring/
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, grafanaBoard } from './dashboard';
import { logs } from './logs';
import { metrics } from './metrics';
import { typical } from './typical';

export const grafana = defineService({
  id: 'grafana',
  title: 'Grafana',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  logs,
  // Each route, code and method has a histogram of its own: a well used Grafana makes some thousands of samples.
  scrape: { sampleLimit: 30_000 },
  alerts,
  typical,
  board: BOARD,
  boards: grafanaBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
