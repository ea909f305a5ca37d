/**
 * Names and labels of a component's objects.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */

/** One component as Kubernetes knows it. */
export interface Identity {
  /** What it is: `prometheus`. */
  readonly component: string;
  /** Name of its objects; the component's, unless a chart has it twice. */
  readonly name: string;
  readonly namespace: string;
  /** Name of the environment. */
  readonly environment: string;
}

/** Labels that never change, so they can select: a selector of a workload is immutable. */
export function selectorLabels({ component, name, environment }: Identity): Record<string, string> {
  return { 'app.kubernetes.io/name': component, 'app.kubernetes.io/instance': `${environment}-${name}` };
}

/** The five standard labels of every object. `version` is the image's tag. */
export function labels(identity: Identity, version?: string): Record<string, string> {
  return {
    ...selectorLabels(identity),
    'app.kubernetes.io/part-of': 'vedette',
    'app.kubernetes.io/managed-by': 'vedette',
    ...(version === undefined ? {} : { 'app.kubernetes.io/version': version }),
  };
}

/** Name, namespace and labels of an object; `suffix` tells the objects of one kind apart. */
export function metadata(
  identity: Identity,
  suffix = '',
): { name: string; namespace: string; labels: Record<string, string> } {
  const name = suffix === '' ? identity.name : `${identity.name}-${suffix}`;
  return { name, namespace: identity.namespace, labels: labels(identity) };
}
