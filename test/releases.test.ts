/**
 * Alerts in every release: a scenario's series go out under the release's own names, come in through the scrape's
 * relabelling, and the rules that are delivered to that release must find the same in them.
 */
import { services } from '../services/registry';
import { caseKey, proofsOf, prove } from './support/proving';
import type { Findings } from './support/proving';
import { rulesIn } from './support/delivered-rules';
import { releaseProofs } from './support/releases';

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

describe.each(spoken)('$name', ({ service, dialect, proofs }) => {
  let findings: Findings = new Map();

  beforeAll(async () => {
    const rules = (alert: string, step: number): ReturnType<typeof rulesIn> => rulesIn(service, dialect, alert, step);
    findings = await prove(
      service,
      proofs.map(({ proof }) => proof),
      ({ alert }, { step }) => rules(alert, step) ?? [],
    );
  }, 3 * MINUTES);

  it('supports alerts, and each of them was tried in it', () => {
    const untried = proofs.filter(({ proof, same }) => proof.cases.length + same === 0);
    expect([proofs.length > 0, untried.map(({ proof }) => proof.alert)]).toEqual([true, []]);
  });

  it('brings every alert what the documented names bring', () => {
    const wrong = proofs.flatMap(({ proof }) =>
      proof.cases.flatMap((one) =>
        (findings.get(caseKey(proof, one)) ?? ['was not run']).map((fault) => `${caseKey(proof, one)}: ${fault}`),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
