/** The pods of a workload, as policies read them. */
import { list, record, text } from '../plan/kubernetes-object';
import { podTemplate } from '../plan/references';
import type { Resource } from './policy';

/** Fields of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** A container of any sort. */
export interface Container {
  readonly name: string;
  readonly fields: Fields;
  readonly security: Fields;
  /** Starts with the pod and stays: neither an init container nor one for debugging. */
  readonly stays: boolean;
}

/** The specification of an object's pods; none for kinds without pods. */
export function podOf({ object }: Resource): Fields | undefined {
  return podTemplate(object)?.spec;
}

/** Every container of a pod, those for its start and for debugging included. */
export function containersOf(pod: Fields): readonly Container[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((field) =>
    list(pod[field]).map((item) => {
      const fields = record(item);
      const name = text(fields['name']) ?? 'a container';
      return { name, fields, security: record(fields['securityContext']), stays: field === 'containers' };
    }),
  );
}

/** What each container of an object's pods does wrong, with its name in front. */
export function ofContainers(
  resource: Resource,
  faults: (container: Container, pod: Fields) => readonly string[],
): readonly string[] {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  return containersOf(pod).flatMap((each) => faults(each, pod).map((fault) => `container '${each.name}' ${fault}`));
}

/** The value of a flag in a container's arguments: of `--storage.path`. */
export function flag({ fields }: Container, name: string): string | undefined {
  const args = [...list(fields['command']), ...list(fields['args'])].filter((arg) => typeof arg === 'string');
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (at === -1) return undefined;
  return args[at] === name ? (args[at + 1] ?? '') : args[at]?.slice(name.length + 1);
}
