import type { Service } from '../model/service';
import { services } from '../services/registry';
import { cull } from './support/mutating';
import { isDeployedMajor } from './support/proving';
import { shop } from './support/shop';

const MINUTES = 60_000;

/** The made-up shop always; `make mutants` takes every service. */
const mutated: readonly Service[] = process.env['VEDETTE_MUTANTS'] === 'all' ? [shop, ...services] : [shop];

/** What one evaluation of slack cannot tell, on another release than the one deployed. */
const WITHIN_SLACK = /is one evaluation (longer|shorter) in /;

const count = { made: 0, noticed: 0 };

afterAll(() => {
  process.stdout.write(`mutants: ${count.made} made, ${count.noticed} noticed\n`);
});

it('makes mutants at all', async () => {
  expect((await cull(shop, 'ShopErrors')).faults.length).toBeGreaterThan(5);
});

describe.each(mutated.map((service) => [service.id, service] as const))('%s', (_id, service) => {
  it.each(service.alertNames)(
    'notices every fault in %s',
    async (name) => {
      const { faults, survivors } = await cull(service, name);
      count.made += faults.length;
      count.noticed += faults.length - survivors.length;
      expect(survivors.filter((fault) => isDeployedMajor() || !WITHIN_SLACK.test(fault))).toEqual([]);
    },
    30 * MINUTES,
  );
});
