/**
 * Quantities: numbers that know their unit, so that a threshold in bytes cannot meet a metric in seconds.
 * Values are always in the base unit that the type names (seconds, bytes, ratio 0–1).
 */

/** Units a metric, an expression or a threshold can have. `count` is a number of countable things. */
export const UNITS = [
  'seconds',
  'milliseconds',
  'bytes',
  'ratio',
  'percent',
  'celsius',
  'timestamp',
  'bool',
  'count',
  'count/second',
  'bytes/second',
] as const;

export type Unit = (typeof UNITS)[number];

/** A number with its unit. `text` is how a person would write it ("5m", "1GiB", "80%"). */
export interface Quantity<U extends Unit = Unit> {
  readonly unit: U;
  /** In the base unit: seconds, bytes, a ratio from 0 to 1. */
  readonly value: number;
}

/** A length of time. */
export type Duration = Quantity<'seconds'>;
/** An amount of data. */
export type Size = Quantity<'bytes'>;

function quantity<U extends Unit>(unit: U, value: number): Quantity<U> {
  if (!Number.isFinite(value)) throw new RangeError(`${unit}: value is ${value}, must be a finite number`);
  return Object.freeze({ unit, value });
}

/** Thirteen digits hide the noise of binary fractions (0.3 * 3), and keep every number a person would write. */
const round = (value: number): number => Number(value.toPrecision(13));

export const seconds = (n: number): Duration => quantity('seconds', round(n));
export const millis = (n: number): Duration => seconds(n / 1000);
export const minutes = (n: number): Duration => seconds(n * 60);
export const hours = (n: number): Duration => seconds(n * 3600);
export const days = (n: number): Duration => seconds(n * 86_400);

export const bytes = (n: number): Size => quantity('bytes', round(n));
export const kibibytes = (n: number): Size => bytes(n * 2 ** 10);
export const mebibytes = (n: number): Size => bytes(n * 2 ** 20);
export const gibibytes = (n: number): Size => bytes(n * 2 ** 30);
export const tebibytes = (n: number): Size => bytes(n * 2 ** 40);

/** A share from 0 to 1; `ratio(0.8)` and `percent(80)` are the same quantity. */
export const ratio = (n: number): Quantity<'ratio'> => quantity('ratio', round(n));
/** A share written in per cent; the value kept is the ratio. For a metric whose own scale is 0–100 use {@link percentPoints}. */
export const percent = (n: number): Quantity<'ratio'> => ratio(n / 100);
/** A value on a 0–100 scale, for metrics that are exposed so. */
export const percentPoints = (n: number): Quantity<'percent'> => quantity('percent', round(n));
/** A value in milliseconds, for metrics that are exposed so; thresholds in seconds do not fit them. */
export const millisecondsRaw = (n: number): Quantity<'milliseconds'> => quantity('milliseconds', round(n));
/** A number of things: connections, errors, files. */
export const count = (n: number): Quantity<'count'> => quantity('count', round(n));
/** A number of things per second. */
export const perSecond = (n: number): Quantity<'count/second'> => quantity('count/second', round(n));
export const bytesPerSecond = (n: number): Quantity<'bytes/second'> => quantity('bytes/second', round(n));
/** A state that is 1 or 0. */
export const bool = (on: boolean): Quantity<'bool'> => quantity('bool', on ? 1 : 0);
export const celsius = (n: number): Quantity<'celsius'> => quantity('celsius', round(n));

const DURATION_PARTS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/**
 * A duration in Prometheus' notation, units in descending order: `1h30m`, `15s`, `500ms`.
 * @throws RangeError when the duration is negative or not a whole number of milliseconds.
 */
export function durationText(duration: Duration): string {
  let rest = Math.round(duration.value * 1000);
  if (rest < 0 || Math.abs(rest - duration.value * 1000) > 1e-6) {
    throw new RangeError(`duration: value is ${duration.value} s, must be a whole number of milliseconds, 0 or more`);
  }
  let text = '';
  for (const [unit, size] of DURATION_PARTS) {
    const n = Math.floor(rest / size);
    if (n > 0) text += `${n}${unit}`;
    rest -= n * size;
  }
  return text || '0s';
}

/** A duration for programs that read Go durations, which know no days: `120h`, `1h30m`. */
export function goDurationText(duration: Duration): string {
  const wholeHours = Math.floor(duration.value / 3600);
  if (wholeHours < 24) return durationText(duration);
  const rest = durationText(seconds(duration.value - wholeHours * 3600));
  return `${wholeHours}h${rest === '0s' ? '' : rest}`;
}

const SIZE_PREFIXES = ['', 'K', 'M', 'G', 'T', 'P'] as const;

function binarySize(size: Size): [number, (typeof SIZE_PREFIXES)[number]] {
  if (!Number.isInteger(size.value) || size.value < 0) {
    throw new RangeError(`size: value is ${size.value} bytes, must be a whole number, 0 or more`);
  }
  let power = 0;
  let value = size.value;
  while (value >= 1024 && value % 1024 === 0 && power < SIZE_PREFIXES.length - 1) {
    value /= 1024;
    power += 1;
  }
  return [value, SIZE_PREFIXES[power] ?? ''];
}

/** A size in Prometheus' notation, where `GB` is 1024-based: `50GB`, `512MB`. */
export function prometheusSizeText(size: Size): string {
  const [value, prefix] = binarySize(size);
  return `${value}${prefix}B`;
}

/** A size as a Kubernetes quantity: `50Gi`, `512Mi`. */
export function kubernetesSizeText(size: Size): string {
  const [value, prefix] = binarySize(size);
  return prefix === '' ? String(value) : `${value}${prefix}i`;
}

/** A quantity as a person reads it in a message: `1GiB`, `5m`, `80%`, `10/s`. */
export function quantityText(q: Quantity): string {
  switch (q.unit) {
    case 'seconds':
      return durationText(seconds(q.value));
    case 'milliseconds':
      return `${q.value}ms`;
    case 'bytes':
      return sizeText(q.value);
    case 'bytes/second':
      return `${sizeText(q.value)}/s`;
    case 'ratio':
      return `${round(q.value * 100)}%`;
    case 'percent':
      return `${q.value}%`;
    case 'celsius':
      return `${q.value}°C`;
    case 'count/second':
      return `${q.value}/s`;
    case 'timestamp':
    case 'bool':
    case 'count':
      return String(q.value);
  }
}

function sizeText(value: number): string {
  let power = 0;
  while (Math.abs(value) >= 1024 && power < SIZE_PREFIXES.length - 1) {
    value /= 1024;
    power += 1;
  }
  const prefix = SIZE_PREFIXES[power] ?? '';
  return `${Number(value.toPrecision(4))}${prefix === '' ? '' : `${prefix}i`}B`;
}
