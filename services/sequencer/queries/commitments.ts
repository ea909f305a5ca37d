/** Commitments, their anchoring on the chain, and the circuit breakers in between. */
import { fixed, instance, job, matching, minutes, oneOf, promql, window } from '../../../model';
import type { Expr } from '../../../model';
import { metrics as m } from '../metrics';

const { path, status } = m.requests.label;
const { circuit } = m.breakerState.label;
const target = [job, instance] as const;

/** Routes of commitments, with and without signatures, but for their anchoring. */
const ofCommitments = { path: matching('/api/v1/(ves/)?commitments.*') } as const;
const ofAnchoring = { path: matching('/api/v1/(ves/)?anchor.*') } as const;
const failedCommitments = m.requests.where({ ...ofCommitments, status: matching('5..') });
/** 503 is the answer of a server on which no anchoring is configured. */
const failedAnchoring = m.requests.where({ ...ofAnchoring, status: oneOf('500', '502', '504') });

/** So long a failure is remembered. */
const MEMORY = minutes(15);

/**
 * Failures within a quarter of an hour, all servers together, where there are any. A counter is born with its first
 * failure, so that no increase is seen: a series that was not there before, though its server was watched, counts as one.
 */
const failures = (failed: typeof failedCommitments): Expr => promql`
  sum by (${job}) (
    sum by (${target}) (increase(${failed}[${fixed(MEMORY)}])) > 0
    or count by (${target}) (${failed} unless ${failed} offset ${MEMORY})
      and on (${target}) (${m.up} offset ${MEMORY} == 1)
  )`;

export const commitmentFailures = failures(failedCommitments);
export const anchoringFailures = failures(failedAnchoring);
/** Requests for commitments, and to anchor them, per second by route and status. */
export const commitmentRate = promql`sum by (${[path, status]}) (rate(${m.requests.where(ofCommitments)}[${window}]))`;
export const anchoringRate = promql`sum by (${[path, status]}) (rate(${m.requests.where(ofAnchoring)}[${window}]))`;

/** 1 for each circuit breaker that is open. */
export const breakerOpen = promql`max by (${[job, circuit]}) (${m.breakerState.where({ state: 'open' })})`;
/** The state of each breaker as a number: 0 closed, 1 half-open, 2 open. */
export const breakerStates = promql`
  max by (${circuit}) (${m.breakerState.where({ state: 'half_open' })})
  + 2 * max by (${circuit}) (${m.breakerState.where({ state: 'open' })})`;
