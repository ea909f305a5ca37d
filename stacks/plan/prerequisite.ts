/** What must be in the cluster before anything of the plan can be made there, and which somebody else has made. */
import { scopeOf } from './kinds';
import { groupOf, type KubernetesObject } from './kubernetes-object';
import { compare } from './order';

/** One object that is looked for and never changed. */
export interface Prerequisite {
  /** Pulumi's type token. */
  readonly token: string;
  /** Its name in the cluster: a namespace's, or `externalsecrets.external-secrets.io`. */
  readonly name: string;
}

/**
 * A namespace of every cluster. The provider previews new objects also for a cluster that does not answer, but finds
 * nothing in it.
 */
const EVERYWHERE = 'kube-system';

/**
 * The namespaces and the definitions of custom kinds that the objects use and do not contain, and the one namespace that
 * no cluster lacks. Sorted.
 */
export function prerequisites(objects: readonly KubernetesObject[]): readonly Prerequisite[] {
  const used = objects.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined);
  const namespaces = new Set([EVERYWHERE, ...used]);
  const definitions = new Set(objects.filter(isUndefined).map(definitionName));
  for (const { kind, metadata } of objects) {
    if (kind === 'Namespace') namespaces.delete(metadata.name);
    if (kind === 'CustomResourceDefinition') definitions.delete(metadata.name);
  }
  return [
    ...[...definitions]
      .sort(compare)
      .map((name) => ({ token: 'kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition', name })),
    ...[...namespaces].sort(compare).map((name) => ({ token: 'kubernetes:core/v1:Namespace', name })),
  ];
}

function isUndefined(object: KubernetesObject): boolean {
  return scopeOf(object, new Map()) === 'unknown';
}

/**
 * The name of a kind's definition is its plural and its group; the plural is guessed as Kubernetes itself guesses it.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/api/meta#UnsafeGuessKindToResource
 */
function definitionName(object: KubernetesObject): string {
  const singular = object.kind.toLowerCase();
  const plural = singular.endsWith('s') ? `${singular}es` : singular.replace(/y$/, 'ie') + 's';
  return `${plural}.${groupOf(object)}`;
}
