/** Series that prove the alerts on commitments, anchoring and circuit breakers. */
import { bool, gone, grows, holds, idle, scenario, series } from '../../../model';
import type { Behaviour, ScenarioSeries } from '../../../model';
import { metrics as m } from '../metrics';

const isUp = series(m.up).always(holds(bool(true)));
/** Tells a counter that is new from one that was not scraped yet; most failures show without it. */
const wasUp = series(m.up)
  .dispensable()
  .always(holds(bool(true)));

const breaker = (state: 'closed' | 'half_open' | 'open', before: number, after: number): ScenarioSeries =>
  series(m.breakerState, { state, circuit: 'l2' }).turns(holds(before), holds(after));

export const chainCutOff = scenario('the chain does not answer and is cut off', [
  { ...breaker('closed', 1, 0), dispensable: true },
  breaker('open', 0, 1),
]);
export const breakerClosed = scenario('the breaker is closed', [breaker('closed', 1, 1), breaker('open', 0, 0)]);
export const breakerTries = scenario('the breaker lets one request through', [
  breaker('closed', 1, 0),
  breaker('half_open', 0, 1),
  breaker('open', 0, 0),
]);

const commit = { method: 'POST', path: '/api/v1/ves/commitments', overflow: '' } as const;
const legacyCommit = { method: 'POST', path: '/api/v1/commitments', overflow: '' } as const;
const anchor = { method: 'POST', path: '/api/v1/ves/anchor', overflow: '' } as const;

const ingest = { method: 'POST', path: '/api/v1/events/ingest', overflow: '' } as const;

const failing = (
  labels: typeof commit | typeof legacyCommit | typeof anchor | typeof ingest,
  status: string,
  healthy: Behaviour,
  broken: Behaviour,
): ScenarioSeries =>
  series(m.requests, { ...labels, status })
    .from(1)
    .turns(healthy, broken);

/** Born at 1, so that no increase is ever seen. */
export const firstFailure = scenario('a stream has a gap, for the first time', [
  isUp,
  failing(legacyCommit, '500', gone(), holds(1)),
]);
/** Each route has a counter of its own, and each is born with its first failure. */
export const firstOfRoute = scenario('a route fails for the first time on a server that failed before', [
  isUp,
  { ...failing(commit, '500', idle(), idle()), dispensable: true },
  failing(legacyCommit, '500', gone(), holds(1)),
]);
export const failsAgain = scenario('commitments fail again and again', [
  wasUp,
  failing(commit, '500', idle(), grows(1 / 60)),
]);
export const failedLongAgo = scenario('a commitment failed long ago', [isUp, failing(commit, '500', idle(), idle())]);
export const badRequests = scenario('clients ask for ranges that do not exist', [
  isUp,
  failing(commit, '400', gone(), grows(1)),
]);

export const othersFail = scenario('only requests for other things fail', [
  isUp,
  failing(ingest, '500', gone(), grows(1)),
  failing(anchor, '500', gone(), grows(1)),
]);

export const chainAway = scenario('the chain does not answer, for the first time', [
  isUp,
  failing(anchor, '504', gone(), holds(1)),
]);
export const chainAwayAgain = scenario('the chain does not answer', [
  wasUp,
  failing(anchor, '504', idle(), grows(1 / 60)),
]);
export const chainAwayLongAgo = scenario('the chain was away long ago', [isUp, failing(anchor, '504', idle(), idle())]);
export const notConfigured = scenario('somebody asks for an anchor where none is configured', [
  isUp,
  failing(anchor, '503', gone(), grows(1)),
]);
export const onlyOthersFail = scenario('only requests for other things fail', [
  isUp,
  failing(ingest, '500', gone(), grows(1)),
  failing(commit, '500', gone(), grows(1)),
]);
