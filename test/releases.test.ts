/**
 * Alerts in every release: a scenario's series go out under the release's own names, come in through the scrape's
 * relabelling, and the rules that are delivered to that release must find the same in them.
 */
import { services } from '../services/registry';
import { caseKey, proofsOf, prove } from './support/proving';
import type { Findings } from './support/proving';
import { rulesIn } from './support/delivered-rules';
import { LIMITS, releaseProofs } from './support/releases';
import type { Limit } from './support/releases';

const MINUTES = 60_000;

const spoken = services.flatMap((service) => {
  const proofs = releaseProofs(service, proofsOf(service));
  return (service.spec.dialects ?? []).map(({ name }) => ({
    name: `${service.id} ${name}`,
    service,
    dialect: name,
    proofs: proofs.filter(({ dialect }) => dialect === name),
  }));
});

it('has services that speak several dialects', () => {
  expect(spoken.length).toBeGreaterThan(3);
});

describe.each(spoken)('$name', ({ name, service, dialect, proofs }) => {
  let findings: Findings = new Map();

  beforeAll(async () => {
    const rules = (alert: string, step: number): ReturnType<typeof rulesIn> => rulesIn(service, dialect, alert, step);
    findings = await prove(
      service,
      proofs.map(({ proof }) => proof),
      ({ alert }, { step }) => rules(alert, step) ?? [],
    );
  }, 15 * MINUTES);

  it('supports alerts, and each of them was tried in it', () => {
    const untried = proofs.filter(({ proof, same }) => proof.cases.length + same === 0);
    expect([proofs.length > 0, untried.map(({ proof }) => proof.alert)]).toEqual([true, []]);
  });

  const limitOf = (alert: string, title: string): Limit | undefined =>
    LIMITS.find((each) => each.release === name && each.alert === alert && title.includes(each.title));
  const outcomes = (): readonly { key: string; limit: Limit | undefined; faults: readonly string[] }[] =>
    proofs.flatMap(({ proof }) =>
      proof.cases.map((one) => {
        const key = caseKey(proof, one);
        return { key, limit: limitOf(proof.alert, one.title), faults: findings.get(key) ?? ['was not run'] };
      }),
    );

  it('brings every alert what the documented names bring', () => {
    const wrong = outcomes().filter(({ limit, faults }) => limit === undefined && faults.length > 0);
    expect(wrong.map(({ key, faults }) => `${key}: ${faults.join('; ')}`)).toEqual([]);
  });

  it('has no limit but those that are declared', () => {
    const met = outcomes().flatMap(({ limit, faults }) => (limit !== undefined && faults.length > 0 ? [limit] : []));
    const declared = LIMITS.filter(({ release }) => release === name);
    expect(declared.filter((limit) => !met.includes(limit))).toEqual([]);
  });
});
