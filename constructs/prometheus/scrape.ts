/**
 * One scrape job as prometheus.yml has it.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
import type { RelabelRule, ScrapeAuth, ScrapeJob, ScrapeTls } from '../../model/delivery';
import { durationText, mebibytes, prometheusSizeText } from '../../model/quantity';
import type { Place } from '../program';
import { type ConfigMapping, discoveryConfig, discoveryRelabelings } from './discovery';
import { type Shard, shardRelabelings } from './shard';

/** Guards of a job that does not set its own: far above any honest target, far below what hurts. */
export const scrapeDefaults = {
  labelLimit: 64,
  /** In bytes; a longer name is a mistake in the exporter. */
  labelNameLengthLimit: 256,
  labelValueLengthLimit: 2048,
  targetLimit: 1000,
  bodySizeLimit: mebibytes(64),
} as const;

/** One entry of `scrape_configs`. */
export function scrapeConfig(job: ScrapeJob, place: Place, shard?: Shard): ConfigMapping {
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
    tls_config: job.tls && tlsConfig(job.tls, place),
    relabel_configs: relabelConfigs([
      ...discoveryRelabelings(job.discovery),
      ...(job.relabelings ?? []),
      ...(shard === undefined ? [] : shardRelabelings(shard)),
    ]),
    metric_relabel_configs: relabelConfigs(job.metricRelabelings ?? []),
  };
}

/** Steps as a list of the configuration; nothing where there are none. */
export function relabelConfigs(rules: readonly RelabelRule[]): readonly ConfigMapping[] | undefined {
  return rules.length === 0 ? undefined : rules.map(relabelConfig);
}

/** How Prometheus says who it is. Secrets are files. */
export function authConfig(auth: ScrapeAuth, place: Place): ConfigMapping {
  switch (auth.kind) {
    case 'basic':
      return { basic_auth: { username: auth.username, password_file: place.secretFile(auth.password) } };
    case 'authorization':
      return { authorization: { type: auth.type, credentials_file: place.secretFile(auth.credentials) } };
  }
}

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#tls_config */
function tlsConfig({ authority, certificate, key, serverName }: ScrapeTls, place: Place): ConfigMapping {
  return {
    ca_file: place.secretFile(authority),
    cert_file: certificate && place.secretFile(certificate),
    key_file: key && place.secretFile(key),
    server_name: serverName,
  };
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
