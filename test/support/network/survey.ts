/** Who can talk to whom in a simulated cluster, beside what needs it. */
import type { IService } from 'kubernetes-models/v1/Service';
import { type Cluster, type End, type Host, type Pod, foreignPod, readCluster, withPods } from './cluster';
import type { Demand } from './demand';
import { demandsOf } from './demands';
import { INTERNET } from './resolve';
import { type PortRange, closedAt, openPorts } from './simulator';

/** A pair of ends, and a range of ports at which one can open a connection to the other. */
export interface OpenPair {
  readonly pair: string;
  readonly from: End;
  readonly to: End;
  readonly range: PortRange;
  /** What needs it; empty when nothing does. */
  readonly reasons: readonly string[];
}

export interface Survey {
  readonly cluster: Cluster;
  /** Pods of the stack. */
  readonly own: readonly Pod[];
  readonly demands: readonly Demand[];
  /** Every pair with an end in the stack that a policy holds for. */
  readonly open: readonly OpenPair[];
}

const tcp = (name: string, port: number) => ({ name, port, protocol: 'TCP' as const });

/** Pods of others. */
const others: readonly Pod[] = [
  foreignPod('kube-dns', 'kube-system', { 'k8s-app': 'kube-dns' }, [tcp('dns-tcp', 53)], '10.244.90.1'),
  foreignPod(
    'sequencer',
    'sequencer',
    { 'app.kubernetes.io/name': 'stateset-sequencer' },
    [tcp('http', 8080), tcp('grpc', 8081)],
    '10.244.91.1',
  ),
  foreignPod('elasticsearch', 'logging', { app: 'elasticsearch' }, [tcp('https', 9200)], '10.244.93.1'),
  foreignPod('stranger elsewhere', 'elsewhere', { app: 'stranger' }, [tcp('web', 8080)], '10.244.92.1'),
  foreignPod('stranger in monitoring', 'monitoring', { app: 'stranger' }, [tcp('web', 9090)], '10.244.92.2'),
  foreignPod('stranger in monitoring-node', 'monitoring-node', { app: 'stranger' }, [tcp('web', 9100)], '10.244.92.3'),
];

/** Names that others give their pods. */
const otherServices: readonly IService[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'elasticsearch', namespace: 'logging' },
    spec: { selector: { app: 'elasticsearch' }, ports: [{ port: 9200, targetPort: 'https' }] },
  },
];

const apiServer: Host = { kind: 'host', name: 'the API server', address: '10.0.0.1' };
const node: Host = { kind: 'host', name: 'a node', address: '10.0.0.12' };
const metadataService: Host = { kind: 'host', name: 'the metadata service', address: '169.254.169.254' };

/** Reads manifests, and asks the simulator for every pair. */
export function survey(manifests: readonly object[]): Survey {
  const { pods: own, ...rest } = readCluster(manifests);
  const cluster = withPods({ pods: own, ...rest }, others, otherServices);
  const demands = demandsOf({ cluster, client: INTERNET, apiServer }, own);
  return { cluster, own, demands, open: openPairs(cluster, own, demands) };
}

export const nameOf = (end: End): string => (end.kind === 'pod' ? end.workload : end.name);
export const pairOf = ({ from, to }: { from: End; to: End }): string => `${nameOf(from)} → ${nameOf(to)}`;
export const rangeText = ({ first, last, protocol }: PortRange): string =>
  `${first === last ? first : `${first}–${last}`}/${protocol}`;

/** No policy holds for hosts, nor for pods on their network. */
const isHeld = (end: End): boolean => end.kind === 'pod' && !end.hostNetwork;

/** Replicas are alike, so that one of each stands for all; between them, two. */
function openPairs(cluster: Cluster, own: readonly Pod[], demands: readonly Demand[]): readonly OpenPair[] {
  const first = own.filter(({ name }) => name.endsWith('-0'));
  const ends: readonly End[] = [...first, ...others, INTERNET, apiServer, node, metadataService];
  return ends
    .flatMap((from) => ends.map((to) => ({ from, to: from === to ? (twin(from, own) ?? to) : to })))
    .filter(({ from, to }) => from !== to && [from, to].some((end) => own.includes(end as Pod) && isHeld(end)))
    .flatMap(({ from, to }) => {
      const pair = pairOf({ from, to });
      const needed = demands.filter((demand) => pairOf(demand) === pair);
      return openPorts(cluster, from, to, 'pods-too').map((range) => {
        const needing = needed.filter((demand) => isWithin(demand, range));
        return { pair, from, to, range, reasons: [...new Set(needing.map(({ why }) => why))].sort() };
      });
    });
}

const twin = (end: End, pods: readonly Pod[]): Pod | undefined =>
  end.kind === 'pod' ? pods.find(({ name, workload }) => workload === end.workload && name !== end.name) : undefined;

const isWithin = ({ port, protocol }: Demand, range: PortRange): boolean =>
  protocol === range.protocol && range.first <= port && port <= range.last;

/** What the stack needs and cannot do, under the strictest reading of the policies. */
export function closedDemands({ cluster, demands }: Survey): readonly string[] {
  const closed = demands.flatMap((demand) =>
    closedAt(cluster, demand, 'hosts').map(
      (end) => `${pairOf(demand)} ${demand.port}/${demand.protocol} (${demand.why}) is closed at ${end}`,
    ),
  );
  return [...new Set(closed)];
}

/** What pods of the stack can do to each other without need; the public door is open to all. */
export function needlessPairs({ own, demands, open }: Survey): readonly string[] {
  const doors = demands.filter(({ why }) => why === 'public address');
  return open
    .filter(({ from, to }) => [from, to].every((end) => own.includes(end as Pod) && isHeld(end)))
    .filter(({ to, range }) => !doors.some((door) => nameOf(door.to) === nameOf(to) && isWithin(door, range)))
    .filter(({ pair, range }) => neededPorts(demands, pair, range) <= range.last - range.first)
    .map(({ pair, range }) => `${pair} ${rangeText(range)}`);
}

function neededPorts(demands: readonly Demand[], pair: string, range: PortRange): number {
  const needing = demands.filter((demand) => pairOf(demand) === pair && isWithin(demand, range));
  return new Set(needing.map(({ port }) => port)).size;
}

/** Where somebody who is no part of the stack can come in. */
export function entrances({ own, open }: Survey): readonly string[] {
  const into = open.filter(({ from, to }) => !own.includes(from as Pod) && own.includes(to as Pod));
  return [...new Set(into.map(({ to, range }) => `${nameOf(to)} ${rangeText(range)}`))].sort();
}

/** Every open pair, one line for all its ports that are open for the same reasons. */
export function openTable({ open }: Survey): readonly string[] {
  const lines = new Map<string, { pair: string; ranges: string[]; why: string }>();
  for (const { pair, range, reasons } of open) {
    const why = reasons.join(', ') || 'nothing needs it';
    const line = lines.get(`${pair} ${why}`) ?? { pair, ranges: [], why };
    line.ranges.push(rangeText(range));
    lines.set(`${pair} ${why}`, line);
  }
  return [...lines.values()].map(({ pair, ranges, why }) => `${pair}: ${ranges.join(' ')} (${why})`).sort();
}
