/**
 * Shapes: what plain data must look like before it may be taken for a type. TypeScript holds this for code; data that
 * comes from JSON or JavaScript is held to it here, unknown keys included.
 */
import { suggestion } from '../../model/problem';
import type { Unit } from '../../model/quantity';
import type { Report } from './report';

/** Checks a value at a path below the report's place. `path` is empty for the value itself. */
export type Shape = (value: unknown, path: string, report: Report) => void;

const scalar =
  (good: (value: unknown) => boolean, constraint: string): Shape =>
  (value, path, report) => {
    if (!good(value)) report.must(path, value, constraint);
  };

/** Text without control characters: a line end would become a second line of some configuration file. */
export const text: Shape = scalar(
  (value) => typeof value === 'string' && value !== '' && !/\p{Cc}/u.test(value),
  'a text without control characters, and not empty',
);

export const flag: Shape = scalar((value) => typeof value === 'boolean', 'true or false');

/** A whole number of at least `least`. */
export const whole = (least: number): Shape =>
  scalar(
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= least,
    `a whole number, ${least} or more`,
  );

/** Any number that is one. */
export const number: Shape = scalar((value) => typeof value === 'number' && Number.isFinite(value), 'a finite number');

/** One of some words. */
export const oneOf = (...words: readonly string[]): Shape =>
  scalar((value) => typeof value === 'string' && words.includes(value), `one of: ${[...words].sort().join(', ')}`);

/** A quantity of one unit; any unit when none is given. */
export const quantity =
  (unit?: Unit | 'millicores'): Shape =>
  (value, path, report) => {
    const constraint = unit === undefined ? 'a quantity with its unit' : `a quantity in ${unit}`;
    if (!isMapping(value)) return report.must(path, value, constraint);
    if (unit !== undefined && value['unit'] !== unit) {
      return report.refuse(`${path} is in ${String(value['unit'])}, must be ${constraint}`);
    }
    const number = value['value'];
    if (typeof number !== 'number' || !Number.isFinite(number)) report.must(path, number, 'a finite number');
  };

/** A list, with one shape for all of it. */
export const list =
  (of: Shape): Shape =>
  (value, path, report) => {
    if (!Array.isArray(value)) return report.must(path, value, 'a list');
    // By index, since a hole in a list is skipped by its iterators.
    for (let index = 0; index < value.length; index += 1) of(value[index], `${path}[${index}]`, report);
  };

/** Any keys, with one shape for all values. */
export const mapping =
  (of: Shape): Shape =>
  (value, path, report) => {
    if (!isMapping(value)) return report.must(path, value, 'an object');
    for (const key of Object.keys(value)) {
      if (UNSAFE_KEYS.includes(key)) report.refuse(`${path} has the key '${key}', must have none of JavaScript's own`);
      else of(value[key], below(path, key), report);
    }
  };

/** Keys that would change how an object behaves, once merged. */
const UNSAFE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Known keys, each with its shape; those in `optional` may be absent. */
export const object =
  (required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value, path, report) => {
    if (!isMapping(value)) return report.must(path === '' ? 'it' : path, value, 'an object');
    const known = { ...required, ...optional };
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(known, key)) {
        report.refuse(`'${below(path, key)}' is unknown`, suggestion(key, Object.keys(known)));
      }
    }
    for (const [key, shape] of Object.entries(known)) {
      if (value[key] !== undefined) shape(value[key], below(path, key), report);
      else if (Object.hasOwn(required, key)) report.refuse(`'${below(path, key)}' is missing`);
    }
  };

/** A union that one key tells apart. */
export const union =
  (mark: string, cases: Readonly<Record<string, Shape>>): Shape =>
  (value, path, report) => {
    if (!isMapping(value)) return report.must(path, value, 'an object');
    const name = value[mark];
    const shape = typeof name === 'string' && Object.hasOwn(cases, name) ? cases[name] : undefined;
    if (shape !== undefined) return shape(value, path, report);
    const remedy = suggestion(typeof name === 'string' ? name : '', Object.keys(cases));
    report.must(below(path, mark), name, 'one that is known', remedy);
  };

/**
 * The name of a secret. The value of one may stand where its name belongs, so a message never repeats what is there.
 */
export const secret: Shape = (value, path, report) => {
  if (typeof value === 'object') object({ secret: text, key: text })(value, path, report);
  else report.refuse(`${path} is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }`);
};

/** The first shape that finds nothing wrong, else the findings of the one that fits the value's type. */
export const either =
  (isFirst: (value: unknown) => boolean, first: Shape, second: Shape): Shape =>
  (value, path, report) =>
    (isFirst(value) ? first : second)(value, path, report);

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
