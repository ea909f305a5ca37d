/**
 * What postgres_exporter tells of a PostgreSQL server, as seen on its releases 0.19.1 and 0.20.1 beside PostgreSQL 15.
 * 0.19.1 has a label `server` beside those below; every question aggregates it away.
 * @see https://github.com/prometheus-community/postgres_exporter
 */
import { catalogue, counter, gauge, info, up } from '../../model';

/** States of a connection. @see https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW */
export const STATES = [
  'active',
  'idle',
  'idle in transaction',
  'idle in transaction (aborted)',
  'fastpath function call',
  'disabled',
] as const;

const datname = { card: 3 } as const;
const database = { datid: {}, datname } as const;
const table = { datname, schemaname: { card: 1 }, relname: { card: 20 } } as const;
const connection = {
  datname,
  state: { values: STATES },
  usename: { card: 3 },
  application_name: { card: 5 },
  backend_type: { card: 2 },
  wait_event_type: { card: 4 },
  wait_event: { card: 6 },
} as const;
const slot = { database: {}, slot_name: { card: 2 } } as const;
const standby = { application_name: { card: 2 }, client_addr: {}, slot_name: {}, state: {} } as const;

const exporter = {
  answers: gauge('pg_up', {
    unit: 'bool',
    help: '1 when the exporter reached the server, if only over a connection that it had before',
  }),
  collectorSuccess: gauge('pg_scrape_collector_success', {
    unit: 'bool',
    help: '1 when a collector could read its statistics; no series at all when no new connection was to be had',
    labels: { collector: { card: 19 } },
  }),
  version: info('pg_static', {
    help: 'Version of the server',
    labels: { server: {}, short_version: {}, version: {} },
  }),
};

const connections = {
  maxConnections: gauge('pg_settings_max_connections', { help: 'Connections that the server accepts at once' }),
  reserved: gauge('pg_settings_superuser_reserved_connections', {
    help: 'Connections of these that only superusers get',
  }),
  activity: gauge('pg_stat_activity_count', { help: 'Connections by what they do', labels: connection }),
  transactionAge: gauge('pg_stat_activity_max_tx_duration', {
    unit: 'seconds',
    help: 'Age of the oldest transaction of such connections',
    labels: connection,
  }),
  locks: gauge('pg_locks_count', { help: 'Locks held or waited for', labels: { datname, mode: { card: 9 } } }),
};

const traffic = {
  commits: counter('pg_stat_database_xact_commit', { help: 'Transactions committed', labels: database }),
  rollbacks: counter('pg_stat_database_xact_rollback', { help: 'Transactions rolled back', labels: database }),
  deadlocks: counter('pg_stat_database_deadlocks', { help: 'Deadlocks found', labels: database }),
  inserted: counter('pg_stat_database_tup_inserted', { help: 'Rows inserted', labels: database }),
  updated: counter('pg_stat_database_tup_updated', { help: 'Rows updated', labels: database }),
  deleted: counter('pg_stat_database_tup_deleted', { help: 'Rows deleted', labels: database }),
  blocksHit: counter('pg_stat_database_blks_hit', { help: 'Blocks found in the buffers', labels: database }),
  blocksRead: counter('pg_stat_database_blks_read', { help: 'Blocks read from the disk', labels: database }),
  tempBytes: counter('pg_stat_database_temp_bytes', {
    unit: 'bytes',
    help: 'Bytes written to temporary files, for sorts and joins that did not fit into memory',
    labels: database,
  }),
};

const replication = {
  isReplica: gauge('pg_replication_is_replica', { unit: 'bool', help: '1 on a standby' }),
  lag: gauge('pg_replication_lag_seconds', {
    unit: 'seconds',
    help: 'Time since the last transaction was replayed; 0 where all that was received is, even when cut off',
  }),
  behind: gauge('pg_stat_replication_pg_wal_lsn_diff', {
    unit: 'bytes',
    help: 'Log that a connected standby has not replayed',
    labels: standby,
    presence: 'optional',
  }),
  receivedAt: gauge('pg_stat_wal_receiver_last_msg_receipt_time', {
    unit: 'timestamp',
    help: 'When a standby last heard from its primary; no series while it is cut off',
    labels: { slot_name: {}, status: {}, upstream_host: {} },
    presence: 'optional',
  }),
  slotActive: gauge('pg_replication_slots_active', {
    unit: 'bool',
    help: '1 while somebody reads from the slot',
    labels: slot,
    presence: 'optional',
  }),
  slotRetained: gauge('pg_replication_slots_pg_wal_lsn_diff', {
    unit: 'bytes',
    help: 'Log that is kept for the reader of the slot',
    labels: slot,
    presence: 'optional',
  }),
  walSize: gauge('pg_wal_size_bytes', { unit: 'bytes', help: 'Size of the write-ahead log' }),
  archived: counter('pg_stat_archiver_archived_count', { help: 'Files of the log that were archived' }),
  archiveFailures: counter('pg_stat_archiver_failed_count', { help: 'Attempts to archive a file that failed' }),
};

const upkeep = {
  databaseSize: gauge('pg_database_size_bytes', { unit: 'bytes', help: 'Size of a database', labels: { datname } }),
  deadRows: gauge('pg_stat_user_tables_n_dead_tup', { help: 'Rows that a vacuum would free', labels: table }),
  liveRows: gauge('pg_stat_user_tables_n_live_tup', { help: 'Rows of a table', labels: table }),
  autovacuumed: gauge('pg_stat_user_tables_last_autovacuum', {
    unit: 'timestamp',
    help: 'When the table was last vacuumed by itself; 0 for never',
    labels: table,
  }),
  /** Counts transactions, whatever its name says. */
  frozenAge: gauge('pg_database_wraparound_age_datfrozenxid_seconds', {
    help: 'Transactions since the oldest one that is not frozen',
    labels: { datname },
    presence: 'optional',
  }),
  startTime: gauge('pg_postmaster_start_time_seconds', {
    unit: 'timestamp',
    help: 'When the server started',
    presence: 'optional',
  }),
};

/** Every metric of the scrape job `postgres` that a question asks for. */
export const metrics = catalogue('postgres', {
  up,
  ...exporter,
  ...connections,
  ...traffic,
  ...replication,
  ...upkeep,
});
