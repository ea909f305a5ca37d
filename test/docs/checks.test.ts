import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextRules, definitionRules } from '../../model/promql';
import { checksDocument } from '../support/checks-document';
import { LAYERS, ROOT } from '../support/source-file';

const FILE = join(ROOT, 'docs/checks.md');

describe('docs/checks.md', () => {
  it('lists every check as the rules have it (npm run golden writes it anew)', () => {
    if (process.env['VEDETTE_GOLDEN'] === 'write') writeFileSync(FILE, checksDocument());
    expect(readFileSync(FILE, 'utf8')).toBe(checksDocument());
  });

  it('has every id that a message of the sources can start with, and no other', () => {
    const listed = [...checksDocument().matchAll(/^\| ([A-Z]{2}-\d{2}) /gm)].map(([, id]) => id);
    const used = sources().flatMap((text) => [...text.matchAll(/'((?:AL|DB|PQ|RR)-\d{2})'/g)].map(([, id]) => id));
    expect([...new Set(listed)].sort()).toEqual([...new Set(used)].sort());
  });

  it('gives one sentence to one id', () => {
    const titles = new Map<string, string>();
    for (const { id, title } of [...definitionRules, ...contextRules]) {
      expect(titles.get(id) ?? title).toBe(title);
      titles.set(id, title);
    }
    expect(titles.size).toBeGreaterThanOrEqual(26);
  });
});

/** The text of every file of every layer. */
function sources(): readonly string[] {
  return LAYERS.flatMap((layer) =>
    readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(ROOT, layer, name), 'utf8')),
  );
}
