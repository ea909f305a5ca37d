/** One process that is kept running: started, started again with growing pauses when it ends, stopped on purpose. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ProcessIdentity, end, identify } from './process-identity';
import type { ProcessSpec, ProcessStatus } from './state';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long was well: the next pause is short again. */
const WELL_AFTER_MS = 30_000;
/** How long a program may take to end well; Prometheus writes its head out. */
const GRACE_SECONDS = 20;

/** Calls `changed` after every start and every end. */
export class SupervisedProcess {
  #spec: ProcessSpec | undefined;
  #child: ChildProcess | undefined;
  #identity: ProcessIdentity | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pause = FIRST_PAUSE_MS;
  #restarts = 0;
  #lastEnd: string | undefined;

  constructor(
    readonly logFile: string,
    readonly changed: () => void,
  ) {}

  get status(): ProcessStatus {
    return {
      name: this.#spec?.name ?? '',
      revision: this.#spec?.revision ?? '',
      state: this.#identity !== undefined ? 'running' : this.#spec?.held === true ? 'held' : 'waiting',
      restarts: this.#restarts,
      ...(this.#identity === undefined ? {} : { process: this.#identity }),
      ...(this.#lastEnd === undefined ? {} : { lastEnd: this.#lastEnd }),
    };
  }

  /** Brings the process to what the spec says: started, stopped, started anew, or left alone. */
  async apply(spec: ProcessSpec): Promise<void> {
    const same = this.#spec?.revision === spec.revision;
    if (spec.held || !same) await this.stop();
    this.#spec = spec;
    if (spec.held || this.#child !== undefined) return;
    this.#restarts = 0;
    this.#pause = FIRST_PAUSE_MS;
    this.#start();
  }

  /** Ends the process and does not start it again. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const identity = this.#identity;
    this.#child = undefined; // its end is on purpose now, and starts nothing
    if (identity !== undefined) await end(identity, this.#spec?.stopSignal ?? 'SIGTERM', GRACE_SECONDS);
    this.#identity = undefined;
  }

  #start(): void {
    clearTimeout(this.#timer);
    const spec = this.#spec;
    if (spec === undefined) return;
    mkdirSync(dirname(this.logFile), { recursive: true });
    const log = openSync(this.logFile, 'a', 0o600);
    const startedAt = Date.now();
    const child = spawn(spec.command, spec.args, { cwd: spec.cwd, env: spec.env, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    this.#identity = child.pid === undefined ? undefined : identify(child.pid);
    child.once('error', (error) => this.#ended(child, startedAt, error.message));
    child.once('exit', (code, by) => this.#ended(child, startedAt, by ?? `exit code ${String(code)}`));
    this.changed();
  }

  #ended(child: ChildProcess, startedAt: number, how: string): void {
    if (child !== this.#child) return; // stopped on purpose
    this.#lastEnd = how;
    this.#child = undefined;
    this.#identity = undefined;
    if (Date.now() - startedAt > WELL_AFTER_MS) this.#pause = FIRST_PAUSE_MS;
    this.#timer = setTimeout(() => {
      this.#restarts += 1;
      this.#start();
    }, this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    this.changed();
  }
}
