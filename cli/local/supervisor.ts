/**
 * Keeps the processes of a local stack running. Started detached by `vedette up` with the state folder as its argument;
 * SIGHUP makes it read the plan again, SIGTERM ends it and everything it started.
 */
import { StateDir } from './state';
import { SupervisedProcess } from './supervised-process';
import { identify } from './process-identity';

/** How often it looks whether its folder is still there. */
const WATCH_MS = 1000;

/** Runs until SIGTERM, or until its folder is gone. */
export class Supervisor {
  readonly #running = new Map<string, SupervisedProcess>();
  /** One step at a time, in the order of asking. */
  #turn = Promise.resolve();

  constructor(readonly state: StateDir) {}

  start(): void {
    const step = (work: () => Promise<void>) => (): void => this.#queue(work);
    process.on('SIGHUP', step(this.#apply));
    process.on('SIGTERM', step(this.#stopAll));
    process.on('SIGINT', step(this.#stopAll));
    this.#queue(this.#apply);
    // Whoever removes the folder by hand wants the stack gone, and could not find its processes any more.
    setInterval(() => {
      if (this.state.plan === undefined) this.#queue(this.#stopAll);
    }, WATCH_MS);
  }

  #queue(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      console.error(error);
    });
  }

  /** Brings the processes to what the plan says now. */
  readonly #apply = async (): Promise<void> => {
    const plan = this.state.plan?.processes ?? [];
    const wanted = new Set(plan.map(({ name }) => name));
    for (const [name, process] of this.#running) {
      if (wanted.has(name)) continue;
      await process.stop();
      this.#running.delete(name);
    }
    for (const spec of plan) {
      const process =
        this.#running.get(spec.name) ?? new SupervisedProcess(this.state.logFile(spec.name), this.#report);
      this.#running.set(spec.name, process);
      await process.apply(spec);
    }
    this.#report();
  };

  readonly #stopAll = async (): Promise<void> => {
    for (const process of [...this.#running.values()].reverse()) await process.stop();
    this.state.status = undefined;
    process.exit(0);
  };

  readonly #report = (): void => {
    const supervisor = identify(process.pid);
    if (supervisor === undefined || this.state.plan === undefined) return;
    this.state.status = { supervisor, processes: [...this.#running.values()].map((each) => each.status) };
  };
}

if (require.main === module) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: supervisor STATE_FOLDER');
  new Supervisor(new StateDir(path)).start();
}
