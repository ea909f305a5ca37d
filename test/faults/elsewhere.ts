/** Faults that are not played here: those that another test holds, and those that nothing plays. */
import type { Held, Unplayed } from './row';

const PODS = 'test/live/pods.test.ts';
const ENGINE = 'test/live/pulumi-engine.test.ts';
const THANOS = 'test/live/thanos.test.ts';
const CLAIMS = 'test/constructs/kubernetes/claims.test.ts';

export const heldFaults: readonly Held[] = [
  {
    id: 'F14',
    fault: 'every pod of Alertmanager is replaced, one after the other',
    expected: 'no silence is lost, at no member and at no time',
    heldBy: PODS,
    how: 'real pods in the lab, asked twice a second during the rollout',
  },
  {
    id: 'F25',
    fault: 'a wrong password, none, or another user at the proxy',
    expected: '401 everywhere but at /healthz; what can change or stop a program is 403 even with the password',
    heldBy: 'test/constructs/nginx-proxy/denied.test.ts',
    how: '24 ways to write each path at a real nginx, before a real Prometheus and Alertmanager with every door open',
  },
  {
    id: 'F30',
    fault: 'the node of a Prometheus is drained',
    expected: 'one pod of a set goes at a time; the other stays until the first is back with its samples',
    heldBy: PODS,
    how: 'evictions by the API of the lab, which has one node',
  },
  {
    id: 'F31',
    fault: 'a node with a broken pod is drained',
    expected: 'the drain is not blocked',
    heldBy: CLAIMS,
    how: 'every budget has unhealthyPodEvictionPolicy AlwaysAllow; the drain itself is not played',
  },
  {
    id: 'F32',
    fault: 'a node with the only replica of a workload is drained',
    expected: 'no budget stands in the way',
    heldBy: CLAIMS,
    how: 'a workload has a budget where it has several replicas, and there alone',
  },
  {
    id: 'F37',
    fault: 'any pod tries any port of any other',
    expected: 'exactly what is needed is open at both ends',
    heldBy: 'test/constructs/flows.test.ts',
    how: 'a simulator of NetworkPolicies over every environment; the lab does not enforce them',
  },
  {
    id: 'F43',
    fault: 'the object store is down, or refuses',
    expected: 'Prometheus and its sidecar are not affected, and uploads catch up',
    heldBy: THANOS,
    how: 'a real sidecar whose bucket cannot be written for a while',
  },
  {
    id: 'F44',
    fault: 'flags of Thanos and Prometheus that do not fit',
    expected: 'none are rendered, so that the sidecar is ready beside each version of Prometheus',
    heldBy: THANOS,
    how: 'a real sidecar beside a Prometheus that may compact, and beside an older one that must not',
  },
  {
    id: 'F50',
    fault: 'a secret is rotated in the configuration of Pulumi',
    expected: 'the Secret changes, and what reads it at its start alone restarts; no value is shown or stored in clear',
    heldBy: ENGINE,
    how: 'a real engine on the API server of the lab, with planted values',
  },
  {
    id: 'F52',
    fault: 'production is destroyed by mistake',
    expected: 'it is refused, and nothing is taken away',
    heldBy: ENGINE,
    how: 'a real pulumi destroy, and a preview after it that finds nothing to change',
  },
  {
    id: 'F54',
    fault: 'the namespace admits restricted pods only',
    expected: 'everything is accepted without a warning, but for the one host agent in its own namespace',
    heldBy: 'test/live/lab.test.ts',
    how: 'a real API server, server-side and strict, for every environment',
  },
  {
    id: 'F55',
    fault: 'a new volume belongs to root',
    expected: 'every program can write to its own, without being root',
    heldBy: PODS,
    how: 'every pod of dev is ready at its first start on new volumes; how long a second start takes is not measured',
  },
];

const NO_KUBELET = 'a kubelet has to start the pod over and over; the lab would be taken for many minutes';
const NO_SHIPPER = 'Vector cannot be installed here; its programs are run by the real VRL, its buffers are not';

export const unplayedFaults: readonly Unplayed[] = [
  {
    id: 'F4',
    fault: 'replaying the log takes longer than the startup probe allows',
    expected: 'the budget is large enough',
    reason: NO_KUBELET,
  },
  {
    id: 'F5',
    fault: 'Prometheus is killed for want of memory while it replays',
    expected: 'the other replica is not affected',
    reason: NO_KUBELET,
  },
  {
    id: 'F33',
    fault: 'a zone is lost',
    expected: 'a replica in another zone is left',
    reason: 'the lab has one node',
  },
  {
    id: 'F35',
    fault: 'an upgrade whose pods never get ready',
    expected: 'the rollout stops after one pod, pulumi up fails, going back restores',
    reason: 'the provider of the tests waits for no readiness; the official one cannot be installed here',
  },
  {
    id: 'F38',
    fault: 'the API server is down',
    expected: 'known targets are scraped on',
    reason: 'the lab has one API server, which other tests of the machine use',
  },
  {
    id: 'F41',
    fault: 'Elasticsearch is down, then refuses',
    expected: 'nothing is lost below the size of the buffer',
    reason: NO_SHIPPER,
  },
  {
    id: 'F42',
    fault: 'the log agent is killed in the middle of a file',
    expected: 'it goes on where it was',
    reason: NO_SHIPPER,
  },
  {
    id: 'F45',
    fault: 'Grafana loses its volume',
    expected: 'boards and data sources come back the same',
    reason: 'neither a program nor an image of Grafana can be had here',
  },
  {
    id: 'F51',
    fault: 'Pulumi is killed in the middle of an update',
    expected: 'refresh and up converge',
    reason: 'the provider of the tests is a double, whose behaviour then would prove nothing of the official one',
  },
  {
    id: 'F53',
    fault: 'the configuration of one environment with the cluster of another',
    expected: 'refused before any change',
    reason:
      'code cannot tell clusters apart: a namespace of a watched service that is missing is refused (F52’s test), more is not',
  },
];
