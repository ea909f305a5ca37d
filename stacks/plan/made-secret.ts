/** Secrets that something in the cluster makes because of another object. */
import { externalTarget } from './external-secret';
import { groupOf, type KubernetesObject, record, text } from './kubernetes-object';

/** `namespace/name` of the Secret that an object is, or has an operator make: External Secrets, cert-manager. */
export function secretMadeBy(object: KubernetesObject): string | undefined {
  const { namespace = '', name } = object.metadata;
  if (object.kind === 'Secret' && groupOf(object) === '') return `${namespace}/${name}`;
  if (object.kind !== 'Certificate' || groupOf(object) !== 'cert-manager.io') return externalTarget(object);
  const secretName = text(record(object['spec'])['secretName']);
  return secretName === undefined ? undefined : `${namespace}/${secretName}`;
}
