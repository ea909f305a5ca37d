/** Cases of the burn alert: each tier at its limits, and what must not tell anybody. */
import { durationText, quantityText, ratio, seconds } from '../quantity';
import { gone } from '../scenario';
import { KEEP, WAIT } from '../slo/alerts';
import { isGated, LONGEST_RAW, WARM } from '../slo/bound-slo';
import { clearTime, detectionTime, exact } from '../slo/tiers';
import type { Tier } from '../slo/tiers';
import type { ProofCase } from './case';
import type { Claim } from './claim';
import { evaluationAfter, evaluationOf, lagOf, SLO_STEP, toleranceOf } from './slo-stage';
import type { SloStage } from './slo-stage';

const ALERT = 'SloErrorBudgetBurn';
/** How far beyond a limit and short of it a tier is tried. */
const BEYOND = 1.1;
const SHORT_OF = 0.85;
/** Evaluations after the last moment that matters. */
const MARGIN = 4;

const name = ({ severity, long, short }: Tier): string => `${severity} of ${durationText(long)}/${durationText(short)}`;
const share = (value: number): string => quantityText(ratio(exact(value)));

/** A little beyond the limit, and never more than everything. */
const beyond = ({ limit }: Tier): number => exact(Math.min(limit * BEYOND, (limit + 1) / 2));

export function burnCases(stage: SloStage): readonly ProofCase[] {
  const { tiers } = stage.bound;
  return [
    outageCase(stage),
    ...tiers.map((tier) => tierCase(stage, tier)),
    ...tiers.map((tier) => belowCase(stage, tier)),
    ...tiers.filter((tier) => isGated(tier) && isAlone(tier, tiers)).map((tier) => coldCase(stage, tier)),
    ...tiers.filter(isAddedUp).map((tier) => forgottenCase(stage, tier)),
    ...numeratorCases(stage),
    oneEventCase(stage),
    replicasCase(stage),
    zeroTrafficCase(stage),
  ];
}

/** From zero failures: it fires when the formula says, and ends when the formula says, busy as it is meanwhile. */
function tierCase(stage: SloStage, tier: Tier): ProofCase {
  const { severity } = tier;
  const errors = beyond(tier);
  const evaluation = evaluationOf(tier);
  const tolerance = toleranceOf(tier, evaluation);
  const expr = stage.burning(severity, evaluation);
  const wait = evaluationAfter(WAIT.value, evaluation);
  const keep = evaluationAfter(KEEP[severity].value, evaluation);
  const detected = detectionTime(tier, errors, stage.rush) + wait;
  const cleared = clearTime(tier, errors, stage.rush);
  const healthy = evaluationAfter(tier.long.value, evaluation);
  const broken = evaluationAfter(detected + tolerance, evaluation);
  const recovery = evaluationAfter(cleared + keep + tolerance + MARGIN * evaluation, evaluation);
  const end = healthy + broken;
  const at = end + recovery - evaluation;
  return stage.case({
    alert: ALERT,
    kind: 'firing',
    title: `fires as ${name(tier)} at ${share(errors)} of failures within ${about(detected + tolerance)}, and ends`,
    acts: { healthy, broken, recovery },
    evaluation,
    series: stage.rushing(stage.series({ broken: errors })),
    strangers: stage.strangers(),
    claims: [
      { kind: 'fires between', severity, from: healthy + detected - tolerance, to: healthy + detected + tolerance, at },
      { kind: 'waits', expr, severity, lasting: wait, at },
      ends(stage, tier, { end, cleared, at }),
      { kind: 'keeps firing', expr, severity, lasting: keep, at },
      ...(severity === 'warning' ? [stage.page(ALERT, name(tier), end - evaluation)] : []),
    ],
  });
}

const isAddedUp = ({ long }: Tier): boolean => long.value > LONGEST_RAW.value;

/** A little beyond its limit, no faster tier of its severity fires. */
const isAlone = (tier: Tier, tiers: readonly Tier[]): boolean =>
  !tiers.some(
    ({ severity, long, limit }) => severity === tier.severity && long.value < tier.long.value && limit < beyond(tier),
  );

/**
 * A tier ends with the last evaluation at which its short window is above the limit.
 * @param end of the failures, or of so many of them
 * @param cleared seconds that the short window takes to be below the limit, if it held a sample of every moment
 */
function ends(
  stage: SloStage,
  tier: Tier,
  { end, cleared, at }: Readonly<Record<'end' | 'cleared' | 'at', number>>,
): Claim {
  const { severity, short } = tier;
  const evaluation = evaluationOf(tier);
  const keep = evaluationAfter(KEEP[severity].value, evaluation);
  // The first sample of a stretch tells of the time before it already.
  const last = end - SLO_STEP + (cleared / short.value) * stage.told(short) + keep;
  return { kind: 'ends between', severity, from: last - evaluation, to: last + lagOf(short), at };
}

const about = (time: number): string => durationText(seconds(Math.ceil(time / 60) * 60));

/** From beyond the limit to short of it: the short window notices at once, and the tier ends. */
function belowCase(stage: SloStage, tier: Tier): ProofCase {
  const { severity, short, limit } = tier;
  const [before, after] = [beyond(tier), exact(limit * SHORT_OF)];
  const evaluation = evaluationOf(tier);
  const tolerance = toleranceOf(tier, evaluation);
  // Slower tiers of the severity are not believed yet, and faster ones have higher limits.
  const end = evaluationAfter(tier.long.value + WAIT.value + MARGIN * evaluation, evaluation);
  const cleared = (short.value * (before - limit)) / (before - after);
  const keep = evaluationAfter(KEEP[severity].value, evaluation);
  const broken = evaluationAfter(cleared + keep + tolerance + MARGIN * evaluation, evaluation);
  const at = end + broken - evaluation;
  return stage.case({
    alert: ALERT,
    kind: 'boundary',
    title: `ends as ${name(tier)} when ${share(after)} fail and no longer ${share(before)}`,
    acts: { healthy: end, broken, recovery: 0 },
    evaluation,
    series: stage.series({ healthy: before, broken: after }),
    claims: [ends(stage, tier, { end, cleared, at })],
  });
}

/** Everything fails: the page comes in minutes, with these words, and ends when the slowest of its tiers does. */
function outageCase(stage: SloStage): ProofCase {
  const critical = stage.bound.tiers.filter(({ severity }) => severity === 'critical');
  const evaluation = 2 * SLO_STEP;
  const tolerance = SLO_STEP + evaluation;
  const detected = critical.map((tier) => detectionTime(tier, 1));
  const healthy = evaluationAfter(Math.max(...critical.map(({ long }) => long.value)), evaluation);
  const due = Math.min(...detected) + WAIT.value + evaluation + tolerance;
  const broken = evaluationAfter(Math.max(...detected) + WAIT.value + MARGIN * evaluation, evaluation);
  const end = healthy + broken;
  const clear = Math.max(...critical.map((tier) => clearTime(tier, 1))) + KEEP.critical.value;
  const recovery = evaluationAfter(clear + tolerance + MARGIN * evaluation, evaluation);
  const at = end + recovery - evaluation;
  return stage.case({
    alert: ALERT,
    kind: 'firing',
    title: `pages within ${about(due)} of a total outage, and falls silent ${about(clear + tolerance)} after it`,
    acts: { healthy, broken, recovery },
    evaluation,
    series: stage.series({ broken: 1 }),
    claims: [
      { kind: 'never fires', until: healthy - evaluation },
      { kind: 'fires between', severity: 'critical', from: healthy, to: healthy + due, at },
      stage.page(ALERT, 'total outage', end - evaluation),
      {
        kind: 'ends between',
        severity: 'critical',
        from: end + clear - 2 * tolerance,
        to: end + clear + tolerance,
        at,
      },
    ],
  });
}

/** With little data a long window is a short one: it is not believed before it is nearly full (SL-07). */
function coldCase(stage: SloStage, tier: Tier): ProofCase {
  const { severity } = tier;
  const errors = beyond(tier);
  const evaluation = evaluationOf(tier);
  const tolerance = toleranceOf(tier, evaluation);
  const warm = WARM * tier.long.value;
  const keep = evaluationAfter(KEEP[severity].value, evaluation);
  const end = evaluationAfter(warm + WAIT.value + 2 * tolerance + MARGIN * evaluation, evaluation);
  // The older half of the window is full of data then, and the window is not.
  const gap = evaluationAfter(tier.long.value / 2, evaluation);
  const recovery = evaluationAfter(tier.short.value + keep + WAIT.value + MARGIN * evaluation, evaluation);
  const at = end + gap + recovery - evaluation;
  return stage.case({
    alert: ALERT,
    kind: 'quiet',
    title: `waits for ${about(warm)} of data before it fires as ${name(tier)}, and again after a gap`,
    acts: { healthy: end, broken: gap, recovery },
    evaluation,
    series: stage.series({ healthy: errors }).map((one) => ({ ...one, broken: gone() })),
    claims: [
      { kind: 'never fires', severity, until: warm - tolerance },
      { kind: 'fires', severity, at: end - evaluation },
      { kind: 'ends between', severity, from: end - evaluation, to: end + tier.short.value + keep + tolerance, at },
    ],
  });
}

/** Failures from before the long window count no more. */
function forgottenCase(stage: SloStage, tier: Tier): ProofCase {
  const { severity, long } = tier;
  const evaluation = evaluationOf(tier);
  // Too short for the window to be believed, and then too short for it to show more than the limit.
  const healthy = evaluationAfter(0.6 * long.value, evaluation);
  const half = evaluationAfter(0.5 * long.value, evaluation);
  return stage.case({
    alert: ALERT,
    kind: 'quiet',
    title: `stays quiet as ${name(tier)} when half of the failures are older than ${durationText(long)}`,
    acts: { healthy, broken: half, recovery: half },
    evaluation,
    series: stage.series({ healthy: beyond(tier), broken: 0 }),
    claims: [{ kind: 'never fires', severity, until: healthy + 2 * half - evaluation }],
  });
}

/** Before the first failure there is no counter of failures (SL-03). */
function numeratorCases(stage: SloStage): readonly ProofCase[] {
  const [tier] = stage.bound.tiers;
  const { total, bad } = stage.bound.slo.spec.sli.series({ healthy: 0, broken: 1, traffic: stage.traffic });
  if (bad.length === 0 || tier === undefined) return [];
  const evaluation = SLO_STEP;
  const healthy = evaluationAfter(tier.long.value, evaluation);
  const due = detectionTime(tier, 1) + WAIT.value + 3 * evaluation;
  const broken = evaluationAfter(due + MARGIN * evaluation, evaluation);
  const unborn = bad.map((series) => ({ ...series, healthy: gone() }));
  const quiet = stage.bound.slo.spec.sli.series({ healthy: 0, broken: 0, traffic: stage.traffic }).total;
  const until = healthy + broken - evaluation;
  return [
    stage.case({
      alert: ALERT,
      kind: 'no data',
      title: 'stays quiet while nothing ever failed, so that no failure is counted',
      acts: { healthy, broken, recovery: 0 },
      evaluation,
      series: quiet,
      claims: [{ kind: 'never fires', until }],
    }),
    stage.case({
      alert: ALERT,
      kind: 'no data',
      title: 'pages for the first failures of all, with which their counter is born',
      acts: { healthy, broken, recovery: 0 },
      evaluation,
      series: [...total, ...unborn],
      claims: [{ kind: 'fires', severity: 'critical', at: until }],
    }),
  ];
}

/** One failure at the least traffic is chance (SL-08). */
function oneEventCase(stage: SloStage): ProofCase {
  const evaluation = 2 * SLO_STEP;
  const healthy = evaluationAfter(6 * 3600, evaluation);
  const steps = Math.max(1, Math.ceil(1 / (stage.leastTraffic * SLO_STEP)));
  const broken = steps * SLO_STEP;
  const traffic = stage.leastTraffic;
  const recovery = evaluationAfter(1.5 * 3600, evaluation);
  return stage.case({
    alert: ALERT,
    kind: 'quiet',
    title: 'stays quiet after one failure at the least traffic',
    acts: { healthy, broken, recovery },
    evaluation,
    series: stage.series({ broken: exact(1 / (traffic * broken)), traffic }),
    claims: [{ kind: 'never fires', until: healthy + broken + recovery - evaluation }],
  });
}

/** Two instances are one service: one page (SL-14). */
function replicasCase(stage: SloStage): ProofCase {
  const evaluation = SLO_STEP;
  const [tier] = stage.bound.tiers;
  const healthy = evaluationAfter(tier?.long.value ?? 0, evaluation);
  const broken = evaluationAfter(
    (tier ? detectionTime(tier, 1) : 0) + WAIT.value + 3 * evaluation + MARGIN * evaluation,
    evaluation,
  );
  const first = stage.series({ broken: 1 });
  const second = first.map((one) => ({ ...one, labels: { ...one.labels, instance: 'second:9100' } }));
  const claim: Claim = { kind: 'fires', severity: 'critical', at: healthy + broken - evaluation, instances: 1 };
  return stage.case({
    alert: ALERT,
    kind: 'two replicas',
    title: 'pages once for two instances',
    acts: { healthy, broken, recovery: 0 },
    evaluation,
    series: [...first, ...second],
    claims: [claim],
  });
}

/** Nothing is asked: no ratio, and no alert (SL-04). */
function zeroTrafficCase(stage: SloStage): ProofCase {
  const evaluation = SLO_STEP;
  const healthy = evaluationAfter(2 * 3600, evaluation);
  return stage.case({
    alert: ALERT,
    kind: 'zero traffic',
    title: 'stays quiet when nothing is asked',
    acts: { healthy, broken: evaluation, recovery: 0 },
    evaluation,
    series: stage.series({ traffic: 0 }),
    claims: [{ kind: 'never fires', until: healthy }],
  });
}
