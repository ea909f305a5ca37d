/** Breaks the rules of an alert on purpose, and sees which faults its proof does not notice. */
import type { RuleGroup } from '../../model/delivery';
import { mutantsOf, promtoolFile } from '../../model/proof';
import type { Mutant, Proof } from '../../model/proof';
import type { Recording } from '../../model/recording';
import type { Service } from '../../model/service';
import { rulesFor } from './delivered-rules';
import { readPages } from './goldens';
import { runOptions, runPromtool } from './promtool';
import { proofsOf } from './proving';

/** The mutants of one alert, and what became of them. */
export interface Cull {
  readonly alert: string;
  readonly faults: readonly string[];
  /** The faults that no case notices. */
  readonly survivors: readonly string[];
}

/** Runs every case of every alert on each of its mutants. */
export async function cull(service: Service): Promise<readonly Cull[]> {
  const culls: Cull[] = [];
  for (const proof of proofsOf(service, readPages(service.id))) {
    const steps = [...new Set(proof.cases.map(({ step }) => step))];
    for (const step of steps) culls.push(await cullOne(service, proof, step));
  }
  return culls;
}

/** So many that a run of promtool stays far below its time limit, even on timelines of a day. */
const MUTANTS_A_RUN = 4;

async function cullOne(service: Service, proof: Proof, step: number): Promise<Cull> {
  const mutants = mutantsOf(readBy(service, proof.alert, rulesFor(service, proof.alert, step)));
  const survivors: Mutant[] = [];
  for (let from = 0; from < mutants.length; from += MUTANTS_A_RUN) {
    survivors.push(...(await survivorsOf(proof, mutants.slice(from, from + MUTANTS_A_RUN))));
  }
  return {
    alert: proof.alert,
    faults: mutants.map(({ fault }) => fault),
    survivors: survivors.map(({ fault }) => fault),
  };
}

async function survivorsOf(proof: Proof, mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const rules = Object.fromEntries(mutants.map(({ groups }, i) => [`${i}.yml`, groups]));
  const tests = Object.fromEntries(
    mutants.flatMap(({ groups }, i) =>
      proof.cases.map((one, j) => [`${i}.${j}`, promtoolFile(proof.alert, one, runOptions(`${i}.yml`, groups))]),
    ),
  );
  const verdicts = await runPromtool({ rules, tests });
  return mutants.filter((_, i) => proof.cases.every((_one, j) => verdicts.get(`${i}.${j}`)?.passed === true));
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
