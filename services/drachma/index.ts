/**
 * drachma: nodes of PARTHENON CHAIN, seeds and full nodes, of any of its networks.
 * @see https://github.com/Tsoympet/PARTHENON-CHAIN
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, drachmaBoards } from './dashboard';
import { dialects } from './dialects';
import { metrics } from './metrics';
import { probes } from './probes';
import { freshChain, newestBlock } from './queries';
import { slos } from './slos';
import { targetLabels } from './targets';

export const drachma = defineService({
  id: 'drachma',
  title: 'PARTHENON CHAIN',
  owner: 'platform',
  metrics,
  scrape: {
    metricsPath: '/metrics',
    // The guide's names make 7 samples, an exporter for Bitcoin about 60.
    sampleLimit: 2000,
    relabelings: targetLabels,
  },
  dialects,
  recordings: [newestBlock, freshChain],
  probes,
  slos,
  alerts,
  board: BOARD,
  boards: drachmaBoards,
  runbook: runbookIn(__dirname),
});

export { dialects, metrics };
export { NETWORKS } from './metrics';
export { fullNodeHosts, METRICS_PORT, nodePods, P2P_PORT, RPC_PORT, seedHosts } from './targets';
export type { Network } from './targets';
