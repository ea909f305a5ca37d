/**
 * rstmdb: a database of state machines with a write-ahead log.
 * @see https://docs.rs/crate/rstmdb/0.3.0
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, rstmdbBoards } from './dashboard';
import { dialects } from './dialects';
import { logs } from './logs';
import { metrics } from './metrics';
import { probes } from './probes';
import { slos } from './slos';

export const rstmdb = defineService({
  id: 'rstmdb',
  title: 'rstmdb',
  owner: 'platform',
  metrics,
  scrape: {
    // The page has neither TLS nor a password, even where the service port has both.
    scheme: 'http',
    metricsPath: '/metrics',
    // Every operation and code at once makes 321 samples in 0.3.0. The rest is room for a release that counts by
    // machine and state, as its documentation promises: a hundred machines of eight states.
    sampleLimit: 10_000,
  },
  probes,
  dialects,
  alerts,
  slos,
  logs,
  board: BOARD,
  boards: rstmdbBoards,
  runbook: runbookIn(__dirname),
});

export { dialects, metrics, probes };
