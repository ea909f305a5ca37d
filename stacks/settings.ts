/**
 * What a stack's configuration must hold, whoever reads it: the Pulumi program its decrypted values, the deploy command
 * its file. It decides where to deploy and carries the secrets; all else about an environment is code.
 */
import { type Problem, suggestion } from '../model/problem';
import type { SecretStore } from './plan/external-secret';
import { type NeededSecret, secretId } from './secrets';

/** Name of the Pulumi project, which begins every configuration key: `vedette:context`. */
export const PROJECT = 'vedette';

/** Configuration key of the kubeconfig context. */
export const CONTEXT = 'context';
/** Configuration key of the list of Secrets that somebody else makes. */
const EXISTING = 'existingSecrets';
/** Configuration key of the store that External Secrets reads: `ClusterSecretStore/vault/monitoring/prod`. */
const STORE = 'secretStore';

/** One configured value. */
export interface Setting {
  /** The value as text, lists as JSON; absent where it is encrypted and cannot be read. */
  readonly text?: string;
  readonly encrypted: boolean;
}

/** Configured values by key without the project's name. */
export type Settings = ReadonlyMap<string, Setting>;

/** The configuration key of one secret value: `grafana/admin-password`. */
export function secretKey(secret: string, key: string): string {
  return `${secret}/${key}`;
}

/** What a valid configuration says. */
export interface CheckedSettings {
  /** Name of the kubeconfig context; empty when it is not set. */
  readonly context: string;
  /** The needed Secrets that somebody else makes. */
  readonly existing: readonly NeededSecret[];
  /** The needed Secrets whose values the configuration gives; without a store, all that nobody else makes. */
  readonly given: readonly NeededSecret[];
  /** Where the values of the others lie. */
  readonly store?: SecretStore;
}

/**
 * Reads settings and finds all that is missing, unknown, or in clear where it must be encrypted.
 * @param stack - name of the Pulumi stack, which is the environment's
 */
export function checkSettings(
  settings: Settings,
  needed: readonly NeededSecret[],
  stack: string,
): { checked: CheckedSettings; problems: readonly Problem[] } {
  const where = `stacks/Pulumi.${stack}.yaml`;
  const context = settings.get(CONTEXT)?.text ?? '';
  const names = existingNames(settings.get(EXISTING));
  const existing = needed.filter(({ name }) => names?.includes(name));
  const wantedStore = settings.get(STORE);
  const store = storeOf(wantedStore?.text);
  const given = needed.filter(
    (secret) => !existing.includes(secret) && (store === undefined || isSet(settings, secret)),
  );
  const problems: Omit<Problem, 'where'>[] = [];
  if (context === '') {
    problems.push({
      what: `'${CONTEXT}' is not set, must be the kubeconfig context of the cluster`,
      remedy: `kubectl config get-contexts, then: pulumi config set ${CONTEXT} NAME --stack ${stack}`,
    });
  }
  if (names === undefined) {
    problems.push({
      what: `'${EXISTING}' is ${settings.get(EXISTING)?.text ?? 'encrypted'}, must be a list of names of Secrets`,
      remedy: `pulumi config set --path '${EXISTING}[0]' NAME --stack ${stack}`,
    });
  }
  // The project gives the key an empty default: without one Pulumi would require it.
  if (wantedStore !== undefined && wantedStore.text !== '' && store === undefined) {
    problems.push({
      what: `'${STORE}' is ${wantedStore.text ?? 'encrypted'}, must be KIND/NAME/PATH, KIND SecretStore or ClusterSecretStore`,
      remedy: `pulumi config set ${STORE} ClusterSecretStore/vault/monitoring/${stack} --stack ${stack}`,
    });
  }
  problems.push(
    ...given.flatMap((secret) => secretProblems(settings, secret, stack)),
    ...(names ?? []).flatMap((name) => unneededProblems(name, needed)),
    ...unknownProblems(settings, given, stack),
  );
  const checked = { context, existing, given, ...(store === undefined ? {} : { store }) };
  return { checked, problems: problems.map((problem) => ({ where, ...problem })) };
}

/** @returns undefined for any other text */
function storeOf(setting: string | undefined): SecretStore | undefined {
  const [, kind, name, path] = /^(SecretStore|ClusterSecretStore)\/([a-z0-9.-]+)\/(.*[^/])$/.exec(setting ?? '') ?? [];
  if (name === undefined || path === undefined) return undefined;
  return { kind: kind === 'SecretStore' ? 'SecretStore' : 'ClusterSecretStore', name, path };
}

/** Whether any value of a Secret is set. */
function isSet(settings: Settings, { name, keys }: NeededSecret): boolean {
  return keys.some((key) => settings.has(secretKey(name, key)));
}

/** @returns undefined when the setting is no list of names */
function existingNames(setting: Setting | undefined): readonly string[] | undefined {
  if (setting === undefined) return [];
  try {
    const names: unknown = JSON.parse(setting.text ?? '');
    return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;
  } catch {
    return undefined;
  }
}

function secretProblems(settings: Settings, secret: NeededSecret, stack: string): Omit<Problem, 'where'>[] {
  if (secret.keys.length === 0) {
    return [
      {
        what: `Secret ${secretId(secret)} is used whole by ${secret.user}, must be made by somebody else`,
        remedy: `make it, then: pulumi config set --path '${EXISTING}[0]' ${secret.name} --stack ${stack}`,
      },
    ];
  }
  return secret.keys.flatMap((key) => {
    const name = secretKey(secret.name, key);
    const setting = settings.get(name);
    if (setting?.encrypted) return [];
    const state = setting === undefined ? 'is not set, must be a secret' : 'is plain text, must be encrypted';
    return [
      {
        what: `'${name}' ${state} (read by ${secret.user})`,
        remedy: `pulumi config set --secret ${name} --stack ${stack}`,
      },
    ];
  });
}

function unneededProblems(name: string, needed: readonly NeededSecret[]): Omit<Problem, 'where'>[] {
  if (needed.some((secret) => secret.name === name)) return [];
  return [
    {
      what: `'${EXISTING}' names '${name}', which nothing reads`,
      remedy: suggestion(name, [...new Set(needed.map((secret) => secret.name))]),
    },
  ];
}

function unknownProblems(settings: Settings, given: readonly NeededSecret[], stack: string): Omit<Problem, 'where'>[] {
  const secrets = given.flatMap(({ name, keys }) => keys.map((key) => secretKey(name, key)));
  const known = [CONTEXT, EXISTING, STORE, ...secrets];
  return [...settings.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => ({
      what: `'${key}' is unknown`,
      remedy: `${suggestion(key, known)}, or: pulumi config rm ${key} --stack ${stack}`,
    }));
}
