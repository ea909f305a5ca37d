/** Fluentd's file against what Fluentd and its plugins document. */
import { type FluentdSection, fluentdText } from '../../../constructs/render/fluentd';
import { fluentdProgram } from '../../../constructs/log-shipper/fluentd';
import type { LogShipperSettings } from '../../../constructs/log-shipper/settings';
import { folderPlace } from '../fixture';
import { validSettings } from './fixture';

type Kind = 'bool' | 'enum' | 'integer' | 'list' | 'size' | 'string' | 'time';
interface Plugin {
  readonly source: string;
  readonly required: readonly string[];
  readonly options: Readonly<Record<string, Kind | readonly string[]>>;
}

const DOCS = 'https://docs.fluentd.org';
/** What every plugin takes: https://docs.fluentd.org/configuration/plugin-common-parameters */
const COMMON = { '@id': 'string', '@label': 'string', '@log_level': ['fatal', 'error', 'warn', 'info'] } as const;
const STORE = {
  hosts: 'string',
  ca_file: 'string',
  ssl_verify: 'bool',
  user: 'string',
  password: 'string',
  reload_connections: 'bool',
  reconnect_on_error: 'bool',
  request_timeout: 'time',
  compression_level: ['no_compression', 'best_speed', 'best_compression', 'default_compression'],
  index_name: 'string',
  id_key: 'string',
  unrecoverable_error_types: 'list',
  retry_tag: 'string',
} as const;

/** By section and type, of the options that are used here. */
const DOCUMENTED: Readonly<Record<string, Plugin>> = {
  system: {
    source: `${DOCS}/deployment/system-config`,
    required: [],
    options: { log_level: ['fatal', 'error', 'warn', 'info'], suppress_config_dump: 'bool' },
  },
  'source/tail': {
    source: `${DOCS}/input/tail`,
    required: ['tag', 'path', 'pos_file'],
    options: {
      tag: 'string',
      path: 'string',
      exclude_path: 'list',
      path_key: 'string',
      pos_file: 'string',
      read_from_head: 'bool',
      follow_inodes: 'bool',
      refresh_interval: 'time',
      max_line_size: 'size',
    },
  },
  'parse/cri': { source: 'https://github.com/fluent/fluent-plugin-parser-cri/tree/v0.1.1', required: [], options: {} },
  'source/prometheus': {
    source: 'https://github.com/fluent/fluent-plugin-prometheus/tree/v2.2.2',
    required: [],
    options: { bind: 'string', port: 'integer' },
  },
  'source/prometheus_output_monitor': {
    source: 'https://github.com/fluent/fluent-plugin-prometheus/tree/v2.2.2',
    required: [],
    options: {},
  },
  'source/prometheus_tail_monitor': {
    source: 'https://github.com/fluent/fluent-plugin-prometheus/tree/v2.2.2',
    required: [],
    options: {},
  },
  'filter/concat': {
    source: 'https://github.com/fluent-plugins-nursery/fluent-plugin-concat/tree/v2.6.2',
    required: ['key', 'partial_key', 'partial_value'],
    options: {
      key: 'string',
      separator: 'string',
      partial_key: 'string',
      partial_value: 'string',
      stream_identity_key: 'string',
      buffer_limit_size: 'size',
      buffer_overflow_method: ['ignore', 'truncate', 'drop', 'new'],
      flush_interval: 'time',
      timeout_label: 'string',
    },
  },
  'filter/service_log': {
    source: 'plugins/filter_service_log.rb',
    required: ['streams_file'],
    options: { streams_file: 'string' },
  },
  'match/relabel': { source: `${DOCS}/output/relabel`, required: ['@label'], options: {} },
  'match/null': { source: `${DOCS}/output/null`, required: [], options: {} },
  'match/elasticsearch': {
    source: 'https://github.com/uken/fluent-plugin-elasticsearch/tree/v5.4.4',
    required: ['hosts'],
    options: {
      ...STORE,
      api_key: 'string',
      verify_es_version_at_startup: 'bool',
      default_elasticsearch_version: 'integer',
    },
  },
  'match/opensearch': {
    source: 'https://github.com/fluent/fluent-plugin-opensearch/tree/v1.1.6',
    required: ['hosts'],
    options: { ...STORE, verify_os_version_at_startup: 'bool', default_opensearch_version: 'integer' },
  },
  'buffer/file': {
    source: `${DOCS}/configuration/buffer-section`,
    required: ['path'],
    options: {
      path: 'string',
      timekey: 'time',
      timekey_use_utc: 'bool',
      flush_mode: ['lazy', 'interval', 'immediate'],
      flush_interval: 'time',
      flush_at_shutdown: 'bool',
      chunk_limit_size: 'size',
      total_limit_size: 'size',
      overflow_action: ['throw_exception', 'block', 'drop_oldest_chunk'],
      retry_forever: 'bool',
      retry_max_interval: 'time',
    },
  },
};

const place = folderPlace('/run/vedette', 9598);
function configurationOf(settings: LogShipperSettings): string {
  return fluentdProgram(settings, place).files.find(({ path }) => path === 'config/fluent.conf')?.content ?? '';
}

/** Sections as Fluentd reads them: a line each for a beginning, a parameter and an end. */
interface Section {
  readonly kind: string;
  readonly argument: string;
  readonly parameters: Map<string, string>;
  readonly sections: Section[];
}

function parsed(text: string): readonly Section[] {
  const root: Section = { kind: '', argument: '', parameters: new Map(), sections: [] };
  const open = [root];
  for (const line of text
    .trim()
    .split('\n')
    .map((each) => each.trim())) {
    const within = open[open.length - 1] ?? root;
    const [, end, kind = '', argument = ''] = /^<(\/?)(\w+)(?: (\S+))?>$/.exec(line) ?? [];
    if (end === '/') {
      expect(within.kind).toBe(kind);
      open.pop();
    } else if (kind !== '') {
      const section = { kind, argument, parameters: new Map<string, string>(), sections: [] };
      within.sections.push(section);
      open.push(section);
    } else {
      const [, name = '', value = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
      within.parameters.set(name, value);
    }
  }
  return root.sections;
}

const FORMS: Readonly<Record<Kind, RegExp>> = {
  bool: /^(?:true|false)$/,
  enum: /^\w+$/,
  integer: /^\d+$/,
  list: /^\[.*\]$/,
  size: /^\d+$/,
  string: /^.+$/,
  time: /^\d+$/,
};

function problemsOf({ kind, parameters, sections }: Section): readonly string[] {
  const type = parameters.get('@type');
  const name = type === undefined ? kind : `${kind}/${type}`;
  const within = sections.flatMap(problemsOf);
  if (kind === 'label') return within;
  const plugin = DOCUMENTED[name];
  if (plugin === undefined) return [`nobody documents ${name}`, ...within];
  const known: Plugin['options'] = { ...COMMON, ...plugin.options };
  const wrong = [...parameters].flatMap(([option, value]) => {
    if (option === '@type') return [];
    const form = known[option];
    if (form === undefined) return [`${name}: ${option} is not in ${plugin.source}`];
    const fits = typeof form === 'string' ? FORMS[form].test(value) : form.includes(value);
    return fits ? [] : [`${name}: ${option} is ${value}`];
  });
  const missing = plugin.required.filter((option) => !parameters.has(option)).map((option) => `${name}: no ${option}`);
  return [...wrong, ...missing, ...within];
}

const { store } = validSettings();
const basic = { kind: 'basic', username: 'shipper', password: { secret: 'log-store', key: 'password' } } as const;
const both = [validSettings(), validSettings({ store: { ...store, kind: 'opensearch', auth: basic } })];

describe('fluent.conf', () => {
  it.each(both)(
    'has only options that Fluentd and its plugins document, with values of their types (%#)',
    (settings) => {
      expect(parsed(configurationOf(settings)).flatMap(problemsOf)).toEqual([]);
    },
  );

  it('would be found to have an option that nobody documents, a value of another type, and one too few', () => {
    const wrong: FluentdSection = {
      kind: 'source',
      parameters: { '@type': 'tail', tag: 'a', path: '/a', read_from_start: true, read_from_head: 'yes' },
    };
    expect(parsed(fluentdText([wrong])).flatMap(problemsOf)).toEqual([
      'source/tail: read_from_start is not in https://docs.fluentd.org/input/tail',
      'source/tail: read_from_head is yes',
      'source/tail: no pos_file',
    ]);
  });

  it('leads each line to the store, and each label to one that is there', () => {
    const sections = parsed(configurationOf(validSettings()));
    const labels = new Map(sections.filter(({ kind }) => kind === 'label').map((each) => [each.argument, each]));
    const route = ['@LINES'];
    for (let at = route[0]; at !== undefined && route.length < 9;) {
      const match = labels.get(at)?.sections.find(({ kind }) => kind === 'match');
      at = match?.parameters.get('@label');
      route.push(at ?? match?.parameters.get('@type') ?? 'nowhere');
    }
    expect(route).toEqual(['@LINES', '@WHOLE', '@STORE', 'elasticsearch']);
    const named = [...configurationOf(validSettings()).matchAll(/label (@\w+)$/gm)].map(([, name]) => name);
    expect(named.filter((name) => name === undefined || !labels.has(name))).toEqual([]);
  });

  it('holds no secret, but the file that Ruby reads it from', () => {
    const [elasticsearch = '', opensearch = ''] = both.map(configurationOf);
    expect(elasticsearch).toContain(`api_key "#{File.read('/run/vedette/secrets/log-store/api_key').unpack1('m')}"`);
    expect(opensearch).toContain(`password "#{File.read('/run/vedette/secrets/log-store/password').strip}"`);
  });

  it('lets the part go at which a line gets too long: a secret on the seam would be in two halves', () => {
    expect(configurationOf(validSettings())).toMatch(/buffer_limit_size 262144\n +buffer_overflow_method truncate\n/);
  });

  it('keeps lines on disk, never gives up, and verifies whom it sends them to', () => {
    const text = configurationOf(validSettings());
    for (const line of [
      'ssl_verify true',
      'ca_file /run/vedette/secrets/log-store-authority/ca.crt',
      "index_name 'drachma-prod-${service}-%Y-%m-%d'",
      'total_limit_size 536870912',
      'overflow_action block',
      'retry_forever true',
    ]) {
      expect(text).toContain(line);
    }
  });
});
