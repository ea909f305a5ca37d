/** prometheus.yml as data. https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
import type { RelabelRule, ScrapeAuth, ScrapeJob } from '../../model/delivery';
import { durationText, mebibytes, prometheusSizeText } from '../../model/quantity';
import { type Place, endpointText } from '../program';
import { routePrefix } from '../sub-path';
import { type ConfigMapping, discoveryConfig, discoveryRelabelings } from './discovery';
import type { PrometheusSettings } from './settings';
import { reloadsByItself } from './version';

/** Guards of a job that does not set its own: far above any honest target, far below what hurts. */
export const scrapeDefaults = {
  labelLimit: 64,
  /** In bytes; a longer name is a mistake in the exporter. */
  labelNameLengthLimit: 256,
  labelValueLengthLimit: 2048,
  targetLimit: 1000,
  bodySizeLimit: mebibytes(64),
} as const;

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
    storage: reloadsByItself(settings.version) ? { tsdb: { retention: retention(settings) } } : undefined,
    rule_files: [`${place.configDir}/rules/*.yml`],
    alerting: alerting(settings),
    scrape_configs: settings.scrapeJobs.map((job) => scrapeConfig(job, place)),
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

/** One entry of `scrape_configs`. */
export function scrapeConfig(job: ScrapeJob, place: Place): ConfigMapping {
  return {
    job_name: job.job,
    scheme: job.scheme,
    metrics_path: job.metricsPath,
    scrape_interval: durationText(job.interval),
    scrape_timeout: durationText(job.timeout),
    honor_labels: false,
    params: job.params,
    sample_limit: job.sampleLimit,
    label_limit: job.labelLimit ?? scrapeDefaults.labelLimit,
    label_name_length_limit: scrapeDefaults.labelNameLengthLimit,
    label_value_length_limit: scrapeDefaults.labelValueLengthLimit,
    target_limit: scrapeDefaults.targetLimit,
    body_size_limit: prometheusSizeText(job.bodySizeLimit ?? scrapeDefaults.bodySizeLimit),
    ...discoveryConfig(job.discovery),
    ...(job.auth === undefined ? {} : authConfig(job.auth, place)),
    relabel_configs: steps([...discoveryRelabelings(job.discovery), ...(job.relabelings ?? [])]),
    metric_relabel_configs: steps(job.metricRelabelings ?? []),
  };
}

function steps(rules: readonly RelabelRule[]): readonly ConfigMapping[] | undefined {
  return rules.length === 0 ? undefined : rules.map(relabelConfig);
}

function authConfig(auth: ScrapeAuth, place: Place): ConfigMapping {
  switch (auth.kind) {
    case 'basic':
      return { basic_auth: { username: auth.username, password_file: place.secretFile(auth.password) } };
    case 'authorization':
      return { authorization: { type: auth.type, credentials_file: place.secretFile(auth.credentials) } };
  }
}

function relabelConfig(rule: RelabelRule): ConfigMapping {
  return {
    source_labels: rule.sourceLabels,
    separator: rule.separator,
    regex: rule.regex,
    target_label: rule.targetLabel,
    replacement: rule.replacement,
    modulus: rule.modulus,
    action: rule.action,
  };
}
