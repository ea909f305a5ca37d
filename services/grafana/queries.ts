/** The questions that Grafana's alerts and board ask. */
import { instance, job, matching, notMatching } from '../../model/label';
import { promql, ratioOf, window } from '../../model/promql';
import { perSecond } from '../../model/quantity';
import { metrics as m } from './metrics';

const { handler, status_code: code } = m.requestDuration.label;
const { plugin_id: source, status } = m.pluginRequests.label;
const { le } = m.requestDuration.bucket.label;

/** Routes that answer with the fault of a data source. Those have an alert of their own. */
const own = { handler: notMatching('/api/datasources/(uid/)?proxy/.*|/api/ds/query') } as const;
/** Connections that stay open, so that their time tells nothing. */
const short = { handler: notMatching('/api/live/.*') } as const;

export const isUp = promql`${m.up}`;

const failed = m.requestDuration.count.where({ ...own, status_code: matching('5..') });
/** Share of the requests to each route that end in an error of Grafana's own. */
export const failedShare = ratioOf(
  promql`sum by (${job}, ${instance}, ${handler}) (rate(${failed}[${window}]))`,
  promql`sum by (${job}, ${instance}, ${handler}) (rate(${m.requestDuration.count.where(own)}[${window}]))`,
);

const queries = { endpoint: 'queryData' } as const;
/** Share of the queries that a kind of data source does not answer. */
export const unansweredShare = ratioOf(
  promql`
    sum by (${job}, ${instance}, ${source}) (rate(${m.pluginRequests.where({ ...queries, status: 'error' })}[${window}]))`,
  promql`sum by (${job}, ${instance}, ${source}) (rate(${m.pluginRequests.where(queries)}[${window}]))`,
);

/** How long the slowest hundredth of the requests takes. */
export const requestP99 = promql`
  histogram_quantile(0.99, sum by (${job}, ${instance}, ${le}) (rate(${m.requestDuration.bucket.where(short)}[${window}])))`;
/** A sample where enough is asked for a hundredth of it to mean something. */
export const isUsed = promql`
  sum by (${job}, ${instance}) (rate(${m.requestDuration.count.where(short)}[${window}])) > ${perSecond(0.2)}`;

export const requestsByCode = promql`sum by (${job}, ${code}) (rate(${m.requestDuration.count}[${window}]))`;
export const requestsByRoute = promql`sum by (${job}, ${handler}) (rate(${m.requestDuration.count}[${window}]))`;
export const queriesByStatus = promql`
  sum by (${job}, ${source}, ${status}) (rate(${m.pluginRequests.where(queries)}[${window}]))`;
export const inFlight = promql`${m.requestsInFlight}`;

export const cpu = promql`rate(${m.processCpu}[${window}])`;
export const memory = promql`${m.processMemory}`;
export const goroutines = promql`${m.goroutines}`;
