/** Docker, where it is: whether an engine answers, and Compose on the state folder. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CliError, EXIT } from '../exit';
import { findTool } from '../tools';
import type { StateDir } from './state';

/** An engine that is down can keep its client waiting. */
const ASK_TIMEOUT_MS = 5000;

/** Whether an engine answers and Compose is there. */
export function hasDockerEngine(): boolean {
  const docker = findTool('docker');
  if (docker === undefined) return false;
  return [['info'], ['compose', 'version']].every(
    (args) => spawnSync(docker.path, args, { timeout: ASK_TIMEOUT_MS }).status === 0,
  );
}

/** Where the rendered Compose file lies. */
export function composeFile(state: StateDir): string {
  return join(state.path, 'compose.yaml');
}

/**
 * Runs Compose on the state folder; what it says goes to standard error.
 * @throws CliError when it fails, or Docker is gone
 */
export async function compose(state: StateDir, args: readonly string[]): Promise<void> {
  const docker = findTool('docker');
  if (docker === undefined) throw new CliError(EXIT.environment, 'docker is not on the path any more');
  const command = ['compose', '--file', composeFile(state), ...args];
  const child = spawn(docker.path, command, { stdio: ['ignore', process.stderr, process.stderr] });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new CliError(EXIT.problems, `docker ${command.join(' ')} ended with ${String(code)}`);
}
