/** Who may do what at the API server, and why: in every environment, nobody else and nothing more. */
import { parse } from 'yaml';
import { clusterEnvironmentNames, environmentNamed } from '../../stacks/environments';
import { record } from '../../stacks/plan/kubernetes-object';
import { synth } from '../../stacks/synth';
import { type Pod, readCluster } from '../support/network/cluster';

interface RoleManifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules: readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
}

interface BindingManifest extends RoleManifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

/** What an account may, as one line: `monitoring/prometheus: get,list,watch pods in monitoring`. */
function rights(manifests: readonly RoleManifest[]): readonly string[] {
  const bindings = manifests.filter(({ kind }) =>
    kind.endsWith('RoleBinding'),
  ) as unknown as readonly BindingManifest[];
  return bindings
    .flatMap(({ metadata, roleRef, subjects }) => {
      const role = manifests.find(
        (each) =>
          each.kind === roleRef.kind &&
          each.metadata.name === roleRef.name &&
          each.metadata.namespace === metadata.namespace,
      );
      if (role === undefined) throw new Error(`${metadata.name} binds a role that is not there`);
      const resources = role.rules.map(({ verbs, resources: all }) => `${verbs.join(',')} ${all.join(',')}`);
      const place = metadata.namespace ?? 'the cluster';
      return subjects.flatMap(({ namespace, name }) =>
        resources.map((each) => `${namespace}/${name}: ${each} in ${place}`),
      );
    })
    .sort();
}

/** Prometheus finds its targets by pods, in the namespaces where they are. */
const prometheus = (...namespaces: string[]) =>
  namespaces.map((each) => `monitoring/prometheus: get,list,watch pods in ${each}`);

/** kube-state-metrics shows what alerts ask of workloads, in the namespaces that are watched, and of nodes. */
const kubeStateMetrics = (...namespaces: string[]) => [
  ...namespaces.flatMap((each) =>
    ['daemonsets,deployments,statefulsets', 'cronjobs,jobs', 'poddisruptionbudgets', 'pods'].map(
      (resources) => `monitoring/kube-state-metrics: list,watch ${resources} in ${each}`,
    ),
  ),
  'monitoring/kube-state-metrics: list,watch nodes in the cluster',
];

/** A shipper asks for the pods of its node in all namespaces at once: Vector knows no list of some. */
const logShipper = 'monitoring-node/log-shipper: get,list,watch nodes,pods in the cluster';

const own = ['monitoring', 'monitoring-node'];
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  dev: [...kubeStateMetrics(...own), ...prometheus(...own)],
  staging: [logShipper, ...kubeStateMetrics(...own, 'sequencer'), ...prometheus(...own, 'sequencer')],
  prod: [logShipper, ...kubeStateMetrics(...own, 'sequencer'), ...prometheus(...own, 'sequencer')],
};

describe.each(clusterEnvironmentNames)('in %s', (name) => {
  const manifests = synth(environmentNamed(name));
  const { pods, files } = readCluster(manifests);
  const granted = rights(manifests as unknown as readonly RoleManifest[]);
  const accountOf = ({ namespace, spec }: Pod): string => `${namespace}/${spec.serviceAccountName ?? 'default'}`;

  it('rights are the ones that are needed', () => {
    expect(granted).toEqual([...(EXPECTED[name] ?? [])].sort());
  });

  it('Prometheus may list what its jobs discover, where they do', () => {
    const config = record(parse(files.get('monitoring/prometheus-config')?.['prometheus.yml'] ?? ''));
    const jobs = config['scrape_configs'] as readonly {
      kubernetes_sd_configs?: { namespaces: { names: string[] } }[];
    }[];
    const names = jobs.flatMap(({ kubernetes_sd_configs: all = [] }) => all.flatMap((each) => each.namespaces.names));
    const wanted = [...new Set(names)].map((each) => `monitoring/prometheus: get,list,watch pods in ${each}`);
    expect(granted.filter((each) => each.startsWith('monitoring/prometheus:'))).toEqual(wanted.sort());
  });

  it('only those with rights have a token', () => {
    const accounts = new Set(granted.map((line) => line.slice(0, line.indexOf(':'))));
    const isGiven = ({ spec }: Pod): boolean => spec.automountServiceAccountToken !== false;
    expect([...new Set(pods.filter(isGiven).map(accountOf))].sort()).toEqual([...accounts].sort());
    expect(pods.filter((pod) => accountOf(pod).endsWith('/default'))).toEqual([]);
  });
});
