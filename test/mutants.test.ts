/**
 * Rules broken on purpose, which the proofs must notice. `VEDETTE_MUTANTS=all` breaks everything, `VEDETTE_MUTANTS=node`
 * one service; without it the made-up shop meets every fault, each service a few, and one objective every fault of its
 * tiers.
 */
import type { FaultKind } from '../model/proof';
import type { Service } from '../model/service';
import { services } from '../services/registry';
import { mutantTable, noticedShare } from './support/mutant-table';
import { cull } from './support/mutating';
import type { Cull, CullOptions, Fate } from './support/mutating';
import { promtool } from './support/promtool';
import { isDeployedMajor } from './support/proving';
import { shop } from './support/shop';
import { survivingMutants } from './support/surviving-mutants';

const MINUTES = 60_000;
/** Least share of all mutants that must be noticed. */
const GATE = 0.95;
/** Faults that must be noticed without exception: when somebody is told, and how urgently. */
const STRICT: readonly FaultKind[] = ['threshold', 'for', 'severity'];
/** One objective of each kind of indicator: the rules of all come from one constructor. */
const OBJECTIVES = ['rstmdb-availability', 'rstmdb-latency', 'sequencer-readiness'];
/** Without being asked for more, every so many mutants of an alert one is tried. */
const SAMPLE = 25;
/** And every strict one of this. */
const SAMPLED_OBJECTIVE = 'rstmdb-availability';
const SAMPLED_BURN = `SloErrorBudgetBurn of ${SAMPLED_OBJECTIVE}`;

const asked = process.env['VEDETTE_MUTANTS'];
const chosen: readonly Service[] =
  asked === undefined || asked === 'all'
    ? [shop, ...services]
    : [shop, ...services].filter(({ id }) => asked.split(',').includes(id));
const isWhole = ({ id }: Service): boolean => asked !== undefined || id === shop.id;

const EVERYTHING: CullOptions = { tries: () => true, objectives: OBJECTIVES };
const FEW: CullOptions = {
  tries: ({ alert, kind }, i) => i % SAMPLE === 0 || (alert === SAMPLED_BURN && STRICT.includes(kind)),
  objectives: [SAMPLED_OBJECTIVE],
};

/** What one evaluation of slack cannot tell, on another release than the one deployed. */
const WITHIN_SLACK = /is one evaluation (longer|shorter) in /;
const counts = ({ fault }: Fate): boolean => isDeployedMajor() || !WITHIN_SLACK.test(fault);

const fatesOf = new Map<string, readonly Fate[]>();
const nameOf = ({ alert, fault }: Fate): string => `${alert}: ${fault}`;

afterAll(() => {
  const scope = asked ?? `all of ${shop.id}, every ${SAMPLE}th of each alert elsewhere, tiers of ${SAMPLED_OBJECTIVE}`;
  process.stdout.write(`mutants by promtool ${promtool().version} (${scope})\n${mutantTable(fatesOf)}\n`);
});

it('has a service to break', () => {
  expect(chosen).not.toEqual([]);
});

describe.each(chosen.map((service) => [service.id, service] as const))('%s', (id, service) => {
  const listed = survivingMutants[id] ?? [];
  let run: Cull = { fates: [], unsound: [] };
  let survivors: readonly Fate[] = [];

  beforeAll(async () => {
    run = await cull(service, isWhole(service) ? EVERYTHING : FEW);
    survivors = run.fates.filter((fate) => fate.survived && counts(fate));
    fatesOf.set(id, run.fates.filter(counts));
  }, 60 * MINUTES);

  it('has proofs that hold for the sound rules', () => {
    expect(run.unsound).toEqual([]);
    expect(run.fates.length).toBeGreaterThan(0);
  });

  it('notices every fault of a threshold, of the wait and of the severity', () => {
    expect(survivors.filter(({ kind }) => STRICT.includes(kind)).map(nameOf)).toEqual([]);
  });

  it('notices every other fault but those that are listed with a reason', () => {
    const justified = new Set(listed.flatMap(({ alert, mutants }) => mutants.map((mutant) => `${alert}: ${mutant}`)));
    const others = survivors.filter(({ kind }) => !STRICT.includes(kind)).map(nameOf);
    expect(others.filter((name) => !justified.has(name))).toEqual([]);
    if (!isWhole(service)) return;
    // Exactly the deployed release decides what survives.
    expect(isDeployedMajor() ? [...justified].filter((name) => !others.includes(name)) : []).toEqual([]);
  });
});

it('notices enough of all faults', () => {
  expect(noticedShare([...fatesOf.values()].flat())).toBeGreaterThanOrEqual(GATE);
});

it('lists survivors of services that there are, each with a reason', () => {
  expect(Object.keys(survivingMutants).filter((id) => ![shop, ...services].some((one) => one.id === id))).toEqual([]);
  const reasons = Object.values(survivingMutants).flatMap((of) => of.map(({ reason }) => reason));
  expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
});
