/** Workloads and volumes: what runs, how often, and how much it may take. */
import { type KubernetesObject, list, objectText, record, text } from '../plan/kubernetes-object';
import { podTemplate } from '../plan/references';
import { compact } from './compact';
import type { Facts, Things } from './summary';

type Fields = Readonly<Record<string, unknown>>;

/** Objects that this file tells of. */
export const isWorkload = (object: KubernetesObject): boolean =>
  podTemplate(object) !== undefined || object.kind === 'PersistentVolumeClaim';

/** The facts of every workload and claim. */
export function workloadsOf(objects: readonly KubernetesObject[]): Things {
  return Object.fromEntries(objects.filter(isWorkload).map((object) => [objectText(object), factsOf(object)]));
}

function factsOf(object: KubernetesObject): Facts {
  const spec = record(object['spec']);
  const pod = podTemplate(object)?.spec ?? {};
  const containers = [...list(pod['initContainers']), ...list(pod['containers'])].map(record);
  const template = record(spec['template']);
  const { annotations = {}, ...metadata } = record(template['metadata']);
  const claims = [
    ...(object.kind === 'PersistentVolumeClaim' ? [object as Fields] : []),
    ...list(spec['volumeClaimTemplates']).map(record),
  ];
  return {
    ...(spec['replicas'] === undefined ? {} : { replicas: String(spec['replicas']) }),
    ...Object.fromEntries(containers.flatMap((each) => containerFacts(each, containers.length > 1))),
    ...Object.fromEntries(
      claims.map((claim) => [`volume ${text(record(claim['metadata'])['name'])}`, storageOf(claim)]),
    ),
    // A checksum is there for its pods to restart.
    'files, and so its pods restart': compact(annotations),
    settings: compact(remaining({ ...object, spec: { ...spec, template: { ...template, metadata } } })),
  };
}

function containerFacts(container: Fields, several: boolean): readonly (readonly [string, string])[] {
  const of = several ? ` of ${String(container['name'])}` : '';
  const resources = record(container['resources']);
  const amounts = (['requests', 'limits'] as const).flatMap((kind) =>
    Object.entries(record(resources[kind])).map(
      ([name, amount]) => [`${name} ${kind.slice(0, -1)}${of}`, String(amount)] as const,
    ),
  );
  const args = list(container['args']).map(String);
  return [[`image${of}`, String(container['image'])], ...amounts, [`arguments${of}`, args.join(' ')]];
}

const storageOf = (claim: Fields): string =>
  String(record(record(record(claim['spec'])['resources'])['requests'])['storage']);

/** Fields that are told by name. */
const TOLD = ['replicas', 'image', 'args', 'resources'];

function remaining(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(remaining);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !TOLD.includes(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, remaining(inner)]));
}
