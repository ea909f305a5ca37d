/**
 * What Alertmanager tells of itself: the metrics that its rules and board use, as 0.25 and 0.31 expose them.
 * @see https://github.com/prometheus/alertmanager
 */
import type { LabelSpecs } from '../../model/label';
import { catalogue, counter, gauge, histogram, info, up } from '../../model/metric';
import { goMetrics, processMetrics } from '../process-metrics';

/** Kinds of receiver: `webhook`, `email`. Every kind is exposed, configured or not. */
const INTEGRATION = { integration: { card: 18 } } as const satisfies LabelSpecs;

const configuration = {
  up,
  build: info('alertmanager_build_info', {
    labels: { version: { card: 1 }, revision: { card: 1 }, goversion: { card: 1 } },
    help: 'Version that runs',
  }),
  configReloaded: gauge('alertmanager_config_last_reload_successful', {
    unit: 'bool',
    help: '1 when the last attempt to load the configuration succeeded',
  }),
  configReloadedAt: gauge('alertmanager_config_last_reload_success_timestamp_seconds', {
    unit: 'timestamp',
    help: 'When a configuration was last loaded with success',
  }),
  configHash: gauge('alertmanager_config_hash', { help: 'A number that differs where the configuration differs' }),
} as const;

const cluster = {
  members: gauge('alertmanager_cluster_members', {
    help: 'Members of the cluster that this one knows, itself included',
  }),
  failedPeers: gauge('alertmanager_cluster_failed_peers', { help: 'Members that were lost and are still looked for' }),
  messagesQueued: gauge('alertmanager_cluster_messages_queued', {
    help: 'Messages that wait to be told to the others',
  }),
} as const;

const alerts = {
  alerts: gauge('alertmanager_alerts', {
    labels: { state: { values: ['active', 'suppressed', 'unprocessed'] } },
    help: 'Alerts that Alertmanager holds',
  }),
  alertsReceived: counter('alertmanager_alerts_received_total', {
    labels: { status: { values: ['firing', 'resolved'] }, version: { values: ['v1', 'v2'] } },
    help: 'Alerts that Prometheus servers sent',
  }),
  alertsInvalid: counter('alertmanager_alerts_invalid_total', {
    labels: { version: { values: ['v1', 'v2'] } },
    help: 'Alerts that were received and refused',
  }),
  silences: gauge('alertmanager_silences', {
    labels: { state: { values: ['active', 'expired', 'pending'] } },
    help: 'Silences that Alertmanager holds',
  }),
} as const;

const notifications = {
  notifications: counter('alertmanager_notifications_total', {
    labels: INTEGRATION,
    help: 'Notifications that were tried; retries do not count again',
  }),
  notificationFailures: counter('alertmanager_notifications_failed_total', {
    // The reason is told since 0.26.
    labels: { ...INTEGRATION, reason: { card: 5 } },
    help: 'Notifications that were given up, retries and all',
  }),
  notificationDuration: histogram('alertmanager_notification_latency_seconds', {
    unit: 'seconds',
    labels: INTEGRATION,
    buckets: [1, 5, 10, 15, 20],
    help: 'How long it took to hand over a notification',
  }),
} as const;

/** What it keeps on disk. 0.25 does not count it. */
const saving = {
  logSaveFailures: counter('alertmanager_nflog_maintenance_errors_total', {
    presence: 'optional',
    help: 'Times that the log of who was told what could not be saved',
  }),
  silenceSaveFailures: counter('alertmanager_silences_maintenance_errors_total', {
    presence: 'optional',
    help: 'Times that silences could not be saved',
  }),
} as const;

export const metrics = catalogue('alertmanager', {
  ...configuration,
  ...cluster,
  ...alerts,
  ...notifications,
  ...saving,
  ...processMetrics,
  ...goMetrics,
});
