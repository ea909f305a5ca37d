import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyDocument } from '../support/policy-document';
import { ROOT } from '../support/source-file';

const FILE = join(ROOT, 'docs/policy.md');

it('docs/policy.md lists every policy as it is (npm run golden writes it anew)', () => {
  if (process.env['VEDETTE_GOLDEN'] === 'write') writeFileSync(FILE, policyDocument());
  expect(readFileSync(FILE, 'utf8')).toBe(policyDocument());
});
