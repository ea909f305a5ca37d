/** One verb at a time changes a local stack. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, EXIT } from '../exit';
import { type ProcessIdentity, identify, isAlive } from './process-identity';
import type { StateDir } from './state';

/**
 * Runs the work alone.
 * @throws CliError when another process is at work on the same state
 */
export async function exclusively<T>(state: StateDir, work: () => Promise<T>): Promise<T> {
  mkdirSync(state.path, { recursive: true, mode: 0o700 });
  const path = join(state.path, 'lock');
  const holder = heldBy(path);
  if (holder !== undefined && isAlive(holder)) {
    throw new CliError(
      EXIT.problems,
      `another vedette (pid ${holder.pid}) is at work on ${state.path}; wait for it to end`,
    );
  }
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 });
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function heldBy(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined; // none, or cut short by a crash
  }
}
