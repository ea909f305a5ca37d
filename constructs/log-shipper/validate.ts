/** Checks of a log shipper's settings. */
import type { LogFormat, ServiceLogs } from '../../model/log';
import { suggestion } from '../../model/problem';
import { mebibytes } from '../../model/quantity';
import { dnsLabel, target } from '../check/names';
import { regex } from '../check/regex';
import { repeated } from '../check/repeated';
import { type Report, quantityShown } from '../check/report';
import { checkNamespace } from '../kubernetes/validate';
import { requiredKeys } from './reading';
import type { LogBuffer, LogShipperKind, LogShipperSettings, LogStore, LogStream } from './settings';
import { COMMON_FIELDS } from './store';

const DAY = 86_400;
/** Vector asks for 256 MiB and 32 bytes. https://vector.dev/docs/reference/configuration/sinks/elasticsearch/#buffer.max_size */
const LEAST_BUFFER = mebibytes(257);
/** https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-create */
const INDEX_PREFIX = /^[a-z0-9][a-z0-9_-]*$/;
const LONGEST_PREFIX = 100;
/** Elasticsearch makes data streams of these by templates of its own. */
const TAKEN_PREFIX = /^(?:logs|metrics|synthetics|traces)-/;
/** What a key must be that a value is read by. */
const KEYS = {
  json: { form: /^[^.\s"\\]+(?:\.[^.\s"\\]+)*$/, constraint: 'a name, or names joined by dots' },
  logfmt: { form: /^[^\s="\\]+$/, constraint: 'a name without blanks, quotes and equals signs' },
} as const;
const FIELD_NAME = /^[a-z][a-z0-9_]*$/;

/** Every problem of the settings. */
export function checkLogShipper(settings: LogShipperSettings, report: Report): void {
  const { streams, store, retention, buffer } = settings;
  if (streams.length === 0) report.refuse('services is empty, must have at least one', 'leave logs out altogether');
  for (const stream of streams) checkStream(stream, report.at(stream.service));
  checkStore(store, report.at('store'));
  checkSecretKey(settings, report.at('store'));
  if (!Number.isInteger(retention.value / DAY) || retention.value < DAY) {
    report.must('retention', quantityShown(retention), 'whole days, 1 or more: there is one index a day');
  }
  checkBuffer(buffer, settings.shipper, report);
  if (settings.shipper === 'fluentd') checkForRuby(settings, report);
}

function checkBuffer({ size, whenFull }: LogBuffer, shipper: LogShipperKind | undefined, report: Report): void {
  if (!(size.value >= LEAST_BUFFER.value) || !Number.isInteger(size.value)) {
    report.must('buffer.size', quantityShown(size), `at least ${quantityShown(LEAST_BUFFER)}, in whole bytes`);
  }
  if (whenFull === 'dropOldest' && shipper !== 'fluentd') {
    report.must('buffer.whenFull', whenFull, 'block or dropNewest for Vector', "or choose shipper: 'fluentd'");
  }
}

function checkStore({ kind, endpoints, indexPrefix, auth }: LogStore, report: Report): void {
  if (endpoints.length === 0) report.refuse('endpoints is empty, must have at least one');
  for (const endpoint of endpoints) report.must('endpoint', withoutPassword(endpoint), httpsEndpoint(endpoint));
  report.must('indexPrefix', indexPrefix, prefix(indexPrefix));
  if (kind === 'opensearch' && auth.kind === 'apiKey') {
    report.must('auth.kind', auth.kind, 'basic for OpenSearch, which knows no API keys');
  }
  if (auth.kind === 'basic') report.must('auth.username', auth.username, storeUser(auth.username));
}

function checkSecretKey({ shipper, store: { auth } }: LogShipperSettings, report: Report): void {
  const { key } = auth.kind === 'apiKey' ? auth.key : auth.password;
  const where = auth.kind === 'apiKey' ? 'auth.key.key' : 'auth.password.key';
  if (shipper === 'fluentd') {
    if (!/^[A-Za-z0-9_.-]+$/.test(key)) report.must(where, key, 'letters, digits, dashes, dots and underscores');
  } else if (!/^[A-Za-z0-9_.]+$/.test(key)) {
    report.must(where, key, 'letters, digits, dots and underscores', 'Vector takes no other for the name of a secret');
  }
}

function prefix(name: string): string | undefined {
  if (!INDEX_PREFIX.test(name)) return 'lower-case letters, digits, dashes and underscores, no dash first';
  if (name.length > LONGEST_PREFIX) return `at most ${LONGEST_PREFIX} characters`;
  return TAKEN_PREFIX.test(`${name}-`) ? 'another word: Elasticsearch has templates of its own for it' : undefined;
}

/** What an endpoint must be, or undefined when it is. */
function httpsEndpoint(text: string): string | undefined {
  if (!URL.canParse(text) || !text.startsWith('https://')) return 'a URL with scheme https: lines cross the network';
  const { username, password } = new URL(text);
  if (username !== '' || password !== '') return 'a URL without a password in it';
  // A host of a URL may have signs that mean something to the shell of the setup.
  const address = text.slice('https://'.length);
  const withPort = /:\d*$/.test(address) ? address : `${address}:443`;
  return target(withPort) === undefined ? undefined : 'https://host:port and nothing after it';
}

/** What the name of a user of the store must be, or undefined when it is. */
export function storeUser(username: string): string | undefined {
  return /^[A-Za-z0-9._@-]+$/.test(username) ? undefined : 'a name of letters, digits and . _ @ -';
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@');
}

function checkStream({ service, namespaces, matchLabels, logs }: LogStream, report: Report): void {
  report.must('service', service, dnsLabel(service));
  if (COMMON_FIELDS.includes(service)) report.must('service', service, 'no name of a field that every line has');
  if (namespaces.length === 0) report.refuse('namespaces is empty, must have at least one');
  for (const namespace of namespaces) checkNamespace(namespace, 'namespace', report);
  const labels = Object.entries(matchLabels);
  if (labels.length === 0) {
    report.refuse('matchLabels is empty, must have at least one: no label means every pod of the namespaces');
  }
  for (const [name, value] of labels) {
    if (!/^(?:[a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(name)) {
      report.must('name of a label', name, 'a label of Kubernetes');
    }
    if (!/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(value)) {
      report.must(`label ${name}`, value, 'a value of a label of Kubernetes');
    }
  }
  checkLogs(logs, report);
}

/** How a service says that its log is written. */
function checkLogs({ fields, formats }: ServiceLogs, report: Report): void {
  for (const name of Object.keys(fields)) {
    if (!FIELD_NAME.test(name)) report.must('name of a field', name, 'lower-case letters, digits and underscores');
  }
  const names = formats.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.refuse(`format '${name}' is there twice, must be one: lines are counted by it`);
  }
  for (const format of formats) checkFormat(format, Object.keys(fields), report.at(format.name));
}

function checkFormat(format: LogFormat, known: readonly string[], report: Report): void {
  if (!FIELD_NAME.test(format.name)) report.must('name', format.name, 'lower-case letters, digits and underscores');
  const { time, level, message, fields = {} } = format;
  for (const field of Object.keys(fields)) {
    if (!known.includes(field)) report.refuse(`field '${field}' is not declared`, suggestion(field, known));
  }
  const read = [time, level, message, ...Object.values(fields)].filter((key) => key !== undefined);
  if (format.kind === 'text') return checkPattern(format.pattern, read, report);
  const { form, constraint } = KEYS[format.kind];
  for (const key of read.filter((each) => !form.test(each))) report.must('a key', key, constraint);
  if (format.kind === 'logfmt' && requiredKeys(format).length === 0) {
    report.refuse('none of time, level and message is there, must be one: any line of pairs would fit');
  }
}

/** Flags that Ruby reads differently from Rust. https://docs.ruby-lang.org/en/3.4/Regexp.html */
const NOT_RUBY = /\(\?[a-z-]*[smuUR]/;

function checkForRuby({ streams }: LogShipperSettings, report: Report): void {
  for (const { service, logs } of streams) {
    for (const format of logs.formats) {
      if (format.kind !== 'text' || !NOT_RUBY.test(format.pattern)) continue;
      const remedy = 'write out what the flag would do';
      report.at(service).at(format.name).must('pattern', format.pattern, 'one that Ruby reads as Rust does', remedy);
    }
  }
}

function checkPattern(pattern: string, read: readonly string[], report: Report): void {
  const constraint = /[\u0000-\u001f]/.test(pattern) ? 'a pattern of one line' : regex(pattern);
  report.must('pattern', pattern, constraint);
  if (constraint !== undefined) return;
  const groups = [...pattern.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
  for (const key of read.filter((each) => !groups.includes(each))) {
    report.refuse(`pattern has no group '${key}'`, suggestion(key, groups));
  }
}
