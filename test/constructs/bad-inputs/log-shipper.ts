/** Logs: what is read, how, and where it goes. */
import type { LogOptions } from '../../../constructs/monitoring/logs';
import { days, hours, mebibytes } from '../../../model/quantity';
import type { JsonLog, ServiceLogs, TextLog } from '../../../model/log';
import { goodLogs, shopLogs } from '../log-shipper/fixture';
import { type BadInput, type Input, delivers, goodJob, goodServices, row, set, setAll } from './row';

const place = 'prod/logs';

function logs(changes: object, written: ServiceLogs = shopLogs): Input {
  const { services } = delivers({ logs: written });
  const environment = set('logs', { ...goodLogs(), ...changes }).environment;
  return { environment, services };
}
const store = (changes: Partial<LogOptions['store']>): Input => logs({ store: { ...goodLogs().store, ...changes } });
const endpoint = (url: string): Input => store({ endpoints: [url] });
const pods = (changes: object): Input =>
  logs({ pods: { shop: { namespaces: ['shop'], matchLabels: { app: 'shop' }, ...changes } } });
const prefix = (indexPrefix: string): Input => store({ indexPrefix });
const text = (changes: Partial<TextLog>): Input =>
  logs({}, { ...shopLogs, formats: [{ kind: 'text', name: 'text', pattern: '(?<message>.*)', ...changes }] });
const json = (changes: Partial<JsonLog>): Input =>
  logs({}, { ...shopLogs, formats: [{ kind: 'json', name: 'json', ...changes }] });
/** A service that is scraped at two selections of pods. */
function scattered(): Input {
  const discovery = ['blue', 'green'].map((app) => {
    return { kind: 'kubernetes', role: 'pod', namespaces: ['shop'], matchLabels: { app }, portName: 'http' } as const;
  });
  const { environment } = setAll({ logs: { ...goodLogs(), pods: {} }, services: { shop: { discovery } } });
  return { environment, services: goodServices({ logs: shopLogs, scrapeJobs: [{ ...goodJob, discovery }] }) };
}
const notHttps = 'a URL with scheme https: lines cross the network';
const letters = 'lower-case letters, digits, dashes and underscores, no dash first';

export const logShipper: readonly BadInput[] = [
  row(
    138,
    'an unknown store',
    store({ kind: 'splunk' as 'opensearch' }),
    "prod: logs.store.kind is 'splunk', must be one of: elasticsearch, opensearch",
  ),
  row(
    138,
    'a store without TLS',
    endpoint('http://logs:9200'),
    `${place}/store: endpoint is 'http://logs:9200', must be ${notHttps}`,
  ),
  row(
    138,
    'a store without a scheme',
    endpoint('logs:9200'),
    `${place}/store: endpoint is 'logs:9200', must be ${notHttps}`,
  ),
  row(
    138,
    'a password in the address of the store',
    endpoint('https://me:CANARY@logs:9200'),
    `${place}/store: endpoint is 'https://…@logs:9200', must be a URL without a password in it`,
  ),
  row(
    138,
    'a path in the address of the store',
    endpoint('https://logs:9200/_bulk'),
    `${place}/store: endpoint is 'https://logs:9200/_bulk', must be https://host:port and nothing after it`,
  ),
  ...['https://logs;id', 'https://$(id):9200', 'https://logs:9200/', 'https://logs:0', 'https://logs:'].map((url) =>
    row(
      138,
      `the address ${url} of the store`,
      endpoint(url),
      `${place}/store: endpoint is '${url}', must be https://host:port and nothing after it`,
    ),
  ),
  row(
    138,
    'a user of the store whose name ends where the password begins',
    store({ auth: { kind: 'basic', username: 'me:', password: { secret: 'log-store', key: 'password' } } }),
    `${place}/store: auth.username is 'me:', must be a name of letters, digits and . _ @ -`,
  ),
  row(138, 'no store', store({ endpoints: [] }), `${place}/store: endpoints is empty, must have at least one`),
  ...[
    'Drachma',
    '-drachma',
    '_drachma',
    '+drachma',
    'a,b',
    'a/b',
    'a b',
    'a*',
    'a?',
    'a"b',
    'a<b',
    'a>b',
    'a|b',
    'a#b',
    'a.b',
  ].map((name) =>
    row(138, `an index named ${name}`, prefix(name), `${place}/store: indexPrefix is '${name}', must be ${letters}`),
  ),
  row(
    138,
    'an index that Elasticsearch would make a data stream of',
    prefix('logs-shop'),
    `${place}/store: indexPrefix is 'logs-shop', must be another word: Elasticsearch has templates of its own for it`,
  ),
  row(
    138,
    'an index with a very long name',
    prefix('x'.repeat(101)),
    `${place}/store: indexPrefix is '${'x'.repeat(80)}…', must be at most 100 characters`,
  ),
  row(
    138,
    'an API key for OpenSearch',
    logs({ store: { ...goodLogs().store, kind: 'opensearch' }, reader: undefined }),
    [
      `${place}/store: auth.kind is 'apiKey', must be basic for OpenSearch, which knows no API keys`,
      `${place}: setup.kind is 'apiKey', must be basic for OpenSearch, which knows no API keys`,
    ],
  ),
  row(
    138,
    'a key in clear',
    store({ auth: { kind: 'apiKey', key: 'CANARY' as never } }),
    "prod: logs.store.auth.key is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    138,
    'a name of a secret that Vector does not take for one',
    store({ auth: { kind: 'apiKey', key: { secret: 'log-store', key: 'api-key' } } }),
    `${place}/store: auth.key.key is 'api-key', must be letters, digits, dots and underscores; Vector takes no other for the name of a secret`,
  ),
  row(
    138,
    'an unknown way when the buffer is full',
    logs({ buffer: { size: mebibytes(512), whenFull: 'drop_oldest' } }),
    "prod: logs.buffer.whenFull is 'drop_oldest', must be one of: block, dropNewest, dropOldest",
  ),
  row(
    138,
    'what Vector cannot do when the buffer is full',
    logs({ buffer: { size: mebibytes(512), whenFull: 'dropOldest' } }),
    `${place}: buffer.whenFull is 'dropOldest', must be block or dropNewest for Vector; or choose shipper: 'fluentd'`,
  ),
  row(
    138,
    'an unknown shipper',
    logs({ shipper: 'fluent-bit' }),
    "prod: logs.shipper is 'fluent-bit', must be one of: fluentd, vector",
  ),
  row(
    138,
    'a name of a secret that would end an expression of Fluentd',
    logs({
      shipper: 'fluentd',
      store: { ...goodLogs().store, auth: { kind: 'apiKey', key: { secret: 'log-store', key: "a')" } } },
    }),
    `${place}/store: auth.key.key is 'a')', must be letters, digits, dashes, dots and underscores`,
  ),
  row(
    138,
    'a pattern that Ruby reads differently',
    logs(
      { shipper: 'fluentd' },
      { ...shopLogs, formats: [{ kind: 'text', name: 'text', pattern: '(?s)(?<message>.*)', message: 'message' }] },
    ),
    `${place}/shop/text: pattern is '(?s)(?<message>.*)', must be one that Ruby reads as Rust does; write out what the flag would do`,
  ),
  row(
    138,
    'a buffer that Vector does not start with',
    logs({ buffer: { size: mebibytes(256), whenFull: 'block' } }),
    `${place}: buffer.size is '256MiB', must be at least 257MiB, in whole bytes`,
  ),
  row(
    138,
    'half a day',
    logs({ retention: hours(12) }),
    `${place}: retention is '12h', must be whole days, 1 or more: there is one index a day`,
  ),
  row(
    138,
    'no time at all',
    logs({ retention: days(0) }),
    `${place}: retention is '0s', must be whole days, 1 or more: there is one index a day`,
  ),
  row(
    138,
    'pods of an unknown service',
    logs({ pods: { ...goodLogs().pods, shpo: { namespaces: ['shop'], matchLabels: { app: 'shop' } } } }),
    `${place}: pods.shpo is of no service that says how its log is written; did you mean 'shop'? (allowed: shop)`,
  ),
  row(
    138,
    'a service at two selections of pods, of which one would not be read',
    scattered(),
    `${place}: pods.shop is missing, must say which pods write its log: it is scraped at 2 selections of pods`,
  ),
  row(
    138,
    'no service',
    logs({ pods: {} }),
    `${place}: services is empty, must have at least one; leave logs out altogether`,
  ),
  row(138, 'no namespace', pods({ namespaces: [] }), `${place}/shop: namespaces is empty, must have at least one`),
  row(
    138,
    'every pod of a namespace',
    pods({ matchLabels: {} }),
    `${place}/shop: matchLabels is empty, must have at least one: no label means every pod of the namespaces`,
  ),
  row(
    138,
    'a label that ends the condition',
    pods({ matchLabels: { app: 'shop" || true || "' } }),
    `${place}/shop: label app is 'shop" || true || "', must be a value of a label of Kubernetes`,
  ),
  row(
    138,
    'the lines of the shipper itself',
    pods({ namespaces: ['monitoring-node'] }),
    `${place}/shop: namespace is 'monitoring-node', must be another than the shipper's own: it would ship its own lines`,
  ),
  row(
    138,
    'a pattern that is none',
    text({ pattern: '(?<message>.*' }),
    `${place}/shop/text: pattern is '(?<message>.*', must be an RE2 expression (unterminated group)`,
  ),
  row(
    138,
    'a pattern with a look-ahead',
    text({ pattern: '(?<message>a(?!b))' }),
    `${place}/shop/text: pattern is '(?<message>a(?!b))', must be an RE2 expression, which has no look-around and no back references`,
  ),
  row(
    138,
    'a pattern that ends its line',
    text({ pattern: "a'\n" }),
    `${place}/shop/text: pattern is 'a'\\n', must be a pattern of one line`,
  ),
  row(
    138,
    'a group that the pattern lacks',
    text({ level: 'levle', pattern: '(?<level>\\w+) (?<message>.*)' }),
    `${place}/shop/text: pattern has no group 'levle'; did you mean 'level'? (allowed: level, message)`,
  ),
  row(
    138,
    'a field that is not declared',
    json({ fields: { itmes: 'items' } }),
    `${place}/shop/json: field 'itmes' is not declared; did you mean 'items'? (allowed: customer, items, note, paid, total)`,
  ),
  row(
    138,
    'a key with a quote',
    json({ level: 'le"vel' }),
    `${place}/shop/json: a key is 'le"vel', must be a name, or names joined by dots`,
  ),
  row(
    138,
    'two formats of one name',
    logs({}, { ...shopLogs, formats: [...shopLogs.formats, ...shopLogs.formats] }),
    `${place}/shop: format 'json' is there twice, must be one: lines are counted by it`,
  ),
];
