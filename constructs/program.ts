/**
 * Programs: a component as it runs anywhere. The same function renders the files and arguments that a pod mounts,
 * a Compose service mounts, and a plain process reads; only the place differs.
 */
import type { SecretRef } from '../model/delivery';

/** Where a program finds its things, in the place it runs. Paths have no trailing slash. */
export interface Place {
  /** Folder that holds the rendered files. */
  readonly configDir: string;
  /** The one folder that the program may write to and that outlives it. */
  readonly dataDir: string;
  /** Folder for scratch files. */
  readonly tempDir: string;
  readonly listen: Endpoint;
  /** Path of the mounted file that holds a secret's value. */
  secretFile(ref: SecretRef): string;
}

/** A host name or address with a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A rendered file; `path` is relative to {@link Place.configDir}. */
export interface ProgramFile {
  readonly path: string;
  readonly content: string;
}

/** A component, ready to run. */
export interface Program {
  /** `prometheus`, `alertmanager`, …: also the name of its Kubernetes objects and of its folder. */
  readonly component: string;
  readonly args: readonly string[];
  readonly files: readonly ProgramFile[];
  /** Environment variables; never a secret value, only paths of files that hold one. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `host:port`, with brackets round an IPv6 address. */
export function endpointText({ host, port }: Endpoint): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What an http or https URL leads to. */
export function endpointOf(url: string): Endpoint {
  const { hostname, port, protocol } = new URL(url);
  if (port !== '') return { host: hostname, port: Number(port) };
  return { host: hostname, port: protocol === 'https:' ? 443 : 80 };
}
