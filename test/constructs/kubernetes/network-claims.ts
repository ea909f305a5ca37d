/** Claims about who may talk to whom. */
import { type Claim, breaks } from './claims';
import { type KubeObject, type Peer, ofKind, selects, workloads } from './objects';

const title = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;

/** Whether a rule's peers are all named; an empty list would let in everybody. */
const isNamed = (peers: readonly Peer[] | undefined): boolean =>
  peers !== undefined && peers.length > 0 && peers.every((peer) => Object.keys(peer).length > 0);

export const networkClaims: readonly Claim[] = [
  {
    claim: 'every pod is denied what no policy allows',
    why: 'a pod that no policy selects may talk to everybody',
    faults: (objects) => {
      const denied = ofKind(objects, 'NetworkPolicy').filter(
        ({ spec }) => JSON.stringify(spec?.podSelector) === '{}' && !spec?.ingress && !spec?.egress,
      );
      const spaces = denied.map(({ metadata }) => metadata.namespace);
      return workloads(objects)
        .filter(({ namespace }) => !spaces.includes(namespace))
        .map(({ title: name }) => name);
    },
    broken: breaks('NetworkPolicy', 'spec.podSelector', { matchLabels: { a: 'b' } }),
  },
  {
    claim: 'every policy selects pods of its namespace, and names its peers and ports',
    why: 'an empty list of peers means everybody',
    faults: (objects) =>
      ofKind(objects, 'NetworkPolicy')
        .filter(({ spec, metadata }) => {
          const found = workloads(objects).some(
            ({ namespace, labels }) =>
              namespace === metadata.namespace && selects(spec?.podSelector?.matchLabels ?? {}, labels),
          );
          const rules = [
            ...(spec?.ingress ?? []).map((rule) => ({ ...rule, peers: rule.from })),
            ...(spec?.egress ?? []).map((rule) => ({ ...rule, peers: rule.to })),
          ];
          return !found || !rules.every(({ peers, ports }) => isNamed(peers) && (ports?.length ?? 0) > 0);
        })
        .map(title),
    broken: breaks('NetworkPolicy', 'spec.ingress.0.from', []),
  },
  {
    claim: 'every flow between pods of the stack is allowed at both ends',
    why: 'one end alone lets nothing through',
    faults: (objects) => {
      const policies = ofKind(objects, 'NetworkPolicy').filter(
        ({ spec }) => spec?.podSelector?.matchLabels !== undefined,
      );
      const flows = (direction: 'ingress' | 'egress') =>
        policies.flatMap(({ spec }) =>
          (spec?.[direction] ?? []).flatMap((rule) =>
            (rule.from ?? rule.to ?? []).flatMap((peer) => {
              const own = JSON.stringify(spec?.podSelector?.matchLabels);
              const other = JSON.stringify(peer.podSelector?.matchLabels);
              if (!policies.some((each) => JSON.stringify(each.spec?.podSelector?.matchLabels) === other)) return [];
              const [from, to] = direction === 'egress' ? [own, other] : [other, own];
              return (rule.ports ?? []).map(({ port, protocol }) => `${from} → ${to} ${port}/${protocol}`);
            }),
          ),
        );
      const [out, into] = [flows('egress'), flows('ingress')];
      return [...out.filter((flow) => !into.includes(flow)), ...into.filter((flow) => !out.includes(flow))];
    },
    broken: breaks('NetworkPolicy', 'spec.ingress.0.ports.0.port', 9191),
  },
  {
    claim: 'every pod that is told names may ask the cluster’s DNS by both protocols',
    why: 'it is what policies forget most often, and then nothing has a name',
    faults: (objects) =>
      ofKind(objects, 'NetworkPolicy')
        .filter(({ spec }) => spec?.egress !== undefined)
        // One asks the API server alone, whose address Kubernetes tells it; the other asks nobody.
        .filter(({ metadata: { name } }) => !['kube-state-metrics', 'prometheus-snapshot'].includes(name))
        .filter(({ spec }) => {
          const dns = spec?.egress?.find(({ to }) =>
            to?.some((peer) => peer.podSelector?.matchLabels?.['k8s-app'] === 'kube-dns'),
          );
          return (
            JSON.stringify(dns?.ports?.map(({ port, protocol }) => `${port}/${protocol}`)) !== '["53/UDP","53/TCP"]'
          );
        })
        .map(title),
    broken: breaks('NetworkPolicy', 'spec.egress.0.ports', [{ port: 53, protocol: 'UDP' }]),
  },
  {
    claim: 'nothing may ask the cloud for its credentials',
    why: 'the metadata service answers whoever reaches it',
    faults: (objects) =>
      ofKind(objects, 'NetworkPolicy')
        .filter(({ spec }) =>
          spec?.egress?.some(({ to }) =>
            to?.some(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0' && !ipBlock.except?.includes('169.254.169.254/32')),
          ),
        )
        .map(title),
    broken: breaks('NetworkPolicy', 'spec.egress.0.to', [{ ipBlock: { cidr: '0.0.0.0/0' } }]),
  },
];
