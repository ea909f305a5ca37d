/**
 * Kubernetes: its pods, workloads and nodes, as kube-state-metrics shows them.
 * @see https://github.com/kubernetes/kube-state-metrics
 */
import { defineService } from '../../model';
import { runbookIn } from '../runbooks';
import { alerts } from './alerts';
import { BOARD, kubernetesBoard } from './dashboard';
import { metrics } from './metrics';
import { typical } from './typical';

export const kubeStateMetrics = defineService({
  id: 'kube-state-metrics',
  title: 'Kubernetes',
  owner: 'platform',
  level: 'resource',
  metrics,
  // About 20 for each pod and 6 for each workload of the namespaces that are watched.
  scrape: { sampleLimit: 50_000 },
  alerts,
  typical,
  board: BOARD,
  boards: kubernetesBoard,
  runbook: runbookIn(__dirname),
});

export { metrics };
