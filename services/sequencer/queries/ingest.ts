/** Events on their way in. */
import { job, le, promql, ratioOf, window } from '../../../model';
import type { Expr, Metric } from '../../../model';
import { metrics as m } from '../metrics';
import { eventsIngested } from '../recordings';

const { tenant, store, entity_type: entityType } = m.eventsIngested.label;

/** Per second, all servers together; none where servers are known and have counted nothing since their start. */
const rateOrNone = (counter: Metric<'counter'>): Expr => promql`
  sum by (${job}) (rate(${counter}[${window}]))
  or 0 * (count by (${job}) (${m.up}) unless count by (${job}) (${counter}))`;

/** Events accepted per second, all servers together. */
export const ingestRate = promql`${eventsIngested.series}`;
/** The same by tenant and store, the ten busiest. */
export const busiestStores = promql`
  topk(10, sum by (${[tenant, store]}) (rate(${m.eventsIngested}[${window}])))`;
/** The same by type of entity. */
export const ingestRateByEntity = promql`sum by (${entityType}) (rate(${m.eventsIngested}[${window}]))`;
/** Events refused per second, all servers together. */
export const rejectRate = rateOrNone(m.eventsRejected);
/** Events given a number per second, all servers together. */
export const sequenceRate = rateOrNone(m.eventsSequenced);
/** Share of the events that are refused, 0 to 1, all servers together. */
export const rejectedShare = promql`${rejectRate} / (${ingestRate} + ${rejectRate} > 0)`;

const received = promql`sum by (${job}) (rate(${m.signedEventsReceived}[${window}]))`;
const verified = promql`sum by (${job}) (rate(${m.signedEventsVerified}[${window}]))`;
/** Signed events received and found good per second, all servers together. */
export const signedReceivedRate = received;
export const signedVerifiedRate = verified;
/** Share of the signed events that are not found good, 0 to 1, all servers together. */
export const unverifiedShare = ratioOf(promql`${received} - (${verified} or 0 * ${received})`, received);

/** A quantile of the time of ingest requests in seconds, all servers together. */
const latency = (phi: number): Expr => promql`
  histogram_quantile(${phi}, sum by (${[le, job]}) (rate(${m.ingestLatency.bucket}[${window}])))`;

export const ingestP50 = latency(0.5);
export const ingestP99 = latency(0.99);
/** Events in an ingest request, on average. */
export const eventsPerBatch = promql`
  sum by (${job}) (rate(${m.eventsPerBatch.sum}[${window}]))
  / (sum by (${job}) (rate(${m.eventsPerBatch.count}[${window}])) > 0)`;
