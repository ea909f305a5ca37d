/** What all environments have in common. */
import type { Environment } from '../../constructs/monitoring/environment';
import type { JobOptions } from '../../constructs/monitoring/job-settings';
import type { LogOptions } from '../../constructs/monitoring/logs';
import type { PostgresExporterOptions } from '../../constructs/monitoring/postgres-exporters';
import type { PostgresDatabase } from '../../constructs/postgres/database';
import { email } from '../../constructs/alertmanager/receivers';
import { cores, millicores } from '../../constructs/kubernetes/resources';
import type { Discovery } from '../../model/delivery';
import { type Duration, type Size, days, gibibytes, hours, mebibytes, minutes, seconds } from '../../model/quantity';
import type { AlertName } from '../../services/registry';

/** Secrets that Pulumi's configuration fills; see stacks/secrets.ts. */
export const secretOf = {
  pagerDuty: { secret: 'receivers', key: 'pagerduty-routing-key' },
  slack: { secret: 'receivers', key: 'slack-webhook-url' },
  smtpPassword: { secret: 'receivers', key: 'smtp-password' },
  heartbeat: { secret: 'receivers', key: 'heartbeat-url' },
  grafanaPassword: { secret: 'grafana', key: 'admin-password' },
  grafanaKey: { secret: 'grafana', key: 'secret-key' },
  users: { secret: 'monitoring-users', key: 'htpasswd' },
  // Vector takes no dash in the key of a secret.
  logShipper: { secret: 'log-store', key: 'api_key' },
  logSetup: { secret: 'log-store-setup', key: 'api_key' },
  logReader: { secret: 'log-store-reader', key: 'api_key' },
  grafanaExport: { secret: 'grafana-export', key: 'token' },
  database: { secret: 'sequencer-database', key: 'password' },
  databaseExporter: { secret: 'sequencer-database', key: 'exporter-password' },
  databaseAuthority: { secret: 'sequencer-database', key: 'ca.crt' },
  logAuthority: { secret: 'log-store-authority', key: 'ca.crt' },
} as const;

/** Pods of the sequencer, by the labels of its own manifests. https://github.com/stateset/stateset-sequencer/blob/4e0bf9a/k8s/deployment.yaml */
export const sequencerPods: Discovery = {
  kind: 'kubernetes',
  role: 'pod',
  namespaces: ['sequencer'],
  matchLabels: { 'app.kubernetes.io/name': 'stateset-sequencer' },
  portName: 'http',
};

/** Logs of services, kept in the Elasticsearch of the cluster under names that start with `indexPrefix`. */
export function logsIn(indexPrefix: string, retention: Duration): LogOptions {
  return {
    store: {
      kind: 'elasticsearch',
      endpoints: ['https://elasticsearch.logging.svc:9200'],
      indexPrefix,
      auth: { kind: 'apiKey', key: secretOf.logShipper },
      authority: secretOf.logAuthority,
    },
    setup: { kind: 'apiKey', key: secretOf.logSetup },
    reader: { kind: 'apiKey', key: secretOf.logReader },
    retention,
    buffer: { size: gibibytes(1), whenFull: 'block' },
    resources: { cpu: { request: millicores(50) }, memory: { request: mebibytes(128), limit: mebibytes(512) } },
    // Consul finds rstmdb by name; its log is found by the labels of its pods.
    pods: { rstmdb: { namespaces: ['rstmdb'], matchLabels: { 'app.kubernetes.io/name': 'rstmdb' } } },
  };
}

/** The database of the sequencer, to who logs in there. */
function sequencerDatabase(host: string, login: Pick<PostgresDatabase, 'user' | 'password'>): PostgresDatabase {
  const server = { host, port: 5432 };
  return { server, name: 'stateset_sequencer', ...login, authority: secretOf.databaseAuthority };
}

/** What tells how that database is, as a user that reads no table: docs/postgres.md */
export function exportersFor(host: string): Readonly<Record<string, PostgresExporterOptions>> {
  return {
    sequencer: {
      database: sequencerDatabase(host, { user: 'exporter', password: secretOf.databaseExporter }),
      resources: { cpu: { request: millicores(20) }, memory: { request: mebibytes(32), limit: mebibytes(96) } },
    },
  };
}

/** That database backed up at night, and vacuumed on Sunday; and a test of receivers as the week begins. */
export function jobsFor(host: string): JobOptions {
  const database = sequencerDatabase(host, { user: 'sequencer', password: secretOf.database });
  const resources = { cpu: { request: millicores(100) }, memory: { request: mebibytes(128), limit: mebibytes(512) } };
  return {
    databaseBackup: {
      database,
      schedule: { at: '02:30' },
      keep: 7,
      volume: { size: gibibytes(40) },
      scratch: gibibytes(20),
      resources,
    },
    databaseVacuum: { database, schedule: { on: 'sunday', at: '04:30' }, resources },
    receiverTest: { schedule: { on: 'monday', at: '09:30' } },
  };
}

/**
 * What Prometheus and Grafana keep, copied at night.
 * @param room - for the copies of Prometheus: twice its retention size
 * @param memory - what Prometheus takes at its start
 */
export function copiesFor(room: Size, memory: Size): Pick<JobOptions, 'prometheusSnapshot' | 'grafanaExport'> {
  return {
    prometheusSnapshot: {
      schedule: { at: '03:30' },
      keep: 3,
      volume: { size: room },
      resources: { cpu: { request: millicores(100) }, memory: { request: mebibytes(512), limit: memory } },
    },
    grafanaExport: {
      schedule: { at: '01:30' },
      keep: 14,
      volume: { size: gibibytes(1) },
      token: secretOf.grafanaExport,
    },
  };
}

/** The operations team by mail: every environment can reach it. */
export const teamMail = email({
  to: 'ops-team@example.com',
  from: 'alerts@drachma.org',
  smarthost: { host: 'smtp.gmail.com', port: 587 },
  username: 'alerts@drachma.org',
  password: secretOf.smtpPassword,
});

/** A small stack of one replica each, which tells the team only. */
export const base: Environment<AlertName> = {
  name: 'base',
  cluster: 'base',
  host: 'monitoring.drachma.org',
  purpose: 'test',
  namespaces: { monitoring: 'monitoring', node: 'monitoring-node' },
  // Where a cluster's private addresses usually are; production names its own.
  network: { clients: ['0.0.0.0/0'], nodes: ['10.0.0.0/8'], apiServer: ['10.0.0.0/8'] },
  paths: { prometheus: '/prometheus/', alertmanager: '/alertmanager/' },
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  services: {},
  thresholds: {},
  prometheus: {
    replicas: 1,
    retention: days(7),
    retentionSize: gibibytes(8),
    volume: { size: gibibytes(10) },
    resources: {
      cpu: { request: millicores(250), limit: cores(1) },
      memory: { request: gibibytes(1), limit: gibibytes(1) },
    },
  },
  alertmanager: {
    replicas: 1,
    volume: { size: gibibytes(1) },
    resources: { cpu: { request: millicores(20) }, memory: { request: mebibytes(96), limit: mebibytes(128) } },
    retention: days(5),
    receivers: { oncall: [teamMail], team: [teamMail] },
    timing: {
      groupWait: seconds(30),
      groupInterval: minutes(5),
      repeatCritical: hours(1),
      repeatWarning: hours(12),
      heartbeat: minutes(1),
    },
  },
  grafana: {
    adminUser: 'operator',
    adminPassword: secretOf.grafanaPassword,
    secretKey: secretOf.grafanaKey,
    resources: { cpu: { request: millicores(100) }, memory: { request: mebibytes(256), limit: mebibytes(512) } },
  },
  nginx: {
    replicas: 1,
    resources: { cpu: { request: millicores(100) }, memory: { request: mebibytes(32), limit: mebibytes(128) } },
    tlsSecret: 'monitoring-tls',
    users: secretOf.users,
    exposure: { type: 'ClusterIP' },
  },
  nodeExporter: {
    resources: { cpu: { request: millicores(50) }, memory: { request: mebibytes(32), limit: mebibytes(64) } },
  },
  kubeStateMetrics: {
    resources: { cpu: { request: millicores(20) }, memory: { request: mebibytes(64), limit: mebibytes(128) } },
  },
  blackboxExporter: {
    resources: { cpu: { request: millicores(20) }, memory: { request: mebibytes(32), limit: mebibytes(64) } },
  },
};
