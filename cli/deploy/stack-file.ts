/** `stacks/Pulumi.<stack>.yaml`: the configuration as it lies on disk, secrets encrypted. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { list, record, text } from '../../stacks/plan/kubernetes-object';
import { PROJECT, type Setting, type Settings } from '../../stacks/settings';

/** What the checks read of a stack's file. */
export interface StackFile {
  readonly path: string;
  readonly settings: Settings;
  /** Whether secrets are encrypted with a passphrase. */
  readonly hasSalt: boolean;
  /** `awskms://…` and the like; absent for a passphrase and for Pulumi Cloud. */
  readonly secretsProvider?: string;
}

/** The nearest folder at or above `from` that holds a Pulumi project. */
export function projectDir(from: string): string | undefined {
  if (existsSync(join(from, 'Pulumi.yaml'))) return from;
  const parent = dirname(from);
  return parent === from ? undefined : projectDir(parent);
}

/** Path of the program's entry, from the project's folder. */
export function programPath(project: string): string {
  return text(record(parse(readFileSync(join(project, 'Pulumi.yaml'), 'utf8')))['main']) ?? 'index.js';
}

/**
 * Reads a stack's file; a file that is not there is an empty configuration.
 * @throws Error when the file is not YAML
 */
export function readStackFile(project: string, stack: string): StackFile {
  const path = join(project, 'stacks', `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) return { path, settings: new Map(), hasSalt: false };
  const file = record(parse(readFileSync(path, 'utf8')));
  const provider = text(file['secretsprovider']);
  return {
    path,
    settings: new Map(Object.entries(record(file['config'])).flatMap(([key, value]) => ownSetting(key, value))),
    hasSalt: text(file['encryptionsalt']) !== undefined,
    ...(provider === undefined || provider === 'passphrase' ? {} : { secretsProvider: provider }),
  };
}

function ownSetting(key: string, value: unknown): readonly (readonly [string, Setting])[] {
  const prefix = `${PROJECT}:`;
  if (!key.startsWith(prefix)) return [];
  if ('secure' in record(value)) return [[key.slice(prefix.length), { encrypted: true }]];
  const written = Array.isArray(value) ? JSON.stringify(list(value)) : String(value);
  return [[key.slice(prefix.length), { text: written, encrypted: false }]];
}
