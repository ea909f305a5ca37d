/**
 * Probes, and the blackbox exporter that carries them out.
 * @see https://github.com/prometheus/blackbox_exporter
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { blackboxBoard, BOARD } from './dashboard';
import { metrics } from './metrics';
import { probes } from './probes';

export const blackbox = defineService({
  id: 'blackbox',
  title: 'Probes',
  owner: 'platform',
  level: 'monitoring',
  metrics,
  // Its own page has 60 samples, however much it probes.
  scrape: { sampleLimit: 1000 },
  probes,
  alerts,
  board: BOARD,
  boards: blackboxBoard,
  runbook: runbookIn(__dirname),
});

export { metrics, probes };
