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
export function supervise(state: StateDir): void {
  const running = new Map<string, SupervisedProcess>();
  let turn = Promise.resolve();

  const report = (): void => {
    const supervisor = identify(process.pid);
    if (supervisor === undefined || state.plan === undefined) return;
    state.status = { supervisor, processes: [...running.values()].map((each) => each.status) };
  };

  const apply = async (): Promise<void> => {
    const plan = state.plan?.processes ?? [];
    const wanted = new Set(plan.map(({ name }) => name));
    for (const [name, process] of running) {
      if (wanted.has(name)) continue;
      await process.stop();
      running.delete(name);
    }
    for (const spec of plan) {
      const process = running.get(spec.name) ?? new SupervisedProcess(state.logFile(spec.name), report);
      running.set(spec.name, process);
      await process.apply(spec);
    }
    report();
  };

  const stopAll = async (): Promise<void> => {
    for (const process of [...running.values()].reverse()) await process.stop();
    state.status = undefined;
    process.exit(0);
  };

  const queue = (step: () => Promise<void>) => (): void => {
    turn = turn.then(step).catch((error: unknown) => {
      console.error(error);
    });
  };
  process.on('SIGHUP', queue(apply));
  process.on('SIGTERM', queue(stopAll));
  process.on('SIGINT', queue(stopAll));
  queue(apply)();
  // Whoever removes the folder by hand wants the stack gone, and could not find its processes any more.
  setInterval(() => {
    if (state.plan === undefined) queue(stopAll)();
  }, WATCH_MS);
}

if (require.main === module) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('usage: supervisor STATE_FOLDER');
  supervise(new StateDir(path));
}
