/** A good environment, services and addresses: each negative test breaks one thing of it. Numbers are all different. */
import { type Addresses, single } from '../../constructs/monitoring/addresses';
import type { Environment } from '../../constructs/monitoring/environment';
import { email, pagerDuty, webhook } from '../../constructs/alertmanager/receivers';
import { cores, millicores } from '../../constructs/kubernetes/resources';
import type { Place } from '../../constructs/program';
import type { AlertShape, DeliverableService, DeliveryContext, ServiceDelivery } from '../../model/delivery';
import { days, gibibytes, hours, mebibytes, minutes, seconds } from '../../model/quantity';

export function validEnvironment(changes: Partial<Environment> = {}): Environment {
  return {
    name: 'prod',
    cluster: 'mainnet',
    host: 'monitoring.example.org',
    purpose: 'production',
    namespaces: { monitoring: 'monitoring', node: 'monitoring-node' },
    network: { clients: ['203.0.113.0/24'], nodes: ['10.1.0.0/16'], apiServer: ['10.2.0.1/32'] },
    paths: { prometheus: '/prometheus/', alertmanager: '/alertmanager/' },
    scrapeInterval: seconds(15),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(20),
    services: { shop: { discovery: [{ kind: 'static', targets: ['shop-1.example.org:8080', '192.0.2.7:8081'] }] } },
    thresholds: {},
    prometheus: {
      replicas: 2,
      retention: days(30),
      retentionSize: gibibytes(50),
      volume: { size: gibibytes(64) },
      resources: {
        cpu: { request: cores(1), limit: cores(2) },
        memory: { request: gibibytes(4), limit: gibibytes(4) },
      },
    },
    alertmanager: {
      replicas: 3,
      volume: { size: gibibytes(2) },
      resources: { cpu: { request: millicores(20) }, memory: { request: mebibytes(96), limit: mebibytes(160) } },
      retention: days(5),
      receivers: {
        oncall: [pagerDuty({ routingKey: { secret: 'receivers', key: 'pagerduty' } })],
        team: [
          email({
            to: 'ops@example.org',
            from: 'alerts@example.org',
            smarthost: { host: 'smtp.example.org', port: 587 },
            username: 'alerts',
            password: { secret: 'receivers', key: 'smtp-password' },
          }),
        ],
        deadMansSwitch: [webhook({ url: { secret: 'receivers', key: 'heartbeat-url' } })],
      },
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
      adminPassword: { secret: 'grafana', key: 'admin-password' },
      secretKey: { secret: 'grafana', key: 'secret-key' },
      resources: { cpu: { request: millicores(110) }, memory: { request: mebibytes(256), limit: mebibytes(768) } },
      volume: { size: gibibytes(3) },
    },
    nginx: {
      replicas: 2,
      resources: { cpu: { request: cores(1) }, memory: { request: mebibytes(48), limit: mebibytes(128) } },
      tlsSecret: 'monitoring-tls',
      users: { secret: 'monitoring-users', key: 'htpasswd' },
      exposure: { type: 'ClusterIP' },
    },
    nodeExporter: {
      resources: { cpu: { request: millicores(30) }, memory: { request: mebibytes(40), limit: mebibytes(72) } },
    },
    blackboxExporter: {
      resources: { cpu: { request: millicores(15) }, memory: { request: mebibytes(36), limit: mebibytes(68) } },
    },
    ...changes,
  };
}

export const loopback = (port: number): { host: string; port: number } => ({ host: '127.0.0.1', port });

export function loopbackAddresses(changes: Partial<Addresses> = {}): Addresses {
  return {
    nginx: { publicPort: 443, redirect: loopback(18080), version: '1.22.1', accessLog: '/dev/stdout' },
    prometheus: { ...single(loopback(19090)), replica: 'one', version: 'v3.15.0' },
    alertmanager: single(loopback(19093)),
    grafana: single(loopback(13000)),
    nodeExporter: { discovery: [{ kind: 'static', targets: ['127.0.0.1:19100'] }], hostRoot: '/' },
    ...changes,
  };
}

/** A place on this machine, below one folder. */
export function folderPlace(root: string, port = 0): Place {
  return {
    configDir: `${root}/etc`,
    dataDir: `${root}/data`,
    tempDir: `${root}/tmp`,
    listen: loopback(port),
    secretFile: ({ secret, key }) => `${root}/secrets/${secret}/${key}`,
  };
}

const shape = (alertname: string, severity: string, service: string, guaranteed: readonly string[]): AlertShape => ({
  alertname,
  labels: { severity, service },
  guaranteed,
});

/** A service with an alert of each severity, one of them at two. */
export function shop(changes: Partial<ServiceDelivery> = {}): DeliverableService {
  return service('shop', changes);
}

export function service(id: string, changes: Partial<ServiceDelivery> = {}): DeliverableService {
  return { id, title: id, deliver: (context) => ({ ...delivery(id, context), ...changes }) };
}

function delivery(id: string, context: DeliveryContext): ServiceDelivery {
  return {
    service: id,
    scrapeJobs: [
      {
        job: id,
        discovery: context.discovery,
        scheme: 'http',
        metricsPath: '/metrics',
        interval: context.scrapeInterval,
        timeout: context.scrapeTimeout,
        sampleLimit: 5000,
        metricRelabelings: [{ sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' }],
      },
    ],
    ruleGroups: [
      {
        name: `${id}.symptoms`,
        interval: context.evaluationInterval,
        rules: [
          { record: `${id}:up:count`, expr: `count(up{job="${id}"})`, labels: { level: 'yes' } },
          {
            alert: `${id}Down`,
            expr: `up{job="${id}"} == 0`,
            for: minutes(1),
            labels: { severity: 'critical', service: id },
            annotations: { summary: '{{ $labels.instance }} is down', description: 'No answer: {{ $value }}' },
          },
        ],
      },
    ],
    dashboards: [
      { uid: `${id}-overview`, title: `${id} overview`, folder: 'The Shops', model: { title: id, b: 1, a: 2 } },
    ],
    alerts: [
      shape(`${id}Down`, 'critical', id, ['instance', 'job']),
      shape(`${id}Slow`, 'warning', id, ['instance', 'job']),
      shape(`${id}Errors`, 'critical', id, ['job', 'op']),
      shape(`${id}Errors`, 'warning', id, ['job', 'op']),
      shape(`${id}Changed`, 'info', id, ['job']),
    ],
    runbook: `# ${id}`,
    omissions: [],
  };
}

/** The Watchdog, as the service `prometheus` delivers it. */
export function watchdog(): DeliverableService {
  return service('prometheus', { alerts: [shape('Watchdog', 'none', 'prometheus', [])] });
}
