import type { Service } from '../model/service';
import { services } from '../services/registry';
import { cull } from './support/mutating';
import type { Cull } from './support/mutating';
import { shop } from './support/shop';

const MINUTES = 60_000;

/** The made-up shop always; `make mutants` takes every service. */
const mutated: readonly Service[] = process.env['VEDETTE_MUTANTS'] === 'all' ? [shop, ...services] : [shop];

const culls = new Map<Service, readonly Cull[]>();

beforeAll(async () => {
  for (const service of mutated) culls.set(service, await cull(service));
}, 30 * MINUTES);

afterAll(() => {
  const all = [...culls.values()].flat();
  const count = (of: (one: Cull) => readonly string[]): number => all.flatMap(of).length;
  const [made, survived] = [count(({ faults }) => faults), count(({ survivors }) => survivors)];
  process.stdout.write(`mutants: ${made} made, ${made - survived} noticed\n`);
});

describe.each(mutated.map((service) => [service.id, service] as const))('%s', (_id, service) => {
  it.each(service.alertNames)('notices every fault in %s', (name) => {
    const own = (culls.get(service) ?? []).filter(({ alert }) => alert === name);
    expect(own.flatMap(({ faults }) => faults).length).toBeGreaterThan(2);
    expect(own.flatMap(({ survivors }) => survivors)).toEqual([]);
  });
});
