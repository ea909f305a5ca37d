/** Whether there is a second copy of the data, and how old it is. */
import {
  above,
  alert,
  bool,
  count,
  coveredBy,
  equals,
  gibibytes,
  instance,
  job,
  minutes,
  okBecause,
  promql,
  seconds,
  text,
  threshold,
  value,
  wholeValue,
} from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';
import * as when from '../scenarios';

const { slot_name: slot } = m.slotRetained.label;
const covered = coveredBy('PostgresExporterAbsent');

export const replicationLag = alert('PostgresReplicationLag', {
  kind: 'symptom',
  severity: 'warning',
  // The first write after a quiet hour shows as an hour, until it is replayed.
  for: minutes(5),
  when: above(ask.lag, seconds(30)),
  summary: text`The PostgreSQL standby behind ${instance} is more than ${threshold} behind`,
  description: text`The standby behind ${instance} last replayed what its primary wrote ${value} ago, limit ${threshold}.
    Readers of it see old data, and a failover would lose what is missing. See whether it replays, and what blocks it.`,
  noData: covered,
  fires: when.replayStops,
  quiet: when.replayKeepsUp,
  edge: when.lagAt,
});

/** The lag of such a standby is 0, because it has replayed all that it received. */
export const replicaCutOff = alert('PostgresReplicaCutOff', {
  kind: 'imminent-loss',
  severity: 'warning',
  for: minutes(5),
  when: equals(ask.isReplica, bool(true))
    .unless(ask.receiving, [job, instance])
    .and(ask.receiverWatched, [job, instance]),
  summary: text`The PostgreSQL standby behind ${instance} hears nothing from its primary`,
  description: text`The standby behind ${instance} receives no log (is_replica is ${value}): it falls behind while its
    lag shows 0, and a failover would lose what it lacks. See the log of the standby for why it cannot connect.`,
  noData: covered,
  fires: when.cutOff,
  quiet: [when.streaming, when.primary, when.notWatched],
});

export const slotRetainsLog = alert('PostgresSlotRetainsLog', {
  kind: 'capacity',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.slotRetained, gibibytes(4)),
  summary: text`PostgreSQL behind ${instance} keeps more than ${threshold} of log for slot ${slot}`,
  description: text`PostgreSQL behind ${instance} keeps ${value} of log for the reader of slot ${slot}, limit
    ${threshold}. Without a limit of its own it keeps on until the disk is full and it stops. See whether the reader is
    still wanted.`,
  noData: okBecause('a server without slots keeps nothing'),
  fires: when.readerGone,
  quiet: when.readerBehind,
  edge: when.retainedAt,
});

export const archivingFails = alert('PostgresArchivingFails', {
  kind: 'imminent-loss',
  severity: 'warning',
  for: minutes(15),
  when: above(ask.archiveFailures, count(0)).unless(promql`${ask.archived} > 0`),
  summary: text`PostgreSQL behind ${instance} archives no log`,
  description: text`PostgreSQL behind ${instance} failed to archive its log about ${wholeValue} times within 15m, and
    never succeeded. Backups cannot be restored to a moment after the last archived file, and the log fills the disk.
    See the server's log for what archive_command said.`,
  noData: covered,
  fires: [when.archiveRefuses, when.archiveRefusesOneFile],
  quiet: [when.archiveHiccup, when.archiveWorks],
});
