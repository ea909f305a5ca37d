/** Commands that a test waits for, with the event loop running: what they call may be served by the test itself. */
import { spawn } from 'node:child_process';

/** How a command ended. */
export interface Ran {
  /** Absent when it took too long and was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how long a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  /** Added to the test's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** What it reads. */
  readonly input?: string;
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, seconds, input = '' }: CommandOptions,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, timeout: seconds * 1000, killSignal: 'SIGKILL' } as const;
    const child = spawn(command, args, cwd === undefined ? options : { ...options, cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    // One that reads nothing may have ended before.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** What a command prints. @throws Error with what it says when it fails */
export async function outputOf(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
}
