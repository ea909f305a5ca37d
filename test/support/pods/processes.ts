/** The processes of a pod as the kernel has them: the lab's node is this machine, so that they are in /proc. */
import { readFileSync, readdirSync } from 'node:fs';
import type { Pod } from './cluster';

/** What a process may do. */
export interface Process {
  readonly pod: string;
  readonly name: string;
  readonly user: number;
  /** Capabilities that it could ever have, as the kernel writes them. */
  readonly capabilities: string;
  readonly mayGainPrivileges: boolean;
  readonly filtersSystemCalls: boolean;
  readonly writableRoot: boolean;
}

/** Holds the namespaces of a pod, and is the runtime's own. */
const PAUSE = 'pause';

/** Every process of the pods. */
export function processesOf(pods: readonly Pod[]): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // A cgroup's name may have _ where the uid has -.
        const cgroup = readFileSync(`/proc/${pid}/cgroup`, 'utf8').replaceAll('_', '-');
        const pod = pods.find(({ metadata }) => cgroup.includes(`pod${metadata.uid}`));
        return pod === undefined ? [] : [processAt(pid, pod.metadata.name)];
      } catch {
        return []; // it ended meanwhile
      }
    })
    .filter(({ name }) => name !== PAUSE);
}

/** Those that may do more than a process of the stack needs. */
export function loose(processes: readonly Process[]): readonly Process[] {
  return processes.filter(
    (each) =>
      each.user === 0 ||
      /[1-9a-f]/.test(each.capabilities) ||
      each.mayGainPrivileges ||
      !each.filtersSystemCalls ||
      each.writableRoot,
  );
}

function processAt(pid: string, pod: string): Process {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): string => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n');
  const root = mounts.map((line) => line.split(' ')).find(([, , , , path]) => path === '/');
  return {
    pod,
    name: field('Name'),
    user: Number(field('Uid')),
    capabilities: field('CapBnd'),
    mayGainPrivileges: field('NoNewPrivs') !== '1',
    filtersSystemCalls: field('Seccomp') === '2',
    writableRoot: root?.[5]?.split(',').includes('ro') !== true,
  };
}
