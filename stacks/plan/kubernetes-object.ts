/** A Kubernetes object as data: what `chart.toJson()` gives, and what a manifest file holds. */
import type { Problem } from '../../model/problem';

/** An object in the form that the API server takes; fields beyond these depend on the kind. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** The part of `metadata` that this layer reads. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** `namespace/name`, or the name alone for what lives in no namespace. */
export function identity(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** `ConfigMap monitoring/prometheus`: how messages name an object. */
export function objectText(object: KubernetesObject): string {
  return `${object.kind} ${identity(object)}`;
}

/** API group without the version; empty for the core group. */
export function groupOf(object: KubernetesObject): string {
  const slash = object.apiVersion.indexOf('/');
  return slash === -1 ? '' : object.apiVersion.slice(0, slash);
}

/**
 * Narrows rendered data to Kubernetes objects.
 * @returns the objects that have the three fields every object needs, and a problem for each that has not.
 */
export function kubernetesObjects(rendered: readonly unknown[]): {
  objects: KubernetesObject[];
  problems: Problem[];
} {
  const objects: KubernetesObject[] = [];
  const problems: Problem[] = [];
  rendered.forEach((candidate, index) => {
    const missing = missingFields(candidate);
    if (missing.length === 0) objects.push(candidate as KubernetesObject);
    else {
      problems.push({
        where: `object ${index + 1} of ${rendered.length}`,
        what: `lacks ${missing.join(', ')}, must be a Kubernetes object`,
        remedy: 'give it apiVersion, kind and metadata.name as text',
      });
    }
  });
  return { objects, problems };
}

function missingFields(candidate: unknown): string[] {
  const object = record(candidate);
  const fields: readonly (readonly [string, unknown])[] = [
    ['apiVersion', object['apiVersion']],
    ['kind', object['kind']],
    ['metadata.name', record(object['metadata'])['name']],
  ];
  return fields.filter(([, value]) => typeof value !== 'string' || value === '').map(([field]) => field);
}

/** The value as a record, or an empty one where it is anything else: lets a walk go on where a field is absent. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The value as a list, or an empty one where it is anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text, where it is text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
