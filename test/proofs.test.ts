import type { Service } from '../model/service';
import { services } from '../services/registry';
import { pageFaults, readPages, writePages, writesGoldens } from './support/page-goldens';
import { promtool } from './support/promtool';
import { caseKey, problemsText, proofsOf, prove, renderPages, scenarioProblems } from './support/proving';
import type { Findings } from './support/proving';
import { shop } from './support/shop';

const PARALLEL = 2;
const MINUTES = 60_000;

/** The made-up shop keeps the machinery honest, whatever services there are. */
const proven: readonly Service[] = [shop, ...services];
const playable = proven.filter((service) => scenarioProblems(service).length === 0);

const findings = new Map<string, Findings>();

beforeAll(async () => {
  const waiting = [...playable];
  const work = async (): Promise<void> => {
    for (let service = waiting.shift(); service !== undefined; service = waiting.shift()) {
      if (writesGoldens()) writePages(service.id, await renderPages(service));
      findings.set(service.id, await prove(service, proofsOf(service, readPages(service.id))));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}, 5 * MINUTES);

afterAll(() => {
  const { version, path } = promtool();
  const lines = playable.map((service) => {
    const proofs = proofsOf(service);
    const cases = proofs.flatMap((proof) => proof.cases).length;
    const declared = proofs.flatMap(({ alert, waivers }) =>
      waivers
        .filter(({ by }) => by === 'declared')
        .map(({ kind, reason }) => `\n  exempt: ${alert}, ${kind}: ${reason}`),
    );
    return `${service.id}: ${proofs.length} alerts, ${cases} cases${declared.join('')}`;
  });
  const other = version.startsWith('3.')
    ? ''
    : ', not the major version that is deployed; moments may differ by one evaluation';
  process.stdout.write(`proofs by promtool ${version} (${path})${other}\n${lines.join('\n')}\n`);
});

describe.each(proven.map((service) => [service.id, service] as const))('%s', (id, service) => {
  it('has scenarios that can be played', () => {
    expect(problemsText(scenarioProblems(service))).toBe('');
  });

  if (!playable.includes(service)) return;
  describe.each(proofsOf(service).map((proof) => [proof.alert, proof] as const))('%s', (alert, proof) => {
    it.each(proof.cases.map((one) => [one.title, one] as const))('%s', (_title, one) => {
      expect(findings.get(id)?.get(caseKey(proof, one))?.join('\n')).toBe('');
    });

    it('sends pages that a person can read', () => {
      const pages = Object.values(readPages(id)[alert] ?? {}).flat();
      expect(pages).not.toEqual([]);
      expect(pages.flatMap(pageFaults)).toEqual([]);
    });
  });
});
