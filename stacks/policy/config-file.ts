/** Configuration files in ConfigMaps, as policies read them. */
import { parseDocument } from 'yaml';
import { record } from '../plan/kubernetes-object';
import type { Fields } from './pod';
import { isKind, type Resource } from './policy';

/** The YAML files of a ConfigMap that have a key at their top. What is no YAML its own program refuses. */
export function filesWith(key: string, resource: Resource): readonly Fields[] {
  if (!isKind(resource, 'ConfigMap')) return [];
  const wanted = new RegExp(`^["']?${key}["']?:`, 'm');
  return Object.entries(record(resource.object['data'])).flatMap(([name, content]) => {
    if (!/\.ya?ml$/.test(name) || typeof content !== 'string' || !wanted.test(content)) return [];
    const document = parseDocument(content);
    return document.errors.length > 0 ? [] : [record(document.toJS())];
  });
}
