/** Vector as a program: vector.yaml, and a program of its own for each stream. https://vector.dev/docs/reference/ */
import { dirname } from 'node:path';
import type { SecretRef } from '../../model/delivery';
import { type Place, type Program, endpointText } from '../program';
import { type YamlValue, yamlText } from '../render/yaml';
import { LONGEST_LINE, namespacesOf } from './reading';
import type { LogShipperSettings, LogStore, LogStream } from './settings';
import { vrlCondition, vrlProgram } from './vrl';

/** Port of Vector's own metrics. */
export const VECTOR_PORT = 9598;

type Mapping = Readonly<Record<string, YamlValue>>;

/**
 * By default a metric is forgotten when it has not changed for five minutes: that of a buffer that is full and stands
 * still, say, and the alert on it with it. Only those of single pods are forgotten, for pods come and go.
 * https://vector.dev/docs/reference/configuration/global-options/#expire_metrics_secs
 */
const METRIC_EXPIRY: Mapping = {
  expire_metrics_secs: -1,
  expire_metrics_per_metric_set: [
    {
      labels: { type: 'all', matchers: [{ type: 'regex', key: 'pod_name', value_pattern: '.+' }] },
      expire_secs: 3600,
    },
  ],
};

/** Files `config/vector.yaml` and `programs/<service>.vrl`, and arguments of a Vector. */
export function vectorProgram(settings: LogShipperSettings, place: Place): Program {
  return {
    component: 'log-shipper',
    args: [`--config=${place.configDir}/config/vector.yaml`],
    files: [
      { path: 'config/vector.yaml', content: yamlText(vectorConfig(settings, place)) },
      ...settings.streams.map((stream) => ({ path: programPath(stream), content: vrlProgram(settings, stream) })),
    ],
  };
}

function programPath({ service }: LogStream): string {
  return `programs/${service}.vrl`;
}

function vectorConfig(settings: LogShipperSettings, place: Place): YamlValue {
  const { streams } = settings;
  return {
    data_dir: place.dataDir,
    ...METRIC_EXPIRY,
    // The sink takes the day of an index from here, and so does whoever searches.
    log_schema: { timestamp_key: '@timestamp' },
    secret: {
      store: { type: 'directory', path: dirname(authFile(settings, place)), remove_trailing_whitespace: true },
    },
    sources: { pods: podsSource(streams), own: { type: 'internal_metrics', scrape_interval_secs: 15 } },
    transforms: {
      service: {
        type: 'route',
        inputs: ['pods'],
        // What is no stream's ends here.
        reroute_unmatched: false,
        route: Object.fromEntries(streams.map((stream) => [stream.service, vrlCondition(stream)])),
      },
      ...Object.fromEntries(streams.map((stream) => [transformOf(stream), reading(stream, place)])),
    },
    sinks: {
      store: storeSink(settings, place),
      metrics: { type: 'prometheus_exporter', inputs: ['own'], address: endpointText(place.listen) },
    },
  };
}

/** Only files of the streams' namespaces are opened. https://vector.dev/docs/reference/configuration/sources/kubernetes_logs/ */
function podsSource(streams: readonly LogStream[]): Mapping {
  return {
    type: 'kubernetes_logs',
    include_paths_glob_patterns: namespacesOf(streams).map((namespace) => `/var/log/pods/${namespace}_*/*/*.log*`),
    // Namespaces have nothing that a line needs, so there is no right to read them.
    insert_namespace_fields: false,
    use_apiserver_cache: true,
    max_line_bytes: LONGEST_LINE,
    max_merged_line_bytes: LONGEST_LINE,
    max_merged_line_action: 'truncate',
  };
}

function transformOf({ service }: LogStream): string {
  return `read_${service}`;
}

function reading(stream: LogStream, place: Place): Mapping {
  return {
    type: 'remap',
    inputs: [`service.${stream.service}`],
    file: `${place.configDir}/${programPath(stream)}`,
    // A line that a program cannot finish with may still hold a secret.
    drop_on_error: true,
  };
}

/** https://vector.dev/docs/reference/configuration/sinks/elasticsearch/ */
function storeSink({ streams, store, buffer }: LogShipperSettings, place: Place): Mapping {
  const { kind, endpoints, indexPrefix, authority } = store;
  return {
    type: 'elasticsearch',
    inputs: streams.map(transformOf),
    endpoints,
    api_version: kind === 'elasticsearch' ? 'v8' : 'v7',
    mode: 'bulk',
    bulk: { action: 'index', index: `${indexPrefix}-{{ service }}-%Y-%m-%d` },
    id_key: 'event_id',
    compression: 'gzip',
    tls: {
      ...(authority === undefined ? {} : { ca_file: place.secretFile(authority) }),
      verify_certificate: true,
      verify_hostname: true,
    },
    ...authentication(store),
    // Of a batch only what the store was too busy for is sent again; ids keep it from being stored twice.
    request_retry_partial: true,
    acknowledgements: { enabled: true },
    buffer: {
      type: 'disk',
      max_size: buffer.size.value,
      when_full: buffer.whenFull === 'block' ? 'block' : 'drop_newest',
    },
  };
}

/** The request without a secret in it: Vector puts the value in when it reads its configuration. */
function authentication({ auth }: LogStore): Mapping {
  return auth.kind === 'apiKey'
    ? { request: { headers: { Authorization: `ApiKey ${placeholder(auth.key)}` } } }
    : { auth: { strategy: 'basic', user: auth.username, password: placeholder(auth.password) } };
}

function placeholder({ key }: SecretRef): string {
  return `SECRET[store.${key}]`;
}

function authFile({ store: { auth } }: LogShipperSettings, place: Place): string {
  return place.secretFile(auth.kind === 'apiKey' ? auth.key : auth.password);
}
