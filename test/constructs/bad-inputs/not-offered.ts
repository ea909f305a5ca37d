/**
 * Settings that would be wrong and are not offered: the stack decides them, and whoever names one is told so. Data from
 * JSON can hold any of them.
 */
import { seconds } from '../../../model/quantity';
import { type BadInput, row, set } from './row';

/** What may stand in each place. */
const PROMETHEUS =
  'externalLabels, remoteWrite, replicas, resources, retention, retentionSize, targetsConfigMap, volume';
const VOLUME = 'size, storageClass';
const NGINX = 'certificateIssuer, exposure, pathUsers, replicas, resources, signIn, tlsSecret, users';
const GRAFANA = 'adminPassword, adminUser, database, replicas, resources, secretKey, signIn, volume';

const unknown = (id: number, what: string, path: string, value: unknown, allowed: string): BadInput =>
  row(id, what, set(path, value), `prod: '${path}' is unknown; use one of: ${allowed}`);

export const notOffered: readonly BadInput[] = [
  unknown(12, 'another order of starting pods', 'prometheus.podManagementPolicy', 'OrderedReady', PROMETHEUS),
  unknown(13, 'a volume with several writers', 'prometheus.volume.accessMode', 'ReadWriteMany', VOLUME),
  row(14, 'a database without a volume', set('prometheus.volume', undefined), "prod: 'prometheus.volume' is missing"),
  row(14, 'silences without a volume', set('alertmanager.volume', undefined), "prod: 'alertmanager.volume' is missing"),
  row(
    16,
    'a replica named by hand',
    set('prometheus.externalLabels', { replica: 'a' }),
    "prod/prometheus: external label 'replica' is set, must not be one that targets or alerts have themselves",
  ),
  unknown(17, 'alerts that keep their replica', 'prometheus.alertRelabelings', [], PROMETHEUS),
  unknown(18, 'one volume for several servers', 'prometheus.volume.existingClaim', 'data', VOLUME),
  row(
    49,
    'a password file by its path',
    set('nginx.users', '/etc/nginx/htpasswd'),
    "prod: nginx.users is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  unknown(58, 'arguments of one’s own', 'prometheus.extraArgs', ['--web.enable-admin-api'], PROMETHEUS),
  row(117, 'no certificate', set('nginx.tlsSecret', undefined), "prod: 'nginx.tlsSecret' is missing"),
  unknown(117, 'an old TLS', 'nginx.minimumTls', 'TLSv1.1', NGINX),
  unknown(119, 'locations of one’s own', 'nginx.locations', [], NGINX),
  unknown(121, 'a budget for disruptions', 'prometheus.disruptionBudget', { minAvailable: 2 }, PROMETHEUS),
  unknown(125, 'probes of one’s own', 'prometheus.probes', {}, PROMETHEUS),
  unknown(126, 'no time to end', 'prometheus.terminationGracePeriod', seconds(0), PROMETHEUS),
  unknown(127, 'the rights of root', 'grafana.securityContext', { runAsUser: 0 }, GRAFANA),
  unknown(133, 'a Grafana without passwords', 'grafana.anonymous', true, GRAFANA),
  unknown(135, 'a data source of one’s own', 'grafana.dataSources', [{ access: 'direct' }], GRAFANA),
  unknown(141, 'a volume that may be deleted', 'prometheus.volume.protect', false, VOLUME),
];
