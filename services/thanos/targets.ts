/** Which part a target is: its container's name tells. */
import type { RelabelRule } from '../../model';
import { PARTS } from './metrics';

export const targetLabels: readonly RelabelRule[] = [
  {
    sourceLabels: ['__meta_kubernetes_pod_container_name'],
    regex: `thanos-(${PARTS.join('|')})`,
    targetLabel: 'part',
    replacement: '$1',
  },
];
