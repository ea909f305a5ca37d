/** Questions to git. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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

const MINUTES = 60_000;
const running = new Set<ChildProcess>();

/** Ends what runs, with everything that it started. */
export function stopRunning(): void {
  for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/**
 * Runs a program to its end, in a process group of its own. @returns what it printed
 * @throws CliError with the last lines that it wrote
 */
export function run(task: string, command: string, args: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...{ cwd: folder, timeout: 10 * MINUTES, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const [printed, said]: [string[], string[]] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (printed.push(text), said.push(text)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void said.push(text));
    child.once('error', (cause) =>
      reject(new CliError(EXIT.environment, `${task} failed: ${cause.message}`, { cause })),
    );
    child.once('close', (code) => {
      running.delete(child);
      if (code === 0) resolve(printed.join(''));
      else reject(new CliError(EXIT.problems, `${task} failed:\n${lastLines(said.join(''))}`));
    });
  });
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-15).join('\n');
