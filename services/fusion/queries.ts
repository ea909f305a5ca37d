/**
 * Questions about the connection pools. Each relayer keeps pools of its own, so what a pool holds is asked per relayer;
 * what callers feel is asked per pool, over all relayers.
 */
import { fixed, instance, job, le, minutes, promql, ratioOf, window } from '../../model';
import { metrics as m } from './metrics';

const { pool, endpoint } = m.health.label;
const { type } = m.errors.label;
const ownPool = [job, instance, pool] as const;
const anyPool = [job, pool] as const;
const anyEndpoint = [job, pool, endpoint] as const;

// Targets

/** 1 or 0 per relayer. */
export const answers = promql`${m.up}`;

// Pools

/** Connections of each pool of each relayer. */
export const connections = promql`sum by (${ownPool}) (${m.connections})`;
export const active = promql`sum by (${ownPool}) (${m.active})`;
export const idle = promql`sum by (${ownPool}) (${m.idle})`;
/** Share of its connections that a pool has in use, 0 to 1; nothing while it has none. */
export const utilisation = promql`sum by (${ownPool}) (${m.active}) / (sum by (${ownPool}) (${m.connections}) > 0)`;
/** Requests that wait, per pool of each relayer. */
export const queueSize = promql`sum by (${ownPool}) (${m.queueSize})`;
/** Requests that wait for a pool of which no connection is idle, per pool of each relayer; nothing while one is. */
export const waitingInVain = promql`${queueSize} and ${idle} == 0`;
/** Connections opened and closed per second, per pool of each relayer. */
export const openRate = promql`sum by (${ownPool}) (rate(${m.created}[${window}]))`;
export const closeRate = promql`sum by (${ownPool}) (rate(${m.destroyed}[${window}]))`;
/** Both together: a connection that is replaced counts twice. */
export const churn = promql`${openRate} + ${closeRate}`;

// Traffic

/** Requests per second by pool and endpoint. */
export const requestRate = promql`sum by (${[pool, endpoint]}) (rate(${m.requests}[${window}]))`;
/** Time within which that share of a pool's requests is served, in milliseconds. */
export const latencyP50 = promql`
  histogram_quantile(0.5, sum by (${[le, ...anyPool]}) (rate(${m.requestDuration.bucket}[${window}])))`;
export const latencyP95 = promql`
  histogram_quantile(0.95, sum by (${[le, ...anyPool]}) (rate(${m.requestDuration.bucket}[${window}])))`;
export const latencyP99 = promql`
  histogram_quantile(0.99, sum by (${[le, ...anyPool]}) (rate(${m.requestDuration.bucket}[${window}])))`;

// Errors

/** Errors per second by pool and type. */
export const errorRateByType = promql`sum by (${[pool, type]}) (rate(${m.errors}[${window}]))`;
/** Errors for each request of a pool; 0 before the first one. */
export const errorShare = ratioOf(
  promql`sum by (${anyPool}) (rate(${m.errors}[${window}]))`,
  promql`sum by (${anyPool}) (rate(${m.requests}[${window}]))`,
);
/** Requests that gave up waiting, per second and pool. */
export const timeoutRate = promql`sum by (${anyPool}) (rate(${m.queueTimeouts}[${window}]))`;

const timeouts = promql`sum by (${anyPool}) (increase(${m.queueTimeouts}[${fixed(minutes(5))}]))`;
/**
 * The counter is born with its first timeout, so that no increase is seen. Counts those that a relayer did not have five
 * minutes ago, when it was watched already.
 */
const firstTimeouts = promql`
  count by (${anyPool}) (
    ${m.queueTimeouts} unless ${m.queueTimeouts} offset ${minutes(5)}
    and on (${[job, instance]}) (${m.up} offset ${minutes(5)} == 1)
  )`;
/** Requests that gave up waiting within five minutes, per pool; at least 1 for the first ones of a relayer. */
export const queueTimeouts = promql`${timeouts} > 0 or ${firstTimeouts}`;

// Endpoints

/** 1 where any relayer sees the circuit breaker open, by pool and endpoint. */
export const breakerOpen = promql`max by (${anyEndpoint}) (${m.circuitBreaker})`;
/** 1 where any relayer finds the endpoint unhealthy, by pool and endpoint. */
export const endpointUnhealthy = promql`max by (${anyEndpoint}) (${m.health})`;
/** 1 where a relayer finds every endpoint of a pool unhealthy, 0 where one is healthy. */
export const poolUnhealthy = promql`min by (${ownPool}) (${m.health})`;
/** 1 where any relayer sees any circuit breaker of a pool open. */
export const anyBreakerOpen = promql`max by (${anyPool}) (${m.circuitBreaker})`;
/** Weight by pool and endpoint; relayers that disagree show the largest. */
export const weight = promql`max by (${[pool, endpoint]}) (${m.weight})`;
/** Health checks that failed, per second, by pool and endpoint. */
export const healthCheckFailureRate = promql`
  sum by (${[pool, endpoint]}) (rate(${m.healthCheckFailures}[${window}]))`;
/** The states once more without the job, for the rows of a table. */
export const openNow = promql`max by (${[pool, endpoint]}) (${m.circuitBreaker})`;
export const unhealthyNow = promql`max by (${[pool, endpoint]}) (${m.health})`;
