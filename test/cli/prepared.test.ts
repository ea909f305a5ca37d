import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read } from '../../model/promql/grammar';
import { rendered } from '../../stacks/markdown/render';
import { builtCli } from '../support/built';

const TELL_LOADED = join(__dirname, '../support/tell-loaded.cjs');

let main: string;

beforeAll(async () => {
  main = await builtCli();
}, 180_000);

const shipped = <T>(path: string): readonly (readonly [string, T])[] =>
  Object.entries(JSON.parse(readFileSync(join(dirname(main), '..', path), 'utf8')) as Record<string, T>);

describe('what the build prepares', () => {
  it('is what reading the text anew gives', () => {
    const trees = shipped<unknown>('model/promql/parsed.json');
    const pages = shipped<string>('stacks/markdown/rendered.json');
    expect([trees.length > 100, pages.length > 3]).toStrictEqual([true, true]);
    // Only the JSON of both can be compared: what is undefined is not written.
    const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect(trees.filter(([text, tree]) => JSON.stringify(asJson(read(text))) !== JSON.stringify(tree))).toStrictEqual(
      [],
    );
    expect(pages.filter(([markdown, html]) => rendered(markdown) !== html)).toStrictEqual([]);
  });

  it.each(['dev', 'staging', 'prod'])(
    'is all that %s needs: neither the grammar nor the Markdown renderer is loaded',
    (name) => {
      const { status, stderr } = spawnSync('node', ['--require', TELL_LOADED, main, 'synth', name], {
        encoding: 'utf8',
        maxBuffer: 1e8,
      });
      const loaded = stderr.split('\n');
      expect(status).toBe(0);
      expect(loaded.some((path) => path.endsWith('model/promql/parse.js'))).toBe(true);
      expect(loaded.filter((path) => /lezer|marked|promql\/grammar/.test(path))).toStrictEqual([]);
    },
  );
});
