/** Questions about rstmdb. Alerts and panels ask the same ones, so that screen and page agree. */
import {
  fixed,
  hours,
  instance,
  job,
  le,
  minutes,
  noneOf,
  ofProbes,
  oneOf,
  probeMetrics,
  promql,
  ratioOf,
  window,
} from '../../model';
import { metrics as m } from './metrics';
import { probes } from './probes';

const { op, code } = m.errors.label;
const { type } = m.subscriptionsActive.label;
const { machine, state } = m.instancesByState.label;
const target = [job, instance] as const;

// Health

/** 1 or 0 per target. */
export const answers = promql`${m.up}`;
/** Seconds since the start, per target. */
export const uptime = promql`${m.uptime}`;
/** Starts of the process within half an hour, per target. */
export const restarts = promql`changes(${m.startTime}[${fixed(minutes(30))}])`;

/** 1 or 0 for each probe and target: what it looks like from outside. */
export const seenFromOutside = promql`${ofProbes([probes.clients, probes.health], probeMetrics.success)}`;

// Traffic

/** Requests per second by operation. */
export const requestRate = promql`sum by (${op}) (rate(${m.requests}[${window}]))`;
/** Events applied per second by machine. */
export const eventRate = promql`sum by (${machine}) (rate(${m.eventsApplied}[${window}]))`;
/** APPLY_EVENT requests per second per target, with the refused ones: at least as many as events applied. */
export const applyRate = promql`sum by (${target}) (rate(${m.requests.where({ op: 'APPLY_EVENT' })}[${window}]))`;
/** Connections accepted per second, per target. */
export const acceptRate = promql`rate(${m.connectionsTotal}[${window}])`;
/** Connections refused per second, per target. */
export const rejectRate = promql`rate(${m.connectionsRejected}[${window}])`;
/** Open connections, per target. */
export const connections = promql`${m.connectionsActive}`;
/** Connections that may be open at once, per target. */
export const connectionsLimit = promql`${m.connectionsLimit}`;
/** Share of the connections in use, 0 to 1, per target. */
export const connectionsUsed = promql`${m.connectionsActive} / ${m.connectionsLimit}`;

// Errors

/** Codes that are the server's own fault, but for the log's: those have an alert of their own. */
const SERVER_FAULTS = ['INTERNAL_ERROR', 'REPLICATION_TIMEOUT', 'REPLICATION_ERROR'] as const;

/** Codes that are the server's own fault, the log's included. */
export const EVERY_SERVER_FAULT = [...SERVER_FAULTS, 'WAL_IO_ERROR'] as const;

const walIoErrors = m.errors.where({ code: 'WAL_IO_ERROR' });

/** Errors per second of every code, per target. */
export const errorRate = promql`sum by (${target}) (rate(${m.errors}[${window}]))`;
/** Errors per second by code. */
export const errorRateByCode = promql`sum by (${code}) (rate(${m.errors}[${window}]))`;
/** Errors per second by operation and code. */
export const errorRateByOperation = promql`sum by (${[op, code]}) (rate(${m.errors}[${window}]))`;
/** Errors per second by code that a client causes. */
export const refusalRate = promql`
  sum by (${code}) (rate(${m.errors.where({ code: noneOf('WAL_IO_ERROR', ...SERVER_FAULTS) })}[${window}]))`;
/** Share of the requests that fail by the server's own fault, 0 to 1, per target. */
export const serverFaultShare = ratioOf(
  promql`sum by (${target}) (rate(${m.errors.where({ code: oneOf(...SERVER_FAULTS) })}[${window}]))`,
  promql`sum by (${target}) (rate(${m.requests}[${window}]))`,
);
/** Failed writes to the log within five minutes, per target. */
export const walIoErrorCount = promql`sum by (${target}) (increase(${walIoErrors}[${fixed(minutes(5))}]))`;
/**
 * 1 per target whose first failed write to the log was within five minutes. The counter is born with its first error,
 * so that no increase is seen; it counts only where the target was already watched, and had no such counter, before.
 */
export const firstWalIoError = promql`
  count by (${target}) (${walIoErrors})
  unless count by (${target}) (${walIoErrors} offset ${minutes(5)})
  and on (${target}) (${m.up} offset ${minutes(5)} == 1)`;

// Latency

/** 99th percentile of the request time in seconds, by operation and target; never above 1, the last bucket. */
export const latencyP99 = promql`
  histogram_quantile(0.99, sum by (${[le, job, instance, op]}) (rate(${m.requestDuration.bucket}[${window}])))`;
/** Median of the request time in seconds, by operation. */
export const latencyP50 = promql`
  histogram_quantile(0.5, sum by (${[le, op]}) (rate(${m.requestDuration.bucket}[${window}])))`;
/** Share of the requests that take longer than the last bucket, 1 s, per target. */
export const slowShare = ratioOf(
  promql`
    sum by (${target}) (rate(${m.requestDuration.count}[${window}]))
    - sum by (${target}) (rate(${m.requestDuration.atMost(1)}[${window}]))`,
  promql`sum by (${target}) (rate(${m.requestDuration.count}[${window}]))`,
);

// Write-ahead log

/** Size in bytes, per target. */
export const walSize = promql`${m.walSize}`;
/** Growth of the size within an hour, in bytes, per target; falls when segments are deleted. */
export const walSizeGrowth = promql`delta(${m.walSize}[${fixed(hours(1))}])`;
/** Bytes written within an hour, per target, whatever was deleted since. */
export const walWritten = promql`increase(${m.walBytesWritten}[${fixed(hours(1))}])`;
/** Bytes written per second, per target. */
export const walByteRate = promql`rate(${m.walBytesWritten}[${window}])`;
/** Entries written per second, per target. */
export const walWriteRate = promql`rate(${m.walWrites}[${window}])`;
/** Times per second that the log was forced to the disk, per target. */
export const walFsyncRate = promql`rate(${m.walFsyncs}[${window}])`;
/** Files, per target. */
export const walSegments = promql`${m.walSegments}`;
/** Sequence number of the last entry, per target. */
export const walEntries = promql`${m.walEntries}`;
/** Offset of the last entry, per target. */
export const walOffset = promql`${m.walOffset}`;
/** 99th percentile of the time of a write, in seconds, per target. */
export const walWriteP99 = promql`
  histogram_quantile(0.99, sum by (${[le, job, instance]}) (rate(${m.walWriteDuration.bucket}[${window}])))`;

// Subscriptions and replicas

/** Open subscriptions, per target. */
export const subscriptions = promql`sum by (${target}) (${m.subscriptionsActive})`;
/** Open subscriptions by what they watch. */
export const subscriptionsByType = promql`sum by (${type}) (${m.subscriptionsActive})`;
/** Events sent to subscribers per second, per target. */
export const broadcastRate = promql`sum by (${target}) (rate(${m.eventsBroadcast}[${window}]))`;
/** Replicas connected, per target. */
export const replicas = promql`${m.connectedReplicas}`;
/** The most replicas that were connected within six hours, per target. */
export const replicasBefore = promql`max_over_time(${m.connectedReplicas}[${fixed(hours(6))}])`;
/** Entries sent to replicas within five minutes, per target. */
export const entriesSent = promql`increase(${m.replicationEntriesSent}[${fixed(minutes(5))}])`;
/** Entries written to the log within five minutes, per target. */
export const entriesWritten = promql`increase(${m.walWrites}[${fixed(minutes(5))}])`;
/** Replicas cut off for being slow, and writes that waited in vain, per second and target. */
export const slowReplicaRate = promql`rate(${m.slowReplicaDisconnects}[${window}])`;
export const syncTimeoutRate = promql`rate(${m.replicationSyncTimeouts}[${window}])`;

// State machines

/** Instances, per target. */
export const instances = promql`${m.instances}`;
/** Versions of machine definitions, per target. */
export const machines = promql`${m.machines}`;
/** Instances by machine and state. */
export const instancesByState = promql`sum by (${[machine, state]}) (${m.instancesByState})`;
/** Transitions per second by machine and states. */
export const transitionRate = promql`
  sum by (${[machine, m.transitions.label.from, m.transitions.label.to]}) (rate(${m.transitions}[${window}]))`;

// Process

/** Resident memory in bytes, per target. */
export const memory = promql`${m.memoryUsed}`;
/** CPUs in use, per target. */
export const cpu = promql`rate(${m.cpu}[${window}])`;
/** Threads, per target. */
export const threads = promql`${m.threads}`;
/** Share of the file descriptors in use, 0 to 1, per target. */
export const fdsUsed = promql`${m.openFds} / ${m.maxFds}`;
