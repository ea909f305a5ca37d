/** What users can import is what `api/` says: a breaking change shows in review. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtCli } from './support/built';
import { testFolder } from './support/folder';
import { ROOT } from './support/source-file';

const folder = testFolder();

const reports = (below: string): readonly string[] =>
  readdirSync(below, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.api.md'))
    .sort();

it('is what api/ says; after a change on purpose, `npm run api` writes it anew', async () => {
  await builtCli();
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/api.mjs'), folder], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(reports(folder)).toContain('services/rstmdb.api.md');
  expect(reports(join(ROOT, 'api'))).toEqual(reports(folder));
  const texts = (below: string): readonly string[] =>
    reports(below).map((name) => readFileSync(join(below, name), 'utf8'));
  expect(texts(join(ROOT, 'api'))).toEqual(texts(folder));
}, 300_000);
