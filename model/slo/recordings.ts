/** What is recorded of an objective. */
import { promql, ratioOf } from '../promql';
import type { Expr } from '../promql';
import { fixed } from '../promql/source';
import type { Duration } from '../quantity';
import type { BoundSlo } from './bound-slo';
import { LONGEST_RAW } from './bound-slo';
import {
  badRate,
  budgetRemaining,
  burnRate,
  errorBudget,
  errorRatio,
  objective,
  RATE_WINDOW,
  totalRate,
} from './series';
import type { SloSeries } from './series';
import { exact } from './tiers';

/** A recorded series of an objective. */
export interface SloRecording {
  readonly series: SloSeries;
  readonly expr: Expr;
}

/** Those of windows up to six hours, in the order in which they read each other. */
export function fastRecordings(bound: BoundSlo): readonly SloRecording[] {
  const { slo } = bound;
  const { sli } = slo.spec;
  const [bad, total] = [sli.bad(fixed(RATE_WINDOW)), sli.total(fixed(RATE_WINDOW))];
  const windows = bound.windows.filter(({ value }) => value <= LONGEST_RAW.value);
  return [
    { series: objective, expr: promql`vector(${exact(slo.spec.objective.value)})` },
    { series: errorBudget, expr: promql`vector(${slo.budget})` },
    { series: totalRate, expr: total },
    // Before the first bad event there is no counter of them, and none is zero (SL-03).
    { series: badRate, expr: promql`${bad} or 0 * ${total}` },
    ...windows.map((window) => ({ series: errorRatio(window), expr: measured(bound, window) })),
    {
      series: burnRate,
      expr: promql`${bound.of(errorRatio(RATE_WINDOW))} / ${bound.of(errorBudget)}`,
    },
  ];
}

/** Those of longer windows and of the period, added up from recorded rates. */
export function slowRecordings(bound: BoundSlo): readonly SloRecording[] {
  const { period } = bound.slo;
  const windows = bound.windows.filter(({ value }) => value > LONGEST_RAW.value);
  const ratios = windows.map((window) => ({ series: errorRatio(window), expr: addedUp(bound, window) }));
  if (!bound.hasPeriod) return ratios;
  const whole = { series: errorRatio(period), expr: addedUp(bound, period) };
  const spent = promql`${bound.of(errorRatio(period))} / ${bound.of(errorBudget)}`;
  const left = promql`1 - ${spent} * ${watched(bound, period)}`;
  return [...ratios.filter(({ series }) => series !== whole.series), whole, { series: budgetRemaining, expr: left }];
}

/** From the metrics; no sample without traffic instead of NaN (SL-04). */
function measured(bound: BoundSlo, window: Duration): Expr {
  const { sli } = bound.slo.spec;
  if (window.value === RATE_WINDOW.value) return promql`${bound.of(badRate)} / (${bound.of(totalRate)} > 0)`;
  return ratioOf(sli.bad(fixed(window)), sli.total(fixed(window)));
}

/** Sums of rates weigh a busy hour more than a quiet one, as the users do (SL-05). */
function addedUp(bound: BoundSlo, window: Duration): Expr {
  const range = fixed(window);
  const sum = (series: SloSeries): Expr => promql`sum_over_time(${bound.of(series)}[${range}])`;
  return promql`${sum(badRate)} / (${sum(totalRate)} > 0)`;
}

/** Share of a window that was watched: of the rest nothing is known, and nothing is counted against the budget (SL-07). */
function watched(bound: BoundSlo, window: Duration): Expr {
  const samples = Math.floor(window.value / bound.interval.value);
  return promql`clamp_max(count_over_time(${bound.of(totalRate)}[${fixed(window)}]) / ${samples}, 1)`;
}
