/** Vector's file against what Vector documents. */
import { parse } from 'yaml';
import { vectorProgram } from '../../../constructs/log-shipper/vector';
import { folderPlace } from '../fixture';
import { validSettings } from './fixture';

type Options = Readonly<Record<string, unknown>>;
interface Component extends Options {
  readonly type: string;
  readonly inputs?: readonly string[];
}
interface Configuration {
  readonly sources: Readonly<Record<string, Component>>;
  readonly transforms: Readonly<Record<string, Component>>;
  readonly sinks: Readonly<Record<string, Component>>;
  readonly secret: Readonly<Record<string, Component>>;
}

/** Options by component, of those that are used here: https://vector.dev/docs/reference/configuration/ followed by the key. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  '': [
    'data_dir',
    'expire_metrics_per_metric_set',
    'expire_metrics_secs',
    'log_schema',
    'secret',
    'sinks',
    'sources',
    'transforms',
  ],
  'sources/kubernetes_logs': [
    'include_paths_glob_patterns',
    'insert_namespace_fields',
    'max_line_bytes',
    'max_merged_line_action',
    'max_merged_line_bytes',
    'use_apiserver_cache',
  ],
  'sources/internal_metrics': ['scrape_interval_secs'],
  'transforms/route': ['reroute_unmatched', 'route'],
  'transforms/remap': ['drop_on_error', 'file'],
  'sinks/elasticsearch': [
    'acknowledgements.enabled',
    'api_version',
    'auth.password',
    'auth.strategy',
    'auth.user',
    'buffer.max_size',
    'buffer.type',
    'buffer.when_full',
    'bulk.action',
    'bulk.index',
    'compression',
    'endpoints',
    'id_key',
    'mode',
    'request.headers',
    'request_retry_partial',
    'tls.ca_file',
    'tls.verify_certificate',
    'tls.verify_hostname',
  ],
  'sinks/prometheus_exporter': ['address'],
  'secret/directory': ['path', 'remove_trailing_whitespace'],
};
const NESTED = ['acknowledgements', 'auth', 'buffer', 'bulk', 'request', 'tls'];

const place = folderPlace('/run/vedette', 9598);
const configuration = (settings = validSettings()): Configuration =>
  parse(vectorProgram(settings, place).files[0]?.content ?? '') as Configuration;

const KINDS = ['sources', 'transforms', 'sinks', 'secret'] as const;
const optionsOf = ({ type, inputs, ...options }: Component): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    NESTED.includes(name) ? Object.keys(value as Options).map((each) => `${name}.${each}`) : [name],
  );

describe('vector.yaml', () => {
  const { store } = validSettings();
  const basic = { kind: 'basic', username: 'shipper', password: { secret: 'log-store', key: 'password' } } as const;
  const both = [
    configuration(),
    configuration(validSettings({ store: { ...store, kind: 'opensearch', auth: basic } })),
  ];

  it.each(both)('has only options that Vector documents (%#)', (file) => {
    expect(Object.keys(file).filter((name) => !DOCUMENTED['']?.includes(name))).toEqual([]);
    const unknown = KINDS.flatMap((kind) =>
      Object.values(file[kind]).flatMap((each) =>
        optionsOf(each)
          .filter((name) => !DOCUMENTED[`${kind}/${each.type}`]?.includes(name))
          .map((name) => `${kind}/${each.type}: ${name}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('leads each input to something that is there, without a circle, and every stream to the store', () => {
    const { sources, transforms, sinks } = configuration();
    const before = (name: string): readonly string[] => {
      const [id = ''] = name.split('.');
      if (id in sources) return [id];
      return (transforms[id]?.inputs ?? [`nothing called ${id}`]).flatMap(before);
    };
    expect(sinks['store']?.inputs).toEqual(['read_rstmdb', 'read_shop']);
    expect(sinks['store']?.inputs?.flatMap(before)).toEqual(['pods', 'pods']);
    expect(sinks['metrics']?.inputs?.flatMap(before)).toEqual(['own']);
  });

  it('holds no secret, but the name that Vector reads it by', () => {
    const { sinks, secret } = configuration();
    expect(sinks['store']).toMatchObject({ request: { headers: { Authorization: 'ApiKey SECRET[store.api_key]' } } });
    expect(secret).toEqual({
      store: { type: 'directory', path: '/run/vedette/secrets/log-store', remove_trailing_whitespace: true },
    });
    expect(both[1]?.sinks['store']).toMatchObject({
      api_version: 'v7',
      auth: { strategy: 'basic', user: 'shipper', password: 'SECRET[store.password]' },
    });
  });

  it('keeps lines on disk, acknowledges end to end, and verifies whom it sends them to', () => {
    expect(configuration().sinks['store']).toMatchObject({
      endpoints: ['https://logs.example.org:9200'],
      bulk: { action: 'index', index: 'drachma-prod-{{ service }}-%Y-%m-%d' },
      id_key: 'event_id',
      acknowledgements: { enabled: true },
      buffer: { type: 'disk', max_size: 512 * 2 ** 20, when_full: 'block' },
      tls: {
        ca_file: '/run/vedette/secrets/log-store-authority/ca.crt',
        verify_certificate: true,
        verify_hostname: true,
      },
    });
  });

  it('reads the files of the streams alone', () => {
    expect(configuration().sources['pods']?.['include_paths_glob_patterns']).toEqual([
      '/var/log/pods/databases_*/*/*.log*',
      '/var/log/pods/shop-blue_*/*/*.log*',
      '/var/log/pods/shop-green_*/*/*.log*',
    ]);
  });
});
