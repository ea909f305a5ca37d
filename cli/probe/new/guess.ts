/** What a page tells of a metric: its type, unit, labels and buckets, as a catalogue declares them. */
import type { Presence } from '../../../model/metric';
import type { Unit } from '../../../model/quantity';
import type { Family, FamilyType, Page } from '../page';
import { isCreation } from '../page';
import { promisedUnits } from '../unit-differences';

export type Form = 'counter' | 'gauge' | 'histogram' | 'summary' | 'stateSet' | 'info';

export interface GuessedLabel {
  readonly name: string;
  /** Where they look like a closed set. */
  readonly values?: readonly string[];
  /** Room for twice as many as were seen, about. */
  readonly card: number;
  /** All that were seen. */
  readonly seen: readonly string[];
}

export interface Guess {
  readonly name: string;
  readonly form: Form;
  readonly help: string;
  readonly unit: Unit;
  readonly labels: readonly GuessedLabel[];
  readonly presence: Presence;
  readonly buckets?: readonly number[];
  /** The page gives no type. */
  readonly isUntyped: boolean;
}

export interface Guesses {
  readonly metrics: readonly Guess[];
  /** What cannot be declared, and why: a metric, or a label of one. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  /** Names of the runtime's own metrics, which tell of a language and not of the program. */
  readonly runtime: readonly string[];
}

const RUNTIME = /^(?:go|promhttp|python|nodejs|jvm|ruby|dotnet|net_conntrack|scrape)_/;

export function guesses(page: Page): Guesses {
  const leftOut: { name: string; reason: string }[] = [];
  const families = page.families.filter((family) => !isCreation(family, page));
  const own = families.filter(({ name }) => !RUNTIME.test(name));
  const metrics = own.flatMap((family): Guess[] => {
    const reason = unfitness(family);
    if (reason !== undefined) leftOut.push({ name: family.name, reason });
    if (reason !== undefined) return [];
    for (const label of labelNames(family).filter((name) => !isFitLabel(name))) {
      leftOut.push({
        name: `${family.name}{${label}}`,
        reason: 'a label of that name is lost or renamed at the scrape',
      });
    }
    return [guessOf(family)];
  });
  // The process last: it is the same in every program.
  const isOfProcess = ({ name }: Guess): boolean => name.startsWith('process_');
  const inOrder = [...metrics.filter((each) => !isOfProcess(each)), ...metrics.filter(isOfProcess)];
  return {
    metrics: inOrder,
    leftOut,
    runtime: families.filter(({ name }) => RUNTIME.test(name)).map(({ name }) => name),
  };
}

/** Why no catalogue can declare it. */
function unfitness(family: Family): string | undefined {
  if (family.name.includes(':')) return 'names with a colon are those of recording rules';
  if (family.name === 'up') return 'Prometheus makes it itself';
  if (family.type === 'gaugehistogram') return 'a histogram of gauges has no counterpart';
  if (family.type === 'histogram' && bucketsOf(family).length === 0) return 'a histogram without buckets tells nothing';
  return undefined;
}

function guessOf(family: Family): Guess {
  const { name, help, samples } = family;
  const form = formOf(family);
  const labels = labelNames(family)
    .filter(isFitLabel)
    .map((label) => labelOf(label, family, form));
  // Programs make a labelled counter's series when the first such thing happens; one without labels is there at once.
  const isBornLate = labels.length > 0 && ['counter', 'histogram', 'summary'].includes(form);
  return {
    name,
    form,
    help: help.replace(/\s+/g, ' ').trim().replace(/\.$/, ''),
    unit: unitOf(
      family,
      form,
      samples.map(({ value }) => value),
    ),
    labels,
    presence: isBornLate ? 'after-first-event' : 'always',
    ...(form === 'histogram' && { buckets: bucketsOf(family) }),
    isUntyped: family.type === 'untyped' || family.type === 'unknown',
  };
}

const BY_TYPE: Readonly<Partial<Record<FamilyType, Form>>> = {
  counter: 'counter',
  histogram: 'histogram',
  summary: 'summary',
  stateset: 'stateSet',
  info: 'info',
};

function formOf({ name, type, samples }: Family): Form {
  const known = BY_TYPE[type];
  if (known !== undefined) return known;
  if (name.endsWith('_info') && samples.every(({ value }) => value === 1)) return 'info';
  return type !== 'gauge' && name.endsWith('_total') ? 'counter' : 'gauge';
}

/** Names of gauges that are 1 or 0. */
const STATE = /_(?:up|success|successful|enabled|healthy|ready|online)$/;
/** Of seconds since 1970, those after 2001. */
const A_MOMENT = 1e9;

function unitOf(family: Family, form: Form, values: readonly number[]): Unit {
  if (form === 'stateSet') return 'bool';
  if (form === 'info') return 'count';
  if (form === 'gauge' && STATE.test(family.name) && values.every((v) => v === 0 || v === 1)) return 'bool';
  const promised = promisedUnits(family);
  if (!promised.includes('timestamp')) return promised[0] ?? 'count';
  return form === 'gauge' && values.every((value) => value > A_MOMENT) ? 'timestamp' : 'seconds';
}

const SERIES_LABELS = ['le', 'quantile'];
const labelNames = ({ samples }: Family): readonly string[] =>
  [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].filter((name) => !SERIES_LABELS.includes(name));

/** Those of the target stay its own; `__…` is dropped once the scrape is done. */
const isFitLabel = (name: string): boolean => !name.startsWith('__') && name !== 'job' && name !== 'instance';

/** More values than that are no closed set. */
const MOST_VALUES = 10;
const WORD = /^[A-Za-z][\w.-]{0,30}$/;
/** Labels whose values are places, things and people, of which there can always be another. */
const OPEN =
  /^(?:.*_)?(?:id|name|host|hostname|pod|node|device|path|route|url|uri|mountpoint|version|revision|branch|user|tenant|namespace|container|image|ip|address|port|query|table|db|database|datname|topic|client|server|file)$/i;

function labelOf(name: string, { samples }: Family, form: Form): GuessedLabel {
  const seen = [...new Set(samples.map(({ labels }) => labels[name] ?? ''))].sort();
  const words = seen.filter((value) => value !== '');
  const isClosed = words.length > 0 && words.length <= MOST_VALUES && words.every((value) => WORD.test(value));
  if (form === 'info') return { name, seen, card: 1 };
  if (!isClosed || OPEN.test(name)) return { name, seen, card: roomFor(words.length) };
  return { name, seen, values: seen, card: seen.length };
}

/** The next of 1, 2, 5, 10, 20, 50… that leaves room for as many again. */
export function roomFor(count: number): number {
  const wanted = Math.max(1, count) * 2;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= wanted) ?? wanted;
}

function bucketsOf({ name, samples }: Family): readonly number[] {
  const bounds = samples.filter((sample) => sample.name === `${name}_bucket`).map(({ labels }) => Number(labels['le']));
  return [...new Set(bounds)].filter(Number.isFinite).sort((a, b) => a - b);
}
