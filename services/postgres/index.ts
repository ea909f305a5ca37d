/**
 * PostgreSQL, seen through postgres_exporter.
 * @see https://github.com/prometheus-community/postgres_exporter
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, postgresBoard } from './dashboard';
import { metrics } from './metrics';
import { typical } from './typical';

export const postgres = defineService({
  id: 'postgres',
  title: 'PostgreSQL',
  owner: 'platform',
  level: 'resource',
  metrics,
  scrape: {
    scheme: 'http',
    metricsPath: '/metrics',
    // About 900 for a small server, and 32 more for each table of the database that the exporter logs in to.
    sampleLimit: 20_000,
  },
  alerts,
  typical,
  board: BOARD,
  boards: postgresBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
