/** Whether transactions end, and as they should. */
import {
  above,
  alert,
  count,
  coveredBy,
  instance,
  minutes,
  percent,
  perSecond,
  promql,
  text,
  threshold,
  value,
  wholeValue,
} from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';
import * as when from '../scenarios';

const { datname } = m.commits.label;
const covered = coveredBy('PostgresExporterAbsent');
/** Below that a few mistakes look like many. */
const LEAST_TRAFFIC = perSecond(1);

export const deadlocks = alert('PostgresDeadlocks', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(1),
  when: above(ask.deadlocks, count(0)),
  summary: text`Transactions in ${datname} behind ${instance} lock each other out`,
  description: text`PostgreSQL behind ${instance} ended transactions in ${datname} within 5m (about ${wholeValue}), because
    each held what another waited for. Their callers got an error and may not try again. See the server's log for the
    statements.`,
  noData: covered,
  fires: when.deadlocked,
  quiet: when.deadlockLongAgo,
});

export const highRollbackRatio = alert('PostgresHighRollbackRatio', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(10),
  when: above(ask.rollbackShare, percent(10)).and(promql`${ask.transactionRate} > ${LEAST_TRAFFIC}`),
  summary: text`More than ${threshold} of the transactions in ${datname} behind ${instance} are rolled back`,
  description: text`${value} of the transactions in ${datname} behind ${instance} end in a rollback, limit ${threshold}:
    their callers got errors, or give up. Look at the log of the service first, then at the server's.`,
  noData: covered,
  fires: when.rollingBack,
  quiet: [when.fewRollbacks, when.hardlyUsed],
  edge: when.rollbacksAt,
});

export const idleInTransaction = alert('PostgresIdleInTransaction', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.idleTransactionAge, minutes(10)),
  summary: text`A transaction in ${datname} behind ${instance} has been idle for more than ${threshold}`,
  description: text`A transaction in ${datname} behind ${instance} was opened ${value} ago and does nothing, limit
    ${threshold}: it keeps its locks, and vacuum frees no row that it might still see. See which program it is.`,
  noData: covered,
  fires: when.forgotten,
  quiet: [when.shortPause, when.longReport],
  edge: when.idleFor,
});
