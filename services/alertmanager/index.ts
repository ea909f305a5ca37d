/**
 * Alertmanager, which tells people of alerts.
 * @see https://prometheus.io/docs/alerting/latest/alertmanager/
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { alertmanagerBoard, BOARD } from './dashboard';
import { logs } from './logs';
import { metrics } from './metrics';

export const alertmanager = defineService({
  id: 'alertmanager',
  title: 'Alertmanager',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  logs,
  // 0.31 makes 540 samples and little more under load.
  scrape: { sampleLimit: 5000 },
  alerts,
  board: BOARD,
  boards: alertmanagerBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
