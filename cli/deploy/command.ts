/** Runs the programs that the checks ask: bounded in time, never through a shell. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Environment variables of a child process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** How a program ended. */
export interface Answer {
  /** 0 when it succeeded; -1 when it was stopped because it took too long, or could not be started. */
  readonly code: number;
  readonly stdout: string;
  /** Its last line of complaint, or why it could not be asked. */
  readonly complaint: string;
}

/** A check that takes longer counts as failed; a cluster that cannot be reached is noticed after that time. */
const LIMIT_SECONDS = 20;

/** The executable of that name on the path, or undefined. */
export function executable(name: string, variables: Variables): string | undefined {
  const folders = (variables['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Whether there is a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Runs a program and waits for its end; it sees no terminal, so it cannot ask. */
export function ask(command: string, args: readonly string[], place: { cwd: string; env: Variables }): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
    const end = (code: number, complaint: string): void => {
      clearTimeout(timer);
      resolve({ code, stdout: texts.stdout, complaint });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      // Not when the pipes close: a grandchild may hold them open.
      end(-1, `no answer within ${LIMIT_SECONDS} s`);
    }, LIMIT_SECONDS * 1000);
    child.once('error', (error) => end(-1, error.message));
    child.once('close', (code) => end(code ?? -1, lastLine(texts.stderr)));
  });
}

/** Runs a program on the caller's terminal. @returns its exit code; 1 when a signal ended it */
export function attach(
  command: string,
  args: readonly string[],
  place: { cwd: string; env: Variables },
): Promise<number> {
  return new Promise((resolve, reject) => {
    // The terminal sends an interrupt to both; the program decides how to stop, and this process waits for it.
    const ignore = (): void => undefined;
    process.on('SIGINT', ignore);
    const child = spawn(command, args, { ...place, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', ignore);
      resolve(code ?? 1);
    });
  });
}

/** The text with the user part of every URL left out: credentials have no place in a message. */
export function withoutCredentials(text: string): string {
  return text.replace(/:\/\/[^/@\s]*@/g, '://');
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return withoutCredentials(line.replace(/^error: /, ''));
}
