/**
 * What the programs of an environment will connect to, read from the files and arguments that they start with. The table
 * of connections that the policies are made from is not asked.
 */
import { parse as parseToml } from 'smol-toml';
import { parse } from 'yaml';
import type { Pod } from './cluster';
import { type Demand, type Surroundings, demandsAt, fileOf, textAddress, urlAddress } from './demand';
import type { Address } from './resolve';
import { scrapeDemands } from './scrape-demands';

type Reader = (pod: Pod, around: Surroundings) => readonly Demand[];

/** By `app.kubernetes.io/name`. A component without a reader is an error: nobody would know what it needs. */
const READERS: Readonly<Record<string, Reader>> = {
  prometheus: (pod, around) => [...scrapeDemands(pod, around), ...bucketDemands(pod, around)],
  alertmanager: (pod, around) => [...gossipDemands(pod, around), ...receiverDemands(pod, around)],
  grafana: dataSourceDemands,
  'nginx-proxy': proxyDemands,
  'oauth2-proxy': providerDemands,
  // It connects to what Prometheus names in a request, which Prometheus' own demands tell.
  'blackbox-exporter': () => [],
  'node-exporter': () => [],
  // The API server alone, by its token.
  'kube-state-metrics': () => [],
  'postgres-exporter': serverDemands,
  'log-shipper': sinkDemands,
  'log-store-setup': setupDemands,
  'database-backup': databaseDemands,
  'database-vacuum': databaseDemands,
  'receiver-test': memberDemands,
  // It reads a volume.
  'prometheus-snapshot': () => [],
  'grafana-export': grafanaDemands,
  'thanos-query': storeApiDemands,
  'thanos-store': bucketDemands,
  'thanos-compactor': bucketDemands,
};

/** @throws Error for a component that nobody can read, and for an address that leads nowhere */
export function demandsOf(around: Surroundings, pods: readonly Pod[]): readonly Demand[] {
  return pods.flatMap((pod) => {
    const component = pod.labels['app.kubernetes.io/name'] ?? '';
    const reader = READERS[component];
    if (reader === undefined) throw new Error(`nothing is known of what '${component}' connects to; write a reader`);
    return [...reader(pod, around), ...apiServerDemands(pod, around)];
  });
}

/** Whoever has a token uses it. */
function apiServerDemands(pod: Pod, { apiServer }: Surroundings): readonly Demand[] {
  const isProjected = pod.spec.volumes?.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
  );
  if (pod.spec.automountServiceAccountToken === false && isProjected !== true) return [];
  return [443, 6443].map((port) => ({
    from: pod,
    to: apiServer,
    port,
    protocol: 'TCP',
    why: 'token of the API server',
  }));
}

function gossipDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const args = pod.spec.containers.flatMap(({ args: all = [] }) => all);
  const peers = args.flatMap((arg) => /^--cluster\.peer=(.+)$/.exec(arg)?.[1] ?? []);
  return peers.flatMap((peer) =>
    (['TCP', 'UDP'] as const).flatMap((protocol) => demandsAt(pod, textAddress(peer, protocol), 'gossip', around)),
  );
}

type Receivers = readonly Readonly<Record<string, unknown>>[];

/** Every field of a receiver that says where it is; a file says so at run time only. */
function receiverDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const { receivers } = parse(fileOf(pod, 'config/alertmanager.yml', around)) as { receivers: Receivers };
  const integrations = receivers.flatMap((receiver) =>
    Object.entries(receiver).flatMap(([kind, list]) =>
      kind === 'name' ? [] : (list as Readonly<Record<string, unknown>>[]).map((each) => ({ kind, each })),
    ),
  );
  return integrations.flatMap(({ kind, each }) => demandsAt(pod, receiverAddress(each), kind, around));
}

/** An address that is a secret. */
const SOMEWHERE: Address = { host: 'receiver.example.org', port: 443, protocol: 'TCP' };

function receiverAddress({ smarthost, url, api_url: apiUrl }: Readonly<Record<string, unknown>>): Address {
  if (typeof smarthost === 'string') return textAddress(smarthost);
  const known = [url, apiUrl].find((each) => typeof each === 'string');
  return known === undefined ? SOMEWHERE : urlAddress(known);
}

function dataSourceDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const { datasources } = parse(fileOf(pod, 'datasources/vedette.yml', around)) as {
    datasources: readonly { name: string; url: string }[];
  };
  return datasources.flatMap(({ name, url }) => demandsAt(pod, urlAddress(url), `data source ${name}`, around));
}

/** What it sends requests on to, whom it asks for names, and who asks it. */
function proxyDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const text = fileOf(pod, 'config/nginx.conf', around);
  const found = (pattern: RegExp): readonly string[] => [
    ...new Set([...text.matchAll(pattern)].map(([, match = '']) => match)),
  ];
  const upstreams = found(/^\s*set \$upstream_\w+ ([^;]+);/gm);
  const ports = found(/^\s*listen 0\.0\.0\.0:(\d+)/gm);
  if (upstreams.length === 0 || ports.length === 0) throw new Error('nginx.conf has no upstream or no listener');
  return [
    ...upstreams.flatMap((each) => demandsAt(pod, textAddress(each), 'upstream', around)),
    ...ports.map((port) => ({
      from: around.client,
      to: pod,
      port: Number(port),
      protocol: 'TCP' as const,
      why: 'public address',
    })),
  ];
}

/** The provider, whose endpoints are taken to be where it is. */
function providerDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const { oidc_issuer_url: issuer } = parseToml(fileOf(pod, 'config/oauth2-proxy.cfg', around));
  return demandsAt(pod, urlAddress(String(issuer)), 'provider of the sign-in', around);
}

/** Everybody whom Query asks, by names that lead to several pods. */
function storeApiDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const { endpoints } = parse(fileOf(pod, 'config/endpoints.yml', around)) as {
    readonly endpoints: readonly { readonly address: string }[];
  };
  if (endpoints.length === 0) throw new Error('endpoints.yml names nobody');
  return endpoints.flatMap(({ address }) =>
    demandsAt(pod, textAddress(address.replace(/^dns\+/, '')), 'Store API', around),
  );
}

/** The bucket of whoever is told where the file is that names it; the file is a secret. */
function bucketDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const args = pod.spec.containers.flatMap(({ args: all = [] }) => all);
  if (!args.some((arg) => arg.startsWith('--objstore.config-file='))) return [];
  return demandsAt(pod, SOMEWHERE, 'object store', around);
}

interface VectorConfig {
  readonly sinks: Readonly<Record<string, { readonly endpoints?: readonly string[] }>>;
}

function sinkDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  if (pod.spec.containers.some(({ name }) => name === 'fluentd')) {
    const [, hosts] = /^\s*hosts '?([^'\n]+)'?$/m.exec(fileOf(pod, 'config/fluent.conf', around)) ?? [];
    if (hosts === undefined) throw new Error('fluent.conf names no store');
    return hosts.split(',').flatMap((each) => demandsAt(pod, urlAddress(each), 'log store', around));
  }
  const { sinks } = parse(fileOf(pod, 'config/vector.yaml', around)) as VectorConfig;
  const endpoints = Object.values(sinks).flatMap(({ endpoints: all = [] }) => all);
  if (endpoints.length === 0) throw new Error('vector.yaml has no sink with endpoints');
  return endpoints.flatMap((each) => demandsAt(pod, urlAddress(each), 'log store', around));
}

/** A shell script that asks one store after the other. */
function setupDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const stores = /^for store in (.+); do$/m.exec(fileOf(pod, 'setup/apply.sh', around))?.[1]?.split(' ') ?? [];
  if (stores.length === 0) throw new Error('apply.sh names no store');
  return stores.flatMap((each) => demandsAt(pod, urlAddress(each), 'log store', around));
}

/** The server that the programs of PostgreSQL find in their variables. */
function databaseDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const env = pod.spec.containers.flatMap(({ env: all = [] }) => all);
  const valueOf = (name: string): string => env.find((each) => each.name === name)?.value ?? '';
  return demandsAt(pod, textAddress(`${valueOf('PGHOST')}:${valueOf('PGPORT')}`), 'database', around);
}

/** The server that an exporter finds in its variables. */
function serverDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const env = pod.spec.containers.flatMap(({ env: all = [] }) => all);
  const uri = env.find(({ name }) => name === 'DATA_SOURCE_URI')?.value ?? '';
  return demandsAt(pod, textAddress(uri.slice(0, uri.indexOf('/'))), 'database', around);
}

/** The Grafana that a task finds in its variables. */
function grafanaDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const env = pod.spec.containers.flatMap(({ env: all = [] }) => all);
  const url = env.find(({ name }) => name === 'GRAFANA_URL')?.value ?? '';
  return demandsAt(pod, urlAddress(url), 'export', around);
}

/** A shell script that tells every member of Alertmanager. */
function memberDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const members = /^for url in (.+); do$/m.exec(fileOf(pod, 'test/run.sh', around))?.[1]?.split(' ') ?? [];
  if (members.length === 0) throw new Error('run.sh names no Alertmanager');
  return members.flatMap((each) => demandsAt(pod, urlAddress(each), 'test of receivers', around));
}
