/** A guest: what is watched by a Prometheus, and shown by a Grafana, that somebody else runs. */
import type { Discovery, ScrapeTls, SecretRef } from '../../model/delivery';
import type { Duration } from '../../model/quantity';
import type { Environment, ServiceOptions } from '../monitoring/environment';
import { publicBaseUrl } from '../monitoring/wiring';

/** An environment without programs of its own. */
export interface GuestEnvironment extends Pick<
  Environment,
  'name' | 'cluster' | 'services' | 'thresholds' | 'scrapeInterval' | 'scrapeTimeout' | 'evaluationInterval'
> {
  /**
   * Where people find Grafana (`/d/<uid>`), the runbook pages (`/runbooks/`) and Alertmanager (`/alertmanager/`):
   * `https://monitoring.example.com`, without a trailing slash. Links in alerts and boards lead there.
   */
  readonly publicUrl: string;
  /** How long their Prometheus keeps samples, where it is known: no rule may look back further. */
  readonly retention?: Duration;
  /** `host:port` of their blackbox exporter, as their Prometheus reaches it; without one nothing is probed. */
  readonly prober?: string;
  /** Certificate of the authority that probed certificates must come from; any public one when absent. */
  readonly probeAuthority?: SecretRef;
  /** Labels of every alert, beside `cluster` and `environment`. */
  readonly alertLabels?: Readonly<Record<string, string>>;
  /** How node-exporters are asked. @default - in clear */
  readonly nodeTls?: ScrapeTls;
  /**
   * Ids of services that their Prometheus scrapes already, in a job of the service's name: rules and boards alone are
   * delivered. kube-prometheus-stack does so with `kube-state-metrics`.
   */
  readonly scraped?: readonly string[];
}

/** What is known of the hosts, beside the environment. */
export type GuestHosts = Pick<GuestEnvironment, 'prober' | 'scraped'>;

/** What of an environment remains when somebody else runs the programs. */
export function guestOf(environment: Environment, { prober, scraped }: GuestHosts = {}): GuestEnvironment {
  const { name, cluster, thresholds, scrapeInterval, scrapeTimeout, evaluationInterval } = environment;
  const { nodeExporter, blackboxExporter, prometheus } = environment;
  return {
    name,
    cluster,
    services: guestServices(environment),
    thresholds,
    scrapeInterval,
    scrapeTimeout,
    evaluationInterval,
    publicUrl: publicBaseUrl(environment.host, 443),
    retention: prometheus.retention,
    ...(prometheus.externalLabels && { alertLabels: prometheus.externalLabels }),
    ...(nodeExporter.tls && { nodeTls: nodeExporter.tls.client }),
    ...(blackboxExporter.authority && { probeAuthority: blackboxExporter.authority }),
    ...(prober === undefined ? {} : { prober }),
    ...(scraped === undefined ? {} : { scraped }),
  };
}

/** Hosts outside are watched by whoever runs the Prometheus. */
export function guestServices({ services, nodeExporter }: Environment): GuestEnvironment['services'] {
  const { outside = [] } = nodeExporter;
  if (outside.length === 0) return services;
  const node: ServiceOptions | undefined = services['node'];
  const hosts: Discovery = { kind: 'static', targets: outside };
  return { ...services, node: { ...node, discovery: [...(node?.discovery ?? []), hosts] } };
}
