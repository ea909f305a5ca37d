/** Secrets, resources, the network, Grafana and its dashboards. */
import { millicores } from '../../../constructs/kubernetes/resources';
import { bytes, gibibytes, mebibytes } from '../../../model/quantity';
import { type BadInput, delivers, row, set } from './row';

const dashboards = (...list: { uid?: string; title?: string; folder?: string; model?: Record<string, unknown> }[]) =>
  delivers({
    dashboards: list.map((each, index) => ({ uid: `a-${index}`, title: `T${index}`, folder: 'F', model: {}, ...each })),
  });

export const workloads: readonly BadInput[] = [
  row(
    116,
    'a certificate of no name',
    set('nginx.tlsSecret', 'Monitoring_TLS'),
    "prod: nginx.tlsSecret is 'Monitoring_TLS', must be the name of an object (lower-case letters, digits, dashes and dots)",
  ),
  row(
    118,
    'users in plain text',
    set('nginx.users', 'me:CANARY'),
    "prod: nginx.users is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    123,
    'a limit below the request',
    set('prometheus.resources.memory.limit', gibibytes(2)),
    'prod/prometheus: resources.memory.limit is 2GiB, must be at least the request of 4GiB',
  ),
  row(
    123,
    'a processor limit below the request',
    set('prometheus.resources.cpu.limit', millicores(500)),
    'prod/prometheus: resources.cpu.limit is 500m, must be at least the request of 1000m',
  ),
  row(
    123,
    'memory for a processor',
    set('prometheus.resources.cpu.request', gibibytes(1)),
    'prod: prometheus.resources.cpu.request is in bytes, must be a quantity in millicores',
  ),
  row(
    123,
    'half a kibibyte of memory',
    set('nginx.resources.memory', { request: bytes(512), limit: mebibytes(64) }),
    'prod/nginx: resources.memory.request is 512B, must be at least 8MiB, in whole bytes',
  ),
  row(
    123,
    'no memory limit',
    set('grafana.resources.memory.limit', undefined),
    "prod: 'grafana.resources.memory.limit' is missing",
  ),
  row(
    130,
    'an address without a mask',
    set('network.nodes', ['10.0.0.1']),
    "prod: network.nodes is '10.0.0.1', must be a CIDR block with its mask, like 10.0.0.0/8",
  ),
  row(
    130,
    'bits beyond the mask',
    set('network.nodes', ['10.0.0.1/8']),
    "prod: network.nodes is '10.0.0.1/8', must be the first address of its block: 10.0.0.0/8",
  ),
  row(
    130,
    'nobody, which means everybody',
    set('network.clients', []),
    'prod: network.clients is empty, must have a CIDR block; an empty list means everybody',
  ),
  row(
    130,
    'a load balancer for everybody',
    set('nginx.exposure', { type: 'LoadBalancer', sourceRanges: [] }),
    'prod/nginx: exposure.sourceRanges is empty, must say who may connect; an empty list lets in everybody',
  ),
  row(
    133,
    'the user that is tried first',
    set('grafana.adminUser', 'admin'),
    "prod/grafana: adminUser is 'admin', must be another name: it is the first that is tried",
  ),
  row(
    133,
    'a password in plain text',
    set('grafana.adminPassword', 'CANARY'),
    "prod: grafana.adminPassword is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    134,
    'a dashboard uid twice',
    dashboards({ uid: 'same' }, { uid: 'same' }),
    "prod/grafana: dashboard uid 'same' is used twice, must be one's own",
  ),
  row(
    134,
    'a dashboard uid of 41 characters',
    dashboards({ uid: 'u'.repeat(41) }),
    "prod/grafana: dashboard uid is 'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu', must be at most 40 letters, digits, dashes and underscores",
  ),
  row(
    134,
    'a dashboard with an id',
    dashboards({ model: { id: 7 } }),
    'prod/grafana: dashboard a-0 has the id 7, must have none: Grafana gives it',
  ),
  row(
    134,
    'a dashboard title twice in a folder',
    dashboards({ title: 'T' }, { title: 'T' }),
    "prod/grafana: dashboard 'F/T' exists twice, must have a title of its own in its folder",
  ),
  row(
    134,
    'a data source to be asked for',
    dashboards({ model: { panels: [{ datasource: '${DS_PROMETHEUS}' }] } }),
    'prod/grafana: dashboard a-0 has a data source to be asked for at import, must name one by its uid',
  ),
  row(
    134,
    'a dashboard that no ConfigMap holds',
    dashboards({ model: { text: 'x'.repeat(950_000) } }),
    'prod/grafana: dashboard a-0 has 950012 bytes, must have at most 921600; split it',
  ),
  row(
    134,
    'folders of one path',
    dashboards({ folder: 'A b' }, { folder: 'a-B' }),
    "prod/grafana: dashboard folder 'a-B' has the path of 'A b', must differ in its words",
  ),
  row(
    137,
    'a host outside without a port',
    set('nodeExporter.outside', ['build-7.example.org']),
    "prod/node-exporter: target is 'build-7.example.org', must be host:port; without a port 80 would be asked",
  ),
  row(
    123,
    'memory in text',
    set('nginx.resources.memory.request', '512MB'),
    "prod: nginx.resources.memory.request is '512MB', must be a quantity in bytes",
  ),
  row(
    123,
    'a part of a byte',
    set('nginx.resources.memory.request', bytes(0.5)),
    'prod/nginx: resources.memory.request is 0.5B, must be at least 8MiB, in whole bytes',
  ),
  row(
    130,
    'a mask that is too long',
    set('network.apiServer', ['10.2.0.1/33']),
    "prod: network.apiServer is '10.2.0.1/33', must be a CIDR block with its mask, like 10.0.0.0/8",
  ),
  row(
    133,
    'no key for what Grafana keeps',
    set('grafana.secretKey', undefined),
    "prod: 'grafana.secretKey' is missing",
  ),
  row(
    137,
    'a host outside twice',
    set('nodeExporter.outside', ['build-7.example.org:9100', 'build-7.example.org:9100']),
    "prod/node-exporter: target 'build-7.example.org:9100' stands twice, must stand once",
  ),
];
