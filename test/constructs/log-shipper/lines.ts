/** Lines as the kubelet's files and the API server tell them. */
import type { SourceEvent } from '../../support/vrl';

export const SEEN = '2026-11-21T19:49:25.000000001Z';

export function event(message: string, changes: Partial<SourceEvent> = {}): SourceEvent {
  return {
    '@timestamp': SEEN,
    message,
    stream: 'stdout',
    kubernetes: {
      pod_namespace: 'databases',
      pod_name: 'rstmdb-0',
      pod_uid: '5d1c',
      container_name: 'rstmdb',
      pod_node_name: 'node-a',
      pod_labels: { 'app.kubernetes.io/name': 'rstmdb', team: 'platform' },
    },
    ...changes,
  };
}
