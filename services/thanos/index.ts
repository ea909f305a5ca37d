/**
 * Thanos, which keeps samples for longer than Prometheus does.
 * @see https://thanos.io/tip/thanos/design.md/
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, thanosBoard } from './dashboard';
import { metrics } from './metrics';
import { targetLabels } from './targets';
import { typical } from './typical';

export const thanos = defineService({
  id: 'thanos',
  title: 'Thanos',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  // A sidecar or a Query makes 1200 samples, half of them for its Store API, and Query some for each kind of request.
  scrape: { sampleLimit: 10_000, relabelings: targetLabels },
  alerts,
  typical,
  board: BOARD,
  boards: thanosBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
