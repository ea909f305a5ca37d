import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adviceRules, contextRules, definitionRules } from '../../model/promql';
import { allChecks } from '../../stacks/check/catalogue/all';
import { checksDocument } from '../support/checks-document';
import { expectDocument } from '../support/generated';
import { LAYERS, ROOT } from '../support/source-file';

/** The catalogue names every id by itself. */
const CATALOGUE = 'stacks/check/catalogue/';

describe('docs/checks.md', () => {
  it('lists every check as the catalogue has it (npm run golden writes it anew)', () => {
    expectDocument('docs/checks.md', checksDocument());
  });

  it('has every id that a message of the sources can start with, and no other', () => {
    const listed = allChecks.map(({ id }) => id);
    const used = sources().flatMap((text) =>
      [...text.matchAll(/'((?:AL|AM|CO|DB|PQ|RR|SL|WV|X)-\d{2})'/g)].map(([, id = '']) => id),
    );
    expect([...listed].sort()).toEqual([...new Set(used)].sort());
  });

  it('gives one sentence to one id', () => {
    const titles = new Map<string, string>();
    for (const { id, title } of [...definitionRules, ...contextRules, ...adviceRules]) {
      expect(titles.get(id) ?? title).toBe(title);
      titles.set(id, title);
    }
    expect(titles.size).toBe(31);
  });
});

/** The text of every file of every layer. */
function sources(): readonly string[] {
  return LAYERS.flatMap((layer) =>
    readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
      .map((name) => `${layer}/${name}`)
      .filter((name) => name.endsWith('.ts') && !name.startsWith(CATALOGUE))
      .map((name) => readFileSync(join(ROOT, name), 'utf8')),
  );
}
