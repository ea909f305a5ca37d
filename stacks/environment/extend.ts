/** Environments as differences: what a stack says beside its base. */
import type { Discovery, SecretRef } from '../../model/delivery';
import type { Quantity } from '../../model/quantity';
import type { Exposure } from '../../constructs/kubernetes/exposure';

/** Values that are replaced as a whole, never merged: half a quantity means nothing. */
type Whole = string | number | boolean | undefined | Quantity | SecretRef | Discovery | Exposure | readonly unknown[];

/** A part of `T`: any of its settings, to any depth; `undefined` takes away what need not be there. */
export type Difference<T> = {
  readonly [K in keyof T]?: (T[K] extends Whole ? T[K] : Difference<T[K]>) | Removal<T, K>;
};

type Removal<T, K extends keyof T> = object extends Pick<T, K> ? undefined : never;

/**
 * The base with a difference. Objects are merged; lists and single values (quantities, secrets, discoveries) replace
 * what the base has, and `undefined` takes it away. Neither argument changes.
 */
export function extend<T extends object>(base: T, difference: Difference<T>): T {
  const whole: object = merge(base as object as Mapping, difference);
  return whole as T;
}

function merge(base: Mapping, difference: object): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(difference) as [string, unknown][]) {
    const old = merged[key];
    if (value === undefined) delete merged[key];
    else merged[key] = isMergeable(old) && isMergeable(value) ? merge(old, value) : value;
  }
  return merged;
}

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Fields that mark a single value: of a quantity, a secret, a discovery or an integration, the way a Service is
 * exposed.
 */
const WHOLE_MARKS = ['unit', 'secret', 'kind', 'type'] as const;

function isMergeable(value: unknown): value is Mapping {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !WHOLE_MARKS.some((mark) => Object.hasOwn(value, mark))
  );
}
