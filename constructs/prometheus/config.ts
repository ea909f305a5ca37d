/** prometheus.yml as data. https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
import { durationText, prometheusSizeText } from '../../model/quantity';
import { type Place, endpointText } from '../program';
import { routePrefix } from '../sub-path';
import type { ConfigMapping } from './discovery';
import { remoteWriteConfig } from './remote-write';
import { scrapeConfig } from './scrape';
import type { PrometheusSettings } from './settings';
import { reloadsByItself } from './version';

/** The label that tells the replicas of a pair apart. */
export const REPLICA_LABEL = 'replica';

/** The whole configuration. */
export function prometheusConfig(settings: PrometheusSettings, place: Place): ConfigMapping {
  return {
    global: {
      scrape_interval: durationText(settings.scrapeInterval),
      scrape_timeout: durationText(settings.scrapeTimeout),
      evaluation_interval: durationText(settings.evaluationInterval),
      external_labels: { ...settings.externalLabels, [REPLICA_LABEL]: settings.replica },
    },
    ...(settings.agent === true ? {} : serverConfig(settings, place)),
    remote_write: settings.remoteWrite?.map((to) => remoteWriteConfig(to, place)),
    scrape_configs: settings.scrapeJobs.map((job) => scrapeConfig(job, place, settings.shard)),
  };
}

/** What an agent does not have: it keeps nothing, and evaluates nothing. */
function serverConfig(settings: PrometheusSettings, place: Place): ConfigMapping {
  return {
    storage: reloadsByItself(settings.version) ? { tsdb: { retention: retention(settings) } } : undefined,
    rule_files: [`${place.configDir}/rules/*.yml`],
    alerting: alerting(settings),
  };
}

function retention({ retention: time, retentionSize }: PrometheusSettings): ConfigMapping {
  return { time: durationText(time), size: prometheusSizeText(retentionSize) };
}

/** Without the replica's label both replicas of a pair send the same alert, which Alertmanager tells once. */
function alerting({ alertmanagers }: PrometheusSettings): ConfigMapping {
  return {
    alert_relabel_configs: [{ action: 'labeldrop', regex: REPLICA_LABEL }],
    alertmanagers: [
      {
        scheme: 'http',
        path_prefix: routePrefix(alertmanagers.subPath) || '/',
        static_configs: [{ targets: alertmanagers.instances.map(endpointText) }],
      },
    ],
  };
}
