/** What is wrong with rstmdb when, and who is told. The reasons behind the choices are in the runbook. */
import {
  above,
  alert,
  count,
  coveredBy,
  equals,
  gibibytes,
  instance,
  jobAbsent,
  metricsMissing as missing,
  millis,
  minutes,
  okBecause,
  percent,
  perSecond,
  present,
  probeFailed,
  promql,
  targetDown,
  text,
  threshold,
  value,
} from '../../model';
import { metrics as m } from './metrics';
import { probes } from './probes';
import * as ask from './queries';
import * as when from './scenarios';

const { op } = m.requests.label;
const thing = 'rstmdb';
const covered = coveredBy('RstmdbAbsent');
const bornLate = okBecause('the counter is born with the first error');

export const down = targetDown('RstmdbDown', 'RstmdbAbsent', m.up, {
  thing,
  impact: 'clients may neither read nor change a state machine, and no other alert sees this server',
});

export const absent = jobAbsent('RstmdbAbsent', m.up, { thing, impact: 'nobody would notice that it fails' });

/** A target that is something else is up and silent; Prometheus listens on the same port 9090 as rstmdb does. */
export const metricsMissing = missing('RstmdbMetricsMissing', absent.name, m.up, when.someConnections, { thing });

export const restarting = alert('RstmdbRestarting', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(1),
  when: above(ask.restarts, count(1)),
  summary: text`rstmdb at ${instance} restarts again and again`,
  description: text`rstmdb at ${instance} restarted ${value} times within 30m. Each start cuts all connections and
    subscriptions, and reads the whole log before it answers. See why the process ended: exit code, memory, probes.`,
  noData: covered,
  fires: when.crashLoop,
  quiet: when.oneRestart,
});

export const highErrorRate = alert('RstmdbHighErrorRate', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.errorRate, perSecond(10)),
  summary: text`rstmdb at ${instance} answers more than ${threshold} with an error`,
  description: text`rstmdb at ${instance} answers ${value} with an error, limit ${threshold}. Most codes are mistakes
    of clients, which see their requests refused. Look at the errors by code on the dashboard first.`,
  noData: bornLate,
  fires: when.errorsOverCodes,
  quiet: when.usualErrors,
  edge: when.errorsAt,
});

export const serverErrors = alert('RstmdbServerErrors', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(5),
  keepFiringFor: minutes(5),
  when: above(ask.serverFaultShare, percent(1)),
  summary: text`rstmdb at ${instance} fails more than ${threshold} of its requests by its own fault`,
  description: text`${value} of the requests to rstmdb at ${instance} end in INTERNAL_ERROR or a replication error,
    limit ${threshold}. Clients did nothing wrong and cannot help themselves. Look at the server's log first.`,
  noData: bornLate,
  fires: when.serverFaults,
  quiet: [when.clientMistakes, when.serverUnused],
  edge: when.serverFaultsAt,
});

export const walIoError = alert('RstmdbWalIoError', {
  kind: 'symptom',
  severity: 'critical',
  for: minutes(1),
  when: present(promql`${ask.walIoErrorCount} > 0 or ${ask.firstWalIoError}`),
  summary: text`rstmdb at ${instance} cannot write its log`,
  description: text`Writes to the log of rstmdb at ${instance} fail, about ${value} within 5m: its disk is full or
    broken, while /health and ping stay green. The log can be torn now: what is confirmed from now on is LOST at the
    next restart. Stop the writers, do not restart, and follow the runbook.`,
  noData: bornLate,
  fires: [when.diskFull, when.writesFailAgain, when.oneFailedWrite],
  quiet: [when.oldWalError, when.refusedEvents],
});

export const highLatency = alert('RstmdbHighLatency', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.latencyP99, millis(500)),
  summary: text`p99 of ${op} on rstmdb at ${instance} is above ${threshold}`,
  description: text`The slowest 1% of ${op} requests to rstmdb at ${instance} take ${value} or more, limit
    ${threshold}; above 1s the histogram cannot tell. Callers wait and time out. Look at disk and CPU of its host.`,
  noData: covered,
  fires: [when.oneSlowOperation, when.slowerThanTheLastBucket],
  quiet: when.busyAndFast,
  edge: when.latencyAt,
});

export const walGrowing = alert('RstmdbWALGrowing', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.walWritten, gibibytes(1)),
  summary: text`rstmdb at ${instance} wrote more than ${threshold} of log in an hour`,
  description: text`rstmdb at ${instance} wrote ${value} of log within 1h, limit ${threshold}. Once the volume is full
    every write fails. Look at the free space of its volume, then at which operation writes.`,
  noData: covered,
  fires: when.walFlood,
  quiet: when.walWorkday,
  edge: when.walWrittenAt,
});

/** For a release that keeps its size up to date; 0.3.0 does not. */
export const walSizeGrowing = alert('RstmdbWALSizeGrowing', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.walSizeGrowth, gibibytes(1)),
  summary: text`The log of rstmdb at ${instance} grew by more than ${threshold} in an hour`,
  description: text`The log of rstmdb at ${instance} grew by ${value} within 1h, limit ${threshold}: compaction does not
    keep up. Once the volume is full every write fails. Look at the free space of its volume.`,
  noData: covered,
  fires: when.walKept,
  quiet: when.walCompacted,
  edge: when.walSizeGrowthAt,
});

export const connectionsNearLimit = alert('RstmdbConnectionsNearLimit', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.connectionsUsed, percent(80)),
  summary: text`rstmdb at ${instance} has more than ${threshold} of its connections in use`,
  description: text`${value} of the connections that rstmdb at ${instance} accepts are in use, limit ${threshold}. At
    100% it closes new ones without an answer, those of probes too. See which client holds them.`,
  noData: covered,
  fires: when.connectionLeak,
  quiet: when.manyConnections,
  edge: when.connectionsAt,
});

export const fileDescriptorsLow = alert('RstmdbFileDescriptorsLow', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.fdsUsed, percent(80)),
  summary: text`rstmdb at ${instance} has more than ${threshold} of its file descriptors open`,
  description: text`rstmdb at ${instance} has ${value} of its file descriptors open, limit ${threshold}. At 100% it can
    neither accept a connection nor open a segment of its log. Compare with its connections and segments.`,
  noData: covered,
  fires: when.descriptorLeak,
  quiet: when.descriptorsInUse,
  edge: when.descriptorsAt,
});

/**
 * The number of connected replicas stays at its last value when the last one leaves, so it cannot tell; that nothing is
 * sent while entries are written can. A server that had no replica within six hours is no primary.
 */
export const replicationStalled = alert('RstmdbReplicationStalled', {
  kind: 'imminent-loss',
  severity: 'critical',
  for: minutes(2),
  when: equals(ask.entriesSent, count(0))
    .and(promql`${ask.entriesWritten} > 0`)
    .and(promql`${ask.replicasBefore} > 0`),
  summary: text`What rstmdb at ${instance} writes reaches no replica`,
  description: text`rstmdb at ${instance} had replicas within 6h and sent ${value} entries within 5m, while it wrote
    some. Nobody keeps a second copy; in sync mode every write fails by timeout, and no counter of errors shows it. See
    whether the replicas run and reach it: rstmdb-cli replication-status.`,
  noData: covered,
  fires: when.lastReplicaLost,
  quiet: [when.replicaFollows, when.nothingToSend, when.neverReplicated],
});

export const portClosed = probeFailed('RstmdbPortClosed', [probes.clients], {
  thing,
  impact: 'clients can neither read nor change a state machine, whatever its metrics page says',
});

export const healthFailed = probeFailed('RstmdbHealthFailed', [probes.health], {
  thing,
  impact: 'whatever asks it whether it lives, a load balancer or a liveness probe, gets no good answer',
});

/** All of them, in the order of the runbook. */
export const alerts = [
  down,
  absent,
  portClosed,
  healthFailed,
  metricsMissing,
  restarting,
  highErrorRate,
  serverErrors,
  walIoError,
  highLatency,
  walGrowing,
  walSizeGrowing,
  connectionsNearLimit,
  fileDescriptorsLow,
  replicationStalled,
] as const;
