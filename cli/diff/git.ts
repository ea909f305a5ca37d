/** Questions to git. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { CliError, EXIT } from '../exit';

/** What git says, without the line end; undefined when it says no. */
export function git(args: readonly string[], folder: string): string | undefined {
  const { status, stdout, error } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  if (error !== undefined) throw new CliError(EXIT.environment, `git does not run: ${error.message}`, { cause: error });
  return status === 0 ? stdout.trimEnd() : undefined;
}

/** The folder of the repository around a folder; undefined outside of one. */
export const repositoryOf = (folder: string): string | undefined => git(['rev-parse', '--show-toplevel'], folder);

/** The commit that a name stands for; undefined where it stands for none. */
export const commitOf = (name: string, repository: string): string | undefined =>
  git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], repository);

/** Whether files differ from the last commit, new ones included. */
export const isDirty = (repository: string): boolean => git(['status', '--porcelain'], repository) !== '';

export const isShallow = (repository: string): boolean =>
  git(['rev-parse', '--is-shallow-repository'], repository) === 'true';

const execute = promisify(execFile);
const MINUTES = 60_000;
const interruption = new AbortController();

/** Ends what runs. */
export const stopRunning = (): void => interruption.abort();

/**
 * Runs a program to its end.
 * @throws CliError with the last lines that it wrote
 */
export async function run(task: string, command: string, args: readonly string[], folder: string): Promise<string> {
  try {
    const options = { cwd: folder, timeout: 10 * MINUTES, maxBuffer: 2 ** 28, signal: interruption.signal };
    return (await execute(command, [...args], options)).stdout;
  } catch (cause) {
    const { stdout = '', stderr = '', message } = cause as Error & { stdout?: string; stderr?: string };
    const said = `${stdout}\n${stderr}`.trim() || message;
    const last = said.split('\n').slice(-15).join('\n');
    throw new CliError(EXIT.problems, `${task} failed:\n${last}`, { cause });
  }
}
