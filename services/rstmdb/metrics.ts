/**
 * The metrics of rstmdb, under the names of its monitoring page; below them what release 0.3.0 exposes beyond it.
 * @see https://docs.rs/crate/rstmdb/0.3.0/source/docs/docs/operations/monitoring.md
 */
import { catalogue, counter, gauge, histogram, up } from '../../model';

/**
 * Operations that the server counts. WATCH_INSTANCE and WATCH_ALL are not counted; each part of a BATCH counts on its
 * own too.
 */
export const OPERATIONS = [
  'HELLO',
  'AUTH',
  'PING',
  'BYE',
  'INFO',
  'REPLICATION_STATUS',
  'PUT_MACHINE',
  'GET_MACHINE',
  'LIST_MACHINES',
  'CREATE_INSTANCE',
  'GET_INSTANCE',
  'LIST_INSTANCES',
  'DELETE_INSTANCE',
  'APPLY_EVENT',
  'BATCH',
  'SNAPSHOT_INSTANCE',
  'WAL_READ',
  'WAL_STATS',
  'COMPACT',
  'UNWATCH',
  'FLUSH_ALL',
] as const;

/** Error codes of the protocol. @see https://docs.rs/rstmdb-protocol/0.3.0/rstmdb_protocol/enum.ErrorCode.html */
export const ERROR_CODES = [
  'UNSUPPORTED_PROTOCOL',
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'AUTH_FAILED',
  'NOT_FOUND',
  'MACHINE_NOT_FOUND',
  'MACHINE_VERSION_EXISTS',
  'MACHINE_VERSION_LIMIT_EXCEEDED',
  'INSTANCE_NOT_FOUND',
  'INSTANCE_EXISTS',
  'INVALID_TRANSITION',
  'GUARD_FAILED',
  'CONFLICT',
  'WAL_IO_ERROR',
  'INTERNAL_ERROR',
  'RATE_LIMITED',
  'READ_ONLY_MODE',
  'REPLICATION_TIMEOUT',
  'REPLICATION_ERROR',
] as const;

/** What a subscription watches: one instance, or every event. */
export const SUBSCRIPTION_TYPES = ['instance', 'all'] as const;

/** Upper bounds of the request histogram; a quantile can never be read above the last one. */
export const REQUEST_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] as const;

const op = { values: OPERATIONS } as const;
const code = { values: ERROR_CODES } as const;
const type = { values: SUBSCRIPTION_TYPES } as const;
const machine = { card: 10 } as const;
const state = { card: 8 } as const;

/** Names that the monitoring page lists, or uses in an alert (`connections_limit`). */
const documented = {
  connectionsActive: gauge('rstmdb_connections_active', {
    help: 'Open client connections; under TLS 0.3.0 never subtracts a failed handshake',
  }),
  connectionsTotal: counter('rstmdb_connections_total', { help: 'Connections accepted' }),
  connectionsRejected: counter('rstmdb_connections_rejected', {
    help: 'Connections refused because the limit was reached',
  }),
  connectionsLimit: gauge('rstmdb_connections_limit', { help: 'Connections that the server accepts at once' }),

  requests: counter('rstmdb_requests_total', {
    help: 'Requests answered, with and without success',
    labels: { op },
    presence: 'after-first-event',
  }),
  requestDuration: histogram('rstmdb_requests_duration_seconds', {
    help: 'Time from reading a request to its answer, without the wait for replicas',
    unit: 'seconds',
    labels: { op },
    buckets: REQUEST_BUCKETS,
    presence: 'after-first-event',
  }),
  errors: counter('rstmdb_requests_errors_total', {
    help: 'Requests answered with an error, the fault of the client or of the server',
    labels: { op, code },
    presence: 'after-first-event',
  }),

  machines: gauge('rstmdb_machines_total', {
    help: 'Versions of machine definitions; two versions of one count twice',
  }),
  instances: gauge('rstmdb_instances_total', { help: 'State machine instances, without the deleted ones' }),
  instancesByState: gauge('rstmdb_instances_by_state', {
    help: 'State machine instances in each state',
    labels: { machine, state },
    presence: 'after-first-event',
  }),
  eventsApplied: counter('rstmdb_events_applied_total', {
    help: 'Events that changed an instance',
    labels: { machine },
    presence: 'after-first-event',
  }),
  transitions: counter('rstmdb_transitions_total', {
    help: 'Changes from one state to another',
    labels: { machine, from: state, to: state },
    presence: 'after-first-event',
  }),

  walOffset: gauge('rstmdb_wal_offset', { help: 'Offset after the last entry of the write-ahead log' }),
  walSize: gauge('rstmdb_wal_size_bytes', { help: 'Size of the write-ahead log', unit: 'bytes' }),
  walSegments: gauge('rstmdb_wal_segments', { help: 'Files of the write-ahead log' }),
  walWrites: counter('rstmdb_wal_writes_total', { help: 'Entries written to the write-ahead log' }),
  walWriteDuration: histogram('rstmdb_wal_write_duration_seconds', {
    help: 'Time of one write to the write-ahead log',
    unit: 'seconds',
    // No release exposes it and the page states no buckets: those of the requests, which contain the writes.
    buckets: REQUEST_BUCKETS,
  }),
  walFsyncs: counter('rstmdb_wal_fsyncs_total', { help: 'Times the write-ahead log was forced to the disk' }),

  subscriptionsActive: gauge('rstmdb_subscriptions_active', {
    help: 'Open subscriptions; 0.3.0 subtracts only those that were closed by UNWATCH',
    labels: { type },
    presence: 'after-first-event',
  }),
  eventsBroadcast: counter('rstmdb_events_broadcast_total', {
    help: 'Events sent to subscribers, one for each that receives it',
    labels: { type },
    presence: 'after-first-event',
  }),

  uptime: gauge('rstmdb_uptime_seconds', { help: 'Time since the server started', unit: 'seconds' }),
  memoryUsed: gauge('rstmdb_memory_used_bytes', { help: 'Resident memory of the server', unit: 'bytes' }),
};

/** Names that release 0.3.0 exposes and the monitoring page does not list. */
const undocumented = {
  walBytesWritten: counter('rstmdb_wal_bytes_written_total', {
    help: 'Bytes written to the write-ahead log since the start',
    unit: 'bytes',
  }),
  walBytesRead: counter('rstmdb_wal_bytes_read_total', {
    help: 'Bytes of sound entries read from the write-ahead log, recovery at the start included',
    unit: 'bytes',
  }),
  walReads: counter('rstmdb_wal_reads_total', { help: 'Reads of the write-ahead log' }),
  walEntries: gauge('rstmdb_wal_entries', {
    help: 'Sequence number of the last entry given out; compaction does not lower it',
  }),

  connectedReplicas: gauge('rstmdb_replication_connected_replicas', {
    help: 'Replicas connected to this primary, as of the last entry sent; 0 in every other role',
  }),
  replicationEntriesSent: counter('rstmdb_replication_entries_sent_total', { help: 'Entries sent to replicas' }),
  replicationSyncTimeouts: counter('rstmdb_replication_sync_timeouts_total', {
    help: 'Writes that waited in vain for a replica to confirm',
  }),
  slowReplicaDisconnects: counter('rstmdb_replication_slow_replica_disconnects_total', {
    help: 'Replicas cut off because they could not keep up',
  }),
  replicationLagEntries: gauge('rstmdb_replication_lag_entries', { help: 'Entries that this replica is behind' }),
  replicationLagSeconds: gauge('rstmdb_replication_lag_seconds', {
    help: 'Time that this replica is behind',
    unit: 'seconds',
  }),

  cpu: counter('process_cpu_seconds_total', { help: 'CPU time used, in whole seconds', unit: 'seconds' }),
  openFds: gauge('process_open_fds', { help: 'Open file descriptors' }),
  maxFds: gauge('process_max_fds', { help: 'File descriptors that the process may open' }),
  threads: gauge('process_threads', { help: 'Threads of the process' }),
  virtualMemory: gauge('process_virtual_memory_bytes', { help: 'Address space of the process', unit: 'bytes' }),
  startTime: gauge('process_start_time_seconds', { help: 'When the process started', unit: 'timestamp' }),
};

/** Every metric of the scrape job `rstmdb`. */
export const metrics = catalogue('rstmdb', { up, ...documented, ...undocumented });

/** Those that the monitoring page does not list. */
export const beyondTheDocumentation = (Object.keys(undocumented) as (keyof typeof undocumented)[]).map(
  (key) => metrics[key],
);
