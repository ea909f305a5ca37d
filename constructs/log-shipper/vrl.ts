/** A stream's program in Vector's remap language. https://vector.dev/docs/reference/vrl/ */
import type { JsonLog, LogFieldType, LogFormat, LogfmtLog, TextLog } from '../../model/log';
import { LEVEL_WORDS, NEAR, PAIR, PAIRS, ownName, readings, requiredKeys } from './reading';
import { REDACTIONS } from './redaction';
import type { LogShipperSettings, LogStream } from './settings';

/**
 * The program that makes a document of a line: takes secrets out, reads it by the first format that fits, gives fields
 * their types. No step of it can fail, so no line is lost by it.
 */
export function vrlProgram({ environment, cluster }: LogShipperSettings, { service, logs }: LogStream): string {
  const fields = Object.entries(logs.fields).flatMap(([name, { type }]) => fieldSteps(name, type));
  const steps = [
    ...lineSteps(),
    ...documentSteps({ service, environment, cluster }),
    ...logs.formats.flatMap(formatSteps),
    ...commonSteps(logs.formats),
    ...fields,
    `if length(fields) > 0 { document.${segment(service)} = fields }`,
    'if length(rest) > 0 { document.rest = rest }',
    '. = document',
  ];
  return `${steps.join('\n')}\n`;
}

function lineSteps(): readonly string[] {
  return [
    '# The line, without colours and without secrets.',
    `line = strip_ansi_escape_codes(to_string(${unknown('.', 'message')}) ?? "")`,
    ...REDACTIONS.map(
      ({ pattern, replacement }) => `line = replace(line, ${regexText(pattern)}, ${text(replacement)})`,
    ),
    'line = strip_whitespace(line)',
  ];
}

/** The id is the same whenever the line is read: what is sent twice is stored once. */
function documentSteps(fixed: Readonly<Record<string, string>>): readonly string[] {
  const pod = { namespace: 'pod_namespace', pod: 'pod_name', container: 'container_name', node: 'pod_node_name' };
  return [
    '',
    '# What is known of every line.',
    `seen = timestamp(${unknown('.', '@timestamp')}) ?? now()`,
    'document = {"@timestamp": seen, "message": line, "format": "unknown", "stream": .stream}',
    ...Object.entries(fixed).map(([name, value]) => `document.${name} = ${text(value)}`),
    ...Object.entries(pod).map(([name, key]) => `document.${name} = .kubernetes.${key}`),
    'origin = [.kubernetes.pod_uid, .kubernetes.container_name, .stream, seen, line]',
    'document.event_id = sha2(encode_json(origin), variant: "SHA-256")',
    'read = {}',
    'fields = {}',
    'rest = {}',
  ];
}

function formatBody(format: LogFormat): readonly string[] {
  switch (format.kind) {
    case 'json':
      return jsonSteps(format);
    case 'logfmt':
      return logfmtSteps(format);
    case 'text':
      return textSteps(format);
  }
}

function formatSteps(format: LogFormat): readonly string[] {
  const body = formatBody(format);
  return ['', `# Format ${format.name}.`, 'if document.format == "unknown" {', ...body.map((line) => `  ${line}`), '}'];
}

function jsonSteps(format: JsonLog): readonly string[] {
  return [
    'found, error = parse_json(line)',
    'if error == null && is_object(found) {',
    `  document.format = ${text(format.name)}`,
    '  rest = object(found) ?? {}',
    ...readings(format).map(([name, key]) => `  read.${segment(name)} = del(rest.${path(key)})`),
    '}',
  ];
}

/** What a quoted value escapes is read as JSON does; where that fails, as it stands. */
function logfmtSteps(format: LogfmtLog): readonly string[] {
  const required = requiredKeys(format).map((key) => `exists(found.${segment(key)})`);
  return [
    'found = {}',
    `if match(line, ${regexText(`^${PAIRS}$`)}) {`,
    `  for_each(parse_regex_all(line, ${regexText(PAIR)}) ?? []) -> |_index, pair| {`,
    `    key = string(${unknown('pair', 'key')}) ?? ""`,
    `    quoted = ${unknown('pair', 'quoted')}`,
    `    value = ${unknown('pair', 'plain')}`,
    '    if is_string(quoted) { value = parse_json("\\"" + (string(quoted) ?? "") + "\\"") ?? quoted }',
    '    found = set(found, [key], value) ?? found',
    '  }',
    '}',
    `if ${['length(found) > 0', ...required].join(' && ')} {`,
    `  document.format = ${text(format.name)}`,
    '  rest = found',
    ...readings(format).map(([name, key]) => `  read.${segment(name)} = del(rest.${segment(key)})`),
    '}',
  ];
}

function textSteps(format: TextLog): readonly string[] {
  return [
    `found, error = parse_regex(line, ${regexText(`^(?:${format.pattern})$`)})`,
    'if error == null {',
    `  document.format = ${text(format.name)}`,
    ...readings(format).map(([name, key]) => `  read.${segment(name)} = found.${segment(key)}`),
    '}',
  ];
}

function commonSteps(formats: readonly LogFormat[]): readonly string[] {
  const reads = (part: 'time' | 'level' | 'message'): boolean => formats.some((format) => format[part] !== undefined);
  return [
    '',
    '# Time, level and message, where the line tells them.',
    ...(reads('time') ? TIME_STEPS : []),
    ...(reads('message')
      ? [`message = ${unknown('read', 'message')}`, 'if is_string(message) { document.message = message }']
      : []),
    ...(reads('level') ? LEVEL_STEPS : []),
    '',
    '# Fields of the service, each of its type; what does not fit is kept beside them.',
  ];
}

const TIME_STEPS: readonly string[] = [
  `written = parse_timestamp(${unknown('read', 'time')}, "%+") ?? seen`,
  `if abs(to_unix_timestamp(written) - to_unix_timestamp(seen)) <= ${NEAR} { document."@timestamp" = written }`,
];

/** Programs have several words for the same. */
const LEVEL_STEPS: readonly string[] = [
  `level = downcase(string(${unknown('read', 'level')}) ?? "")`,
  ...Object.entries(LEVEL_WORDS).map(([word, level]) => `if level == "${word}" { level = "${level}" }`),
  'if level != "" { document.level = level }',
];

const CONVERSION: Readonly<Record<LogFieldType, string>> = {
  keyword: 'to_string',
  text: 'to_string',
  integer: 'to_int',
  number: 'to_float',
  boolean: 'to_bool',
};

function fieldSteps(name: string, type: LogFieldType): readonly string[] {
  return [
    `found = ${unknown('read', ownName(name))}`,
    'if found != null {',
    `  value, error = ${CONVERSION[type]}(found)`,
    `  if error == null { fields.${segment(name)} = value } else { rest.${segment(name)} = found }`,
    '}',
  ];
}

/** Which lines are the stream's. */
export function vrlCondition({ namespaces, matchLabels }: LogStream): string {
  const labels = Object.entries(matchLabels).map(
    ([name, value]) => `.kubernetes.pod_labels.${text(name)} == ${text(value)}`,
  );
  return [`includes(${JSON.stringify(namespaces)}, .kubernetes.pod_namespace)`, ...labels].join(' && ');
}

/**
 * A value whose type the compiler cannot know. It refuses to handle a failure that it knows to be impossible, and what
 * it knows depends on how Vector is configured.
 */
function unknown(of: string, name: string): string {
  return `(get(${of}, [${text(name)}]) ?? null)`;
}

/** A string literal; without an escape for `{{`, it must not hold any. */
function text(value: string): string {
  return JSON.stringify(value);
}

/** https://vector.dev/docs/reference/vrl/expressions/#regular-expression */
function regexText(pattern: string): string {
  return `r'${pattern.replace(/'/g, "\\'")}'`;
}

function path(key: string): string {
  return key.split('.').map(segment).join('.');
}

function segment(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : text(name);
}
