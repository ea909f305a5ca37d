/** The servers: whether they answer, since when, and whether their figures can be trusted. */
import { instance, job, minutes, oneOf, promql, window } from '../../../model';
import { metrics as m } from '../metrics';

const target = [job, instance] as const;
const { status } = m.requests.label;

/** 1 or 0 per target. */
export const answers = promql`${m.up}`;
/** Time since the start, per target. */
export const uptime = promql`${m.uptime}`;
/** When the process started, per target. */
export const started = promql`timestamp(${m.uptime}) - ${m.uptime}`;
/**
 * Starts of the process within half an hour, per target: minutes at whose end it was younger than a minute before. The
 * program does not expose the time of its start, and one computed from whole seconds is never still.
 */
export const restarts = promql`
  sum_over_time(
    (last_over_time(${m.uptime}[${minutes(3)}] offset ${minutes(1)}) > bool ${m.uptime})[${minutes(30)}:${minutes(1)}])`;
/** 1 per target that has begun to count without labels; the counter exists from then on until the next start. */
export const overflowed = promql`count by (${target}) (${m.overflow})`;
/** Samples per second that lost their labels, per target. */
export const overflowRate = promql`rate(${m.overflow}[${window}])`;

const refusedScrapes = m.requests.where({
  path: '/metrics',
  status: oneOf('401', '403', '429', '503', '504'),
});

/** Requests for the metrics page per second that were refused, per target. */
export const refusedScrapeRate = promql`sum by (${target}) (rate(${refusedScrapes}[${window}]))`;
/** The same by status, which says why. */
export const refusedScrapesByStatus = promql`sum by (${status}) (rate(${refusedScrapes}[${window}]))`;
/** Series of a target without their labels, and all of them: how much the figures by route still say. */
export const requestSeries = promql`count by (${target}) (${m.requests})`;
