/** A guest: what is watched by a Prometheus, and shown by a Grafana, that somebody else runs. */
import type { Duration } from '../../model/quantity';
import type { Environment } from '../monitoring/environment';
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
}

/** What of an environment remains when somebody else runs the programs. */
export function guestOf(environment: Environment, prober?: string): GuestEnvironment {
  const { name, cluster, services, thresholds, scrapeInterval, scrapeTimeout, evaluationInterval } = environment;
  return {
    name,
    cluster,
    services,
    thresholds,
    scrapeInterval,
    scrapeTimeout,
    evaluationInterval,
    publicUrl: publicBaseUrl(environment.host, 443),
    retention: environment.prometheus.retention,
    ...(prober === undefined ? {} : { prober }),
  };
}
