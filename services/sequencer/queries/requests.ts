/** Requests over HTTP: how many, how fast, how many in vain. */
import { instance, job, le, matching, noneOf, promql, ratioOf, window } from '../../../model';
import type { Expr } from '../../../model';
import { metrics as m } from '../metrics';
import { OF_USERS, requests } from '../recordings';

const { status, path, method } = m.requests.label;
const { category } = m.errors.label;

/** Neither probes and scrapes, nor requests that never reach a handler: without a valid key, or to a path that does not exist. */
export const HANDLED = { ...OF_USERS, status: noneOf('401', '404') } as const;

/** Buckets of the requests that reach a handler. */
export const handled = m.requestDuration.bucket.where(HANDLED);
/** Status of a fault of the server. */
const FAULTS = matching('5..');

/** Requests per second by status. */
export const requestRate = promql`sum by (${status}) (rate(${m.requests.where(OF_USERS)}[${window}]))`;
/** Requests per second by route. */
export const requestsByRoute = promql`
  sum by (${[method, path]}) (rate(${m.requests.where(OF_USERS)}[${window}]))`;
/** Requests per second that the server fails, by route. */
export const faultsByRoute = promql`
  sum by (${[method, path]}) (rate(${m.requests.where({ ...OF_USERS, status: FAULTS })}[${window}]))`;
/** 95th percentile of the time of a request in seconds, by route. */
export const latencyByRoute = promql`
  histogram_quantile(0.95, sum by (${[le, method, path]}) (rate(${handled}[${window}])))`;

/** Errors per second of every category, all servers together. */
export const errorRate = promql`sum by (${job}) (rate(${m.errors}[${window}]))`;
/** Errors per second by category. */
export const errorRateByCategory = promql`sum by (${category}) (rate(${m.errors}[${window}]))`;
/** Share of the requests of users that the server fails, 0 to 1, all servers together. */
export const faultShare = ratioOf(
  promql`sum by (${job}) (rate(${m.requests.where({ ...OF_USERS, status: FAULTS })}[${window}]))`,
  promql`${requests.series}`,
);

/** A quantile of the time of handled requests in seconds, all servers together. */
const latency = (phi: number): Expr => promql`
  histogram_quantile(${phi}, sum by (${[le, job]}) (rate(${handled}[${window}])))`;

export const latencyP50 = latency(0.5);
export const latencyP95 = latency(0.95);
export const latencyP99 = latency(0.99);
/** 95th percentile by server, to find the one that is slow. */
export const latencyP95ByServer = promql`
  histogram_quantile(0.95, sum by (${[le, job, instance]}) (rate(${handled}[${window}])))`;
