/** Objects as the text of a manifest file. */
import { stringify } from 'yaml';
import type { KubernetesObject } from './plan/kubernetes-object';

/** A stream of YAML documents, keys sorted, lines unbroken: what `kubectl apply -f` and reviewers read. */
export function manifestText(objects: readonly KubernetesObject[]): string {
  const documents = objects.map((object) =>
    stringify(object, { lineWidth: 0, sortMapEntries: true, aliasDuplicateObjects: false }),
  );
  return documents.map((document) => `---\n${document}`).join('');
}
