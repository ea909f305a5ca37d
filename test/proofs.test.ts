import type { Proof } from '../model/proof';
import type { Service } from '../model/service';
import { services } from '../services/registry';
import { pageFaults, readPages, readRecorded, writePages, writeRecorded, writesGoldens } from './support/goldens';
import { promtool } from './support/promtool';
import type { Sample } from './support/promtool';
import {
  caseKey,
  isDeployedMajor,
  problemsText,
  proofsOf,
  prove,
  proofName,
  renderPages,
  scenarioProblems,
} from './support/proving';
import type { Findings } from './support/proving';
import { recordedBy, recordingFaults, recordingProofs, runRecordings } from './support/proving-recordings';
import { shop } from './support/shop';

const MINUTES = 60_000;

/** The made-up shop keeps the machinery honest, whatever services there are. */
const proven: readonly Service[] = [shop, ...services];
const playable = proven.filter((service) => scenarioProblems(service).length === 0);

interface Outcome {
  readonly alerts: Findings;
  readonly recordings: ReadonlyMap<string, readonly Sample[]>;
}

/** Refused before anything is run. */
const writing = writesGoldens();

async function run(service: Service): Promise<Outcome> {
  const recordings = await runRecordings(service);
  if (writing) {
    writeRecorded(service.id, recordedBy(service, recordings));
    writePages(service.id, await renderPages(service));
  }
  return { recordings, alerts: await prove(service, proofsOf(service, readPages(service.id))) };
}

afterAll(() => {
  const { version, path } = promtool();
  const other = isDeployedMajor()
    ? ''
    : ', not the major version that is deployed: one evaluation of slack, texts and recorded values not compared';
  const lines = playable.map(summaryOf).join('\n');
  process.stdout.write(`proofs by promtool ${version} (${path})${other}\n${lines}\n`);
});

function summaryOf(service: Service): string {
  const proofs = proofsOf(service);
  const cases = proofs.flatMap((proof) => proof.cases).length;
  return [`${service.id}: ${proofs.length} alerts, ${cases} cases`, ...proofs.flatMap(exemptions)].join('\n');
}

const exemptions = ({ alert, waivers }: Proof): readonly string[] =>
  waivers
    .filter(({ by }) => by === 'declared')
    .map(({ kind, reason }) => `  exempt: ${alert} from '${kind}': ${reason}`);

describe.each(proven.map((service) => [service.id, service] as const))('%s', (id, service) => {
  it('has scenarios that can be played', () => {
    expect(problemsText(scenarioProblems(service))).toBe('');
  });

  if (!playable.includes(service)) return;
  let outcome: Outcome = { alerts: new Map(), recordings: new Map() };

  beforeAll(async () => {
    outcome = await run(service);
  }, 20 * MINUTES);

  describe.each(proofsOf(service).map((proof) => [proofName(proof), proof] as const))('%s', (_name, proof) => {
    it.each(proof.cases.map((one) => [one.title, one] as const))('%s', (_title, one) => {
      expect(outcome.alerts.get(caseKey(proof, one))?.join('\n')).toBe('');
    });

    it('sends pages that a person can read', () => {
      const pages = Object.values(readPages(id)[proof.alert] ?? {}).flat();
      expect(pages).not.toEqual([]);
      expect(pages.flatMap(pageFaults)).toEqual([]);
    });
  });

  for (const { key, one } of recordingProofs(service)) {
    it(`${key}`, () => {
      const got = outcome.recordings.get(key) ?? [];
      expect(recordingFaults(one, got, readRecorded(id)).join('\n')).toBe('');
    });
  }

  it('has no reviewed page of an alert or a scenario that is gone', () => {
    const expected = proofsOf(service).flatMap(({ alert, cases }) =>
      cases.flatMap(({ claims }) =>
        claims.flatMap((claim) => (claim.kind === 'page' ? [`${alert}: ${claim.of}`] : [])),
      ),
    );
    const reviewed = Object.entries(readPages(id)).flatMap(([alert, pages]) =>
      Object.keys(pages).map((of) => `${alert}: ${of}`),
    );
    expect(reviewed.sort()).toEqual(expected.sort());
  });
});
