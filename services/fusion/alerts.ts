/** What is wrong with the connection pools when, and who is told. The reasons behind the choices are in the runbook. */
import {
  above,
  alert,
  count,
  coveredBy,
  equals,
  instance,
  jobAbsent,
  metricsMissing as missing,
  millisecondsRaw,
  minutes,
  okBecause,
  percent,
  perSecond,
  promql,
  targetDown,
  text,
  threshold,
  value,
  wholeValue,
} from '../../model';
import { BREAKER, HEALTH, metrics as m } from './metrics';
import * as ask from './queries';
import * as when from './scenarios';

const { pool, endpoint } = m.health.label;
const thing = 'Fusion+ relayer';
const covered = coveredBy('FusionAbsent');
const bornLate = okBecause('the counter is born with the first event');

export const down = targetDown('FusionDown', 'FusionAbsent', m.up, {
  thing,
  impact: 'swaps that it fills are at a standstill, and no other alert sees its pools',
});

export const absent = jobAbsent('FusionAbsent', m.up, { thing, impact: 'nobody would notice that its pools fail' });

/** Names that do not match are dropped at the scrape, and Prometheus listens on the same port 9090 as relayers do. */
export const metricsMissing = missing('FusionMetricsMissing', absent.name, m.up, when.someConnections, {
  thing,
  because: 'its names lack the prefix and no dialect renames them, or the address is that of another program',
});

export const exhausted = alert('ConnectionPoolExhausted', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  when: above(ask.waitingInVain, count(0)),
  summary: text`Pool ${pool} of the relayer at ${instance} has no connection left`,
  description: text`No connection of pool ${pool} of the relayer at ${instance} is idle, and requests wait for one
    (${wholeValue}): they are late, and soon time out. See which endpoint is slow, then whether its connections come
    back.`,
  noData: covered,
  fires: [when.lastTaken, when.allBusy],
  quiet: [when.busyWithoutQueue, when.otherEndpointFree],
});

export const breakerOpen = alert('CircuitBreakerOpen', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  // It closes to try, and opens again: one incident, not many.
  keepFiringFor: minutes(5),
  when: equals(ask.breakerOpen, BREAKER.open),
  summary: text`The circuit breaker of ${endpoint} in pool ${pool} is open`,
  description: text`A relayer sends nothing to ${endpoint} of pool ${pool} after too many failures (breaker is
    ${value}): the other endpoints carry its share, or requests are refused. See what the endpoint answered last.`,
  noData: covered,
  fires: when.breakerOpens,
  quiet: when.breakersClosed,
});

export const noHealthyEndpoints = alert('NoHealthyEndpoints', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  when: equals(ask.poolUnhealthy, HEALTH.unhealthy),
  summary: text`No endpoint of pool ${pool} is healthy for the relayer at ${instance}`,
  description: text`Every endpoint of pool ${pool} fails the health checks of the relayer at ${instance} (status is
    ${value}, healthy is 0): it can fill no swap on that chain. See whether other relayers reach them.`,
  noData: covered,
  fires: [when.onlyOneUnhealthy, when.allUnhealthy],
  quiet: [when.allHealthy, when.oneUnhealthy],
});

export const queueTimeouts = alert('ConnectionPoolQueueTimeouts', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  when: above(ask.queueTimeouts, count(0)),
  summary: text`Requests time out in the queue of pool ${pool}`,
  description: text`Requests gave up waiting for a connection of pool ${pool} and failed: about ${wholeValue} within
    5m, where the first ones of a relayer count as 1. See whether the pool is full, then why.`,
  noData: bornLate,
  fires: [when.timingOut, when.firstTimeouts],
  quiet: when.oldTimeouts,
});

export const highUtilisation = alert('ConnectionPoolHighUtilization', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(5),
  // Of five connections or fewer, more than 80% are all of them, which is a fault only while requests wait.
  when: above(ask.utilisation, percent(80)).and(promql`${ask.connections} > 5`),
  summary: text`Pool ${pool} of the relayer at ${instance} has more than ${threshold} of its connections in use`,
  description: text`Pool ${pool} of the relayer at ${instance} has ${value} of its connections in use, limit
    ${threshold}. At 100% requests queue. See whether traffic grew or an endpoint became slow.`,
  noData: covered,
  fires: when.nearlyFull,
  quiet: [when.oneEndpointFull, when.smallPool, when.emptyPool],
  edge: when.utilisationAt,
});

export const endpointUnhealthy = alert('EndpointUnhealthy', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  keepFiringFor: minutes(5),
  when: equals(ask.endpointUnhealthy, HEALTH.unhealthy),
  summary: text`Endpoint ${endpoint} of pool ${pool} is unhealthy`,
  description: text`Endpoint ${endpoint} of pool ${pool} fails health checks (status is ${value}, healthy is 0): the
    other endpoints carry its share. See whether every relayer finds so, and what its provider says.`,
  noData: covered,
  fires: when.oneUnhealthy,
  quiet: when.allHealthy,
});

export const highErrorRate = alert('ConnectionPoolHighErrorRate', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.errorShare, percent(5)),
  summary: text`More than ${threshold} of the requests through pool ${pool} fail`,
  description: text`${value} of the requests through pool ${pool} end in an error, limit ${threshold}. Swaps are filled
    late or not at all. Look at the errors by type on the dashboard first.`,
  noData: bornLate,
  fires: when.errorsOverTypes,
  quiet: [when.rareErrors, when.nobodyAsks],
  edge: when.errorShareAt,
});

export const highLatency = alert('ConnectionPoolHighLatency', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.latencyP95, millisecondsRaw(1000)),
  summary: text`p95 of the requests through pool ${pool} is above ${threshold}`,
  description: text`The slowest 5% of the requests through pool ${pool} take ${value} or more, limit ${threshold}:
    quotes go stale before they are filled. Compare its endpoints, then the queue.`,
  noData: covered,
  fires: when.slowPool,
  quiet: [when.quickPool, when.oneSlowRequest],
  edge: when.latencyAt,
});

export const queueGrowing = alert('ConnectionPoolQueueGrowing', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.queueSize, count(10)),
  summary: text`More than ${threshold} requests wait for pool ${pool} of the relayer at ${instance}`,
  description: text`${wholeValue} requests wait for a connection of pool ${pool} of the relayer at ${instance}, limit
    ${threshold}. They are late and will time out. See whether the pool is full or its endpoints slow.`,
  noData: covered,
  fires: when.queueGrows,
  quiet: when.shortQueue,
  edge: when.queueAt,
});

export const highChurn = alert('ConnectionPoolHighChurn', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.churn, perSecond(1)),
  summary: text`Connections of pool ${pool} of the relayer at ${instance} come and go at more than ${threshold}`,
  description: text`Connections of pool ${pool} of the relayer at ${instance} are opened and closed at ${value}, limit
    ${threshold}: they are not used again, and each request pays for a handshake. See its idle timeout and its errors.`,
  noData: bornLate,
  fires: when.reconnecting,
  quiet: when.recycled,
  edge: when.churnAt,
});

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  metricsMissing,
  exhausted,
  breakerOpen,
  noHealthyEndpoints,
  queueTimeouts,
  highUtilisation,
  endpointUnhealthy,
  highErrorRate,
  highLatency,
  queueGrowing,
  highChurn,
] as const;
