/** A pod as a place to run a program in. */
import type { SecretRef } from '../../model/delivery';
import type { Endpoint, Place } from '../program';

/** Remembers which secrets a program names, so that the pod mounts those and no others. */
export class PodPlace implements Place {
  readonly configDir: string;
  readonly tempDir = '/tmp';
  readonly #keys = new Map<string, Set<string>>();

  constructor(
    component: string,
    readonly dataDir: string,
    readonly listen: Endpoint,
  ) {
    this.configDir = `/etc/${component}`;
  }

  secretFile({ secret, key }: SecretRef): string {
    const keys = this.#keys.get(secret) ?? new Set();
    this.#keys.set(secret, keys.add(key));
    return `${this.secretDir(secret)}/${key}`;
  }

  /** Folder that a Secret is mounted at. */
  secretDir(secret: string): string {
    return `${this.configDir}/secrets/${secret}`;
  }

  /** The Secrets named so far with their keys, both sorted. */
  get secrets(): readonly (readonly [secret: string, keys: readonly string[]])[] {
    return [...this.#keys]
      .map(([secret, keys]) => [secret, [...keys].sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** All addresses of the pod. */
export function everywhere(port: number): Endpoint {
  return { host: '', port };
}
