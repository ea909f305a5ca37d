/** The proofs of an objective's alerts. */
import { promql } from '../promql';
import { durationText, seconds } from '../quantity';
import { gone } from '../scenario';
import { SLO_ALERTS } from '../slo';
import type { BoundSlo } from '../slo';
import { EXHAUSTED_WAIT, KEEP, WAIT } from '../slo/alerts';
import { absentCondition, absentFor, exhaustedCondition } from '../slo/conditions';
import { budgetRemaining, RATE_WINDOW } from '../slo/series';
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

const EXHAUSTED = 'SloErrorBudgetExhausted';

function exhaustedCases(stage: SloStage): readonly ProofCase[] {
  return [spentCase(stage), leftCase(stage), unwatchedCase(stage), untouchedCase(stage)];
}

/** The budget goes with what fails: at that pace it lasts for `period × budget / ratio`, however short the history. */
const spending = ({ bound: { slo } }: SloStage, errors: number): number => (slo.period.value * slo.budget) / errors;

const fast = ({ bound: { slo } }: SloStage): number => Math.min(1, exact(20 * slo.budget));

function spentCase(stage: SloStage): ProofCase {
  const errors = fast(stage);
  const spent = spending(stage, errors);
  const evaluation = EXHAUSTED_WAIT.value;
  const healthy = 86_400;
  const tolerance = 2 * evaluation + LOOKBACK;
  const due = spent + EXHAUSTED_WAIT.value + evaluation + tolerance;
  const broken = evaluationAfter(due + MARGIN * evaluation, evaluation);
  const at = healthy + broken - evaluation;
  const expr = exhaustedCondition(stage.bound)?.text() ?? '';
  const severity = 'warning';
  return stage.case({
    alert: EXHAUSTED,
    kind: 'firing',
    title: `fires when the budget is spent, after ${durationText(seconds(Math.ceil(spent / 60) * 60))} of failures`,
    acts: { healthy, broken, recovery: 0 },
    evaluation,
    series: stage.series({ broken: errors }),
    claims: [
      { kind: 'fires between', severity, from: healthy + spent - tolerance, to: healthy + due, at },
      { kind: 'waits', expr, severity, lasting: EXHAUSTED_WAIT.value, at },
      stage.page(EXHAUSTED, 'the budget is spent', at),
    ],
  });
}

function leftCase(stage: SloStage): ProofCase {
  const errors = fast(stage);
  const evaluation = 300;
  const broken = evaluationAfter(0.8 * spending(stage, errors), evaluation);
  return stage.case({
    alert: EXHAUSTED,
    kind: 'quiet',
    title: 'stays quiet after an outage at the very start that leaves budget',
    acts: { healthy: 0, broken, recovery: 7200 },
    evaluation,
    series: stage.series({ healthy: 0, broken: errors }),
    claims: [{ kind: 'never fires', until: broken + 7200 - evaluation }],
  });
}

/**
 * A fifth more than allowed, evenly, spends the budget when five sixths of the period were watched. Once nothing is
 * measured any more, so much of the period is watched no longer.
 */
function unwatchedCase(stage: SloStage): ProofCase {
  const { period, budget } = stage.bound.slo;
  const evaluation = KEEP.warning.value;
  const errors = exact(1.2 * budget);
  const spent = spending(stage, errors);
  const left = period.value + (period.value - spent);
  const broken = evaluationAfter(left - period.value + KEEP.warning.value + 86_400, evaluation);
  const at = period.value + broken - evaluation;
  const expr = exhaustedCondition(stage.bound)?.text() ?? '';
  const severity = 'warning';
  const tolerance = 3 * 3600;
  return stage.case({
    alert: EXHAUSTED,
    kind: 'firing',
    title: 'counts what was watched within the period, and no more',
    acts: { healthy: period.value, broken, recovery: 0 },
    evaluation,
    series: stage.series({ healthy: errors }).map((one) => ({ ...one, broken: gone() })),
    claims: [
      { kind: 'fires between', severity, from: spent - tolerance, to: spent + tolerance, at },
      { kind: 'ends between', severity, from: left - tolerance, to: left + tolerance, at },
      { kind: 'keeps firing', expr, severity, lasting: KEEP.warning.value, at },
    ],
  });
}

/** Nothing ever failed, so that no failure is counted: the whole budget is left, and known (SL-03). */
function untouchedCase(stage: SloStage): ProofCase {
  const { total } = stage.bound.slo.spec.sli.series({ healthy: 0, broken: 0, traffic: stage.traffic });
  const at = 3600;
  return stage.case({
    alert: EXHAUSTED,
    kind: 'quiet',
    title: 'knows of the whole budget while nothing ever failed',
    acts: { healthy: at + SLO_STEP, broken: 0, recovery: 0 },
    evaluation: 300,
    series: total,
    claims: [
      // Samples of a state count from the first on, counters from the second.
      {
        kind: 'true from',
        expr: promql`${stage.bound.of(budgetRemaining)} == 1`.text(),
        onset: 0,
        first: RATE_WINDOW.value,
        within: RATE_WINDOW.value,
        at,
      },
      { kind: 'never fires', until: at },
    ],
  });
}

/** No data is told, no events are not. */
function absentCases(stage: SloStage): readonly ProofCase[] {
  const { bound } = stage;
  const alert = 'SloSliAbsent';
  const evaluation = SLO_STEP;
  const wait = absentFor(bound, WAIT).value;
  const healthy = 3600;
  // A rate ends with its window, or when that holds one sample.
  const due = healthy + wait + RATE_WINDOW.value;
  const broken = evaluationAfter(due - healthy + MARGIN * evaluation, evaluation);
  const end = healthy + broken - evaluation;
  const { bornLate } = bound.slo.spec.sli;
  // Before there is a first rate, it is absent as well.
  const expr = `(${absentCondition(bound).text()}) and on () (vector(time()) >= ${healthy})`;
  const severity = 'warning';
  const never = bornLate
    ? ({ kind: 'never fires', until: broken } as const)
    : ({ kind: 'fires', severity, at: broken } as const);
  return [
    stage.case({
      alert,
      kind: 'firing',
      title: 'fires when its metric is gone',
      acts: { healthy, broken, recovery: 1800 },
      evaluation,
      series: stage.series({}).map((one) => ({ ...one, broken: gone() })),
      claims: [
        { kind: 'fires between', severity, from: due - 2 * SLO_STEP, to: due + SLO_STEP, at: end },
        { kind: 'waits', expr, severity, lasting: wait, at: end },
        stage.page(alert, 'its metric is gone', end),
        { kind: 'silent', at: end + 1800 },
      ],
    }),
    ...(bornLate ? [forgottenCase(stage)] : []),
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

/** Counters that are born with their first event are missed for a day. */
function forgottenCase(stage: SloStage): ProofCase {
  const day = 86_400;
  const healthy = 3600;
  const at = healthy + day + 3600;
  return stage.case({
    alert: 'SloSliAbsent',
    kind: 'recovery',
    title: 'falls silent when there were no events for a day',
    acts: { healthy, broken: at + SLO_STEP - healthy, recovery: 0 },
    evaluation: SLO_STEP,
    series: stage.series({}).map((one) => ({ ...one, broken: gone() })),
    claims: [
      {
        kind: 'ends between',
        severity: 'warning',
        from: healthy + day,
        to: healthy + day + RATE_WINDOW.value + SLO_STEP,
        at,
      },
    ],
  });
}
