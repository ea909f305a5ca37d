/** Starts, tells and ends the supervisor of a local stack. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, EXIT } from '../exit';
import { end, isAlive, signal } from './process-identity';
import type { RunPlan, StateDir, SupervisorStatus } from './state';

/** Prometheus may take this long to write its head out, the others add little. */
const STOP_SECONDS = 60;
const START_SECONDS = 10;

/** The supervisor's status while it runs; undefined when it does not. */
export function runningStatus(state: StateDir): SupervisorStatus | undefined {
  const { status } = state;
  return status !== undefined && isAlive(status.supervisor) ? status : undefined;
}

/** Hands over a plan: to the running supervisor, or to a new one. Resolves when it is applied. */
export async function runPlan(state: StateDir, plan: RunPlan): Promise<void> {
  const running = runningStatus(state);
  state.plan = plan;
  if (running === undefined) {
    startSupervisor(state);
  } else {
    signal(running.supervisor, 'SIGHUP');
  }
  const deadline = Date.now() + (running === undefined ? START_SECONDS : STOP_SECONDS) * 1000;
  while (!isApplied(plan, runningStatus(state))) {
    if (Date.now() > deadline) {
      throw new CliError(EXIT.problems, `the supervisor does not answer; its log: ${state.logFile('supervisor')}`);
    }
    await sleep(50);
  }
}

function isApplied(plan: RunPlan, status: SupervisorStatus | undefined): boolean {
  const found = new Map(status?.processes.map((each) => [each.name, each]));
  if (status === undefined || found.size !== plan.processes.length) return false;
  return plan.processes.every(({ name, revision, held }) => {
    const process = found.get(name);
    return process?.revision === revision && held === (process.state === 'held');
  });
}

/** Ends the supervisor and every process that it started. Resolves when none is left. */
export async function endAll(state: StateDir): Promise<void> {
  const running = runningStatus(state);
  if (running !== undefined) await end(running.supervisor, 'SIGTERM', STOP_SECONDS);
  await endLeftovers(state);
}

/** Ends what a supervisor that was killed has left running. Does nothing while one runs. */
export async function endLeftovers(state: StateDir): Promise<void> {
  if (runningStatus(state) !== undefined) return;
  const processes = state.status?.processes ?? [];
  await Promise.all(processes.map(async ({ process }) => process && end(process, 'SIGTERM', STOP_SECONDS / 2)));
  state.status = undefined;
}

function startSupervisor(state: StateDir): void {
  const log = state.logFile('supervisor');
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
  const out = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [join(__dirname, 'supervisor.js'), state.path], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  child.unref();
}
