/**
 * Service level objectives. One constructor gives the recorded indicator, budget and burn, the alerts with their
 * runbook sections, and the proofs that the alerts fire when they must:
 *
 * ```ts
 * export const slos = [
 *   slo('availability', {
 *     title: 'Orders taken without a server fault',
 *     objective: percent(99.9),                       // over 30 days, when no period is given
 *     sli: eventsSli({ bad: m.requests.where({ code: matching('5..') }), total: m.requests, badIs: 'answers 5xx' }),
 *     journey: 'A customer sends an order and gets a number',
 *     owner: 'shop',
 *     policy: 'Nothing but repairs is released until budget is left',
 *     review: '2027-01-31',
 *     minPerHour: 600,                                // or minBad, where fewer than about 70 may come (SL-08)
 *   }),
 * ];                                                  // defineService({ …, slos })
 * ```
 *
 * Other indicators: `latencySli({ histogram: m.duration, within: millis(250) })`, whose bound is a real bucket, and
 * `probeSli({ success: m.probeSuccess, badIs: 'probes without an answer' })` of a state that is 1 when all is well.
 */
export { eventsSli } from './events-sli';
export type { Counted, EventsSliOptions } from './events-sli';
export { latencySli } from './latency-sli';
export type { LatencySliOptions } from './latency-sli';
export { probeSli } from './probe-sli';
export type { ProbeSliOptions } from './probe-sli';
export type { Play, Sli } from './sli';
export { slo, Slo } from './slo';
export type { SloSpec } from './slo';
export { WORKBOOK_TIERS } from './tiers';
export type { Tier, TierSpec } from './tiers';
export { SLO_ALERTS, sloBoardUid } from './alerts';
export type { SloAlertName } from './alerts';
export { BoundSlo } from './bound-slo';
export type { SloContext } from './bound-slo';
export type { SloSeries } from './series';
