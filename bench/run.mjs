/**
 * Time and memory of whole processes, as a user waits for them: medians of several runs, beside a bare import of cdk8s
 * measured in the same rounds, because a number of seconds says little about another machine. Prints, and judges nothing.
 *
 *   npm run bench            # five rounds
 *   npm run bench -- 15      # more rounds, on a machine that is busy with other things
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const script = (name, ...args) => [join(root, 'bench', name), ...args];

const BASELINE = 'node: require("cdk8s")';
const CASES = [
  ['node alone', ['-e', '0']],
  [BASELINE, ['-e', 'require("cdk8s")']],
  ['vedette --help', [join(root, 'dist/cli/main.js'), '--help']],
  ['vedette synth prod', [join(root, 'dist/cli/main.js'), 'synth', 'prod']],
  ['5 copies of a service', script('synth-copies.cjs', '5')],
  ['50 copies', script('synth-copies.cjs', '50')],
  ['500 copies', script('synth-copies.cjs', '500')],
  ['Pulumi program, mocked', script('pulumi-mocks.cjs')],
  ['bare program, mocked', script('bare-mocks.cjs')],
];

/** Runs a process once, its output read and thrown away. */
function measure(args) {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn(process.execPath, ['--require', join(root, 'bench/usage.cjs'), ...args], {
      cwd: root,
      env: { ...process.env, BENCH_PLANNED: planned },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const said = { bytes: 0, stderr: '', usage: '' };
    child.stdout.on('data', (chunk) => (said.bytes += chunk.length));
    child.stderr.on('data', (chunk) => (said.stderr += chunk));
    child.stdio[3].on('data', (chunk) => (said.usage += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const wallSeconds = Number(process.hrtime.bigint() - begin) / 1e9;
      if (code === 0) resolve({ wallSeconds, bytes: said.bytes, ...JSON.parse(said.usage) });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}: ${said.stderr}`));
    });
  });
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const rounds = Number(process.argv[2] ?? 5);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`rounds is ${process.argv[2]}, must be a whole number above 0`);
if (!existsSync(join(root, 'dist/cli/main.js'))) throw new Error('dist/ is not built; run: npm run build');

// The same resources, as data: what a program costs that only registers them.
const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
const planned = join(folder, 'planned.json');
writeFileSync(planned, execFileSync(process.execPath, script('planned.cjs'), { maxBuffer: 2 ** 26 }));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const samples = new Map(CASES.map(([name]) => [name, []]));
for (let round = 1; round <= rounds; round += 1) {
  // In turn, so that a busy minute of the machine falls on all of them.
  for (const [name, args] of CASES) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kround ${round} of ${rounds}: ${name}`);
    samples.get(name).push(await measure(args));
  }
}
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');

const field = (name, key) => median(samples.get(name).map((sample) => sample[key]));
const row = (...cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(9))).join(' '));
console.log(
  `Node ${process.version}, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}, medians of ${rounds}`,
);
row('', 'wall s', 'CPU s', 'RSS MiB', 'output kB', '× cdk8s');
for (const [name] of CASES) {
  const ratio = field(name, 'wallSeconds') / field(BASELINE, 'wallSeconds');
  row(
    name,
    field(name, 'wallSeconds').toFixed(3),
    field(name, 'cpuSeconds').toFixed(3),
    field(name, 'memoryMebibytes').toFixed(0),
    (field(name, 'bytes') / 1000).toFixed(0),
    ratio.toFixed(2),
  );
}
const perCopy = (from, to, n) => ((field(to, 'cpuSeconds') - field(from, 'cpuSeconds')) / n) * 1000;
const small = perCopy('5 copies of a service', '50 copies', 45);
const large = perCopy('50 copies', '500 copies', 450);
console.log(`A further copy takes ${small.toFixed(1)} ms of processor up to 50, ${large.toFixed(1)} ms up to 500`);
const program = (key) => field('Pulumi program, mocked', key) / field('bare program, mocked', key);
console.log(
  `The Pulumi program takes ${program('cpuSeconds').toFixed(2)} times the processor time and ${program('memoryMebibytes').toFixed(2)} times the memory of a bare program of the same resources`,
);

if (existsSync(join(root, '../shared/lab/lab')) && process.getuid?.() === 0) {
  const engine = ['--require', join(root, 'bench/typescript.cjs'), join(root, 'bench/engine.ts'), planned, '3'];
  process.exitCode = spawnSync(process.execPath, engine, { cwd: root, stdio: 'inherit' }).status ?? 1;
} else console.log('No lab beside the checkout: nothing was measured under a real engine');

// The programs themselves: some ten minutes, most of them the five that rules look back.
const stack = ['--require', join(root, 'bench/typescript.cjs'), join(root, 'bench/stack.ts')];
const { status: stackStatus } = spawnSync(process.execPath, stack, { cwd: root, stdio: 'inherit' });
if (stackStatus !== 0) process.exitCode = stackStatus ?? 1;
