/** When the alerts of an objective are true. */
import { promql } from '../promql';
import type { Expr } from '../promql';
import { fixed } from '../promql/source';
import { count, days, durationText, hours, minutes } from '../quantity';
import type { Duration } from '../quantity';
import { isGated } from './bound-slo';
import type { BoundSlo } from './bound-slo';
import { badRate, budgetRemaining, errorRatio, totalRate } from './series';
import { detectionTime } from './tiers';
import type { Tier } from './tiers';

/** Both windows above the limit; the factor and the budget stand as they are, for whoever reads the rule. */
export function tierCondition(bound: BoundSlo, tier: Tier): Expr {
  const { budget, spec } = bound.slo;
  const beyond = (window: Duration): Expr => promql`${bound.of(errorRatio(window))} > ${tier.factor} * ${budget}`;
  const both = promql`${beyond(tier.short)} and ${beyond(tier.long)}`;
  const warm = isGated(tier) ? promql`${both} and ${isWarm(bound, tier.long)}` : both;
  return spec.minBad === undefined ? warm : promql`${warm} and ${badEvents(bound, tier.long)} > ${count(spec.minBad)}`;
}

/** The window was watched long enough to be believed. */
function isWarm(bound: BoundSlo, window: Duration): Expr {
  return promql`count_over_time(${bound.of(totalRate)}[${fixed(window)}]) >= ${bound.warmSamples(window)}`;
}

/** Bad events within a window. */
function badEvents(bound: BoundSlo, window: Duration): Expr {
  return promql`avg_over_time(${bound.of(badRate)}[${fixed(window)}]) * ${window}`;
}

/** True where any tier of the severity is; nothing where the environment has none. */
export function burnCondition(bound: BoundSlo, severity: Tier['severity']): Expr | undefined {
  const [first, ...others] = bound.tiers
    .filter((tier) => tier.severity === severity)
    .map((tier) => tierCondition(bound, tier));
  if (first === undefined) return undefined;
  return others.reduce((any, other) => promql`(${any}) or (${other})`, first);
}

/** The budget of the period is spent; nothing where the environment does not keep samples for so long. */
export function exhaustedCondition(bound: BoundSlo): Expr | undefined {
  return bound.hasPeriod ? promql`${bound.of(budgetRemaining)} <= 0` : undefined;
}

/**
 * Nothing is measured, so that no other alert of the objective can fire (SL-13). Counters that are born with their
 * first event are missed only where there were events within a day.
 */
export function absentCondition(bound: BoundSlo): Expr {
  const total = bound.of(totalRate);
  const absent = promql`absent(${total})`;
  if (!bound.slo.spec.sli.bornLate) return absent;
  return promql`${absent} and on () (sum_over_time(${total}[${fixed(days(1))}]) > 0)`;
}

/** As long as a total outage takes to page, so that a restart tells nobody. */
export function absentFor(bound: BoundSlo, wait: Duration): Duration {
  if (bound.slo.spec.sli.bornLate) return hours(1);
  const fastest = Math.min(...bound.slo.tiers.map((tier) => detectionTime(tier, 1)));
  return minutes(Math.max(5, Math.ceil((fastest + wait.value) / 60)));
}

/** `1h/5m`. */
export const windowsText = ({ long, short }: Tier): string => `${durationText(long)}/${durationText(short)}`;
