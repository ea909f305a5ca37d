/**
 * A scrape job as a `ScrapeConfig`. Of the operator's kinds it is the one that finds targets as jobs here do, in a
 * cluster or not, and takes them with all their limits and steps: a `ServiceMonitor` sees Services only, a `Probe`
 * writes its own steps, and both label targets with namespaces of their own choice.
 * https://prometheus-operator.dev/docs/developer/scrapeconfig/
 */
import type { Discovery, ScrapeAuth, ScrapeJob, ScrapeTls, SecretRef } from '../../model/delivery';
import { durationText } from '../../model/quantity';
import { scrapeDefaults } from '../prometheus/scrape';
import { discoveryRelabelings, labelSelector, ofKind } from '../prometheus/discovery';
import type { KubernetesDiscovery, KubernetesRole, ScrapeConfigSpec, SecretKey } from './resources';

/**
 * The specification of a job. The limit of a page's bytes has no field there; their Prometheus may set one for all.
 * @param username - where the name of a user is, which the operator takes from a Secret too
 */
export function scrapeConfigSpec(job: ScrapeJob, username: SecretKey): ScrapeConfigSpec {
  return {
    jobName: job.job,
    scheme: job.scheme === 'https' ? 'HTTPS' : 'HTTP',
    metricsPath: job.metricsPath,
    scrapeInterval: durationText(job.interval),
    scrapeTimeout: durationText(job.timeout),
    honorLabels: false,
    ...(job.params === undefined ? {} : { params: job.params }),
    sampleLimit: job.sampleLimit,
    targetLimit: scrapeDefaults.targetLimit,
    labelLimit: job.labelLimit ?? scrapeDefaults.labelLimit,
    labelNameLengthLimit: scrapeDefaults.labelNameLengthLimit,
    labelValueLengthLimit: scrapeDefaults.labelValueLengthLimit,
    ...(job.auth === undefined ? {} : auth(job.auth, username)),
    ...(job.tls === undefined ? {} : { tlsConfig: tlsConfig(job.tls) }),
    ...discovered(job.discovery),
    ...filled('relabelings', [...discoveryRelabelings(job.discovery), ...(job.relabelings ?? [])]),
    ...filled('metricRelabelings', job.metricRelabelings ?? []),
  };
}

/** A reference as the operator writes it. */
export function secretKey({ secret, key }: SecretRef): SecretKey {
  return { name: secret, key };
}

function auth(given: ScrapeAuth, username: SecretKey): Pick<ScrapeConfigSpec, 'basicAuth' | 'authorization'> {
  switch (given.kind) {
    case 'basic':
      return { basicAuth: { username, password: secretKey(given.password) } };
    case 'authorization':
      return { authorization: { type: given.type, credentials: secretKey(given.credentials) } };
  }
}

function tlsConfig({ authority, certificate, key, serverName }: ScrapeTls): NonNullable<ScrapeConfigSpec['tlsConfig']> {
  return {
    ca: { secret: secretKey(authority) },
    ...(certificate && { cert: { secret: secretKey(certificate) } }),
    ...(key && { keySecret: secretKey(key) }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

type Discoveries = Pick<ScrapeConfigSpec, 'staticConfigs' | 'dnsSDConfigs' | 'kubernetesSDConfigs' | 'fileSDConfigs'>;

function discovered(discovery: readonly Discovery[]): Discoveries {
  return {
    ...filled(
      'staticConfigs',
      ofKind(discovery, 'static').map(({ kind: _, ...config }) => config),
    ),
    ...filled(
      'dnsSDConfigs',
      ofKind(discovery, 'dns').map(({ kind: _, ...config }) => config),
    ),
    ...filled('kubernetesSDConfigs', ofKind(discovery, 'kubernetes').map(kubernetes)),
    ...filled(
      'fileSDConfigs',
      ofKind(discovery, 'file').map(({ kind: _, ...config }) => config),
    ),
  };
}

const ROLES: Readonly<Record<Extract<Discovery, { kind: 'kubernetes' }>['role'], KubernetesRole>> = {
  pod: 'Pod',
  endpointslice: 'EndpointSlice',
  service: 'Service',
  node: 'Node',
  ingress: 'Ingress',
};

function kubernetes(found: Extract<Discovery, { kind: 'kubernetes' }>): KubernetesDiscovery {
  const role = ROLES[found.role];
  const label = labelSelector(found.matchLabels);
  return {
    role,
    ...(found.namespaces.length === 0 ? {} : { namespaces: { names: [...found.namespaces].sort() } }),
    ...(label === '' ? {} : { selectors: [{ role, label }] }),
  };
}

/** A field with a list, or nothing: the operator's definitions refuse some empty lists. */
function filled<Name extends string, Item>(
  name: Name,
  list: readonly Item[],
): { readonly [N in Name]?: readonly Item[] } {
  return list.length === 0 ? {} : ({ [name]: list } as { readonly [N in Name]: readonly Item[] });
}
