/**
 * Prometheus as a program: its files and arguments.
 * https://prometheus.io/docs/prometheus/latest/command-line/prometheus/
 */
import { durationText, minutes, prometheusSizeText, seconds } from '../../model/quantity';
import { type Place, type Program, endpointText } from '../program';
import { yamlText } from '../render/yaml';
import { routePrefix } from '../sub-path';
import { UPLOADED_FILE } from '../thanos/program';
import { prometheusConfig } from './config';
import { ruleFile } from './rules';
import type { PrometheusSettings } from './settings';
import { compactionCanWait, reloadsByItself } from './version';

/** Port that Prometheus listens on by default. */
export const PROMETHEUS_PORT = 9090;

/** After this a query is given up; the proxy waits a little longer. */
export const QUERY_TIMEOUT = minutes(2);

/** How long after a change of its files a Prometheus that reloads by itself has read them, at most. */
export const RELOAD_INTERVAL = seconds(30);

/**
 * Files (`config/prometheus.yml`, `rules/<service>.yml`) and arguments of a Prometheus server. Neither the lifecycle
 * nor the admin API is turned on.
 */
export function prometheusProgram(settings: PrometheusSettings, place: Place): Program {
  return {
    component: 'prometheus',
    args: prometheusArguments(settings, place),
    files: [
      { path: 'config/prometheus.yml', content: yamlText(prometheusConfig(settings, place)) },
      ...settings.rules
        .filter(({ groups }) => groups.length > 0)
        .map(({ service, groups }) => ({ path: `rules/${service}.yml`, content: yamlText(ruleFile(groups)) })),
    ],
  };
}

function prometheusArguments(settings: PrometheusSettings, place: Place): readonly string[] {
  const byItself = reloadsByItself(settings.version);
  return [
    `--config.file=${place.configDir}/config/prometheus.yml`,
    `--web.listen-address=${endpointText(place.listen)}`,
    `--web.external-url=${settings.externalUrl}`,
    `--web.route-prefix=${routePrefix(settings.subPath) || '/'}`,
    ...(settings.agent === true ? agentArguments(settings, place) : serverArguments(settings, place)),
    ...(byItself ? ['--config.auto-reload', `--config.auto-reload-interval=${durationText(RELOAD_INTERVAL)}`] : []),
  ];
}

function serverArguments(settings: PrometheusSettings, { dataDir }: Place): readonly string[] {
  return [
    `--storage.tsdb.path=${dataDir}`,
    `--query.timeout=${durationText(QUERY_TIMEOUT)}`,
    // An alert that is pending at a restart goes on waiting when its `for` is longer than this; by default 10 m,
    // which would start most alerts afresh.
    '--rules.alert.for-grace-period=1m',
    ...(settings.uploadsBlocks === true ? uploadArguments(settings, dataDir) : []),
    ...(reloadsByItself(settings.version)
      ? []
      : [
          `--storage.tsdb.retention.time=${durationText(settings.retention)}`,
          `--storage.tsdb.retention.size=${prometheusSizeText(settings.retentionSize)}`,
        ]),
  ];
}

/** https://thanos.io/tip/components/sidecar.md/#prometheus-servers-and-the-sidecar */
function uploadArguments({ version }: PrometheusSettings, dataDir: string): readonly string[] {
  return compactionCanWait(version)
    ? [`--storage.tsdb.delay-compact-file.path=${dataDir}/${UPLOADED_FILE}`]
    : ['--storage.tsdb.min-block-duration=2h', '--storage.tsdb.max-block-duration=2h'];
}

/** What could not be sent is kept as long as a server would keep it: the volume is made for that. */
function agentArguments({ retention }: PrometheusSettings, { dataDir }: Place): readonly string[] {
  return [
    '--agent',
    `--storage.agent.path=${dataDir}`,
    `--storage.agent.retention.max-time=${durationText(retention)}`,
  ];
}
