/**
 * Tiers of a burn rate alert: how fast the error budget may go before somebody is told. Each looks at a long window, to
 * be sure, and at a short one, to fall silent soon after the end.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
import { days, hours, minutes, percent } from '../quantity';
import type { Duration, Quantity } from '../quantity';

/** When a part of the budget counts as gone too fast. */
export interface TierSpec {
  readonly severity: 'critical' | 'warning';
  /** Share of the period's budget that is spent within the long window when the tier fires. */
  readonly share: Quantity<'ratio'>;
  readonly long: Duration;
  /** A twelfth of the long one, as a rule. */
  readonly short: Duration;
}

/** A tier with what follows from the objective and the period. */
export interface Tier extends TierSpec {
  /** Multiple of the allowed error ratio: `share × period / long`. */
  readonly factor: number;
  /** Error ratio above which the tier fires, 0 to 1: `factor × budget`. */
  readonly limit: number;
}

/** The tiers of the SRE workbook, with the two tickets that its text adds to the table. */
export const WORKBOOK_TIERS: readonly TierSpec[] = [
  { severity: 'critical', share: percent(2), long: hours(1), short: minutes(5) },
  { severity: 'critical', share: percent(5), long: hours(6), short: minutes(30) },
  { severity: 'warning', share: percent(10), long: days(1), short: hours(2) },
  { severity: 'warning', share: percent(10), long: days(3), short: hours(6) },
];

/** Twelve digits hide the noise of binary fractions, and print as a person would write them (SL-15). */
export const exact = (value: number): number => Number(value.toPrecision(12));

/** @param budget share of the events that may fail, 0 to 1 */
export function tierOf(spec: TierSpec, period: Duration, budget: number): Tier {
  const factor = exact((spec.share.value * period.value) / spec.long.value);
  return { ...spec, factor, limit: exact(factor * budget) };
}

/**
 * Seconds from the onset of a constant error ratio, after none at all, until the long window shows more than the limit:
 * `long × limit / ratio` at even traffic. Infinite where it never does.
 * @param rush multiple of the earlier traffic from the onset on
 */
export function detectionTime({ long, limit }: Tier, errorRatio: number, rush = 1): number {
  return errorRatio > limit ? (long.value * limit) / (rush * errorRatio - (rush - 1) * limit) : Infinity;
}

/**
 * Seconds from the end of a constant error ratio until the short window shows less than the limit:
 * `short × (1 − limit / ratio)` at even traffic.
 * @param rush multiple of the later traffic until then
 */
export function clearTime({ short, limit }: Tier, errorRatio: number, rush = 1): number {
  const excess = rush * (errorRatio - limit);
  return errorRatio > limit ? (short.value * excess) / (excess + limit) : 0;
}
