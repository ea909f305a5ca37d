/**
 * The one graph of connections: who scrapes, queries, notifies and proxies whom. From an environment, the services and
 * the addresses of a place to the settings of every program.
 */
import type { DeliverableService, Discovery, Prober, ScrapeJob, ServiceDelivery } from '../../model/delivery';
import { Problems } from '../../model/problem';
import { severityInhibitions } from '../alertmanager/inhibitions';
import { type Routing, routingReceivers, routingTree } from '../alertmanager/routes';
import type { AlertmanagerSettings } from '../alertmanager/settings';
import type { BlackboxExporterSettings } from '../blackbox-exporter/settings';
import type { NodeExporterSettings } from '../node-exporter/settings';
import type { GrafanaSettings } from '../grafana/settings';
import type { NginxSettings } from '../nginx-proxy/settings';
import { type Endpoint, type ProgramFile, endpointText } from '../program';
import type { PrometheusSettings } from '../prometheus/settings';
import { below, isSubPath } from '../sub-path';
import type { Addresses } from './addresses';
import { deliveriesOf } from './deliveries';
import type { Environment } from './environment';
import { jobSettings, testedTree } from './job-settings';
import { grafanaLogs, logSettings, logShipperDiscovery, ownPods } from './logs';
import { postgresExporterDiscovery, postgresExporterSettings } from './postgres-exporters';
import type { Wiring } from './settings';
import { accessOf, oauth2ProxySettings } from './sign-in';
import { grafanaThanos, thanosDiscovery, thanosSettings } from './thanos';
import { environmentProblems, shapeProblems, wiringProblems } from './validate';

export type { Wiring } from './settings';

/**
 * Wires an environment in a place.
 * @param runbooks - pages below `/runbooks/`, paths relative to it
 * @throws VedetteError with every problem of the environment and of the settings that follow from it
 */
export function wire(
  environment: Environment,
  services: readonly DeliverableService[],
  addresses: Addresses,
  runbooks: readonly ProgramFile[] = [],
): Wiring {
  const problems = new Problems();
  problems.addAll(shapeProblems(environment));
  // What follows reads the fields, so they must be there.
  problems.throwIfAny();
  problems.addAll(environmentProblems(environment, services));
  const publicUrl = publicBaseUrl(environment.host, addresses.nginx.publicPort);
  const deliveries = delivered(services, environment, addresses, publicUrl, problems);
  const alertmanager = alertmanagerSettings(environment, addresses, publicUrl, deliveries);
  const wiring: Wiring = {
    publicUrl,
    prometheus: prometheusSettings(environment, addresses, publicUrl, deliveries),
    alertmanager,
    grafana: grafanaSettings(environment, addresses, publicUrl, deliveries),
    nginx: nginxSettings(environment, addresses, runbooks),
    ...oauth2ProxySettings(environment, publicUrl),
    nodeExporter: nodeExporterSettings(environment, addresses),
    blackboxExporter: blackboxExporterSettings(environment, deliveries),
    ...kubeStateMetricsSettings(environment, deliveries),
    postgresExporters: postgresExporterSettings(environment, addresses),
    ...silencesSettings(environment, addresses),
    ...logSettings(environment, deliveries, ownPods(environment)),
    jobs: jobSettings(environment, addresses, alertmanager.route),
    ...thanosSettings(environment, addresses),
    deliveries,
  };
  problems.addAll(wiringProblems(environment, wiring));
  problems.throwIfAny();
  return wiring;
}

/** The address that people type, without a trailing slash. */
export function publicBaseUrl(host: string, port: number): string {
  return `https://${host}${port === 443 ? '' : `:${port}`}`;
}

function delivered(
  services: readonly DeliverableService[],
  environment: Environment,
  addresses: Addresses,
  publicUrl: string,
  problems: Problems,
): readonly ServiceDelivery[] {
  const { retention } = environment.prometheus;
  const watching = { ...environment, publicUrl, retention, ...proberOf(addresses) };
  const own = (id: string): readonly Discovery[] => ownDiscovery(id, environment, addresses);
  return deliveriesOf(services, watching, problems, own).map((delivery) => ({
    ...delivery,
    scrapeJobs: delivery.scrapeJobs.map((job) =>
      overTls(belowSubPath(job, delivery.service, environment), delivery.service, environment),
    ),
  }));
}

function proberOf({ blackboxExporter }: Addresses): { readonly prober?: Prober } {
  if (blackboxExporter === undefined) return {};
  const { endpoint, publicUrl } = blackboxExporter;
  const publicAddress = publicUrl === undefined ? {} : { publicAddress: endpointText(publicUrl) };
  return { prober: { address: endpointText(endpoint), ...publicAddress } };
}

/** Services that the stack itself runs are found by its addresses, never by hand. */
export function ownDiscovery(id: string, environment: Environment, addresses: Addresses): readonly Discovery[] {
  switch (id) {
    case 'node':
      return [...addresses.nodeExporter.discovery, ...staticTargets(environment.nodeExporter.outside ?? [])];
    case 'prometheus':
      return staticTargets(addresses.prometheus.instances.map(endpointText));
    case 'alertmanager':
      return staticTargets(addresses.alertmanager.instances.map(endpointText));
    case 'nginx':
      return addresses.nginx.exporter?.discovery ?? [];
    case 'grafana':
      return addresses.grafana?.discovery ?? staticTargets((addresses.grafana?.instances ?? []).map(endpointText));
    case 'blackbox':
      return staticTargets((addresses.blackboxExporter?.instances ?? []).map(endpointText));
    case 'kube-state-metrics':
      return staticTargets((addresses.kubeStateMetrics?.endpoints ?? []).map(endpointText));
    case 'postgres':
      return postgresExporterDiscovery(addresses);
    case 'thanos':
      return thanosDiscovery(addresses);
    case 'log-shipper':
      return logShipperDiscovery(environment);
    default:
      return [];
  }
}

function staticTargets(targets: readonly string[]): readonly Discovery[] {
  return targets.length === 0 ? [] : [{ kind: 'static', targets }];
}

/** A program below a sub-path serves its own metrics there too. */
function belowSubPath(job: ScrapeJob, service: string, { paths }: Environment): ScrapeJob {
  // A path of another form is refused elsewhere.
  if ((service !== 'prometheus' && service !== 'alertmanager') || !isSubPath(paths[service])) return job;
  return { ...job, metricsPath: below(paths[service], job.metricsPath as `/${string}`) };
}

/** Agents on nodes speak as their environment says. */
function overTls(job: ScrapeJob, service: string, { nodeExporter: { tls } }: Environment): ScrapeJob {
  return service !== 'node' || tls === undefined ? job : { ...job, scheme: 'https', tls: tls.client };
}

function nodeExporterSettings(
  { nodeExporter: { tls } }: Environment,
  { nodeExporter: { hostRoot } }: Addresses,
): NodeExporterSettings {
  if (tls === undefined) return { hostRoot };
  const { client: _, ...own } = tls;
  return { hostRoot, tls: own };
}

function prometheusSettings(
  environment: Environment,
  addresses: Addresses,
  publicUrl: string,
  deliveries: readonly ServiceDelivery[],
): PrometheusSettings {
  const { prometheus: options, paths } = environment;
  const { prometheus, alertmanager } = addresses;
  return {
    externalUrl: publicUrl + paths.prometheus,
    subPath: paths.prometheus,
    scrapeInterval: environment.scrapeInterval,
    scrapeTimeout: environment.scrapeTimeout,
    evaluationInterval: environment.evaluationInterval,
    retention: options.retention,
    retentionSize: options.retentionSize,
    externalLabels: { ...options.externalLabels, cluster: environment.cluster, environment: environment.name },
    replica: prometheus.replica,
    scrapeJobs: deliveries.flatMap(({ scrapeJobs }) => scrapeJobs),
    rules: deliveries.map(({ service, ruleGroups }) => ({ service, groups: ruleGroups })),
    alertmanagers: { instances: alertmanager.instances, subPath: paths.alertmanager },
    ...(options.remoteWrite === undefined ? {} : { remoteWrite: options.remoteWrite }),
    ...(environment.thanos === undefined || addresses.thanos === undefined ? {} : { uploadsBlocks: true }),
    version: prometheus.version,
  };
}

function alertmanagerSettings(
  environment: Environment,
  { alertmanager }: Addresses,
  publicUrl: string,
  deliveries: readonly ServiceDelivery[],
): AlertmanagerSettings {
  const { alertmanager: options, paths } = environment;
  const { gossip } = alertmanager;
  const { timing, receivers, routes = [], warningTimes } = options;
  const routing: Routing = { ...timing, receivers, routes, ...(warningTimes && { warningTimes }) };
  return {
    externalUrl: publicUrl + paths.alertmanager,
    subPath: paths.alertmanager,
    retention: options.retention,
    receivers: routingReceivers(routing),
    route: testedTree(routingTree(routing), environment),
    inhibitions: [...(options.inhibitions ?? []), ...severityInhibitions(deliveries.flatMap(({ alerts }) => alerts))],
    ...(options.timeIntervals === undefined ? {} : { timeIntervals: options.timeIntervals }),
    ...(gossip === undefined ? {} : { gossip: { ...gossip, label: `${environment.name}/${environment.cluster}` } }),
  };
}

function silencesSettings({ alertmanager, paths }: Environment, addresses: Addresses): Pick<Wiring, 'silences'> {
  const { silences } = alertmanager;
  if (silences === undefined) return {};
  return { silences: { silences, alertmanagerUrl: insideUrl(addresses.alertmanager.endpoint, paths.alertmanager) } };
}

/** Where programs of the stack reach one another. */
function insideUrl(endpoint: Endpoint, subPath: string): string {
  return `http://${endpointText(endpoint)}${subPath}`;
}

function grafanaSettings(
  environment: Environment,
  addresses: Addresses,
  publicUrl: string,
  deliveries: readonly ServiceDelivery[],
): GrafanaSettings {
  const { grafana, paths } = environment;
  return {
    externalUrl: `${publicUrl}/`,
    admin: { user: grafana.adminUser, password: grafana.adminPassword },
    secretKey: grafana.secretKey,
    prometheusUrl: insideUrl(addresses.prometheus.endpoint, paths.prometheus),
    alertmanagerUrl: insideUrl(addresses.alertmanager.endpoint, paths.alertmanager),
    scrapeInterval: environment.scrapeInterval,
    dashboards: deliveries.flatMap(({ dashboards }) => dashboards),
    ...(grafana.signIn === undefined ? {} : { signIn: grafana.signIn }),
    ...(grafana.database === undefined ? {} : { database: grafana.database }),
    ...grafanaLogs(environment),
    ...grafanaThanos(addresses),
  };
}

/** It knows how to ask what some job asks for, and nothing else. */
function blackboxExporterSettings(
  { blackboxExporter: { authority } }: Environment,
  deliveries: readonly ServiceDelivery[],
): BlackboxExporterSettings {
  const modules = deliveries.flatMap(({ probeModules = [] }) => probeModules);
  return { modules, ...(authority === undefined ? {} : { authority }) };
}

/** It looks where something of the stack is, and where services are discovered. */
function kubeStateMetricsSettings(
  { kubeStateMetrics: options, namespaces }: Environment,
  deliveries: readonly ServiceDelivery[],
): Pick<Wiring, 'kubeStateMetrics'> {
  if (options === undefined) return {};
  const discovered = deliveries
    .flatMap(({ scrapeJobs }) => scrapeJobs.flatMap(({ discovery }) => discovery))
    .flatMap((each) => (each.kind === 'kubernetes' ? each.namespaces : []));
  const all = [namespaces.monitoring, namespaces.node, ...discovered, ...(options.namespaces ?? [])];
  return { kubeStateMetrics: { namespaces: [...new Set(all)].sort() } };
}

function nginxSettings(
  environment: Environment,
  addresses: Addresses,
  runbooks: readonly ProgramFile[],
): NginxSettings {
  const { nginx, paths } = environment;
  const { prometheus, alertmanager, grafana } = addresses;
  const { exporter, ...address } = addresses.nginx;
  return {
    ...address,
    ...(exporter === undefined ? {} : { status: exporter.status }),
    host: environment.host,
    certificate: { secret: nginx.tlsSecret, key: 'tls.crt' },
    certificateKey: { secret: nginx.tlsSecret, key: 'tls.key' },
    access: accessOf(environment, addresses),
    prometheus: { endpoint: prometheus.endpoint, subPath: paths.prometheus },
    alertmanager: { endpoint: alertmanager.endpoint, subPath: paths.alertmanager },
    ...(grafana === undefined ? {} : { grafana: grafana.endpoint }),
    runbooks,
    // Passwords are checked on the processor: one worker a core that the pod is sure of.
    workers: Math.max(1, Math.floor(nginx.resources.cpu.request.value / 1000)),
  };
}
