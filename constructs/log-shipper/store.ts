/**
 * What the store must know before the first line arrives: how fields are indexed, and when an index may go.
 * https://www.elastic.co/docs/manage-data/data-store/templates, https://docs.opensearch.org/latest/im-plugin/
 */
import type { LogFieldType } from '../../model/log';
import type { ProgramFile } from '../program';
import { jsonText } from '../render/json';
import { type LogShipperSettings, type LogStore, type LogStream, indexStem } from './settings';

/** Above the templates that Elasticsearch brings itself, which have 100. */
const PRIORITY = 200;
const DAY = 86_400;

type Json = Readonly<Record<string, unknown>>;

/** One request of the setup: a file is put at a path of the store. */
export interface StoreObject extends ProgramFile {
  readonly target: string;
}

/** Policy first: templates name it. */
export function storeObjects(settings: LogShipperSettings): readonly StoreObject[] {
  const { store, streams } = settings;
  const policy = {
    path: 'store/policy.json',
    target: `${store.kind === 'elasticsearch' ? '_ilm/policy' : '_plugins/_ism/policies'}/${policyName(store)}`,
    content: jsonText(lifecyclePolicy(settings)),
  };
  const templates = streams.map((stream) => ({
    path: `store/template-${stream.service}.json`,
    target: `_index_template/${indexStem(store, stream.service)}`,
    content: jsonText(indexTemplate(stream, store)),
  }));
  return [policy, ...templates];
}

function policyName({ indexPrefix }: LogStore): string {
  return `${indexPrefix}-logs`;
}

/**
 * An index is kept so long after its day began, then deleted.
 * https://www.elastic.co/docs/manage-data/lifecycle/index-lifecycle-management,
 * https://docs.opensearch.org/latest/im-plugin/ism/policies/
 */
export function lifecyclePolicy({ store, retention }: LogShipperSettings): Json {
  const age = `${retention.value / DAY}d`;
  if (store.kind === 'elasticsearch') {
    const phases = {
      hot: { min_age: '0ms', actions: { set_priority: { priority: 100 } } },
      delete: { min_age: age, actions: { delete: {} } },
    };
    return { policy: { phases, _meta: { managed_by: 'vedette' } } };
  }
  const kept = { name: 'kept', actions: [], transitions: [{ state_name: 'gone', conditions: { min_index_age: age } }] };
  const gone = { name: 'gone', actions: [{ delete: {} }], transitions: [] };
  return {
    policy: {
      description: 'Logs, managed by vedette',
      default_state: kept.name,
      states: [kept, gone],
      ism_template: [{ index_patterns: [`${store.indexPrefix}-*-20*`], priority: PRIORITY }],
    },
  };
}

/** Fields and settings of one service's indices. */
export function indexTemplate({ service, logs }: LogStream, store: LogStore): Json {
  const fields = Object.entries(logs.fields).map(([name, { type }]) => [name, FIELD_TYPES[type]] as const);
  return {
    // With the year's first digits: a service's name may be the beginning of another's.
    index_patterns: [`${indexStem(store, service)}-20*`],
    priority: PRIORITY,
    _meta: { managed_by: 'vedette' },
    template: {
      settings: {
        index: {
          number_of_shards: 1,
          // A copy where there is a second node to hold it.
          auto_expand_replicas: '0-1',
          codec: 'best_compression',
          refresh_interval: '5s',
          // OpenSearch's policy finds its indices itself.
          ...(store.kind === 'elasticsearch' ? { lifecycle: { name: policyName(store) } } : {}),
        },
      },
      mappings: {
        // A field that nobody declared is kept and not indexed: a program cannot fill the store with names.
        dynamic: false,
        properties: {
          ...COMMON_PROPERTIES,
          ...(fields.length === 0 ? {} : { [service]: { properties: Object.fromEntries(fields) } }),
        },
      },
    },
  };
}

/** Longer values are kept and not indexed: one term of more than 32766 bytes would refuse the document. */
const KEYWORD = { type: 'keyword', ignore_above: 1024 };

const FIELD_TYPES: Readonly<Record<LogFieldType, Json>> = {
  keyword: KEYWORD,
  text: { type: 'text' },
  integer: { type: 'long' },
  number: { type: 'double' },
  boolean: { type: 'boolean' },
};

/** What every line has, whatever the service. */
const COMMON_KEYWORDS = [
  'level',
  'format',
  'service',
  'environment',
  'cluster',
  'namespace',
  'pod',
  'container',
  'node',
  'stream',
];
const COMMON_PROPERTIES: Json = {
  // Nanoseconds keep the lines of one millisecond in order.
  '@timestamp': { type: 'date_nanos' },
  message: { type: 'text' },
  ...Object.fromEntries(COMMON_KEYWORDS.map((name) => [name, KEYWORD])),
  rest: { type: 'object', enabled: false },
};

/** Names that a service's id must not be: its fields would be mixed with those of every line. */
export const COMMON_FIELDS: readonly string[] = Object.keys(COMMON_PROPERTIES);
