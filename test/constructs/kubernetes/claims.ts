/** What holds for every rendered environment: each claim with its reason, and a change that must break it. */
import type { KubeObject } from './objects';

export interface Claim {
  readonly claim: string;
  readonly why: string;
  /** What breaks the claim, one line each; empty when it holds. */
  faults(objects: readonly KubeObject[]): readonly string[];
  /** A change of an object that the claim must notice: path of the field and its new value, by kind. */
  readonly broken: Breakage;
}

export interface Breakage {
  readonly kind: string;
  readonly path: string;
  /** `undefined` removes the field. */
  readonly value: unknown;
}

export const breaks = (kind: string, path: string, value: unknown): Breakage => ({ kind, path, value });

/** The objects with the first one that has the field changed. */
export function broken(objects: readonly KubeObject[], { kind, path, value }: Breakage): readonly KubeObject[] {
  const copy = JSON.parse(JSON.stringify(objects)) as Record<string, unknown>[];
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  for (const object of copy) {
    if (object['kind'] !== kind) continue;
    let place: Record<string, unknown> | undefined = object;
    for (const key of keys) place = place?.[key] as Record<string, unknown> | undefined;
    if (place === undefined || place === null || (value === undefined && !(last in place))) continue;
    if (value === undefined) delete place[last];
    else place[last] = value;
    return copy as unknown as readonly KubeObject[];
  }
  throw new Error(`no ${kind} has ${path}`);
}
