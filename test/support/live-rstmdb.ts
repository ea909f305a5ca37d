/** The rstmdb of the live test: the real server and its own client, or a recording of it where they are not installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Tool, findTool } from '../../cli/tools';
import { requireTool } from './tools';

const ORDER = {
  states: ['created', 'paid'],
  initial: 'created',
  transitions: [{ from: 'created', event: 'PAY', to: 'paid' }],
};

/**
 * `VEDETTE_TEST_RECORDED=1` tries the recording where the server is installed, too. A full disk can be made without one
 * on Linux only.
 */
const mayRun = process.platform === 'linux' && process.env['VEDETTE_TEST_RECORDED'] !== '1';
const server = mayRun ? findTool('rstmdb') : undefined;

/** Whether a real server runs. */
export const isReal = server !== undefined;

/**
 * A cache of tools for `VEDETTE_CACHE`: the deployed ones, and an rstmdb that survives a limit on the size of its
 * files, which is how a full disk is made without one.
 */
export function toolCache(folder: string): string {
  const cache = join(folder, 'cache');
  for (const tool of ['prometheus', 'promtool', 'alertmanager', 'amtool'] as const) link(cache, requireTool(tool));
  const script = server
    ? `#!/bin/sh\ntrap '' XFSZ\nexec '${server.path}'\n`
    : `#!/bin/sh\nexec '${process.execPath}' '${join(__dirname, 'recorded-rstmdb.mjs')}'\n`;
  const path = join(cache, 'rstmdb-0.3.0/bin/rstmdb');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return cache;
}

function link(cache: string, { name, path, version }: Tool): void {
  const folder = join(cache, `${name}-${version}`, 'bin');
  mkdirSync(folder, { recursive: true });
  symlinkSync(path, join(folder, name));
}

/** Talks to the server with its own client. */
export class RstmdbClient {
  readonly #watchers: ChildProcess[] = [];
  #instances = 0;

  constructor(readonly port: number) {}

  /** @returns whether the server did it */
  run(...args: readonly string[]): boolean {
    const { path } = requireTool('rstmdb-cli');
    return spawnSync(path, ['-s', `127.0.0.1:${this.port}`, ...args], { timeout: 20_000 }).status === 0;
  }

  /** Defines a machine, and watches everything and one instance. */
  begin(): void {
    this.run('put-machine', '-n', 'order', '-v', '1', JSON.stringify(ORDER));
    this.run('create-instance', '-m', 'order', '-V', '1', '-i', 'watched');
    this.#watch('watch-all');
    this.#watch('watch-instance', 'watched');
  }

  /** Some of everything that clients do: instances, events, reads, and mistakes. */
  work(): void {
    this.#instances += 1;
    const id = `order-${this.#instances}`;
    this.run('create-instance', '-m', 'order', '-V', '1', '-i', id);
    this.run('apply-event', '-i', id, '-e', 'PAY');
    this.run('apply-event', '-i', 'watched', '-e', 'PAY'); // a mistake from the second time on
    this.run('get-instance', id);
    this.run('get-instance', 'nobody');
    this.run('list-machines');
    this.run('wal-read', '--limit', '1');
  }

  create(id: string): boolean {
    return this.run('create-instance', '-m', 'order', '-V', '1', '-i', id);
  }

  #watch(...args: readonly string[]): void {
    const { path } = requireTool('rstmdb-cli');
    this.#watchers.push(spawn(path, ['-s', `127.0.0.1:${this.port}`, ...args], { stdio: 'ignore' }));
  }

  end(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.kill('SIGKILL');
  }
}

/** Lets a process write no file beyond this many bytes; `unlimited` again later. What a full disk is to its writer. */
export function limitFileSize(pid: number, bytes: number | 'unlimited'): void {
  const { status, stderr } = spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}
