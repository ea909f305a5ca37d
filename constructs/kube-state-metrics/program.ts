/**
 * kube-state-metrics as two programs, one for what lives in namespaces and one for nodes: a single one that is told its
 * namespaces lists nodes once for each of them, and shows every node as often.
 * https://github.com/kubernetes/kube-state-metrics/blob/v2.18.0/docs/developer/cli-arguments.md
 */
import type { Place, Program } from '../program';
import { type Kinds, NODES, WORKLOADS } from './objects';
import type { KubeStateMetricsSettings } from './settings';

/** Where a process shows the objects, and where itself: whether it can read them. */
export interface KubeStateMetricsPorts {
  readonly objects: number;
  readonly itself: number;
}

/** Ports that kube-state-metrics listens on by default. */
export const WORKLOADS_PORTS: KubeStateMetricsPorts = { objects: 8080, itself: 8081 };
/** The next ones, since both programs are in one pod. */
export const NODES_PORTS: KubeStateMetricsPorts = { objects: 8082, itself: 8083 };

/** Arguments of the process that shows what lives in the namespaces; it has no files. */
export function workloadsProgram({ namespaces }: KubeStateMetricsSettings, place: Place): Program {
  const args = [`--namespaces=${[...namespaces].sort().join(',')}`];
  return program('kube-state-metrics', WORKLOADS, WORKLOADS_PORTS, place, args);
}

/** Arguments of the process that shows the nodes; it has no files. */
export function nodesProgram(place: Place): Program {
  return program('kube-state-metrics-nodes', NODES, NODES_PORTS, place, []);
}

function program(
  component: string,
  kinds: Kinds,
  ports: KubeStateMetricsPorts,
  { listen: { host } }: Place,
  args: readonly string[],
): Program {
  const metrics = kinds.flatMap((kind) => kind.metrics).sort();
  return {
    component,
    args: [
      `--host=${host}`,
      `--port=${ports.objects}`,
      `--telemetry-host=${host}`,
      `--telemetry-port=${ports.itself}`,
      `--resources=${kinds.map(({ resource }) => resource).join(',')}`,
      // A name would let through every metric that it is a part of.
      `--metric-allowlist=${metrics.map((name) => `^${name}$`).join(',')}`,
      ...args,
    ],
    files: [],
  };
}
