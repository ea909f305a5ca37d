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

/** One mutant on its way through the cases. */
interface Candidate {
  readonly name: string;
  readonly proof: Proof;
  readonly kind: FaultKind | undefined;
  readonly fault: string;
  readonly cases: readonly ProofCase[];
  /** The broken rules for an interval of evaluation. */
  readonly rules: (evaluation: number) => readonly RuleGroup[];
  noticedBy: ProofCase[];
}

/** Runs the cases of a service's alerts on their mutants, each until one notices. */
export async function cull(service: Service, options: CullOptions): Promise<Cull> {
  const proofs = proofsOf(service, readPages(service.id)).filter(
    ({ slo }) => slo === undefined || options.objectives.includes(slo),
  );
  const candidates = proofs.flatMap((proof, i) => candidatesOf(service, proof, i, options.every));
  await tryAll(candidates);
  const sound = candidates.filter(({ kind }) => kind === undefined);
  return {
    unsound: sound.flatMap(({ proof, noticedBy }) => noticedBy.map(({ title }) => `${proofName(proof)}/${title}`)),
    fates: candidates.flatMap(({ proof, kind, fault, noticedBy }) =>
      kind === undefined ? [] : [{ alert: proofName(proof), kind, fault, survived: noticedBy.length === 0 }],
    ),
  };
}

/** The mutants of one proof, and the sound rules as one that nothing must notice. */
function candidatesOf(service: Service, proof: Proof, index: number, every: number): readonly Candidate[] {
  const cases = isDeployedMajor() ? proof.cases : proof.cases.map(loosened);
  const [first] = cases;
  if (first === undefined) return [];
  const known = new Map<number, readonly Mutant[]>();
  const mutants = (evaluation: number): readonly Mutant[] => {
    const made = known.get(evaluation) ?? mutantsIn(readBy(rulesOf(service, proof, evaluation)), proof);
    known.set(evaluation, made);
    return made;
  };
  const sound: Candidate = {
    ...{ name: `${index}.sound`, proof, kind: undefined, fault: 'none', noticedBy: [] },
    cases: ordered(cases, undefined),
    rules: (evaluation) => readBy(rulesOf(service, proof, evaluation)),
  };
  const broken = mutants(evaluationOf(first)).map(({ kind, fault }, i): Candidate => ({
    ...{ name: `${index}.${i}`, proof, kind, fault, noticedBy: [] },
    cases: ordered(cases, kind),
    rules: (evaluation) => mutants(evaluation)[i]?.groups ?? [],
  }));
  return [sound, ...broken.filter((_, i) => i % every === 0)];
}

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

/** A fault in a recording that the alert does not read cannot show. */
function readBy(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  const rules = groups.flatMap((group) => group.rules);
  const wanted = new Set<string>();
  const follow = (expr: string): void => {
    for (const node of walk(parse(expr))) {
      if (node.type !== 'selector' || node.name === undefined || wanted.has(node.name)) continue;
      wanted.add(node.name);
      rules.filter((rule) => 'record' in rule && rule.record === node.name).forEach((rule) => follow(rule.expr));
    }
  };
  rules.filter((rule) => 'alert' in rule).forEach((rule) => follow(rule.expr));
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => 'alert' in rule || wanted.has(rule.record)) }))
    .filter((group) => group.rules.length > 0);
}

interface Trial {
  readonly candidate: Candidate;
  readonly one: ProofCase;
}

async function tryAll(candidates: readonly Candidate[]): Promise<void> {
  let at = 0;
  for (let round = 0; ; round += 1) {
    const size = ROUNDS[Math.min(round, ROUNDS.length - 1)] ?? 1;
    const trials = candidates
      .filter(({ kind, noticedBy }) => kind === undefined || noticedBy.length === 0)
      .flatMap((candidate) => candidate.cases.slice(at, at + size).map((one): Trial => ({ candidate, one })));
    if (trials.length === 0) return;
    at += size;
    for (let start = 0; start < trials.length; start += BATCH) await tryBatch(trials.slice(start, start + BATCH));
  }
}

async function tryBatch(batch: readonly Trial[]): Promise<void> {
  const rules: Record<string, readonly RuleGroup[]> = {};
  const tests: Record<string, object> = {};
  batch.forEach(({ candidate: { name, proof, rules: rulesAt }, one }, i) => {
    const evaluation = evaluationOf(one);
    const file = `${name}.${evaluation}.yml`;
    const groups = (rules[file] ??= rulesAt(evaluation));
    tests[String(i)] = promtoolFile(proof.alert, one, runOptions(file, groups));
  });
  const verdicts = await runPromtool({ rules, tests }, 20 * MINUTES);
  batch.forEach(({ candidate, one }, i) => {
    if (verdicts.get(String(i))?.passed === false) candidate.noticedBy.push(one);
  });
}
