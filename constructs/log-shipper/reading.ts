/** How a line is read, whichever program reads it. Patterns hold in Rust's `regex` and in Ruby alike. */
import type { LogFormat, LogReading } from '../../model/log';
import type { LogStream } from './settings';

/** Longer lines are cut; the store indexes no field that is longer than 32766 bytes. Bytes. */
export const LONGEST_LINE = 262_144;

/** The time in a line is believed when it is this near to the time at which the line was seen. Seconds. */
export const NEAR = 86_400;

/** Words for a level, and the one that is stored. */
export const LEVEL_WORDS = {
  err: 'error',
  crit: 'fatal',
  critical: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  panic: 'fatal',
  warning: 'warn',
  notice: 'info',
} as const;

const QUOTED = '(?:[^"\\\\]|\\\\.)*';
/** One pair of a line of pairs. */
export const PAIR = `(?<key>[^\\s="]+)=(?:"(?<quoted>${QUOTED})"|(?<plain>[^\\s"]*))`;
const ANY_PAIR = `[^\\s="]+=(?:"${QUOTED}"|[^\\s"]*)`;
/** A line that is nothing but pairs. */
export const PAIRS = `${ANY_PAIR}(?: +${ANY_PAIR})*`;

/** What a format reads: pairs of a name and where it stands. */
export function readings({ time, level, message, fields = {} }: LogReading): readonly (readonly [string, string])[] {
  const common = { time, level, message };
  const own = Object.entries(fields).map(([name, key]) => [ownName(name), key] as const);
  return [...Object.entries(common), ...own].flatMap(([name, key]) =>
    key === undefined ? [] : [[name, key] as const],
  );
}

/** A field of the service's own may be called `time` too. */
export function ownName(field: string): string {
  return `field_${field}`;
}

/** Keys without which a line of pairs is of another format. */
export function requiredKeys({ time, level, message }: LogFormat): readonly string[] {
  return [time, level, message].filter((key) => key !== undefined);
}

/** Namespaces of all streams, sorted, each once. */
export function namespacesOf(streams: readonly LogStream[]): readonly string[] {
  return [...new Set(streams.flatMap(({ namespaces }) => namespaces))].sort();
}
