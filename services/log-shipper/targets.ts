/** Which node a shipper is on: the name of its pod would tell nobody. */
import type { RelabelRule } from '../../model';

export const targetLabels: readonly RelabelRule[] = [
  { sourceLabels: ['__meta_kubernetes_pod_node_name'], regex: '(.+)', targetLabel: 'node' },
];
