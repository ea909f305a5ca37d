import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextRules, definitionRules } from '../../model/promql';
import { checksDocument } from '../support/checks-document';

const FILE = join(__dirname, '../../docs/checks.md');

describe('docs/checks.md', () => {
  it('lists every check as the rules have it (npm run golden writes it anew)', () => {
    if (process.env['VEDETTE_GOLDEN'] === 'write') writeFileSync(FILE, checksDocument());
    expect(readFileSync(FILE, 'utf8')).toBe(checksDocument());
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
