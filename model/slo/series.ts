/**
 * The recorded series of an SLO, under the names that sloth gave them, so that known boards and tools read them.
 * @see https://github.com/slok/sloth/blob/main/pkg/common/conventions/slo.go
 */
import { Series } from '../metric';
import { durationText, minutes } from '../quantity';
import type { Duration, Unit } from '../quantity';

/** `slo` is `<service>-<name>`, unique in the fleet. */
const LABELS = { slo: {}, service: {} } as const;
export type SloSeries = Series<typeof LABELS>;

const recorded = (name: string, unit: Unit): SloSeries =>
  new Series(name, 'gauge', unit, LABELS, 'always', undefined, undefined, []);

/** The window of the recorded rates, from which all longer windows are added up. */
export const RATE_WINDOW = minutes(5);

/** Bad events per second. */
export const badRate = recorded('slo:sli_bad:rate5m', 'count/second');
/** All events per second. */
export const totalRate = recorded('slo:sli_total:rate5m', 'count/second');
/** Share of the events that are good by the objective, 0 to 1. */
export const objective = recorded('slo:objective:ratio', 'ratio');
/** Share of the events that may be bad, 0 to 1. */
export const errorBudget = recorded('slo:error_budget:ratio', 'ratio');
/** How many times as fast as allowed the budget goes, by the last five minutes. */
export const burnRate = recorded('slo:current_burn_rate:ratio', 'ratio');
/** Share of the period's budget that is left; below 0 when it is overspent. */
export const budgetRemaining = recorded('slo:period_error_budget_remaining:ratio', 'ratio');

const errorRatios = new Map<string, SloSeries>();

/** Bad events of all events over a window, 0 to 1. */
export function errorRatio(window: Duration): SloSeries {
  const name = `slo:sli_error:ratio_rate${durationText(window)}`;
  const series = errorRatios.get(name) ?? recorded(name, 'ratio');
  errorRatios.set(name, series);
  return series;
}
