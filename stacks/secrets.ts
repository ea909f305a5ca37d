/**
 * Secrets by name: which the rendered pods read, and the empty Secret objects that Pulumi fills. No value passes
 * through here, so the plan, the manifests and the golden files cannot hold one.
 */
import { type KubernetesObject, kubernetesObjects, list, objectText, record, text } from './plan/kubernetes-object';
import { externalSecret, type SecretStore } from './plan/external-secret';
import { secretMadeBy } from './plan/made-secret';
import { podTemplate, referencesOf } from './plan/references';

/** A Secret that pods cannot start without. */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  /** The keys that are read, sorted. Empty when it is used whole: an image pull secret, or a volume without `items`. */
  readonly keys: readonly string[];
  /** An object that reads it: `StatefulSet monitoring/prometheus`. */
  readonly user: string;
}

/** Keys that Kubernetes itself prescribes for a certificate. https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets */
const TLS_KEYS = ['tls.crt', 'tls.key'] as const;

/** `namespace/name`: how values are filed. */
export function secretId({ namespace, name }: Pick<NeededSecret, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** The Secrets that the objects name and do not contain, sorted by namespace and name. */
export function neededSecrets(rendered: readonly unknown[]): readonly NeededSecret[] {
  const { objects } = kubernetesObjects(rendered);
  const needed = new Map<string, NeededSecret>();
  for (const object of objects) {
    const { namespace = '' } = object.metadata;
    for (const { kind, name, optional } of referencesOf(object)) {
      if (kind !== 'Secret' || optional) continue;
      const id = secretId({ namespace, name });
      const { keys, user } = needed.get(id) ?? { keys: [], user: objectText(object) };
      const all = new Set([...keys, ...keysRead(object, name)]);
      needed.set(id, { namespace, name, keys: [...all].sort(), user });
    }
  }
  for (const object of objects) {
    const made = secretMadeBy(object);
    if (made !== undefined) needed.delete(made);
  }
  return [...needed.values()].toSorted((a, b) => (secretId(a) < secretId(b) ? -1 : 1));
}

/** The keys of one Secret that an object reads by name. */
function keysRead(object: KubernetesObject, secret: string): readonly string[] {
  const spec = podTemplate(object)?.spec;
  // Without pods it is an Ingress, which reads certificates and nothing else.
  if (spec === undefined) return TLS_KEYS;
  const volumes = list(spec['volumes']).map(record);
  const projected = volumes.flatMap((volume) => list(record(volume['projected'])['sources']).map(record));
  const mounted = [
    ...volumes.map((volume) => record(volume['secret'])).filter(({ secretName }) => secretName === secret),
    ...projected.map((source) => record(source['secret'])).filter(({ name }) => name === secret),
  ].flatMap(({ items }) => list(items).map(record));
  const variables = [...list(spec['initContainers']), ...list(spec['containers'])]
    .flatMap((container) => list(record(container)['env']))
    .map((entry) => record(record(record(entry)['valueFrom'])['secretKeyRef']))
    .filter(({ name }) => name === secret);
  return [...mounted, ...variables].map(({ key }) => text(key)).filter((key) => key !== undefined);
}

/** A type that follows from the keys. https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
function typeOf(keys: readonly string[]): string {
  return TLS_KEYS.every((key) => keys.includes(key)) ? 'kubernetes.io/tls' : 'Opaque';
}

/** The Secret as an object without values. */
export function secretObject({ namespace, name, keys }: NeededSecret): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'vedette' } },
    type: typeOf(keys),
  };
}

/** The object that makes the Secret from a store. */
export function externalSecretObject({ namespace, name, keys }: NeededSecret, store: SecretStore): KubernetesObject {
  return externalSecret({ namespace, name, keys, type: typeOf(keys) }, store);
}
