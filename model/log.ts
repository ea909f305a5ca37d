/**
 * How a service writes its log, so that a shipper can read it: pure description, which a shipper's own language is
 * written from.
 */

/** Type of a field in the log store. `keyword` is matched as a whole, `text` by its words. */
export type LogFieldType = 'keyword' | 'text' | 'integer' | 'number' | 'boolean';

/** A field that can be searched for. */
export interface LogField {
  readonly type: LogFieldType;
  readonly description: string;
}

/**
 * What a line says, by where it stands: a group's name in a pattern, a key of a pair, a key in JSON (`fields.message`
 * for a key within).
 * @typeParam Field - names of the service's fields
 */
export interface LogReading<Field extends string = string> {
  /** When it was written, as RFC 3339; the time at which the line was seen where it is absent or far from that. */
  readonly time?: string;
  readonly level?: string;
  /** What it says; the whole line where it is absent. */
  readonly message?: string;
  readonly fields?: Readonly<Partial<Record<Field, string>>>;
}

/** Lines that are JSON objects. Keys that the reading does not name are kept, and cannot be searched for. */
export interface JsonLog<Field extends string = string> extends LogReading<Field> {
  readonly kind: 'json';
  /** Told beside each line, so that lines can be counted by it. */
  readonly name: string;
}

/**
 * Lines of `key=value` pairs, of which values with blanks are quoted: https://pkg.go.dev/log/slog#TextHandler
 * A line fits that is nothing but pairs and has the keys of the reading's time, level and message.
 */
export interface LogfmtLog<Field extends string = string> extends LogReading<Field> {
  readonly kind: 'logfmt';
  readonly name: string;
}

/**
 * Lines of text. Colours are taken off before the pattern is tried.
 * The pattern has named groups `(?<name>…)` and holds in RE2, Rust's `regex` and Ruby alike: no look-around, no back
 * references. It must match the whole line.
 */
export interface TextLog<Field extends string = string> extends LogReading<Field> {
  readonly kind: 'text';
  readonly name: string;
  readonly pattern: string;
}

export type LogFormat<Field extends string = string> = JsonLog<Field> | LogfmtLog<Field> | TextLog<Field>;

/** The log of a service. */
export interface ServiceLogs<Field extends string = string> {
  readonly fields: Readonly<Record<Field, LogField>>;
  /** Tried in order; the first that fits a line reads it. A line that none fits is kept as it is. */
  readonly formats: readonly LogFormat<Field>[];
}

/** Declares a service's log; a reading may name only fields that are declared. */
export function serviceLogs<const Field extends string>(logs: ServiceLogs<Field>): ServiceLogs<Field> {
  return logs;
}
