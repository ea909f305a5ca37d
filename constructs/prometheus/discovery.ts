/**
 * How targets are found, in Prometheus' own configuration.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
import type { Discovery, RelabelRule } from '../../model/delivery';
import type { YamlValue } from '../render/yaml';

/** A mapping of the configuration file. */
export type ConfigMapping = Readonly<Record<string, YamlValue>>;

type Kubernetes = Extract<Discovery, { kind: 'kubernetes' }>;

/** The `*_sd_configs` and `static_configs` of a job. */
export function discoveryConfig(discovery: readonly Discovery[]): ConfigMapping {
  return {
    static_configs: listOrNothing(ofKind(discovery, 'static').map(({ targets, labels }) => ({ targets, labels }))),
    dns_sd_configs: listOrNothing(
      ofKind(discovery, 'dns').map((dns) => ({
        names: dns.names,
        type: dns.type,
        ...(dns.type === 'SRV' ? {} : { port: dns.port }),
      })),
    ),
    kubernetes_sd_configs: listOrNothing(ofKind(discovery, 'kubernetes').map(kubernetesConfig)),
    file_sd_configs: listOrNothing(ofKind(discovery, 'file').map(({ files }) => ({ files }))),
  };
}

/**
 * Steps that keep the wanted port of discovered objects, and name where a target comes from. Targets that were not
 * discovered in Kubernetes have none of these labels, and pass.
 */
export function discoveryRelabelings(discovery: readonly Discovery[]): readonly RelabelRule[] {
  const kubernetes = ofKind(discovery, 'kubernetes');
  if (kubernetes.length === 0) return [];
  const roles = [...new Set(kubernetes.map(({ role }) => role))].sort();
  return roles.flatMap((role) =>
    roleRelabelings(
      role,
      kubernetes.filter((each) => each.role === role),
    ),
  );
}

/** Those of one kind. */
export function ofKind<K extends Discovery['kind']>(
  discovery: readonly Discovery[],
  kind: K,
): readonly Extract<Discovery, { kind: K }>[] {
  return discovery.filter((each): each is Extract<Discovery, { kind: K }> => each.kind === kind);
}

function listOrNothing(list: readonly ConfigMapping[]): readonly ConfigMapping[] | undefined {
  return list.length === 0 ? undefined : list;
}

function kubernetesConfig({ role, namespaces, matchLabels }: Kubernetes): ConfigMapping {
  const label = labelSelector(matchLabels);
  // An EndpointSlice carries the labels of its Service, so the same selector finds it.
  const selectors = label === '' ? undefined : [{ role, label }];
  return { role, namespaces: namespaces.length === 0 ? undefined : { names: [...namespaces].sort() }, selectors };
}

/** Labels as the API server selects by them: `a=b,c=d`; empty where there are none. */
export function labelSelector(matchLabels: Kubernetes['matchLabels']): string {
  return Object.entries(matchLabels)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
}

/** Meta labels that hold the port's name, by role. Services, nodes and ingresses are addressed as a whole. */
const PORT_NAME: Readonly<Partial<Record<Kubernetes['role'], string>>> = {
  pod: '__meta_kubernetes_pod_container_port_name',
  endpointslice: '__meta_kubernetes_endpointslice_port_name',
  service: '__meta_kubernetes_service_port_name',
};

function roleRelabelings(role: Kubernetes['role'], found: readonly Kubernetes[]): readonly RelabelRule[] {
  const portName = PORT_NAME[role];
  const steps: RelabelRule[] = [];
  if (portName !== undefined) {
    const wanted = found.flatMap(({ namespaces, portName: port }) =>
      (namespaces.length === 0 ? ['.+'] : namespaces.map(escapeRegex)).map((ns) => `${ns};${escapeRegex(port)}`),
    );
    // `;` alone is a target that was not discovered in Kubernetes.
    steps.push({
      sourceLabels: ['__meta_kubernetes_namespace', portName],
      regex: [';', ...new Set(wanted)].join('|'),
      action: 'keep',
    });
  }
  if (role === 'pod') steps.push(FINISHED_PODS);
  return [...steps, ...(role === 'node' ? NODE_LABELS : role === 'ingress' ? [] : PLACE_LABELS)];
}

/** A finished pod keeps its address for a while, and would count as a target that is down. */
const FINISHED_PODS: RelabelRule = {
  sourceLabels: ['__meta_kubernetes_pod_phase'],
  regex: 'Succeeded|Failed',
  action: 'drop',
};

const PLACE_LABELS: readonly RelabelRule[] = [
  { sourceLabels: ['__meta_kubernetes_namespace'], regex: '(.+)', targetLabel: 'namespace' },
  { sourceLabels: ['__meta_kubernetes_pod_name'], regex: '(.+)', targetLabel: 'pod' },
];

const NODE_LABELS: readonly RelabelRule[] = [
  { sourceLabels: ['__meta_kubernetes_node_name'], regex: '(.+)', targetLabel: 'node' },
];

/** Literal text in RE2. */
function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
