/**
 * Time and memory of whole processes, as a user waits for them: medians of several runs, beside a bare import of cdk8s
 * measured in the same rounds, because a number of seconds says little about another machine. Prints, and judges nothing.
 *
 *   npm run bench            # five rounds
 *   npm run bench -- 15      # more rounds, on a machine that is busy with other things
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
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
];

/** Runs a process once, its output read and thrown away. */
function measure(args) {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn(process.execPath, ['--require', join(root, 'bench/usage.cjs'), ...args], {
      cwd: root,
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
