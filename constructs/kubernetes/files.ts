/** Rendered files as ConfigMaps: one for each folder, so that a folder can be mounted whole and grow. */
import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ProgramFile } from '../program';
import { type Identity, metadata } from './identity';
import { type Mount, configMount } from './mounts';

/**
 * What one ConfigMap holds at most. The API server allows 1 MiB for the whole object; the rest is for names.
 * https://kubernetes.io/docs/concepts/configuration/configmap/#motivation
 */
export const CONFIG_MAP_BYTES = 900 * 1024;

/**
 * Makes the ConfigMaps of a program's files, and the mounts that show them below `configDir` as they were rendered.
 * @throws RangeError for a file that lies in no folder, or is too large for any ConfigMap
 */
export function fileMounts(
  scope: Construct,
  identity: Identity,
  files: readonly ProgramFile[],
  configDir: string,
): readonly Mount[] {
  return [...byFolder(files)].map(([folder, inside]) => {
    const suffix = folder.replace(/\//g, '-');
    const names = portions(inside).map((portion, index) => {
      const named = metadata(identity, index === 0 ? suffix : `${suffix}-${index + 1}`);
      new ApiObject(scope, named.name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: named, data: portion });
      return named.name;
    });
    return configMount(suffix, names, `${configDir}/${folder}`);
  });
}

/** A hash of the files in `folders`: as an annotation of the pod it starts a new one when one of them changes. */
export function filesChecksum(files: readonly ProgramFile[], folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of files) {
    if (folders.includes(folderOf(path))) hash.update(`${path}\0${content}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Marks the pods of a program that reads its Secrets when it starts and never again: a new value needs new pods. */
export const SECRETS_AT_START = { 'vedette/secrets': 'read-at-start' } as const;

function byFolder(files: readonly ProgramFile[]): ReadonlyMap<string, readonly ProgramFile[]> {
  const folders = new Map<string, ProgramFile[]>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const folder = folderOf(file.path);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return folders;
}

function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  if (end <= 0) throw new RangeError(`${path}: a file of a program must lie in a folder, which one ConfigMap holds`);
  return path.slice(0, end);
}

function portions(files: readonly ProgramFile[]): readonly Record<string, string>[] {
  const all: Record<string, string>[] = [];
  let free = 0;
  for (const { path, content } of files) {
    const size = Buffer.byteLength(content);
    if (size > CONFIG_MAP_BYTES) {
      throw new RangeError(
        `${path}: size is ${size} bytes, must be at most ${CONFIG_MAP_BYTES}, which a ConfigMap holds`,
      );
    }
    if (all.length === 0 || size > free) {
      all.push({});
      free = CONFIG_MAP_BYTES;
    }
    free -= size;
    Object.assign(all.at(-1) ?? {}, { [path.slice(path.lastIndexOf('/') + 1)]: content });
  }
  return all;
}
