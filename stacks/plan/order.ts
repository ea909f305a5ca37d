/** The order of objects: what others need first, then by kind and name. The same for the plan and for manifests on disk. */
import { waveOf } from './kinds';
import { identity, type KubernetesObject } from './kubernetes-object';

/** Pulumi's type token of an object, the same as the typed SDK's: `kubernetes:core/v1:ConfigMap`. */
export function tokenOf(object: KubernetesObject): string {
  const version = object.apiVersion.includes('/') ? object.apiVersion : `core/${object.apiVersion}`;
  return `kubernetes:${version}:${object.kind}`;
}

/** Sorts objects so that each can be applied after those before it. */
export function byWaveThenName(a: KubernetesObject, b: KubernetesObject): number {
  return waveOf(a) - waveOf(b) || compare(tokenOf(a), tokenOf(b)) || compare(identity(a), identity(b));
}

/** Order of code units: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
