/** Proves the alerts of a service with real promtool, and says in words what does not hold. */
import type { RuleGroup } from '../../model/delivery';
import { problemText, VedetteError } from '../../model/problem';
import type { Problem } from '../../model/problem';
import { claimIndex, explain, loosened, promtoolFile, proofOf, sloProofsOf } from '../../model/proof';
import type { Claim, Page, Pages, Proof, ProofCase } from '../../model/proof';
import type { Service } from '../../model/service';
import { boundSlo, rulesFor, sloRulesFor } from './delivered-rules';
import { promtool, runOptions, runPromtool } from './promtool';
import type { Failure, Verdict } from './promtool';

const DEPLOYED_MAJOR = '3';

/** Whether promtool here has the major version that is deployed. */
export const isDeployedMajor = (): boolean => promtool().version.startsWith(`${DEPLOYED_MAJOR}.`);

/** The reviewed pages of a service's alerts, by alert. */
export type ServicePages = Readonly<Record<string, Pages>>;

/** Faults by case: `Alert/title`; an empty list for a case that holds. */
export type Findings = ReadonlyMap<string, readonly string[]>;

export const caseKey = (proof: Proof, { title }: ProofCase): string => `${proofName(proof)}/${title}`;

/** @throws VedetteError for scenarios that cannot be played */
export function proofsOf(service: Service, pages?: ServicePages): readonly Proof[] {
  const { alerts, recordings = [], slos = [] } = service.spec;
  return [
    ...alerts.map((alert) => {
      const own = pages === undefined ? undefined : (pages[alert.name] ?? {});
      return proofOf({ alert, recordings, ...(own && { pages: own }) });
    }),
    ...slos.flatMap((slo) => sloProofsOf(boundSlo(service, slo), pages)),
  ];
}

/** The name of what is proven: the alert, with the objective where many share its name. */
export const proofName = ({ alert, slo }: Proof): string => (slo === undefined ? alert : `${alert} of ${slo}`);

/** A name for files. */
const fileName = ({ alert, slo }: Proof): string => (slo === undefined ? alert : `${alert}.${slo}`);

/** The rules that a case is run on. */
function rulesOf(
  service: Service,
  { alert, slo }: Proof,
  { step, evaluation = step }: ProofCase,
): readonly RuleGroup[] {
  return slo === undefined ? rulesFor(service, alert, step) : sloRulesFor(service, slo, alert, evaluation);
}

/** The problems of a service's scenarios that show before anything is run. */
export function scenarioProblems(service: Service): readonly Problem[] {
  try {
    proofsOf(service);
    return [];
  } catch (error) {
    if (error instanceof VedetteError) return error.problems;
    throw error;
  }
}

/** The rules that a case of a proof is run on. */
export type RulesFor = (proof: Proof, one: ProofCase) => readonly RuleGroup[];

/** Runs every case of a service, on the rules of the first release that supports each alert unless told otherwise. */
export async function prove(
  service: Service,
  proofs: readonly Proof[],
  rulesToRun: RulesFor = (proof, one) => rulesOf(service, proof, one),
): Promise<Findings> {
  const run = new Map<string, { proof: Proof; one: ProofCase }>();
  const rules: Record<string, readonly RuleGroup[]> = {};
  const tests: Record<string, object> = {};
  const tolerant = !isDeployedMajor();
  for (const proof of proofs) {
    proof.cases.forEach((strict, i) => {
      const one = tolerant ? loosened(strict) : strict;
      const name = `${fileName(proof)}.${i}`;
      const file = `${fileName(proof)}.${one.evaluation ?? one.step}.yml`;
      const groups = (rules[file] ??= rulesToRun(proof, one));
      tests[name] = promtoolFile(proof.alert, one, runOptions(file, groups));
      run.set(name, { proof, one });
    });
  }
  const verdicts = await runPromtool({ rules, tests });
  return new Map(
    [...run].map(([name, { proof, one }]) => [caseKey(proof, one), faults(one, verdicts.get(name))] as const),
  );
}

/** The pages that an alert sends in its firing scenarios and beyond its worse threshold, as promtool renders them. */
export async function renderPages(service: Service): Promise<ServicePages> {
  const rules: Record<string, readonly RuleGroup[]> = {};
  const tests: Record<string, object> = {};
  const wanted = new Map<string, { readonly alert: string; readonly key: string }>();
  for (const proof of proofsOf(service)) {
    for (const one of proof.cases) {
      const key = pageKey(one);
      if (key === undefined) continue;
      const name = `${fileName(proof)}.${wanted.size}`;
      const file = `${fileName(proof)}.${one.evaluation ?? one.step}.yml`;
      const groups = (rules[file] ??= rulesOf(service, proof, one));
      const claims = one.claims.filter(({ kind }) => kind === 'page');
      tests[name] = promtoolFile(proof.alert, { ...one, claims }, runOptions(file, groups));
      wanted.set(name, { alert: proof.alert, key });
    }
  }
  const verdicts = await runPromtool({ rules, tests });
  const pages: Record<string, Record<string, readonly Page[]>> = {};
  for (const [name, { alert, key }] of wanted) {
    const page = verdicts.get(name)?.failures.find((failure) => failure.kind === 'page');
    (pages[alert] ??= {})[key] = sorted(page?.got ?? []);
  }
  return pages;
}

function pageKey({ claims }: ProofCase): string | undefined {
  return claims.find((claim) => claim.kind === 'page')?.of;
}

const sorted = (pages: readonly Page[]): readonly Page[] =>
  pages
    .map(({ labels, annotations }) => ({ labels: byName(labels), annotations: byName(annotations) }))
    .toSorted((a, b) => JSON.stringify(a.labels).localeCompare(JSON.stringify(b.labels), 'en'));

const byName = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => a.localeCompare(b, 'en')));

function faults(one: ProofCase, verdict: Verdict | undefined): readonly string[] {
  if (verdict === undefined) return ['was not run'];
  if (verdict.passed) return [];
  const found = verdict.failures.map((failure) => ({ claim: claimOf(one, failure), failure }));
  // Where the onset is wrong, what follows from it is wrong too, and says nothing new.
  const onset = found.filter(({ claim }) => claim?.kind === 'true from');
  const told = (onset.length > 0 ? onset : found).map(({ claim, failure }) => faultText(claim, failure));
  return told.length > 0 ? told : ['promtool says FAILED without a reason'];
}

function claimOf(one: ProofCase, failure: Failure): Claim | undefined {
  if (failure.kind === 'page') return one.claims.find(({ kind }) => kind === 'page');
  const index = failure.kind === 'query' ? claimIndex(failure.expr) : undefined;
  return index === undefined ? undefined : one.claims[index];
}

function faultText(claim: Claim | undefined, failure: Failure): string {
  if (claim === undefined || failure.kind === 'error') return failure.text;
  if (claim.kind === 'page') return pageFault(claim.pages, failure.kind === 'page' ? failure.got : []);
  return explain(claim, failure.kind === 'query' ? failure.got[0]?.value : undefined);
}

const REWRITE = "if it is meant so, 'npm run golden' writes it anew for review";

function pageFault(expected: readonly Page[], got: readonly Page[]): string {
  const name = ({ labels }: Page): string => JSON.stringify(byName(labels));
  const lacking = expected.filter((page) => !got.some((other) => name(other) === name(page)));
  const surplus = got.filter((page) => !expected.some((other) => name(other) === name(page)));
  const changed = expected.flatMap((page) => {
    const other = got.find((one) => name(one) === name(page));
    return other === undefined ? [] : textChanges(page.annotations, other.annotations);
  });
  const lines = [
    ...lacking.map((page) => `does not fire: ${name(page)}`),
    ...surplus.map((page) => `fires, and is not in the reviewed page: ${name(page)}`),
    ...changed,
  ];
  return [`the page is not the reviewed one; ${REWRITE}`, ...lines].join('\n  ');
}

function textChanges(expected: Page['annotations'], got: Page['annotations']): readonly string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].sort();
  return names
    .filter((name) => expected[name] !== got[name])
    .map((name) => `${name} was: ${expected[name] ?? 'nothing'}\n  ${name} is:  ${got[name] ?? 'nothing'}`);
}

/** A problem list as one text, for a test's message. */
export const problemsText = (problems: readonly Problem[]): string => problems.map(problemText).join('\n');
