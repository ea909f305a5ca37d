/**
 * ExternalSecrets: objects that tell the External Secrets Operator to make a Secret from a store outside the cluster
 * and to keep it as it is there. https://external-secrets.io/latest/api/externalsecret/
 */
import { groupOf, type KubernetesObject, record, text } from './kubernetes-object';

const GROUP = 'external-secrets.io';

/** Where values lie. */
export interface SecretStore {
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: string;
  /** Prefix of the entries: Secret `grafana` is the entry `monitoring/prod/grafana` where this is `monitoring/prod`. */
  readonly path: string;
}

/** The Secret to make: its type follows from what reads it, its entry in the store has a property for each key. */
export interface ExternalSecretOptions {
  readonly namespace: string;
  readonly name: string;
  /** All properties of the entry when empty. */
  readonly keys: readonly string[];
  /** `Opaque`, `kubernetes.io/tls`. */
  readonly type: string;
}

/** The object that makes a Secret from a store. Pulumi waits until the Secret is there. */
export function externalSecret(
  { namespace, name, keys, type }: ExternalSecretOptions,
  store: SecretStore,
): KubernetesObject {
  const entry = `${store.path}/${name}`;
  const data = keys.map((key) => ({ secretKey: key, remoteRef: { key: entry, property: key } }));
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ExternalSecret',
    metadata: {
      name,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'vedette' },
      // https://www.pulumi.com/registry/packages/kubernetes/api-docs/#pulumicomwaitfor
      annotations: { 'pulumi.com/waitFor': 'condition=Ready' },
    },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: store.kind, name: store.name },
      target: { name, creationPolicy: 'Owner', template: { type } },
      ...(keys.length === 0 ? { dataFrom: [{ extract: { key: entry } }] } : { data }),
    },
  };
}

/** `namespace/name` of the Secret that an object makes, where it is an ExternalSecret. */
export function externalTarget(object: KubernetesObject): string | undefined {
  if (object.kind !== 'ExternalSecret' || groupOf(object) !== GROUP) return undefined;
  const target = record(record(object['spec'])['target']);
  return `${object.metadata.namespace ?? ''}/${text(target['name']) ?? object.metadata.name}`;
}
