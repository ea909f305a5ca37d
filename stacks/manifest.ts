/**
 * Objects as the text of a manifest file: YAML as people write it, keys sorted, files in block literals. A writer of its
 * own, because loading and running a general library takes a quarter of a synth; tests read its output back with one.
 */
import type { KubernetesObject } from './plan/kubernetes-object';

/** A stream of YAML documents, each after those it needs: what `kubectl apply -f` and reviewers read. */
export function manifestText(objects: readonly KubernetesObject[]): string {
  const lines: string[] = [];
  for (const object of objects) {
    lines.push('---');
    writeMapping(object, '', '', lines);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/**
 * Writes a value below a line's beginning.
 * @param lead - what stands before the value on its first line: indentation, `- `, or `key:`
 * @param indent - indentation of the value's further lines
 */
function write(value: unknown, lead: string, indent: string, lines: string[]): void {
  if (Array.isArray(value)) writeList(value, lead, indent, lines);
  else if (typeof value === 'object' && value !== null) writeMapping(value as Fields, lead, indent, lines);
  else if (typeof value === 'string') writeString(value, lead, indent, lines);
  else lines.push(`${lead}${scalar(value)}`);
}

type Fields = Readonly<Record<string, unknown>>;

function writeMapping(fields: Fields, lead: string, indent: string, lines: string[]): void {
  const keys = Object.keys(fields)
    .filter((key) => fields[key] !== undefined)
    .sort();
  if (keys.length === 0) lines.push(`${lead}{}`);
  for (const key of keys) {
    writeEntry(`${lead}${quoted(key)}:`, fields[key], indent, lines);
    lead = indent;
  }
}

function writeEntry(name: string, value: unknown, indent: string, lines: string[]): void {
  if (!isFilled(value)) {
    write(value, `${name} `, `${indent}  `, lines);
    return;
  }
  lines.push(name);
  // A list stands below its key without further indentation, as kubectl writes it.
  const deeper = Array.isArray(value) ? indent : `${indent}  `;
  write(value, deeper, deeper, lines);
}

/** Whether the value takes lines of its own below its key. */
function isFilled(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => part !== undefined || Array.isArray(value));
}

function writeList(items: readonly unknown[], lead: string, indent: string, lines: string[]): void {
  if (items.length === 0) lines.push(`${lead}[]`);
  for (const item of items) {
    write(item, `${lead}- `, `${indent}  `, lines);
    lead = indent;
  }
}

/** Lines that a block literal gives back as they are: printable, and not beginning with a space or a line end. */
const LITERAL = /^[^\s\p{C}\u2028\u2029](?:[^\p{C}\u2028\u2029]|[\n\t])*$/u;

function writeString(value: string, lead: string, indent: string, lines: string[]): void {
  if (!value.includes('\n') || !LITERAL.test(value)) {
    lines.push(`${lead}${quoted(value)}`);
    return;
  }
  const end = value.endsWith('\n\n') ? '|+' : value.endsWith('\n') ? '|' : '|-';
  const body = value.endsWith('\n') ? value.slice(0, -1) : value;
  lines.push(`${lead}${end}`, ...body.split('\n').map((line) => (line === '' ? '' : indent + line)));
}

/** What no reader of YAML 1.1 or 1.2 takes for anything but text. */
const PLAIN = /^[A-Za-z/](?:[\w./:@-]*[\w/])?$/;
/** Words that a reader of YAML 1.1, which Kubernetes uses, takes for a boolean or null. */
const RESERVED = /^(?:y|yes|n|no|on|off|true|false|null)$/i;

function quoted(value: string): string {
  if (PLAIN.test(value) && !RESERVED.test(value)) return value;
  // JSON leaves bare what YAML does not print: delete, the second control block, and the two Unicode line ends.
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function scalar(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return numberText(value);
  throw new TypeError(`manifest: ${String(value)} has no form in YAML`);
}

/** Readers of YAML 1.1 take an exponent for a number only where a fraction stands before it. */
function numberText(value: number): string {
  const text = String(value);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}
