/** Where the Secrets of a stack come from: values that Pulumi encrypts, somebody else, or a store outside the cluster. */
import * as pulumi from '@pulumi/pulumi';
import { type Problem, suggestion } from '../../model/problem';
import type { SecretStore } from '../plan/external-secret';
import { type NeededSecret, secretId } from '../secrets';
import type { SecretValues } from './kubernetes-resource';

/** Sources by the name of the Secret. A Secret that has no values and that nobody else makes comes from the store. */
export interface SecretSources {
  /** Values by Secret and key: `{ grafana: { 'admin-password': password.result, … } }`. Kept encrypted in the state. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
  /** Secrets that somebody else makes: cert-manager, a person. */
  readonly existing?: readonly string[];
  /** The store from which the External Secrets Operator makes the others. */
  readonly store?: SecretStore;
}

/** Every needed Secret with its source. */
export interface AssignedSecrets {
  readonly given: readonly NeededSecret[];
  readonly existing: readonly NeededSecret[];
  readonly external: readonly NeededSecret[];
  /** Values of the given ones by `namespace/name`. */
  readonly values: ReadonlyMap<string, SecretValues>;
}

/** Assigns each needed Secret its source. @returns all values that are missing, and all that nothing reads */
export function assignSecrets(
  needed: readonly NeededSecret[],
  { values = {}, existing = [], store }: SecretSources,
): { assigned: AssignedSecrets; problems: readonly Problem[] } {
  const given = needed.filter(
    ({ name }) => !existing.includes(name) && (store === undefined || Object.hasOwn(values, name)),
  );
  const assigned = {
    given,
    existing: needed.filter(({ name }) => existing.includes(name)),
    external: needed.filter((secret) => !existing.includes(secret.name) && !given.includes(secret)),
    values: new Map(given.map((secret) => [secretId(secret), encrypted(secret, values[secret.name] ?? {})] as const)),
  };
  const names = [...new Set(needed.map(({ name }) => name))];
  const unread = [...Object.keys(values), ...existing].filter((name) => !names.includes(name));
  const problems = [
    ...given.flatMap((secret) => missingValues(secret, values[secret.name] ?? {})),
    ...given.flatMap((secret) => unreadKeys(secret, Object.keys(values[secret.name] ?? {}))),
    ...unread.map((name) => ({ what: `Secret '${name}' is read by nothing`, remedy: suggestion(name, names) })),
  ];
  return { assigned, problems: problems.map((problem) => ({ where: 'secrets', ...problem })) };
}

function missingValues(secret: NeededSecret, values: Readonly<Record<string, unknown>>): Omit<Problem, 'where'>[] {
  const { name, keys, user } = secret;
  if (keys.length === 0) {
    return [
      {
        what: `Secret ${secretId(secret)} is used whole by ${user}, must be made by somebody else`,
        remedy: "name it in 'existing'",
      },
    ];
  }
  return keys
    .filter((key) => !Object.hasOwn(values, key))
    .map((key) => ({
      what: `Secret ${secretId(secret)} has no value for '${key}', which ${user} reads`,
      remedy: `set values.${name}['${key}'], or name the Secret in 'existing'`,
    }));
}

function unreadKeys({ name, keys }: NeededSecret, given: readonly string[]): Omit<Problem, 'where'>[] {
  if (keys.length === 0) return [];
  return given
    .filter((key) => !keys.includes(key))
    .map((key) => ({
      what: `Secret '${name}' has a value for '${key}', which nothing reads`,
      remedy: suggestion(key, keys),
    }));
}

function encrypted({ keys }: NeededSecret, values: Readonly<Record<string, pulumi.Input<string>>>): SecretValues {
  return Object.fromEntries(keys.map((key) => [key, pulumi.secret(values[key] ?? '')]));
}
