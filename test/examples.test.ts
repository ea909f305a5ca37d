/** The examples, as a user would run them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkout } from '../examples/checkout/service';
import { shopManifests } from '../examples/checkout/stack';
import { proofsOf, prove, renderPages } from './support/proving';
import { ROOT } from './support/source-file';

describe('the checkout example', () => {
  it('deploys its rules, its scrape job and its board', () => {
    const documents = parseAllDocuments(shopManifests()).map((document) => JSON.stringify(document.toJS()));
    const withAll = ['CheckoutFailing', 'checkout.shop.svc:9464', 'checkout-overview'].map(
      (text) => documents.filter((document) => document.includes(text)).length,
    );
    expect(withAll.every((count) => count > 0)).toBe(true);
    expect(documents.length).toBeGreaterThan(30);
  });

  it('proves its alerts by promtool', async () => {
    const findings = await prove(checkout, proofsOf(checkout, await renderPages(checkout)));
    expect([...findings].filter(([, faults]) => faults.length > 0)).toEqual([]);
    expect(findings.size).toBeGreaterThan(20);
  }, 60_000);

  it('keeps stack and service together below 130 lines, proofs included', () => {
    const lines = ['service.ts', 'stack.ts'].flatMap((name) =>
      readFileSync(join(ROOT, 'examples/checkout', name), 'utf8').split('\n'),
    );
    expect(lines.length).toBeLessThan(130);
  });
});
