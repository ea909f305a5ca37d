/** Service level objectives: what is promised to users, and how much of it may fail. */
import { Problems } from '../problem';
import { days, durationText, quantityText } from '../quantity';
import type { Duration, Quantity } from '../quantity';
import type { Sli } from './sli';
import { checkTiers, checkTraffic } from './slo-checks';
import { exact, tierOf, WORKBOOK_TIERS } from './tiers';
import type { Tier, TierSpec } from './tiers';

export interface SloSpec {
  /** What is promised, as a noun phrase that a page can begin with: `Answers without a server fault`. */
  readonly title: string;
  /** Share of the events that must be good: `percent(99.9)`. */
  readonly objective: Quantity<'ratio'>;
  /** Over which the objective holds; 30 days when absent. */
  readonly period?: Duration;
  readonly sli: Sli;
  /** What a user does that this is about, as a sentence. */
  readonly journey: string;
  /** The team that answers for it: the `team` label of its alerts. */
  readonly owner: string;
  /** What is done when the budget is spent, as a sentence; may hold a link. */
  readonly policy: string;
  /** Day by which the objective is looked at again: `2027-01-31`. */
  readonly review: string;
  /** The least traffic at which alerts must tell a failure from chance, in events an hour (SL-08). */
  readonly minPerHour: number;
  /** Bad events that a tier's long window must hold beside its error ratio; for traffic too low for `minPerHour` alone. */
  readonly minBad?: number;
  /** Those of the SRE workbook when absent. */
  readonly tiers?: readonly TierSpec[];
}

/** An objective of a service; its `slo` label is `<service>-<name>`. */
export class Slo {
  readonly period: Duration;
  /** Share of the events that may be bad, 0 to 1, without noise (SL-15). */
  readonly budget: number;
  readonly tiers: readonly Tier[];

  /** @throws VedetteError with every rule of SL-01, SL-02, SL-08, SL-11, SL-12 and SL-21 that it breaks */
  constructor(
    readonly name: string,
    readonly spec: SloSpec,
  ) {
    this.period = spec.period ?? days(30);
    // Whole billionths: the difference of two binary fractions has noise, and a budget of 0.0001% has few digits.
    this.budget = exact(Math.round((1 - spec.objective.value) * 1e9) / 1e9);
    this.tiers = (spec.tiers ?? WORKBOOK_TIERS).map((tier) => tierOf(tier, this.period, this.budget));
    const problems = new Problems();
    checkWords(this, problems);
    problems.addAll(spec.sli.problems.map((problem) => ({ ...problem, where: `slo ${name}/${problem.where}` })));
    checkObjective(this, problems);
    problems.throwIfAny();
  }
}

/** Declares an objective of a service. @throws VedetteError with everything that is wrong with it */
export function slo(name: string, spec: SloSpec): Slo {
  return new Slo(name, spec);
}

function checkObjective(of: Slo, problems: Problems): void {
  const where = `slo ${of.name}`;
  const { objective } = of.spec;
  if (objective.value <= 0 || objective.value >= 1) {
    const what = `objective is ${quantityText(objective)}, must be above 0% and below 100%`;
    problems.add({ where, what, remedy: 'promise a little less: 100% leaves no budget' });
    return;
  }
  if (of.period.value < days(1).value) {
    const what = `period is ${durationText(of.period)}, must be at least 1d`;
    problems.add({ where, what, remedy: "lengthen 'period'" });
    return;
  }
  checkTiers(of, where, problems);
  checkTraffic(of, where, problems);
}

const SHORTEST = 15;

/** Who, for whom, and until when (SL-21). */
function checkWords({ name, spec }: Slo, problems: Problems): void {
  const where = `slo ${name}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    const what = `name is '${name}', must be kebab-case of at most 40 letters and digits`;
    problems.add({ where, what, remedy: 'write it like availability or write-latency' });
  }
  const words = { title: spec.title, journey: spec.journey, policy: spec.policy };
  for (const [field, text] of Object.entries(words)) {
    if (text.trim().length >= SHORTEST) continue;
    const what = `'${field}' is '${text}', must be at least ${SHORTEST} characters`;
    problems.add({ id: 'SL-21', where, what, remedy: 'say it in a sentence' });
  }
  if (spec.title.length > 50) {
    const what = `'title' has ${spec.title.length} characters, must have at most 50: a page begins with it`;
    problems.add({ where, what, remedy: 'say it shorter' });
  }
  if (spec.owner.trim() === '') {
    problems.add({ id: 'SL-21', where, what: "'owner' is empty, must be a team", remedy: 'name who answers for it' });
  }
  if (!isDay(spec.review)) {
    const what = `'review' is '${spec.review}', must be a day`;
    problems.add({ id: 'SL-21', where, what, remedy: 'write it like 2027-01-31' });
  }
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse rolls 30 February over into March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
