/** Real programs for one test file: started on loopback, stopped by their own process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { LOOPBACK, choosePorts } from '../../cli/local/ports';
import type { Program } from '../../constructs/program';
import { until } from './wait';

/** A program that runs. */
export interface Running {
  readonly pid: number;
  /** What it has written so far. */
  output(): string;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Writes a program's files where its arguments expect them. */
export function writeFiles({ files }: Program, configDir: string): void {
  for (const { path, content } of files) {
    const full = join(configDir, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
}

/** Free ports on loopback by name. */
export function freePorts<Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> {
  return choosePorts(Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>);
}

/** What is left running, until it is told to stop. */
export class Leftovers {
  readonly #stops: (() => Promise<void>)[] = [];

  /** Stops all, the newest first. */
  async stopAll(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  later(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  /**
   * Starts a program and waits until it answers on a port.
   * @param env - variables beside those of the tests
   * @param host - where it listens
   * @throws Error with its output when it ends or does not answer within 20 s
   */
  async start(
    command: string,
    args: readonly string[],
    port: number,
    env: Readonly<Record<string, string>> = {},
    host = LOOPBACK,
  ): Promise<Running> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    const stop = (): Promise<void> => end(child);
    this.later(stop);
    await until(`${command} on port ${port}`, 20, async () => {
      if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}:\n${output}`);
      return accepts(host, port);
    });
    return { pid: child.pid ?? 0, output: () => output, stop };
  }
}

/** What a test file leaves running, stopped after its last test. */
export class Cleanup extends Leftovers {
  /** Called at the top of a test file: jest takes no hook later. */
  constructor() {
    super();
    afterAll(() => this.stopAll());
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
