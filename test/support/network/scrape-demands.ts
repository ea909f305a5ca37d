/** What Prometheus connects to, and the blackbox exporter at its request: by the configuration that it is given. */
import { parse } from 'yaml';
import { relabelling } from '../../../cli/probe/relabel';
import type { RelabelRule } from '../../../model/delivery';
import type { Pod } from './cluster';
import { type Demand, type Surroundings, demandsAt, fileOf, textAddress, urlAddress } from './demand';
import { INTERNET } from './resolve';

interface ScrapeConfig {
  readonly job_name: string;
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly dns_sd_configs?: readonly { readonly type: string; readonly port?: number }[];
  readonly file_sd_configs?: readonly object[];
  readonly kubernetes_sd_configs?: readonly KubernetesConfig[];
  readonly relabel_configs?: readonly Readonly<Record<string, unknown>>[];
  readonly params?: { readonly module?: readonly string[] };
}

interface KubernetesConfig {
  readonly role: string;
  readonly namespaces: { readonly names: readonly string[] };
  readonly selectors?: readonly { readonly label: string }[];
}

interface PrometheusConfig {
  readonly alerting: {
    readonly alertmanagers: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
  };
  readonly scrape_configs: readonly ScrapeConfig[];
  readonly remote_write?: readonly { readonly url: string }[];
}

/** The demands of a Prometheus pod. */
export function scrapeDemands(pod: Pod, around: Surroundings): readonly Demand[] {
  const config = parse(fileOf(pod, 'config/prometheus.yml', around)) as PrometheusConfig;
  const alertmanagers = config.alerting.alertmanagers.flatMap((each) =>
    each.static_configs.flatMap(({ targets }) => targets),
  );
  return [
    ...alertmanagers.flatMap((each) => demandsAt(pod, textAddress(each), 'alertmanagers', around)),
    ...config.scrape_configs.flatMap((job) => jobDemands(pod, job, around)),
    ...(config.remote_write ?? []).flatMap(({ url }) => demandsAt(pod, urlAddress(url), 'remote write', around)),
  ];
}

function jobDemands(pod: Pod, job: ScrapeConfig, around: Surroundings): readonly Demand[] {
  const relabel = relabelling((job.relabel_configs ?? []).map(ruleOf));
  const found = [...targets(job), ...discovered(job, around)];
  if (found.length === 0) throw new Error(`job ${job.job_name} has no target`);
  return found.flatMap((labels) => {
    const { __address__: address, __param_target: asked } = relabel(labels);
    if (address === undefined) return [];
    const why = `job ${job.job_name}`;
    const scrape = demandsAt(pod, textAddress(address), why, around);
    const exporters = scrape.flatMap((demand) => (demand.why === why && demand.to.kind === 'pod' ? [demand.to] : []));
    return asked === undefined
      ? scrape
      : [...scrape, ...exporters.flatMap((exporter) => probeDemands(exporter, asked, job, around))];
  });
}

/** An exporter that is told to ask: by URL for HTTP, by host and port for the rest. */
function probeDemands(exporter: Pod, asked: string, job: ScrapeConfig, around: Surroundings): readonly Demand[] {
  const modules = (
    parse(fileOf(exporter, 'config/blackbox.yml', around)) as { modules: Record<string, { prober: string }> }
  ).modules;
  const module = modules[job.params?.module?.[0] ?? ''];
  if (module === undefined) throw new Error(`job ${job.job_name} asks for a module that the exporter does not know`);
  const address = asked.includes('://') ? urlAddress(asked) : textAddress(asked);
  const outside = demandsAt(exporter, address, `job ${job.job_name}`, around);
  // Inside, the public name can lead to the proxy's pods directly.
  const proxies = around.cluster.services.filter(({ metadata }) => metadata?.name === 'nginx-proxy');
  const isPublic = fileOfProxy(around).includes(`server_name ${address.host};`);
  return isPublic
    ? [
        ...outside,
        ...proxies.flatMap(({ metadata }) =>
          demandsAt(
            exporter,
            { ...address, host: `nginx-proxy.${metadata?.namespace ?? ''}.svc.cluster.local` },
            `job ${job.job_name}`,
            around,
          ),
        ),
      ]
    : outside;
}

function fileOfProxy(around: Surroundings): string {
  const proxy = around.cluster.pods.find(({ labels }) => labels['app.kubernetes.io/name'] === 'nginx-proxy');
  return proxy === undefined ? '' : fileOf(proxy, 'config/nginx.conf', around);
}

/** A record of any port above the privileged ones, and any file, is a host outside at any of these. */
const SOME_PORTS = [1024, 9090, 65535];

function targets(job: ScrapeConfig): readonly Readonly<Record<string, string>>[] {
  const fixed = (job.static_configs ?? []).flatMap((each) => each.targets);
  const records = (job.dns_sd_configs ?? []).flatMap(({ type, port }) => (type === 'SRV' ? SOME_PORTS : [port ?? 0]));
  const files = (job.file_sd_configs ?? []).flatMap(() => SOME_PORTS);
  const outside = [...records, ...files].map((port) => `${INTERNET.address}:${port}`);
  return [...fixed, ...outside].map((address) => ({ __address__: address }));
}

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod */
function discovered(job: ScrapeConfig, { cluster }: Surroundings): readonly Readonly<Record<string, string>>[] {
  return (job.kubernetes_sd_configs ?? []).flatMap(({ role, namespaces: { names }, selectors = [] }) => {
    if (role !== 'pod') throw new Error(`job ${job.job_name} discovers by role ${role}, which is not simulated`);
    const wanted = selectors.flatMap(({ label }) => label.split(',').map((pair) => pair.split('=')));
    const pods = cluster.pods.filter(
      ({ namespace, labels }) =>
        names.includes(namespace) && wanted.every(([name = '', value]) => labels[name] === value),
    );
    return pods.flatMap((pod) =>
      pod.ports.map(({ name, port }) => ({
        __address__: `${pod.address}:${port}`,
        __meta_kubernetes_namespace: pod.namespace,
        __meta_kubernetes_pod_name: pod.name,
        __meta_kubernetes_pod_container_port_name: name,
        __meta_kubernetes_pod_phase: 'Running',
      })),
    );
  });
}

function ruleOf(config: Readonly<Record<string, unknown>>): RelabelRule {
  const { source_labels: sourceLabels, target_label: targetLabel, ...rest } = config;
  return {
    ...rest,
    ...(sourceLabels === undefined ? {} : { sourceLabels }),
    ...(targetLabel === undefined ? {} : { targetLabel }),
  } as RelabelRule;
}
