/** What is wrong with PostgreSQL when, and who is told. The reasons behind the choices are in the runbook. */
import { jobAbsent, targetDown } from '../../model';
import { metrics as m } from './metrics';
import { connectionsNearLimit, down, refusesConnections } from './alerts/connections';
import { archivingFails, replicaCutOff, replicationLag, slotRetainsLog } from './alerts/replication';
import { deadlocks, highRollbackRatio, idleInTransaction } from './alerts/transactions';
import { collectorFails, wraparoundNear } from './alerts/upkeep';

const thing = 'postgres_exporter';

/** A server that hangs lets the scrape wait until it times out, so that this is the alert for it. */
export const exporterDown = targetDown('PostgresExporterDown', 'PostgresExporterAbsent', m.up, {
  thing,
  impact: 'the exporter is gone, or its server hangs, and no other alert sees it',
});
export const exporterAbsent = jobAbsent('PostgresExporterAbsent', m.up, {
  thing,
  impact: 'nobody would notice that the database fails',
});

export {
  archivingFails,
  collectorFails,
  connectionsNearLimit,
  deadlocks,
  down,
  highRollbackRatio,
  idleInTransaction,
  refusesConnections,
  replicaCutOff,
  replicationLag,
  slotRetainsLog,
  wraparoundNear,
};

/** All of them, in the order of the runbook. */
export const alerts = [
  exporterDown,
  exporterAbsent,
  down,
  refusesConnections,
  connectionsNearLimit,
  replicationLag,
  replicaCutOff,
  slotRetainsLog,
  archivingFails,
  deadlocks,
  highRollbackRatio,
  idleInTransaction,
  wraparoundNear,
  collectorFails,
] as const;
