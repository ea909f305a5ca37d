/** Claims that a StatefulSet makes: one of each template for each replica. */
import { type KubernetesObject, list, record, text } from './kubernetes-object';

/** `namespace/name` of each. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage */
export function claimsMadeBy({ kind, metadata, ...object }: KubernetesObject): readonly string[] {
  if (kind !== 'StatefulSet') return [];
  const { replicas = 1, volumeClaimTemplates } = record(object['spec']);
  const templates = list(volumeClaimTemplates).flatMap(
    (template) => text(record(record(template)['metadata'])['name']) ?? [],
  );
  const numbers = Array.from({ length: Number(replicas) }, (_, number) => number);
  return templates.flatMap((name) => numbers.map((n) => `${metadata.namespace ?? ''}/${name}-${metadata.name}-${n}`));
}
