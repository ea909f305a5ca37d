/** Questions about PostgreSQL. Alerts and panels ask the same ones. */
import { count, fixed, instance, job, minutes, noneOf, oneOf, promql, ratioOf, window } from '../../model';
import { metrics as m } from './metrics';

const { datname, state, application_name: application } = m.activity.label;
const { collector } = m.collectorSuccess.label;
const { slot_name: slot } = m.slotRetained.label;
const { client_addr: client } = m.behind.label;
const { schemaname: schema, relname: relation } = m.deadRows.label;
const target = [job, instance] as const;
const ofDatabase = [job, instance, datname] as const;
const ofTable = [instance, datname, schema, relation] as const;

// Health

/** 1 or 0 per exporter. */
export const exporterAnswers = promql`${m.up}`;
/** 1 or 0 per server, as its exporter sees it. */
export const answers = promql`${m.answers}`;
/** Collectors that ran, per server; nothing when no new connection was to be had. */
export const collectors = promql`count by (${target}) (${m.collectorSuccess})`;
/** 1 or 0 per server and collector. */
export const collectorWorks = promql`min by (${[job, instance, collector]}) (${m.collectorSuccess})`;

// Connections

/** Connections of each server. */
export const connections = promql`sum by (${target}) (${m.activity})`;
/** Connections that ordinary users may open at once, per server. */
export const connectionsLimit = promql`
  max by (${target}) (${m.maxConnections}) - max by (${target}) (${m.reserved})`;
/** Share of these in use, 0 to 1; superusers can take it above 1. */
export const connectionsUsed = promql`${connections} / (${connectionsLimit} > 0)`;
/** Connections by database and state. */
export const connectionsByState = promql`sum by (${[instance, datname, state]}) (${m.activity}) > 0`;
/** The ten programs with most connections. */
export const connectionsByProgram = promql`topk(10, sum by (${[instance, application]}) (${m.activity}))`;
/** Seconds for which the oldest idle transaction of a database is open. */
export const idleTransactionAge = promql`
  max by (${ofDatabase}) (
    ${m.transactionAge.where({ state: oneOf('idle in transaction', 'idle in transaction (aborted)') })}
  )`;
/** Seconds for which the oldest transaction that does something is open, by database. */
export const activeTransactionAge = promql`
  max by (${ofDatabase}) (${m.transactionAge.where({ state: 'active' })})`;
/** Locks by mode, without those that every query takes. */
export const locks = promql`
  sum by (${[instance, m.locks.label.mode]}) (${m.locks.where({ mode: noneOf('accesssharelock', 'rowsharelock') })}) > 0`;

// Traffic

/** Transactions per second by database. */
export const commitRate = promql`sum by (${ofDatabase}) (rate(${m.commits}[${window}]))`;
export const rollbackRate = promql`sum by (${ofDatabase}) (rate(${m.rollbacks}[${window}]))`;
export const transactionRate = promql`${commitRate} + ${rollbackRate}`;
/** Share of the transactions that are rolled back, 0 to 1, by database. */
export const rollbackShare = ratioOf(rollbackRate, transactionRate);
/** Deadlocks within five minutes, by database. */
export const deadlocks = promql`sum by (${ofDatabase}) (increase(${m.deadlocks}[${fixed(minutes(5))}]))`;
/** Rows inserted, updated and deleted per second, per server. */
export const insertRate = promql`sum by (${target}) (rate(${m.inserted}[${window}]))`;
export const updateRate = promql`sum by (${target}) (rate(${m.updated}[${window}]))`;
export const deleteRate = promql`sum by (${target}) (rate(${m.deleted}[${window}]))`;
/** Share of the blocks that were in the buffers, 0 to 1, per server. */
export const bufferHits = ratioOf(
  promql`sum by (${target}) (rate(${m.blocksHit}[${window}]))`,
  promql`sum by (${target}) (rate(${m.blocksHit}[${window}])) + sum by (${target}) (rate(${m.blocksRead}[${window}]))`,
);
/** Bytes written to temporary files per second, by database. */
export const tempRate = promql`sum by (${[instance, datname]}) (rate(${m.tempBytes}[${window}]))`;

// Replication and the log

/** Seconds that a standby is behind; 0 on a primary. */
export const lag = promql`max by (${target}) (${m.lag})`;
/** Bytes of log that each connected standby has not replayed. */
export const behind = promql`max by (${[instance, application, client]}) (${m.behind})`;
/** 1 on a standby, 0 on a primary. */
export const isReplica = promql`max by (${target}) (${m.isReplica})`;
/** Standbys that hear from their primary. */
export const receiving = promql`count by (${target}) (${m.receivedAt})`;
/** Servers whose collector would tell whether they do. */
export const receiverWatched = promql`
  max by (${target}) (${m.collectorSuccess.where({ collector: 'stat_wal_receiver' })}) > 0`;
/** Bytes of log kept for the reader of each slot. */
export const slotRetained = promql`max by (${[job, instance, slot]}) (${m.slotRetained})`;
/** 1 while somebody reads from the slot. */
export const slotActive = promql`max by (${[instance, slot]}) (${m.slotActive})`;
/** Bytes of the log, per server. */
export const walSize = promql`max by (${target}) (${m.walSize})`;
/** Files archived, and attempts that failed, within a quarter of an hour, per server. */
export const archived = promql`sum by (${target}) (increase(${m.archived}[${fixed(minutes(15))}]))`;
export const archiveFailures = promql`sum by (${target}) (increase(${m.archiveFailures}[${fixed(minutes(15))}]))`;

// Upkeep

/** Bytes of each database. */
export const databaseSize = promql`max by (${[instance, datname]}) (${m.databaseSize})`;
/** Transactions since the oldest one that is not frozen, by database. At 2^31 the server stops taking writes. */
export const frozenAge = promql`max by (${ofDatabase}) (${m.frozenAge})`;
/** Rows of a table that a vacuum would free, of those with more than a thousand. */
export const deadRows = promql`max by (${ofTable}) (${m.deadRows}) > ${count(1000)}`;
export const liveRows = promql`max by (${ofTable}) (${m.liveRows}) and ${deadRows}`;
/** When such a table was last vacuumed by itself. */
export const autovacuumed = promql`(max by (${ofTable}) (${m.autovacuumed}) > 0) and ${deadRows}`;
