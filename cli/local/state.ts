/** What a local stack keeps on disk: one folder, which `vedette down` removes. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessIdentity } from './process-identity';

/** Port of each listener by its name: `prometheus`, `proxy`. */
export type Ports = Readonly<Record<string, number>>;

/** What to run, in the order of starting; stopping goes the other way. */
export interface RunPlan {
  readonly processes: readonly ProcessSpec[];
}

/** One process to keep running. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Asks the program to end well. */
  readonly stopSignal: NodeJS.Signals;
  /** Answers 200 when it does its work. */
  readonly readyUrl: string;
  /** Changes when the process must start anew to see new files; other changes need only a SIGHUP. */
  readonly revision: string;
  /** Stopped on purpose (`vedette down NAME`): not to be started. */
  readonly held: boolean;
}

/** What the supervisor last saw. */
export interface SupervisorStatus {
  readonly supervisor: ProcessIdentity;
  readonly processes: readonly ProcessStatus[];
}

export interface ProcessStatus {
  readonly name: string;
  /** Of the {@link ProcessSpec} that it was started from. */
  readonly revision: string;
  /** `waiting`: it ended and will be started again after a pause. */
  readonly state: 'running' | 'waiting' | 'held';
  readonly process?: ProcessIdentity;
  /** How often it was started again since it was last started on purpose. */
  readonly restarts: number;
  /** How it last ended: `exit code 1`, `SIGKILL`. */
  readonly lastEnd?: string;
}

/** What was chosen once and is kept for as long as the state lives. */
export interface Choices {
  /** Containers, or processes of this machine. */
  readonly engine: 'docker' | 'processes';
  readonly ports: Ports;
  readonly user: string;
  /** How many times faster than written rules and notifications go. */
  readonly speed: number;
  /** Run the versions that are deployed for all, where the cache has them. */
  readonly deployedVersions: boolean;
  /** Run an rstmdb as something to watch, where it is installed. */
  readonly rstmdb: boolean;
  /** Play the services that nothing on the machine serves. */
  readonly demo: boolean;
}

/** The folder of one local stack. */
export class StateDir {
  constructor(readonly path: string) {}

  configDir(component: string): string {
    return join(this.path, 'etc', component);
  }

  dataDir(component: string): string {
    return join(this.path, 'data', component);
  }

  tempDir(component: string): string {
    return join(this.path, 'tmp', component);
  }

  logFile(component: string): string {
    return join(this.path, 'log', `${component}.log`);
  }

  secretFile(secret: string, key: string): string {
    return join(this.path, 'secrets', secret, key);
  }

  get choices(): Choices | undefined {
    return this.#read('choices.json');
  }

  set choices(choices: Choices | undefined) {
    this.#write('choices.json', choices);
  }

  get plan(): RunPlan | undefined {
    return this.#read('plan.json');
  }

  set plan(plan: RunPlan | undefined) {
    this.#write('plan.json', plan);
  }

  get status(): SupervisorStatus | undefined {
    return this.#read('status.json');
  }

  set status(status: SupervisorStatus | undefined) {
    this.#write('status.json', status);
  }

  /** Removes everything, or all but the programs' data. */
  remove({ keepData }: { readonly keepData: boolean }): void {
    const parts = ['etc', 'log', 'tmp', 'plan.json', 'status.json', 'compose.yaml'];
    for (const path of keepData ? parts.map((part) => join(this.path, part)) : [this.path]) {
      rmSync(path, { recursive: true, force: true });
    }
  }

  #read<T>(name: string): T | undefined {
    try {
      return JSON.parse(readFileSync(join(this.path, name), 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(`${join(this.path, name)} cannot be read; run 'vedette down' and start anew`, { cause: error });
    }
  }

  #write(name: string, value: unknown): void {
    const path = join(this.path, name);
    if (value === undefined) rmSync(path, { force: true });
    else writeWhole(path, `${JSON.stringify(value, undefined, 2)}\n`);
  }
}

/**
 * Writes a file so that a reader sees the old content or the new one, never a part. Containers read these files as
 * other users; what keeps strangers out is the state folder itself, which is its owner's alone.
 */
export function writeWhole(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const next = `${path}.new`;
  writeFileSync(next, content);
  renameSync(next, path);
}
