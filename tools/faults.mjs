/** Plays every fault of test/faults/ and prints the table of what must happen and what did. Arguments go to jest. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'vedette-faults-'));
const file = join(folder, 'outcomes');
const args = ['jest', '--ci', '--silent', 'test/faults', ...process.argv.slice(2)];
const { status } = spawnSync('npx', args, {
  env: { ...process.env, VEDETTE_FAULTS: file },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const rows = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
  .toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
rmSync(folder, { recursive: true });

for (const { id, fault, expected, result, happened } of rows) {
  console.log(`${id.padEnd(4)}${result.padEnd(11)}${fault}\n${' '.repeat(15)}must: ${expected}\n${' '.repeat(15)}${happened}`);
}
const results = ['held', 'BROKEN', 'skipped', 'elsewhere', 'not played'];
const counts = results.map((each) => `${rows.filter(({ result }) => result === each).length} ${each}`);
console.log(counts.join(', '));
process.exitCode = status ?? 1;
