/**
 * A program that reads its files at its start has a checksum of them in its pod's annotations. Values that only Pulumi
 * knows (of Secrets, of outputs of other resources) are not in that one, so a rotated password would wait for the next
 * restart; this checksum starts the pods anew.
 */
import { createHash } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { SECRETS_AT_START } from '../../constructs/kubernetes/files';
import { type KubernetesObject, record } from '../plan/kubernetes-object';

/** Marks a pod whose program reads rendered files at its start. */
const FILES = 'vedette/config-checksum';
const VALUES = 'vedette/values-checksum';

/** Whether an object's pods must start anew when a rendered file changes. */
export function readsFilesAtStart(object: KubernetesObject): boolean {
  return FILES in annotations(object);
}

/** Whether an object's pods must start anew when a Secret changes. */
export function readsSecretsAtStart(object: KubernetesObject): boolean {
  return Object.entries(SECRETS_AT_START).every(([name, value]) => annotations(object)[name] === value);
}

/**
 * The object with a checksum of all values together in its pod template. The values of one pod hash as one, keys of
 * random bytes among them, so that no weak password can be guessed from its own hash.
 */
export function withValuesChecksum(
  object: KubernetesObject,
  values: readonly pulumi.Input<string>[],
): Readonly<Record<string, unknown>> {
  if (values.length === 0) return object;
  const checksum = pulumi.all([...values]).apply((known) => {
    const hash = createHash('sha256');
    for (const value of known) hash.update(`${Buffer.byteLength(value)}:${value}`);
    return hash.digest('hex').slice(0, 16);
  });
  const spec = record(object['spec']);
  const template = record(spec['template']);
  const metadata = { ...record(template['metadata']), annotations: { ...annotations(object), [VALUES]: checksum } };
  return { ...object, spec: { ...spec, template: { ...template, metadata } } };
}

function annotations(object: KubernetesObject): Readonly<Record<string, unknown>> {
  return record(record(record(record(object['spec'])['template'])['metadata'])['annotations']);
}
