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
  /** Cases that noticed a fault and fail on the sound rules as well: they cannot tell. Must be none. */
  readonly unsound: readonly string[];
}

export interface CullOptions {
  /** Whether a mutant is tried; `i` counts those of one alert. */
  readonly tries: (fault: Pick<Fate, 'alert' | 'kind'>, i: number) => boolean;
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
  readonly kind: FaultKind;
  readonly fault: string;
  readonly attempts: readonly Attempt[];
  noticedBy: Attempt[];
}

/** Runs the cases of a service's alerts on their mutants, each until one notices. */
export async function cull(service: Service, { tries, objectives }: CullOptions): Promise<Cull> {
  const proofs = proofsOf(service, readPages(service.id))
    .filter(({ slo, cases }) => cases.length > 0 && (slo === undefined || objectives.includes(slo)))
    .map((proof) => ({ ...proof, cases: casesOf(proof) }));
  const broken = merged(proofs.flatMap((proof, i) => brokenBy(service, proof, i)));
  const chosen = byKey(broken, ({ owner }) => owner).flatMap((of) =>
    of.filter(({ owner, kind }, i) => tries({ alert: owner, kind }, i)),
  );
  await tryAll(chosen);
  return {
    unsound: await unsoundOf(service, proofs, chosen),
    fates: chosen.map(({ owner, kind, fault, noticedBy }) => ({
      alert: owner,
      kind,
      fault,
      survived: noticedBy.length === 0,
    })),
  };
}

/** Of the cases that noticed something, those that fail on the sound rules too. */
async function unsoundOf(
  service: Service,
  proofs: readonly Proof[],
  candidates: readonly Candidate[],
): Promise<readonly string[]> {
  const noticing = new Set(candidates.flatMap(({ noticedBy }) => noticedBy.map(({ one }) => one)));
  const trials = proofs.flatMap((proof, i) => {
    const rules = (evaluation: number): readonly RuleGroup[] => readBy(rulesOf(service, proof, evaluation));
    return proof.cases
      .filter((one) => noticing.has(one))
      .map((one): Attempt => ({ proof, one, file: `${i}.sound`, rules }));
  });
  const failed = await failing(trials);
  return failed.map(({ proof, one }) => `${proofName(proof)}/${one.title}`);
}

/** The mutants of the rules of one proof. */
function brokenBy(service: Service, proof: Proof, index: number): readonly (Candidate & Pick<Mutant, 'isRecorded'>)[] {
  const known = new Map<number, readonly Mutant[]>();
  const mutants = (evaluation: number): readonly Mutant[] => {
    const made = known.get(evaluation) ?? mutantsIn(readBy(rulesOf(service, proof, evaluation)), proof);
    known.set(evaluation, made);
    return made;
  };
  const { cases } = proof;
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

function ordered(cases: readonly ProofCase[], kind: FaultKind): readonly ProofCase[] {
  const order = [...(TELLING[kind] ?? []), ...USUALLY];
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

async function tryAll(candidates: readonly Candidate[]): Promise<void> {
  let at = 0;
  for (let round = 0; ; round += 1) {
    const size = ROUNDS[Math.min(round, ROUNDS.length - 1)] ?? 1;
    const open = candidates.filter(({ noticedBy }) => noticedBy.length === 0);
    const attempts = open.flatMap((one) => one.attempts.slice(at, at + size));
    if (attempts.length === 0) return;
    at += size;
    const failed = new Set(await failing(attempts));
    for (const one of open) one.noticedBy = one.attempts.filter((attempt) => failed.has(attempt));
  }
}

/** The attempts whose case does not hold. */
async function failing(attempts: readonly Attempt[]): Promise<readonly Attempt[]> {
  const failed: Attempt[] = [];
  for (let start = 0; start < attempts.length; start += BATCH) {
    const batch = attempts.slice(start, start + BATCH);
    const rules: Record<string, readonly RuleGroup[]> = {};
    const tests: Record<string, object> = {};
    batch.forEach((attempt, i) => {
      const evaluation = evaluationOf(attempt.one);
      const file = `${attempt.file}.${evaluation}.yml`;
      const groups = (rules[file] ??= attempt.rules(evaluation));
      tests[String(i)] = promtoolFile(attempt.proof.alert, attempt.one, runOptions(file, groups));
    });
    const verdicts = await runPromtool({ rules, tests }, 20 * MINUTES);
    failed.push(...batch.filter((_, i) => verdicts.get(String(i))?.passed === false));
  }
  return failed;
}
