/**
 * What Prometheus tells of itself: the metrics that its rules and board use, as 2.42 and 3.15 expose them.
 * @see https://github.com/prometheus/prometheus
 */
import { catalogue, counter, gauge, histogram, info, up } from '../../model/metric';
import type { LabelSpecs } from '../../model/label';
import { goMetrics, processMetrics } from '../process-metrics';

/** Rule groups, by file and name: `/etc/prometheus/rules/node.yml;node.alerts`. */
const RULE_GROUP = { rule_group: { card: 20 } } as const satisfies LabelSpecs;
/** Scrape jobs that Prometheus works on, which are not the job that scrapes Prometheus. */
const SCRAPE_JOB = { scrape_job: { card: 10 } } as const satisfies LabelSpecs;
/** Alertmanagers, by the address that alerts are sent to. */
const ALERTMANAGER = { alertmanager: { card: 2 } } as const satisfies LabelSpecs;
/** Places that samples are written to, by the name that the configuration gives them. */
const REMOTE = { remote_name: { card: 1 }, url: { card: 1 } } as const satisfies LabelSpecs;
const SAMPLE_TYPE = { type: { values: ['float', 'histogram'] } } as const satisfies LabelSpecs;

const configuration = {
  up,
  build: info('prometheus_build_info', {
    labels: { version: { card: 1 }, revision: { card: 1 }, goversion: { card: 1 } },
    help: 'Version that runs',
  }),
  configReloaded: gauge('prometheus_config_last_reload_successful', {
    unit: 'bool',
    help: '1 when the last attempt to load the configuration succeeded',
  }),
  configReloadedAt: gauge('prometheus_config_last_reload_success_timestamp_seconds', {
    unit: 'timestamp',
    help: 'When a configuration was last loaded with success',
  }),
} as const;

const rules = {
  ruleEvaluations: counter('prometheus_rule_evaluations_total', { labels: RULE_GROUP, help: 'Rules evaluated' }),
  ruleFailures: counter('prometheus_rule_evaluation_failures_total', {
    labels: RULE_GROUP,
    help: 'Rule evaluations that failed',
  }),
  missedIterations: counter('prometheus_rule_group_iterations_missed_total', {
    labels: RULE_GROUP,
    help: 'Evaluations of a group that were left out because the one before still ran',
  }),
  groupDuration: gauge('prometheus_rule_group_last_duration_seconds', {
    unit: 'seconds',
    labels: RULE_GROUP,
    help: 'How long the last evaluation of a group took',
  }),
  groupInterval: gauge('prometheus_rule_group_interval_seconds', {
    unit: 'seconds',
    labels: RULE_GROUP,
    help: 'How often a group is evaluated',
  }),
  templateFailures: counter('prometheus_template_text_expansion_failures_total', {
    help: 'Annotations whose template could not be rendered',
  }),
} as const;

const notifications = {
  alertmanagersFound: gauge('prometheus_notifications_alertmanagers_discovered', {
    help: 'Alertmanagers that alerts are sent to',
  }),
  alertsSent: counter('prometheus_notifications_sent_total', {
    labels: ALERTMANAGER,
    help: 'Alerts that an Alertmanager took; in Prometheus 2 all that it was sent',
  }),
  alertErrors: counter('prometheus_notifications_errors_total', {
    labels: ALERTMANAGER,
    help: 'Alerts that an Alertmanager did not take',
  }),
  /** One series without the label in Prometheus 2, one for each Alertmanager in 3. */
  queueLength: gauge('prometheus_notifications_queue_length', {
    labels: ALERTMANAGER,
    help: 'Alerts that wait to be sent',
  }),
  queueCapacity: gauge('prometheus_notifications_queue_capacity', { help: 'Alerts that the queue can hold' }),
} as const;

const scraping = {
  targets: gauge('prometheus_target_scrape_pool_targets', { labels: SCRAPE_JOB, help: 'Targets of a scrape job' }),
  syncFailures: counter('prometheus_target_sync_failed_total', {
    labels: SCRAPE_JOB,
    help: 'Targets that could not be made from what service discovery found',
  }),
  sampleLimitHits: counter('prometheus_target_scrapes_exceeded_sample_limit_total', {
    help: 'Scrapes refused because they had more samples than the job allows',
  }),
  bodySizeLimitHits: counter('prometheus_target_scrapes_exceeded_body_size_limit_total', {
    help: 'Scrapes refused because the page was larger than the job allows',
  }),
  labelLimitHits: counter('prometheus_target_scrape_pool_exceeded_label_limits_total', {
    help: 'Scrapes refused because a series had more or longer labels than the job allows',
  }),
  targetLimitHits: counter('prometheus_target_scrape_pool_exceeded_target_limit_total', {
    help: 'Times that service discovery found more targets than the job allows',
  }),
} as const;

/** What was scraped and not stored. */
const refusedSamples = {
  duplicateTimestamps: counter('prometheus_target_scrapes_sample_duplicate_timestamp_total', {
    help: 'Samples left out because their series had another value at the same time',
  }),
  outOfOrder: counter('prometheus_target_scrapes_sample_out_of_order_total', {
    help: 'Samples left out because their series had a later one already',
  }),
} as const;

/**
 * Service discovery that fails. The counter of failed refreshes is not among them: a look-up of DNS that fails counts as
 * a refresh that succeeded, and Kubernetes is watched, not refreshed.
 * @see https://github.com/prometheus/prometheus/blob/v3.15.0/discovery/dns/dns.go
 */
const discovery = {
  dnsFailures: counter('prometheus_sd_dns_lookup_failures_total', { help: 'Look-ups of DNS that no server answered' }),
  fileErrors: counter('prometheus_sd_file_read_errors_total', { help: 'Files of targets that could not be read' }),
  /** Since Prometheus 3. */
  kubernetesFailures: counter('prometheus_sd_kubernetes_failures_total', {
    presence: 'optional',
    help: 'Answers of the Kubernetes API server that were errors',
  }),
} as const;

/** Only where `remote_write` is configured. */
const remoteWrite = {
  remoteSamples: counter('prometheus_remote_storage_samples_total', {
    labels: REMOTE,
    presence: 'optional',
    help: 'Samples that were tried to send, each try counted',
  }),
  remoteFailed: counter('prometheus_remote_storage_samples_failed_total', {
    labels: REMOTE,
    presence: 'optional',
    help: 'Samples given up because the other side refused them',
  }),
  /** Since Prometheus 3. */
  remoteNewest: gauge('prometheus_remote_storage_queue_highest_timestamp_seconds', {
    unit: 'timestamp',
    labels: REMOTE,
    presence: 'optional',
    help: 'Time of the newest sample that waits to be sent or was sent',
  }),
  remoteSent: gauge('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', {
    unit: 'timestamp',
    labels: REMOTE,
    presence: 'optional',
    help: 'Time of the newest sample that arrived; 0 before the first',
  }),
  shardsDesired: gauge('prometheus_remote_storage_shards_desired', {
    labels: REMOTE,
    presence: 'optional',
    help: 'Senders that would be needed to keep up',
  }),
  shardsMax: gauge('prometheus_remote_storage_shards_max', {
    labels: REMOTE,
    presence: 'optional',
    help: 'Senders that may be started',
  }),
} as const;

const storage = {
  samplesAppended: counter('prometheus_tsdb_head_samples_appended_total', {
    labels: SAMPLE_TYPE,
    help: 'Samples stored',
  }),
  headSeries: gauge('prometheus_tsdb_head_series', { help: 'Series in memory' }),
  walWriteFailures: counter('prometheus_tsdb_wal_writes_failed_total', {
    help: 'Writes to the write-ahead log that failed',
  }),
  walCorruptions: counter('prometheus_tsdb_wal_corruptions_total', {
    help: 'Damaged places found in the write-ahead log, at start and when it is shortened',
  }),
  reloadFailures: counter('prometheus_tsdb_reloads_failures_total', {
    help: 'Times that blocks could not be read from disk',
  }),
  compactionFailures: counter('prometheus_tsdb_compactions_failed_total', { help: 'Compactions that failed' }),
  headTruncationFailures: counter('prometheus_tsdb_head_truncations_failed_total', {
    help: 'Times that what had gone into a block could not be dropped from memory',
  }),
  walTruncationFailures: counter('prometheus_tsdb_wal_truncations_failed_total', {
    help: 'Times that the write-ahead log could not be shortened',
  }),
  checkpointFailures: counter('prometheus_tsdb_checkpoint_creations_failed_total', {
    help: 'Checkpoints of the write-ahead log that could not be made',
  }),
  checkpointDeletionFailures: counter('prometheus_tsdb_checkpoint_deletions_failed_total', {
    help: 'Old checkpoints of the write-ahead log that could not be deleted',
  }),
  blocksSize: gauge('prometheus_tsdb_storage_blocks_bytes', { unit: 'bytes', help: 'Size of all blocks on disk' }),
  /** Since Prometheus 3. */
  walSize: gauge('prometheus_tsdb_wal_storage_size_bytes', {
    unit: 'bytes',
    presence: 'optional',
    help: 'Size of the write-ahead log on disk',
  }),
  /** Since Prometheus 3. */
  headChunksSize: gauge('prometheus_tsdb_head_chunks_storage_size_bytes', {
    unit: 'bytes',
    presence: 'optional',
    help: 'Size on disk of the chunks that are in no block yet',
  }),
  retentionSize: gauge('prometheus_tsdb_retention_limit_bytes', {
    unit: 'bytes',
    help: 'Size above which the oldest block is deleted; 0 for no limit',
  }),
} as const;

const queries = {
  queriesRunning: gauge('prometheus_engine_queries', { help: 'Queries that run or wait' }),
  queriesAllowed: gauge('prometheus_engine_queries_concurrent_max', { help: 'Queries that may run at once' }),
  requestDuration: histogram('prometheus_http_request_duration_seconds', {
    unit: 'seconds',
    labels: { handler: { card: 30 } },
    presence: 'after-first-event',
    buckets: [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120],
    help: 'How long HTTP requests took',
  }),
} as const;

export const metrics = catalogue('prometheus', {
  ...configuration,
  ...rules,
  ...notifications,
  ...scraping,
  ...refusedSamples,
  ...discovery,
  ...remoteWrite,
  ...storage,
  ...queries,
  ...processMetrics,
  ...goMetrics,
});

/** What Prometheus makes for the targets of every job. */
export const everyJob = catalogue(undefined, { up });
