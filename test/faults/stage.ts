/** Where one fault is played: a folder and processes of its own, gone at its end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Leftovers, type Running } from '../support/running';
import { until } from '../support/wait';

export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'vedette-'));
  readonly leftovers = new Leftovers();

  /** Ends all that runs, and removes the folder. */
  async close(): Promise<void> {
    await this.leftovers.stopAll();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** How a server is started, each time alike. */
export interface Command {
  readonly path: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
  /** Answers 200 when the server is ready. */
  readonly readyUrl?: string;
}

/** Long, for a machine that does much else. */
const READY_SECONDS = 30;

/** A server that a fault can kill, and that comes back where it was. */
export class StagedServer {
  #running: Running | undefined;

  constructor(
    protected readonly stage: Stage,
    protected readonly command: Command,
  ) {}

  /** @throws Error with its output when it ends or is not ready in time */
  async start(): Promise<void> {
    const { path, args, port, env, readyUrl } = this.command;
    this.#running = await this.stage.leftovers.start(path, args, port, env);
    if (readyUrl === undefined) return;
    await until(`${readyUrl} to be ready`, READY_SECONDS, async () => (await statusOf(readyUrl)) === 200);
  }

  /** What it has said since its last start. */
  get output(): string {
    return this.#running?.output() ?? '';
  }

  get pid(): number {
    return this.#alive.pid;
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** As the kernel kills it, or the end of its node. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#alive.stop();
  }

  /** Asks it to end, and waits for that. */
  async stop(): Promise<void> {
    await this.#alive.stop();
  }

  get #alive(): Running {
    if (this.#running === undefined) throw new Error(`${this.command.path} was not started`);
    return this.#running;
  }
}

/** The status that a URL answers with; 0 when nobody does. */
export async function statusOf(url: string): Promise<number> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
