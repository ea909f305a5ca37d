/** A local stack as a user starts it, in a state folder and on ports of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, fetchLocal } from '../../cli/local/health';
import { type ProcessIdentity, signal } from '../../cli/local/process-identity';
import type { Notification } from '../../cli/local/notification';
import { StateDir } from '../../cli/local/state';
import { builtCli } from './built';
import { until } from './wait';

/** What a verb said. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One series of an answer; an instant query gives one value, a range query many. */
export interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** A group of `/api/v1/rules`. */
export interface RuleGroupState {
  readonly name: string;
  readonly lastEvaluation: string;
  /** Seconds. */
  readonly interval: number;
  readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
}

/** No verb takes longer: `up` gives up after two minutes by itself. */
const VERB_SECONDS = 150;

/**
 * A stack for the tests of one file, stopped at their end.
 * @param env - variables beside the test's own, given the stack's folder
 */
export function liveStack(env: (folder: string) => Readonly<Record<string, string>> = () => ({})): LiveStack {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-'));
  const stack = new LiveStack(folder, env(folder));
  afterAll(async () => {
    await stack.down();
    rmSync(folder, { recursive: true, force: true });
  }, VERB_SECONDS * 1000);
  return stack;
}

export class LiveStack {
  readonly state: StateDir;
  #password = '';

  /** @param env - beside the test's own environment */
  constructor(
    folder: string,
    readonly env: Readonly<Record<string, string>> = {},
  ) {
    this.state = new StateDir(join(folder, 'state'));
  }

  /** Runs a verb of the command line on this stack. */
  async vedette(verb: string, ...args: readonly string[]): Promise<Said> {
    const ports = verb === 'up' ? ['--any-ports'] : []; // tests run side by side
    const command = [await builtCli(), verb, ...args, ...ports, '--state', this.state.path];
    const child = spawn(process.execPath, command, {
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: VERB_SECONDS * 1000,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, out, err };
  }

  /** @throws Error with what it said, when it does not come up */
  async up(...args: readonly string[]): Promise<{ readonly changed: readonly string[]; readonly url: string }> {
    const { code, out, err } = await this.vedette('up', '--engine', 'processes', '--json', ...args);
    if (code !== 0) throw new Error(`vedette up ended with ${String(code)}: ${out}${err}`);
    const result = JSON.parse(out) as { changed: readonly string[]; url: string; password?: string };
    this.#password = result.password ?? this.#password;
    return result;
  }

  port(name: string): number {
    return this.state.choices?.ports[name] ?? 0;
  }

  /** The process of a component now. */
  process(name: string): ProcessIdentity | undefined {
    return this.state.status?.processes.find((each) => each.name === name)?.process;
  }

  kill(name: string, by: NodeJS.Signals): void {
    const process = this.process(name);
    if (process === undefined || !signal(process, by)) throw new Error(`${name} does not run`);
  }

  /** Through the proxy, with the password. */
  async page(url: string): Promise<Answer> {
    const certificate = this.state.secretFile('monitoring-tls', 'tls.crt');
    const authorization = `Basic ${Buffer.from(`vedette:${this.#password}`).toString('base64')}`;
    return fetchLocal(url, { certificate, headers: { authorization } });
  }

  /** Prometheus' own port. */
  async prometheus(path: string): Promise<Answer> {
    return fetchLocal(`http://127.0.0.1:${this.port('prometheus')}/prometheus${path}`);
  }

  /** @throws Error when Prometheus does not answer, or refuses the query */
  async query(expr: string, time?: number): Promise<readonly Result[]> {
    const at = time === undefined ? '' : `&time=${time}`;
    return this.#ask<{ result: readonly Result[] }>(`query?query=${encodeURIComponent(expr)}${at}`).then(
      ({ result }) => result,
    );
  }

  /** The last `seconds`, a value every `step` seconds. */
  async queryRange(expr: string, seconds: number, step = 1): Promise<readonly Result[]> {
    const end = Date.now() / 1000;
    const range = `query=${encodeURIComponent(expr)}&start=${end - seconds}&end=${end}&step=${step}`;
    return this.#ask<{ result: readonly Result[] }>(`query_range?${range}`).then(({ result }) => result);
  }

  async ruleGroups(): Promise<readonly RuleGroupState[]> {
    return this.#ask<{ groups: readonly RuleGroupState[] }>('rules').then(({ groups }) => groups);
  }

  async targets(): Promise<
    readonly { readonly scrapePool: string; readonly health: string; readonly lastError: string }[]
  > {
    return this.#ask<{ activeTargets: [] }>('targets?state=active').then(({ activeTargets }) => activeTargets);
  }

  async #ask<T>(path: string): Promise<T> {
    const { code, body } = await this.prometheus(`/api/v1/${path}`);
    if (code !== 200) throw new Error(`${path}: ${code} ${body}`);
    return (JSON.parse(body) as { data: T }).data;
  }

  async notifications(): Promise<readonly Notification[]> {
    const { body } = await fetchLocal(`http://127.0.0.1:${this.port('receiver')}/notifications`);
    return JSON.parse(body) as readonly Notification[];
  }

  /** Waits for an alert to be told to on-call. */
  async notified(
    alertname: string,
    status: Notification['status'],
    seconds: number,
  ): Promise<Notification['alerts'][number]> {
    return until(`${alertname} ${status} told`, seconds, async () => {
      const told = (await this.notifications()).filter(({ receiver }) => receiver === 'oncall');
      return told
        .flatMap(({ alerts }) => alerts)
        .find((alert) => alert.labels['alertname'] === alertname && alert.status === status);
    });
  }

  /** Ends it, whatever state it is in. */
  async down(): Promise<void> {
    const { code, out, err } = await this.vedette('down');
    if (code !== 0) throw new Error(`vedette down ended with ${String(code)}: ${out}${err}`);
  }
}
