/** Reads the stack's configuration from Pulumi: the only place that does. */
import * as pulumi from '@pulumi/pulumi';
import { VedetteError } from '../model/problem';
import type { SecretSources } from './pulumi/secret-sources';
import type { NeededSecret } from './secrets';
import { checkSettings, CONTEXT, PROJECT, secretKey, type Setting } from './settings';

/** Name of the kubeconfig context; empty where it is not set, which {@link configuredSecrets} reports. */
export function configuredContext(): string {
  return new pulumi.Config(PROJECT).get(CONTEXT) ?? '';
}

/**
 * Reads the whole configuration of the running stack.
 * @throws VedetteError naming every key that is missing, unknown or in clear
 */
export function configuredSecrets(needed: readonly NeededSecret[]): SecretSources {
  const texts = projectKeys(pulumi.runtime.allConfig());
  const encrypted = encryptedKeys();
  const settings = new Map<string, Setting>(
    [...texts].map(([key, text]) => [key, { text, encrypted: encrypted.has(key) }]),
  );
  const { checked, problems } = checkSettings(settings, needed, pulumi.getStack());
  if (problems.length > 0) throw new VedetteError(problems);
  const { existing, given, store } = checked;
  const values = given.map(({ name, keys }) => [name, secretValues(name, keys, texts)] as const);
  return {
    values: Object.fromEntries(values),
    existing: existing.map(({ name }) => name),
    ...(store === undefined ? {} : { store }),
  };
}

function secretValues(name: string, keys: readonly string[], texts: ReadonlyMap<string, string>) {
  return Object.fromEntries(keys.map((key) => [key, pulumi.secret(texts.get(secretKey(name, key)) ?? '')]));
}

function projectKeys(config: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const prefix = `${PROJECT}:`;
  return new Map(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), text]),
  );
}

/** The language host names the encrypted keys in this variable; the SDK reads it too, but offers no public accessor. */
function encryptedKeys(): ReadonlySet<string> {
  const keys: unknown = JSON.parse(process.env['PULUMI_CONFIG_SECRET_KEYS'] ?? '[]');
  const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  return new Set(projectKeys(Object.fromEntries(names.map((name) => [name.replace(':config:', ':'), '']))).keys());
}
