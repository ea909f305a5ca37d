/** Breaks the rules of alerts on purpose, and sees which faults their proofs do not notice. */
import type { RuleGroup } from '../../model/delivery';
import { loosened, mutantsOf, promtoolFile } from '../../model/proof';
import type { CaseKind, FaultKind, Mutant, Proof, ProofCase } from '../../model/proof';
import { walk } from '../../model/promql/ast';
import { parse } from '../../model/promql/parse';
import type { Service } from '../../model/service';
import { rulesFor, sloRulesFor } from './delivered-rules';
import { readPages } from './goldens';
import { runOptions, runPromtool } from './promtool';
import { isDeployedMajor, proofName, proofsOf } from './proving';

/** What became of one mutant. */
export interface Fate {
  /** The alert; for that of an objective `SloErrorBudgetBurn of rstmdb-latency`. */
  readonly alert: string;
  readonly kind: FaultKind;
  readonly fault: string;
  /** No case noticed the fault. */
  readonly survived: boolean;
}

/** The mutants of a service, and what became of them. */
export interface Cull {
  readonly fates: readonly Fate[];
  /** Cases that fail on the sound rules already: they cannot tell a fault. Must be none. */
  readonly unsound: readonly string[];
}

export interface CullOptions {
  /** Every n-th mutant of an alert; 1 takes all. */
  readonly every: number;
  /** Objectives whose alerts are broken too, by their `slo` label. */
  readonly objectives: readonly string[];
}

/** Kinds of cases in the order in which they are tried: what tells most comes first. */
const USUALLY: readonly CaseKind[] = ['firing', 'quiet', 'boundary', 'escalation', 'neighbour'];
const TELLING: Readonly<Partial<Record<FaultKind, readonly CaseKind[]>>> = {
  threshold: ['boundary', 'escalation'],
  job: ['neighbour'],
};
/** How many cases a mutant meets in each round; one that is noticed meets no more. The last number goes on. */
const ROUNDS = [1, 1, 2, 4, 8] as const;
/** How many cases promtool takes at once. */
const BATCH = 300;
const MINUTES = 60_000;

/** A case, and the broken rules for its interval of evaluation. */
interface Attempt {
  readonly proof: Proof;
  readonly one: ProofCase;
  /** Attempts of one set of rules share it. */
  readonly file: string;
  readonly rules: (evaluation: number) => readonly RuleGroup[];
}

/** One mutant on its way through the cases. */
interface Candidate {
  /** The alert; for a fault in recordings, the first that reads them. */
  readonly owner: string;
  readonly kind: FaultKind | undefined;
  readonly fault: string;
  readonly attempts: readonly Attempt[];
  noticedBy: Attempt[];
}

/** Runs the cases of a service's alerts on their mutants, each until one notices. */
export async function cull(service: Service, { every, objectives }: CullOptions): Promise<Cull> {
  const proofs = proofsOf(service, readPages(service.id)).filter(
    ({ slo, cases }) => cases.length > 0 && (slo === undefined || objectives.includes(slo)),
  );
  const broken = merged(proofs.flatMap((proof, i) => brokenBy(service, proof, i)));
  const sampled = byKey(broken, ({ owner }) => owner).flatMap((of) => of.filter((_, i) => i % every === 0));
  const sound = proofs.map((proof, i) => soundOf(service, proof, i));
  await tryAll([...sound, ...sampled]);
  return {
    unsound: sound.flatMap(({ owner, noticedBy }) => noticedBy.map(({ one }) => `${owner}/${one.title}`)),
    fates: sampled.flatMap(({ owner, kind, fault, noticedBy }) =>
      kind === undefined ? [] : [{ alert: owner, kind, fault, survived: noticedBy.length === 0 }],
    ),
  };
}

/** The sound rules, as a mutant that nothing must notice. */
function soundOf(service: Service, proof: Proof, index: number): Candidate {
  const rules = (evaluation: number): readonly RuleGroup[] => readBy(rulesOf(service, proof, evaluation));
  const attempts = casesOf(proof).map((one): Attempt => ({ proof, one, file: `${index}.sound`, rules }));
  return { owner: proofName(proof), kind: undefined, fault: 'none', attempts, noticedBy: [] };
}

/** The mutants of the rules of one proof. */
function brokenBy(service: Service, proof: Proof, index: number): readonly (Candidate & Pick<Mutant, 'isRecorded'>)[] {
  const known = new Map<number, readonly Mutant[]>();
  const mutants = (evaluation: number): readonly Mutant[] => {
    const made = known.get(evaluation) ?? mutantsIn(readBy(rulesOf(service, proof, evaluation)), proof);
    known.set(evaluation, made);
    return made;
  };
  const cases = casesOf(proof);
  return mutants(cases[0] ? evaluationOf(cases[0]) : 0).map(({ kind, fault, isRecorded }, i) => {
    const rules = (evaluation: number): readonly RuleGroup[] => mutants(evaluation)[i]?.groups ?? [];
    const attempts = ordered(cases, kind).map((one): Attempt => ({ proof, one, file: `${index}.${i}`, rules }));
    return { owner: proofName(proof), kind, fault, isRecorded, attempts, noticedBy: [] };
  });
}

/** A fault in recordings is one, whichever alerts read them: each of their cases may notice it. */
function merged(broken: readonly (Candidate & Pick<Mutant, 'isRecorded'>)[]): readonly Candidate[] {
  const name = ({ fault, attempts: [first] }: Candidate): string => `${first?.proof.slo ?? ''} ${fault}`;
  const whole = byKey(
    broken.filter(({ isRecorded }) => isRecorded),
    name,
  ).flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, attempts: [...first.attempts, ...others.flatMap(({ attempts }) => attempts)] }],
  );
  return [...broken.filter(({ isRecorded }) => !isRecorded), ...whole];
}

function byKey<T>(all: readonly T[], key: (one: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return [...found.values()];
}

const casesOf = ({ cases }: Proof): readonly ProofCase[] => (isDeployedMajor() ? cases : cases.map(loosened));

const evaluationOf = ({ step, evaluation = step }: ProofCase): number => evaluation;

const rulesOf = (service: Service, { alert, slo }: Proof, evaluation: number): readonly RuleGroup[] =>
  slo === undefined ? rulesFor(service, alert, evaluation) : sloRulesFor(service, slo, alert, evaluation);

/** An objective's windows follow from formulas, and its series are told apart by labels that each of them has. */
const mutantsIn = (groups: readonly RuleGroup[], { slo }: Proof): readonly Mutant[] =>
  slo === undefined ? mutantsOf(groups) : mutantsOf(groups, { identity: ['job', 'slo', 'service'], windows: true });

function ordered(cases: readonly ProofCase[], kind: FaultKind | undefined): readonly ProofCase[] {
  const order = [...((kind && TELLING[kind]) ?? []), ...USUALLY];
  const rank = ({ kind: of }: ProofCase): number => (order.includes(of) ? order.indexOf(of) : order.length);
  return cases.toSorted((a, b) => rank(a) - rank(b) || cost(a) - cost(b));
}

const cost = ({ inputs }: ProofCase): number => inputs.reduce((sum, { samples }) => sum + samples.length, 0);

/** A fault in a recording that the alert reads neither in its condition nor in its texts cannot show. */
function readBy(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  const rules = groups.flatMap((group) => group.rules);
  const recordings = rules.filter((rule) => 'record' in rule);
  const wanted = new Set<string>();
  const follow = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    recordings.filter(({ record }) => record === name).forEach(({ expr }) => namesIn(expr).forEach(follow));
  };
  for (const rule of rules.filter((rule) => 'alert' in rule)) {
    namesIn(rule.expr).forEach(follow);
    const texts = Object.values(rule.annotations);
    recordings
      .filter(({ record }) => texts.some((text) => text.includes(record)))
      .forEach(({ record }) => follow(record));
  }
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => 'alert' in rule || wanted.has(rule.record)) }))
    .filter((group) => group.rules.length > 0);
}

const namesIn = (expr: string): readonly string[] =>
  [...walk(parse(expr))].flatMap((node) => (node.type === 'selector' && node.name !== undefined ? [node.name] : []));

interface Trial {
  readonly candidate: Candidate;
  readonly attempt: Attempt;
}

async function tryAll(candidates: readonly Candidate[]): Promise<void> {
  let at = 0;
  for (let round = 0; ; round += 1) {
    const size = ROUNDS[Math.min(round, ROUNDS.length - 1)] ?? 1;
    const trials = candidates
      .filter(({ kind, noticedBy }) => kind === undefined || noticedBy.length === 0)
      .flatMap((candidate) =>
        candidate.attempts.slice(at, at + size).map((attempt): Trial => ({ candidate, attempt })),
      );
    if (trials.length === 0) return;
    at += size;
    for (let start = 0; start < trials.length; start += BATCH) await tryBatch(trials.slice(start, start + BATCH));
  }
}

async function tryBatch(batch: readonly Trial[]): Promise<void> {
  const rules: Record<string, readonly RuleGroup[]> = {};
  const tests: Record<string, object> = {};
  batch.forEach(({ attempt }, i) => {
    const evaluation = evaluationOf(attempt.one);
    const file = `${attempt.file}.${evaluation}.yml`;
    const groups = (rules[file] ??= attempt.rules(evaluation));
    tests[String(i)] = promtoolFile(attempt.proof.alert, attempt.one, runOptions(file, groups));
  });
  const verdicts = await runPromtool({ rules, tests }, 20 * MINUTES);
  batch.forEach(({ candidate, attempt }, i) => {
    if (verdicts.get(String(i))?.passed === false) candidate.noticedBy.push(attempt);
  });
}
