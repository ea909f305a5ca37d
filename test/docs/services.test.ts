import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { servicesDocument } from '../support/services-document';
import { ROOT } from '../support/source-file';

const FILE = join(ROOT, 'docs/services.md');

describe('docs/services.md', () => {
  it('lists every service as the registry has it (npm run golden writes it anew)', () => {
    if (process.env['VEDETTE_GOLDEN'] === 'write') writeFileSync(FILE, servicesDocument());
    expect(readFileSync(FILE, 'utf8')).toBe(servicesDocument());
  });
});
