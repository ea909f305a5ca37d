/**
 * The program of production and a bare program of the same resources under the real engine, on the API server of the
 * lab: first preview, up, and previews without changes. Prints, and judges nothing.
 *
 *   node --require ./bench/typescript.cjs bench/engine.ts FILE ROUNDS    # FILE: what bench/planned.cjs prints
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployedStack, engineOn, NAMESPACES } from '../test/support/deployed-stack';
import { enterLab } from '../test/support/lab';
import { PulumiProject } from '../test/support/pulumi-project';
import { ROOT } from '../test/support/source-file';

/** What one command took: as a user waits, and of that the program alone. */
interface Taken {
  readonly seconds: number;
  readonly program: { readonly seconds: number; readonly cpuSeconds: number; readonly memoryMebibytes: number };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** A stack whose commands are timed. */
class TimedStack {
  readonly #usage: string;

  constructor(
    readonly stack: DeployedStack,
    folder: string,
  ) {
    this.#usage = join(folder, 'usage.jsonl');
  }

  async take(command: 'preview' | 'up', flags: readonly string[] = []): Promise<Taken> {
    writeFileSync(this.#usage, '');
    const begin = process.hrtime.bigint();
    const { code, text } = await this.stack.pulumi(command, flags, {
      BENCH_USAGE: this.#usage,
      NODE_OPTIONS: `--require ${join(ROOT, 'bench/usage.cjs')}`,
    });
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    if (code !== 0) throw new Error(`pulumi ${command} ended with ${code}:\n${text}`);
    // The language host asks Node a few short questions besides.
    const told = readFileSync(this.#usage, 'utf8').trim().split('\n');
    const longest = told.map((line) => JSON.parse(line) as Taken['program']).sort((a, b) => b.seconds - a.seconds)[0];
    if (longest === undefined) throw new Error('the program told nothing of itself');
    return { seconds, program: longest };
  }

  /** The whole flow of one program. */
  async measure(rounds: number): Promise<Readonly<Record<string, readonly Taken[]>>> {
    const flow = { 'first preview': [await this.take('preview')], up: [await this.take('up')] };
    const unchanged: Taken[] = [];
    for (let round = 0; round < rounds; round += 1) unchanged.push(await this.take('preview', ['--expect-no-changes']));
    return { ...flow, 'preview without changes': unchanged };
  }
}

async function main(planned: string, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
  const lab = await enterLab('pulumi');
  const engine = await engineOn(lab, folder);
  try {
    const measured: Record<string, Awaited<ReturnType<TimedStack['measure']>>> = {};
    for (const name of ['Vedette', 'bare']) {
      const own = mkdtempSync(join(folder, `${name}-`));
      const env = { ...engine.env, BENCH_PLANNED: planned };
      const stack = new DeployedStack('prod', new PulumiProject(own, env), env);
      await stack.begin(engine.context);
      await stack.kubectl('create', 'namespace', NAMESPACES[2]);
      if (name === 'bare')
        writeFileSync(join(own, 'dist/stacks/index.js'), readFileSync(join(ROOT, 'bench/bare-program.cjs')));
      measured[name] = await new TimedStack(stack, folder).measure(rounds);
      await stack.clear();
    }
    print(`engine ${engine.version}, Kubernetes provider: ${engine.provider}`, measured);
  } finally {
    engine.stop();
    await lab.leave();
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(title: string, measured: Readonly<Record<string, Readonly<Record<string, readonly Taken[]>>>>): void {
  const row = (...cells: readonly string[]) =>
    process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(13))).join(' ')}\n`);
  process.stdout.write(`\n${title}\n`);
  row('', 'Vedette s', 'bare s', 'ratio', 'program CPU s', 'of bare', 'RSS MiB', 'of bare MiB');
  for (const step of Object.keys(measured['Vedette'] ?? {})) {
    const of = (name: string, field: (taken: Taken) => number) => median((measured[name]?.[step] ?? []).map(field));
    const [ours, bare] = [of('Vedette', ({ seconds }) => seconds), of('bare', ({ seconds }) => seconds)];
    const programs = ['Vedette', 'bare'].map((name) => of(name, ({ program }) => program.cpuSeconds).toFixed(1));
    const memory = ['Vedette', 'bare'].map((name) => of(name, ({ program }) => program.memoryMebibytes).toFixed(0));
    row(step, ours.toFixed(1), bare.toFixed(1), (ours / bare).toFixed(2), ...programs, ...memory);
  }
}

const [planned = '', rounds = '3'] = process.argv.slice(2);
main(planned, Number(rounds)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
