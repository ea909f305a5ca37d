/** Fluentd as a program: fluent.conf, what it reads, and the plugins that read it. https://docs.fluentd.org */
import type { Place, Program } from '../../program';
import { type FluentdSection, type FluentdValue, fluentdText } from '../../render/fluentd';
import { LONGEST_LINE, namespacesOf } from '../reading';
import type { LogBuffer, LogShipperSettings, LogStore } from '../settings';
import { FLUENTD_PLUGINS } from './filter';
import { streamsJson } from './streams';

/** Files `config/fluent.conf`, `config/streams.json` and `plugins/*.rb`, and arguments of a Fluentd. */
export function fluentdProgram(settings: LogShipperSettings, place: Place): Program {
  return {
    component: 'log-shipper',
    args: ['--no-supervisor', `--config=${place.configDir}/config/fluent.conf`, `--plugin=${place.configDir}/plugins`],
    files: [
      { path: 'config/fluent.conf', content: fluentdText(fluentdConfig(settings, place)) },
      { path: 'config/streams.json', content: streamsJson(settings) },
      ...FLUENTD_PLUGINS,
    ],
  };
}

function fluentdConfig(settings: LogShipperSettings, place: Place): readonly FluentdSection[] {
  return [
    section('system', { log_level: 'warn', suppress_config_dump: true }),
    podsSource(settings, place),
    ...metrics(place),
    label('LINES', wholeLines(), relabel('WHOLE')),
    label('WHOLE', serviceLog(place), relabel('STORE')),
    label('STORE', storeMatch(settings, place)),
    // A line that a step could not finish with may still hold a secret; what the store refuses would be refused again.
    label('ERROR', match('null', { '@id': 'discarded' })),
    label('FLUENT_LOG', match('null', { '@id': 'own_log' })),
  ];
}

/** Only files of the streams' namespaces are opened. https://docs.fluentd.org/input/tail */
function podsSource({ streams }: LogShipperSettings, place: Place): FluentdSection {
  const paths = namespacesOf(streams).map((namespace) => `/var/log/pods/${namespace}_*/*/*.log*`);
  return section(
    'source',
    {
      '@type': 'tail',
      '@id': 'pods',
      '@label': '@LINES',
      // A warning tells a line whole that is none of the runtime's.
      '@log_level': 'error',
      tag: 'pods.*',
      path: paths.join(','),
      exclude_path: ['/var/log/pods/*/*/*.gz', '/var/log/pods/*/*/*.tmp'],
      path_key: 'path',
      pos_file: `${place.dataDir}/positions`,
      read_from_head: true,
      // Files are renamed when they are full, and their new names match too.
      follow_inodes: true,
      refresh_interval: 15,
      max_line_size: LONGEST_LINE,
    },
    [section('parse', { '@type': 'cri' })],
  );
}

/** https://github.com/fluent/fluent-plugin-prometheus */
function metrics({ listen }: Place): readonly FluentdSection[] {
  const monitor = (kind: string): FluentdSection => section('source', { '@type': `prometheus_${kind}_monitor` });
  return [
    section('source', { '@type': 'prometheus', bind: listen.host, port: listen.port }),
    monitor('output'),
    monitor('tail'),
  ];
}

/** The runtime cuts long lines into parts. https://github.com/fluent-plugins-nursery/fluent-plugin-concat */
function wholeLines(): FluentdSection {
  return section(
    'filter',
    {
      '@type': 'concat',
      key: 'message',
      separator: '',
      partial_key: 'logtag',
      partial_value: 'P',
      stream_identity_key: 'stream',
      buffer_limit_size: LONGEST_LINE,
      // The part at which a line gets too long is let go: what redaction sees in two halves, it may not know.
      buffer_overflow_method: 'truncate',
      flush_interval: 10,
      timeout_label: '@WHOLE',
    },
    [],
    '**',
  );
}

function serviceLog(place: Place): FluentdSection {
  return section(
    'filter',
    {
      '@type': 'service_log',
      streams_file: `${place.configDir}/config/streams.json`,
    },
    [],
    '**',
  );
}

/**
 * https://github.com/uken/fluent-plugin-elasticsearch, https://github.com/fluent/fluent-plugin-opensearch
 */
function storeMatch({ store, buffer }: LogShipperSettings, place: Place): FluentdSection {
  const { kind, endpoints, indexPrefix, authority } = store;
  return match(
    kind,
    {
      '@id': 'store',
      hosts: endpoints.join(','),
      ...(authority === undefined ? {} : { ca_file: place.secretFile(authority) }),
      ssl_verify: true,
      ...authentication(store, place),
      ...VERSIONS[kind],
      // What the store says of its own nodes' addresses is not what leads to it from here.
      reload_connections: false,
      reconnect_on_error: true,
      request_timeout: 60,
      compression_level: 'default_compression',
      index_name: `${indexPrefix}-\${service}-%Y-%m-%d`,
      id_key: 'event_id',
      // Being too busy is no reason to give a line up.
      unrecoverable_error_types: [],
      // Of a batch only what the store was too busy for is sent again; ids keep it from being stored twice.
      retry_tag: 'again',
    },
    [bufferSection(buffer, place)],
  );
}

/** It starts, and fills its buffer, while the store does not answer. */
const VERSIONS: Readonly<Record<LogStore['kind'], Readonly<Record<string, FluentdValue>>>> = {
  elasticsearch: { verify_es_version_at_startup: false, default_elasticsearch_version: 8 },
  opensearch: { verify_os_version_at_startup: false, default_opensearch_version: 2 },
};

/** Secrets are read from their files; the plugin encodes a key itself, which Elasticsearch tells encoded. */
function authentication({ auth }: LogStore, place: Place): Readonly<Record<string, FluentdValue>> {
  return auth.kind === 'apiKey'
    ? { api_key: { ruby: `File.read('${place.secretFile(auth.key)}').unpack1('m')` } }
    : { user: auth.username, password: { ruby: `File.read('${place.secretFile(auth.password)}').strip` } };
}

/** https://docs.fluentd.org/configuration/buffer-section */
const WHEN_FULL: Readonly<Record<LogBuffer['whenFull'], string>> = {
  block: 'block',
  // What does not fit any more goes to the label of errors, which throws it away.
  dropNewest: 'throw_exception',
  dropOldest: 'drop_oldest_chunk',
};

function bufferSection({ size, whenFull }: LogBuffer, place: Place): FluentdSection {
  return section(
    'buffer',
    {
      '@type': 'file',
      path: `${place.dataDir}/buffer`,
      // A batch is of one index.
      timekey: 86_400,
      timekey_use_utc: true,
      flush_mode: 'interval',
      flush_interval: 2,
      flush_at_shutdown: true,
      chunk_limit_size: 8_388_608,
      total_limit_size: size.value,
      overflow_action: WHEN_FULL[whenFull],
      retry_forever: true,
      retry_max_interval: 60,
    },
    [],
    'service,time',
  );
}

function section(
  kind: string,
  parameters: FluentdSection['parameters'],
  sections: readonly FluentdSection[] = [],
  argument?: string,
): FluentdSection {
  return { kind, parameters, sections, ...(argument === undefined ? {} : { argument }) };
}

function label(name: string, ...sections: readonly FluentdSection[]): FluentdSection {
  return section('label', {}, sections, `@${name}`);
}

function match(
  type: string,
  parameters: FluentdSection['parameters'],
  sections: readonly FluentdSection[] = [],
): FluentdSection {
  return section('match', { '@type': type, ...parameters }, sections, '**');
}

function relabel(to: string): FluentdSection {
  return match('relabel', { '@label': `@${to}` });
}
