/**
 * Prometheus, which scrapes, stores and evaluates; itself among its targets.
 * @see https://prometheus.io/docs/introduction/overview/
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, prometheusBoard } from './dashboard';
import { logs } from './logs';
import { metrics } from './metrics';

export const prometheus = defineService({
  id: 'prometheus',
  title: 'Prometheus',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  logs,
  // 3.15 makes 800 samples; each scrape job, rule group and page of the API adds some.
  scrape: { sampleLimit: 20_000 },
  alerts,
  board: BOARD,
  boards: prometheusBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
