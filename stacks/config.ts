/** Reads the stack's configuration from Pulumi: the only place that does. */
import * as pulumi from '@pulumi/pulumi';
import { VedetteError } from '../model/problem';
import type { SecretValues } from './pulumi/kubernetes-resource';
import { type NeededSecret, secretId } from './secrets';
import { type CheckedSettings, checkSettings, PROJECT, secretKey, type Setting } from './settings';

/** A stack's configuration, complete and checked. */
export interface StackConfig extends CheckedSettings {
  /** Values of the given Secrets by `namespace/name`. */
  readonly values: ReadonlyMap<string, SecretValues>;
}

/**
 * Reads the whole configuration of the running stack.
 * @throws VedetteError naming every key that is missing, unknown or in clear
 */
export function readConfig(needed: readonly NeededSecret[]): StackConfig {
  const texts = projectKeys(pulumi.runtime.allConfig());
  const encrypted = encryptedKeys();
  const settings = new Map<string, Setting>(
    [...texts].map(([key, text]) => [key, { text, encrypted: encrypted.has(key) }]),
  );
  const { checked, problems } = checkSettings(settings, needed, pulumi.getStack());
  if (problems.length > 0) throw new VedetteError(problems);
  const values = checked.given.map((secret) => [secretId(secret), secretValues(secret, texts)] as const);
  return { ...checked, values: new Map(values) };
}

function secretValues({ name, keys }: NeededSecret, texts: ReadonlyMap<string, string>): SecretValues {
  const entries = keys.map((key) => [key, pulumi.secret(texts.get(secretKey(name, key)) ?? '')] as const);
  return Object.fromEntries(entries);
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
