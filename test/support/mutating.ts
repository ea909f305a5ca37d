/** Breaks the rules of an alert on purpose, and sees which faults its proof does not notice. */
import type { RuleGroup } from '../../model/delivery';
import { loosened, mutantsOf, promtoolFile } from '../../model/proof';
import type { CaseKind, Mutant, Proof, ProofCase } from '../../model/proof';
import type { Recording } from '../../model/recording';
import type { Service } from '../../model/service';
import { rulesFor } from './delivered-rules';
import { readPages } from './goldens';
import { runOptions, runPromtool } from './promtool';
import { isDeployedMajor, proofsOf } from './proving';

/** The mutants of one alert, and what became of them. */
export interface Cull {
  readonly alert: string;
  readonly faults: readonly string[];
  /** The faults that no case notices. */
  readonly survivors: readonly string[];
}

/** Cases that notice most faults come first: only what survives them meets the others. */
const ROUNDS: readonly (readonly CaseKind[])[] = [
  ['firing', 'quiet'],
  ['boundary', 'escalation', 'neighbour'],
  ['no data', 'missed scrape', 'counter reset', 'two replicas', 'zero traffic'],
];

const MINUTES = 60_000;

/**
 * Runs the cases of an alert on each of its mutants.
 * @throws Error when the service has no such alert
 */
export async function cull(service: Service, alert: string): Promise<Cull> {
  const proof = proofsOf(service, readPages(service.id)).find((one) => one.alert === alert);
  if (proof === undefined) throw new Error(`${service.id} has no alert '${alert}'`);
  // All timelines of an alert have the same step.
  const step = proof.cases[0]?.step ?? 0;
  const mutants = mutantsOf(readBy(service, alert, rulesFor(service, alert, step)));
  const cases = isDeployedMajor() ? proof.cases : proof.cases.map(loosened);
  let survivors = mutants;
  for (const kinds of ROUNDS) {
    survivors = await survivorsOf(
      proof,
      survivors,
      cases.filter(({ kind }) => kinds.includes(kind)),
    );
  }
  const faults = (of: readonly Mutant[]): readonly string[] => of.map(({ fault }) => fault);
  return { alert, faults: faults(mutants), survivors: faults(survivors) };
}

async function survivorsOf(
  { alert }: Proof,
  mutants: readonly Mutant[],
  cases: readonly ProofCase[],
): Promise<readonly Mutant[]> {
  const rules = Object.fromEntries(mutants.map(({ groups }, i) => [`${i}.yml`, groups]));
  const tests = Object.fromEntries(
    mutants.flatMap(({ groups }, i) =>
      cases.map((one, j) => [`${i}.${j}`, promtoolFile(alert, one, runOptions(`${i}.yml`, groups))]),
    ),
  );
  const verdicts = await runPromtool({ rules, tests }, 20 * MINUTES);
  return mutants.filter((_, i) => cases.every((_one, j) => verdicts.get(`${i}.${j}`)?.passed === true));
}

/** A fault in a recording that the alert does not read cannot show. */
function readBy(service: Service, name: string, groups: readonly RuleGroup[]): readonly RuleGroup[] {
  const { alerts, recordings = [] } = service.spec;
  const wanted = new Set<string>();
  const follow = (names: readonly string[]): void => {
    for (const recording of recordings.filter((one: Recording) => names.includes(one.name) && !wanted.has(one.name))) {
      wanted.add(recording.name);
      follow(recording.expr.series.map((series) => series.name));
    }
  };
  follow(
    alerts.filter((alert) => alert.name === name).flatMap((alert) => alert.spec.when.expr.series.map((s) => s.name)),
  );
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => 'alert' in rule || wanted.has(rule.record)) }))
    .filter(({ rules }) => rules.length > 0);
}
