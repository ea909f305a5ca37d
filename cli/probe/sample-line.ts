/** One line of a page of metrics that holds a sample. */
import type { Format, Sample } from './page';

/** Why a line cannot be read. */
export class MalformedLine extends Error {}

/** How much of a line a message shows. */
const SHOWN = 60;

/** `'text'`, shortened, with control characters made visible. */
export function shown(text: string): string {
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return `'${JSON.stringify(short).slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** @throws MalformedLine */
export function readSample(line: string, format: Format): Sample {
  const cursor = new Cursor(line);
  const name = cursor.take(/[a-zA-Z_:][a-zA-Z0-9_:]*/y);
  if (name === undefined) throw new MalformedLine(`${shown(line)} does not begin with the name of a metric`);
  cursor.blanks();
  const labels = cursor.take(/\{/y) === undefined ? {} : readLabels(cursor);
  cursor.blanks();
  const value = readValue(cursor);
  cursor.blanks();
  readTimestamp(cursor, format);
  return { name, labels, value };
}

function readLabels(cursor: Cursor): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  for (;;) {
    cursor.blanks();
    if (cursor.take(/\}/y) !== undefined) return Object.fromEntries(labels);
    const name = cursor.take(/[a-zA-Z_][a-zA-Z0-9_]*/y);
    if (name === undefined) throw new MalformedLine(`a label is missing at ${cursor.rest()}`);
    if (labels.has(name)) throw new MalformedLine(`label '${name}' is there twice`);
    if (cursor.take(/[ \t]*=[ \t]*/y) === undefined) throw new MalformedLine(`label '${name}' has no '='`);
    const quoted = cursor.take(/"(?:[^"\\]|\\.)*"/y);
    if (quoted === undefined) throw new MalformedLine(`the value of label '${name}' is not between quotation marks`);
    labels.set(name, unescaped(quoted.slice(1, -1)));
    cursor.blanks();
    if (cursor.take(/,/y) === undefined && !cursor.isAt('}')) {
      throw new MalformedLine(`after label '${name}' comes ${cursor.rest()}, must be ',' or '}'`);
    }
  }
}

/** `\\`, `\"` and `\n` are escapes; any other backslash stands for itself. */
export const unescaped = (text: string): string =>
  text.replace(/\\([\\"n])/g, (_, char: string) => (char === 'n' ? '\n' : char));

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;

function readValue(cursor: Cursor): number {
  const text = cursor.take(/[^ \t]+/y);
  if (text === undefined) throw new MalformedLine('the value is missing');
  if (!NUMBER.test(text)) throw new MalformedLine(`value is ${shown(text)}, must be a number`);
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

/** In milliseconds in the text format, in seconds in OpenMetrics, where an exemplar can follow. */
function readTimestamp(cursor: Cursor, format: Format): void {
  const text = cursor.take(/[^ \t#]+/y);
  const isTime = format === 'OpenMetrics' ? NUMBER : /^-?\d+$/;
  if (text !== undefined && !isTime.test(text)) {
    throw new MalformedLine(`after the value comes ${shown(text)}, must be a timestamp or nothing`);
  }
  cursor.blanks();
  const isExemplar = format === 'OpenMetrics' && cursor.isAt('# {');
  if (!cursor.isAtEnd() && !isExemplar) throw new MalformedLine(`after the timestamp comes ${cursor.rest()}`);
}

class Cursor {
  #at = 0;

  constructor(readonly text: string) {}

  /** What a sticky expression matches here, and goes behind it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  blanks(): void {
    this.take(/[ \t]*/y);
  }

  isAt(text: string): boolean {
    return this.text.startsWith(text, this.#at);
  }

  isAtEnd(): boolean {
    return this.#at === this.text.length;
  }

  rest(): string {
    return this.isAtEnd() ? 'the end of the line' : shown(this.text.slice(this.#at));
  }
}
