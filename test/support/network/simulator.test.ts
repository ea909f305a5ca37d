/** The simulator against the definition of NetworkPolicies. */
import { type Host, type Pod, type Protocol, foreignPod, readCluster, withPods } from './cluster';
import { type Blocks, closedAt, openPorts } from './simulator';

const WEB = { name: 'web', port: 80, protocol: 'TCP' } as const;
const pod = (name: string, namespace: string, labels: Record<string, string>, address: string): Pod =>
  foreignPod(name, namespace, labels, [WEB], address);
const shop = pod('shop', 'shop', { app: 'shop', tier: 'front' }, '10.244.0.1');
const till = pod('till', 'shop', { app: 'till' }, '10.244.0.2');
const guest = pod('guest', 'guests', { app: 'guest' }, '10.244.1.1');
const agent: Pod = { ...pod('agent', 'guests', { app: 'guest' }, '10.0.0.7'), hostNetwork: true };
const host: Host = { kind: 'host', name: 'host', address: '192.0.2.7' };

const policy = (spec: object, namespace = 'shop') => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'a', namespace },
  spec,
});
const denyAll = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const ingress = (rule: object, podSelector: object = {}) =>
  policy({ podSelector, policyTypes: ['Ingress'], ingress: [rule] });
const egress = (rule: object) => policy({ podSelector: {}, policyTypes: ['Egress'], egress: [rule] });
const guests = { matchLabels: { 'kubernetes.io/metadata.name': 'guests' } };

interface Case {
  readonly what: string;
  readonly policies: readonly object[];
  readonly flow: readonly [from: Pod | Host, to: Pod | Host];
  readonly port?: number;
  readonly protocol?: Protocol;
  readonly blocks?: Blocks;
  readonly closed: readonly string[];
}

const cases: readonly Case[] = [
  { what: 'lets everything through without a policy', policies: [], flow: [guest, shop], closed: [] },
  {
    what: 'closes both ends of a denied namespace',
    policies: [denyAll],
    flow: [shop, till],
    closed: ['Egress', 'Ingress'],
  },
  { what: 'keeps no pod from itself', policies: [denyAll], flow: [shop, shop], closed: [] },
  { what: 'leaves pods of other namespaces alone', policies: [denyAll], flow: [guest, host], closed: [] },
  {
    what: 'closes one end where one is allowed',
    policies: [denyAll, ingress({ from: [{ podSelector: {} }] })],
    flow: [shop, till],
    closed: ['Egress'],
  },
  {
    what: 'opens a flow that is allowed at both ends by policies of their own',
    policies: [denyAll, ingress({ from: [{ podSelector: {} }] }), egress({ to: [{ podSelector: {} }] })],
    flow: [shop, till],
    closed: [],
  },
  { what: 'takes a rule without peers for everybody', policies: [ingress({})], flow: [host, shop], closed: [] },
  {
    what: 'takes an empty list of peers for everybody',
    policies: [ingress({ from: [] })],
    flow: [guest, shop],
    closed: [],
  },
  {
    what: 'looks for pods in the policy’s own namespace',
    policies: [ingress({ from: [{ podSelector: {} }] })],
    flow: [guest, shop],
    closed: ['Ingress'],
  },
  {
    what: 'finds pods of a namespace by its label',
    policies: [ingress({ from: [{ namespaceSelector: guests }] })],
    flow: [guest, shop],
    closed: [],
  },
  {
    what: 'wants both selectors of one peer',
    policies: [ingress({ from: [{ namespaceSelector: guests, podSelector: { matchLabels: { app: 'other' } } }] })],
    flow: [guest, shop],
    closed: ['Ingress'],
  },
  {
    what: 'wants either of two peers',
    policies: [ingress({ from: [{ namespaceSelector: guests }, { podSelector: { matchLabels: { app: 'other' } } }] })],
    flow: [guest, shop],
    closed: [],
  },
  {
    what: 'knows a port by its number',
    policies: [ingress({ ports: [{ port: 81 }] })],
    flow: [guest, shop],
    closed: ['Ingress'],
  },
  {
    what: 'knows a port by the pod’s name for it',
    policies: [ingress({ ports: [{ port: 'web' }] })],
    flow: [guest, shop],
    closed: [],
  },
  {
    what: 'asks the destination for a port’s name',
    policies: [egress({ ports: [{ port: 'web' }] })],
    flow: [shop, host],
    closed: ['Egress'],
  },
  {
    what: 'knows a range of ports',
    policies: [ingress({ ports: [{ port: 70, endPort: 80 }] })],
    flow: [guest, shop],
    closed: [],
  },
  {
    what: 'ends a range of ports',
    policies: [ingress({ ports: [{ port: 70, endPort: 79 }] })],
    flow: [guest, shop],
    closed: ['Ingress'],
  },
  {
    what: 'takes a port without a protocol for TCP',
    policies: [ingress({ ports: [{ port: 80 }] })],
    flow: [guest, shop],
    protocol: 'UDP',
    closed: ['Ingress'],
  },
  {
    what: 'knows hosts by their block',
    policies: [egress({ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] })],
    flow: [shop, host],
    closed: [],
  },
  {
    what: 'takes exceptions out of a block',
    policies: [egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['192.0.2.7/32'] } }] })],
    flow: [shop, host],
    closed: ['Egress'],
  },
  {
    what: 'closes a pod to a block, for some plugins do',
    policies: [ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })],
    flow: [guest, shop],
    closed: ['Ingress'],
  },
  {
    what: 'opens a pod to a block, for some plugins do',
    policies: [ingress({ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })],
    flow: [guest, shop],
    blocks: 'pods-too',
    closed: [],
  },
  {
    what: 'never matches a pod of the host’s network by its labels',
    policies: [ingress({ from: [{ namespaceSelector: guests }] })],
    flow: [agent, shop],
    closed: ['Ingress'],
  },
  {
    what: 'matches a pod of the host’s network by the node’s address',
    policies: [ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }] })],
    flow: [agent, shop],
    closed: [],
  },
  {
    what: 'holds nothing back on the host’s network',
    policies: [policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'guests')],
    flow: [shop, agent],
    closed: [],
  },
  {
    what: 'selects by expressions too',
    policies: [
      ingress(
        {},
        {
          matchExpressions: [
            { key: 'tier', operator: 'Exists' },
            { key: 'app', operator: 'NotIn', values: ['shop'] },
          ],
        },
      ),
      denyAll,
    ],
    flow: [guest, shop],
    closed: ['Ingress'],
  },
  {
    what: 'takes a policy without types for one of both directions where it speaks of egress',
    policies: [policy({ podSelector: {}, egress: [{ ports: [{ port: 81 }] }] })],
    flow: [shop, guest],
    closed: ['Egress'],
  },
  {
    what: 'takes a policy without types for one of ingress',
    policies: [policy({ podSelector: {} })],
    flow: [shop, guest],
    closed: [],
  },
];

describe('the simulator', () => {
  it.each(cases)('$what', ({ policies, flow: [from, to], port = 80, protocol = 'TCP', blocks = 'hosts', closed }) => {
    const cluster = withPods(readCluster(policies), [shop, till, guest, agent]);
    expect(closedAt(cluster, { from, to, port, protocol }, blocks)).toEqual(closed);
  });

  it('finds every open port as ranges', () => {
    const rule = ingress({
      ports: [{ port: 'web' }, { port: 1000, endPort: 2000 }, { port: 2001 }, { port: 53, protocol: 'UDP' }],
    });
    const cluster = withPods(readCluster([rule]), [shop, guest]);
    expect(openPorts(cluster, guest, shop, 'hosts')).toEqual([
      { first: 80, last: 80, protocol: 'TCP' },
      { first: 1000, last: 2001, protocol: 'TCP' },
      { first: 53, last: 53, protocol: 'UDP' },
    ]);
  });
});
