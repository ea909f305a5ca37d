/** Checks of an objective against its tiers and its traffic. */
import type { Problems } from '../problem';
import { durationText, quantityText, ratio } from '../quantity';
import type { Duration } from '../quantity';
import { exact } from './tiers';
import type { Tier } from './tiers';

/** What the checks need to know of an objective. */
export interface Judged {
  readonly period: Duration;
  readonly budget: number;
  readonly tiers: readonly Tier[];
  readonly spec: {
    readonly minPerHour: number;
    readonly minBad?: number;
    readonly objective: { readonly value: number };
  };
}

/** A burn below this spends so little that the period ends with budget left. */
const LEAST_FACTOR = 0.9;

const tierName = ({ severity, long, short }: Tier): string =>
  `tier ${severity} ${durationText(long)}/${durationText(short)}`;

/** Each tier can fire, and only when the budget would not last (SL-01). */
export function checkTiers({ period, budget, tiers, spec }: Judged, where: string, problems: Problems): void {
  for (const severity of ['critical', 'warning'] as const) {
    if (tiers.some((tier) => tier.severity === severity)) continue;
    problems.add({ where, what: `no tier is ${severity}`, remedy: 'give one for the page and one for the ticket' });
  }
  for (const tier of tiers) {
    if (tier.short.value >= tier.long.value || tier.long.value > period.value) {
      const what = `windows of ${tierName(tier)} must be short, long and period (${durationText(period)}) in this order`;
      problems.add({ where, what, remedy: 'make the short one a twelfth of the long one' });
    }
    if (tier.limit >= 1) {
      const least = quantityText(ratio(Math.ceil((1 - 1 / tier.factor) * 10_000) / 10_000));
      const asked = quantityText(ratio(spec.objective.value));
      const what = `objective is ${asked}, must be above ${least}: ${tierName(tier)} waits for ${exact(tier.limit * 100)}% of failures`;
      problems.add({ id: 'SL-01', where, what, remedy: "raise 'objective', or give 'tiers' with smaller shares" });
    } else if (tier.factor < LEAST_FACTOR) {
      const what = `factor of ${tierName(tier)} is ${tier.factor}, must be at least ${LEAST_FACTOR}: such a burn leaves budget`;
      problems.add({ id: 'SL-01', where, what, remedy: "lengthen 'period', or give 'tiers' with larger shares" });
    }
  }
  if (budget <= 0) problems.add({ where, what: 'the budget is 0', remedy: "lower 'objective'" });
}

/** One bad event must not fire a tier by itself (SL-08). */
export function checkTraffic({ tiers, spec }: Judged, where: string, problems: Problems): void {
  const { minPerHour, minBad } = spec;
  if (!(minPerHour > 0) || !Number.isFinite(minPerHour)) {
    const what = `minPerHour is ${minPerHour}, must be above 0`;
    problems.add({ id: 'SL-08', where, what, remedy: 'say how many events an hour come at least' });
    return;
  }
  if (minBad !== undefined) {
    if (Number.isInteger(minBad) && minBad >= 1) return;
    const what = `minBad is ${minBad}, must be a whole number, 1 or more`;
    problems.add({ id: 'SL-08', where, what, remedy: 'say how many bad events are more than chance' });
    return;
  }
  const needed = Math.max(...tiers.map((tier) => 3600 / (tier.limit * tier.long.value)));
  if (minPerHour >= needed) return;
  const what = `minPerHour is ${minPerHour}, must be at least ${Math.ceil(needed)}: with fewer, one bad event fires a tier`;
  problems.add({ id: 'SL-08', where, what, remedy: "give 'minBad', lower 'objective', or probe more often" });
}
