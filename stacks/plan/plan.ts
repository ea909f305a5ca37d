/**
 * The plan: which Pulumi resource each Kubernetes object becomes, in which order, and how it is guarded.
 * It is pure data made from data, so that order and protection, which Pulumi's mocks do not show, can be tested.
 */
import { type Problem, Problems } from '../../model/problem';
import { definedKinds, type DefinedKind, groupKind, scopeOf } from './kinds';
import { byWaveThenName, compare, tokenOf } from './order';
import { identity, type KubernetesObject, kubernetesObjects, objectText, record } from './kubernetes-object';
import { leakedSecrets } from './leaked-secret';
import { ObjectIndex } from './object-index';
import { referencesOf, referenceText } from './references';
import { stringifiedOutputs } from './stringified-output';

/** One Pulumi resource to be. */
export interface PlannedResource {
  /** Pulumi's type token, the same as the typed SDK's: `kubernetes:core/v1:ConfigMap`. */
  readonly token: string;
  /**
   * Pulumi's name: the object's identity in Kubernetes, `namespace/name`. It does not follow the code that makes the
   * object, so moving a construct replaces nothing.
   */
  readonly name: string;
  readonly object: KubernetesObject;
  /** Keys ({@link resourceKey}) of the resources that must exist first; all stand earlier in the plan. */
  readonly dependsOn: readonly string[];
  readonly options: ResourceGuards;
}

/** What keeps a resource from being lost by accident, and from being given up too early. */
export interface ResourceGuards {
  /** Pulumi refuses to delete or replace it until the guard is lifted. */
  readonly protect: boolean;
  /** When it leaves the program it leaves Pulumi's state only, not the cluster. */
  readonly retainOnDelete: boolean;
  /** How long the provider waits for it, where that is not its usual 10 minutes. */
  readonly customTimeouts?: Timeouts;
}

/** Times as Pulumi writes them: `5m`. */
export interface Timeouts {
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
}

/**
 * Times by kind. Prometheus may read its log for 15 minutes at a start, and replicas are replaced one after another; a
 * DaemonSet is replaced node by node. A namespace is gone when its last pod has ended in good order.
 */
const TIMEOUTS: Readonly<Record<string, Timeouts>> = {
  StatefulSet: { create: '30m', update: '60m' },
  DaemonSet: { create: '15m', update: '60m' },
  Namespace: { delete: '20m' },
};

/** Kinds to guard. */
export interface Protection {
  readonly protect: readonly string[];
  readonly retainOnDelete: readonly string[];
}

/** Everything may be deleted and made again. */
export const ephemeral: Protection = { protect: [], retainOnDelete: [] };

/**
 * What holds data or cannot be made again stays. Namespace and CustomResourceDefinition belong to it because deleting
 * one deletes all that is inside; the claims of a StatefulSet's template are not in Pulumi's state at all.
 */
export const durable: Protection = {
  protect: ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim', 'Secret', 'StatefulSet'],
  retainOnDelete: ['Namespace', 'CustomResourceDefinition', 'PersistentVolumeClaim', 'StatefulSet'],
};

/** What the plan must be told beside the objects. */
export interface PlanOptions {
  readonly protection: Protection;
  /** Objects that somebody else makes (by hand, External Secrets, cert-manager), as `Secret watch/receivers`. */
  readonly existing: readonly string[];
}

/** The end of the resource's URN: what tells two resources of a stack apart. */
export function resourceKey({ token, name }: Pick<PlannedResource, 'token' | 'name'>): string {
  return `${token}::${name}`;
}

/**
 * Turns rendered objects (`chart.toJson()`) into resources, each after those it needs.
 * @throws VedetteError naming every object that is no object, has no namespace, stands twice, holds a credential, or
 *   names something that nothing creates, or an output of a resource that became a text
 */
export function plan(rendered: readonly unknown[], options: PlanOptions): readonly PlannedResource[] {
  const { objects, problems } = kubernetesObjects(rendered);
  const found = new Problems();
  found.addAll(problems);
  const definitions = definedKinds(objects);
  const scoped = objects.map((object) => withoutForeignNamespace(object, definitions));
  found.addAll(missingNamespaces(scoped, definitions));
  found.addAll(duplicates(scoped));
  found.addAll(literalSecrets(scoped));
  found.addAll(leakedSecrets(scoped));
  found.addAll(stringifiedOutputs(scoped));
  const index = new ObjectIndex(scoped, definitions);
  found.addAll(scoped.flatMap((object) => danglingReferences(object, index, options.existing)));
  found.throwIfAny();
  return scoped.toSorted(byWaveThenName).map((object) => planned(object, index.neededBy(object), options.protection));
}

function planned(
  object: KubernetesObject,
  needed: readonly KubernetesObject[],
  protection: Protection,
): PlannedResource {
  const keys = needed.map((other) => resourceKey({ token: tokenOf(other), name: identity(other) }));
  const customTimeouts = TIMEOUTS[object.kind];
  return {
    token: tokenOf(object),
    name: identity(object),
    object,
    dependsOn: [...new Set(keys)].sort(),
    options: {
      protect: protection.protect.includes(object.kind),
      retainOnDelete: protection.retainOnDelete.includes(object.kind),
      ...(customTimeouts === undefined ? {} : { customTimeouts }),
    },
  };
}

/** cdk8s puts the chart's namespace on every object, also on those that live in none. */
function withoutForeignNamespace(
  object: KubernetesObject,
  definitions: ReadonlyMap<string, DefinedKind>,
): KubernetesObject {
  if (object.metadata.namespace === undefined || scopeOf(object, definitions) !== 'cluster') return object;
  const kept = Object.entries(object.metadata).filter(([field]) => field !== 'namespace');
  return { ...object, metadata: { ...Object.fromEntries(kept), name: object.metadata.name } };
}

function missingNamespaces(
  objects: readonly KubernetesObject[],
  definitions: ReadonlyMap<string, DefinedKind>,
): Problem[] {
  return objects
    .filter((object) => object.metadata.namespace === undefined && scopeOf(object, definitions) === 'namespaced')
    .map((object) => ({
      where: objectText(object),
      what: 'namespace is absent, must be set (the current context would choose it)',
      remedy: "set metadata.namespace, or the chart's namespace",
    }));
}

function duplicates(objects: readonly KubernetesObject[]): Problem[] {
  const counts = new Map<string, { object: KubernetesObject; times: number }>();
  for (const object of objects) {
    const key = `${groupKind(object)} ${identity(object)}`;
    counts.set(key, { object, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  return [...counts.values()]
    .filter(({ times }) => times > 1)
    .map(({ object, times }) => ({
      where: objectText(object),
      what: `is defined ${times} times, must be defined once`,
      remedy: 'rename all but one',
    }));
}

/** A value in a manifest ends up in files, reviews and logs; only Pulumi, which encrypts, may fill a Secret. */
function literalSecrets(objects: readonly KubernetesObject[]): Problem[] {
  return objects
    .filter(({ kind }) => kind === 'Secret')
    .map((object) => ({ object, keys: ['data', 'stringData'].flatMap((field) => Object.keys(record(object[field]))) }))
    .filter(({ keys }) => keys.length > 0)
    .map(({ object, keys }) => ({
      where: objectText(object),
      what: `carries values (${[...keys].sort().join(', ')}) in its manifest, must carry none`,
      remedy: 'remove the object, and set the values in the stack configuration',
    }));
}

function danglingReferences(object: KubernetesObject, index: ObjectIndex, existing: readonly string[]): Problem[] {
  return referencesOf(object)
    .filter((reference) => !reference.optional && index.find(reference) === undefined)
    .filter((reference) => !existing.includes(referenceText(reference)))
    .map((reference) => ({
      where: objectText(object),
      what: `needs ${referenceText(reference)}, which nothing creates`,
      remedy:
        reference.kind === 'Secret'
          ? 'set its values in the stack configuration, or declare it as an existing secret'
          : 'add the object, or correct the name',
    }));
}

/** How many resources of each kind, for a summary: `ConfigMap 7, Deployment 3`. */
export function summaryText(resources: readonly PlannedResource[]): string {
  const counts = new Map<string, number>();
  for (const { object } of resources) counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}
