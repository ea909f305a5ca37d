/** The proofs of an objective's alerts. */
import { durationText, seconds } from '../quantity';
import { gone } from '../scenario';
import { SLO_ALERTS } from '../slo';
import type { BoundSlo } from '../slo';
import { WAIT } from '../slo/alerts';
import { absentFor } from '../slo/conditions';
import { exact } from '../slo/tiers';
import type { Pages, Proof, ProofCase } from './case';
import { burnCases } from './slo-burn-cases';
import { evaluationAfter, SLO_STEP, SloStage } from './slo-stage';

const MARGIN = 4;
/** Seconds for which Prometheus takes the last sample of a series for its value. */
const LOOKBACK = 300;

/**
 * One proof for each alert of the objective.
 * @param pages the reviewed pages by alert; absent while they are being written
 * @throws VedetteError for an indicator that no series can be made up for
 */
export function sloProofsOf(bound: BoundSlo, pages?: Readonly<Record<string, Pages>>): readonly Proof[] {
  const stage = new SloStage(bound, pages);
  const cases = {
    SloErrorBudgetBurn: burnCases(stage),
    SloErrorBudgetExhausted: bound.hasPeriod ? exhaustedCases(stage) : [],
    SloSliAbsent: absentCases(stage),
  };
  return SLO_ALERTS.map((alert) => ({ alert, slo: bound.id, cases: cases[alert], waivers: [] }));
}

/** The budget goes with what fails: at that pace it lasts for `period × budget / ratio`, however short the history. */
function exhaustedCases(stage: SloStage): readonly ProofCase[] {
  const { period, budget } = stage.bound.slo;
  const alert = 'SloErrorBudgetExhausted';
  const evaluation = 300;
  const wait = 300;
  const errors = Math.min(1, exact(20 * budget));
  const healthy = 86_400;
  const spent = (period.value * budget) / errors;
  const tolerance = 2 * evaluation + LOOKBACK;
  const broken = evaluationAfter(spent + wait + evaluation + tolerance + MARGIN * evaluation, evaluation);
  const end = healthy + broken - evaluation;
  return [
    stage.case({
      alert,
      kind: 'firing',
      title: `fires when the budget is spent, after ${durationText(seconds(Math.ceil(spent / 60) * 60))} of failures`,
      acts: { healthy, broken, recovery: 0 },
      evaluation,
      series: stage.series({ broken: errors }),
      claims: [
        {
          kind: 'fires between',
          severity: 'warning',
          from: healthy + spent - tolerance,
          to: healthy + spent + wait + evaluation + tolerance,
          at: end,
        },
        stage.page(alert, 'the budget is spent', end),
      ],
    }),
    stage.case({
      alert,
      kind: 'quiet',
      title: 'stays quiet after an outage at the very start that leaves budget',
      acts: { healthy: 0, broken: evaluationAfter(0.8 * spent, evaluation), recovery: 7200 },
      evaluation,
      series: stage.series({ healthy: 0, broken: errors }),
      claims: [{ kind: 'never fires', until: evaluationAfter(0.8 * spent, evaluation) + 7200 - evaluation }],
    }),
  ];
}

/** No data is told, no events are not. */
function absentCases(stage: SloStage): readonly ProofCase[] {
  const { bound } = stage;
  const alert = 'SloSliAbsent';
  const evaluation = SLO_STEP;
  const wait = absentFor(bound, WAIT).value;
  const healthy = 3600;
  const broken = evaluationAfter(wait + LOOKBACK + MARGIN * evaluation + LOOKBACK, evaluation);
  const series = stage.series({});
  const end = healthy + broken - evaluation;
  const { bornLate } = bound.slo.spec.sli;
  const never = bornLate
    ? ({ kind: 'never fires', until: broken } as const)
    : ({ kind: 'fires', severity: 'warning', at: broken } as const);
  return [
    stage.case({
      alert,
      kind: 'firing',
      title: 'fires when its metric is gone',
      acts: { healthy, broken, recovery: 1800 },
      evaluation,
      series: series.map((one) => ({ ...one, broken: gone() })),
      claims: [
        { kind: 'never fires', until: healthy + wait - evaluation },
        { kind: 'fires', severity: 'warning', at: end },
        stage.page(alert, 'its metric is gone', end),
        { kind: 'silent', at: end + 1800 },
      ],
    }),
    stage.case({
      alert,
      kind: 'no data',
      title: bornLate ? 'stays quiet when nobody ever came' : 'fires when there never was any data',
      acts: { healthy: 0, broken: broken + evaluation, recovery: 0 },
      evaluation,
      series: [],
      claims: [never],
    }),
    stage.case({
      alert,
      kind: 'zero traffic',
      title: 'stays quiet when nothing is asked for a while',
      acts: { healthy, broken, recovery: 0 },
      evaluation,
      series: stage.series({ traffic: 0 }),
      claims: [{ kind: 'never fires', until: end }],
    }),
  ];
}
