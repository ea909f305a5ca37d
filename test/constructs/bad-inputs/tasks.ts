/** Tasks at set times. */
import { millicores } from '../../../constructs/kubernetes/resources';
import type { ImageOverrides } from '../../../constructs/versions';
import type { JobOptions } from '../../../constructs/monitoring/job-settings';
import { gibibytes, mebibytes } from '../../../model/quantity';
import { type BadInput, row, setAll } from './row';

const resources = { cpu: { request: millicores(10) }, memory: { request: mebibytes(64), limit: mebibytes(128) } };
const database = {
  server: { host: 'db.shop.svc', port: 5432 },
  name: 'ledger',
  user: 'keeper',
  password: { secret: 'ledger', key: 'password' },
  authority: { secret: 'ledger', key: 'ca.crt' },
};
const backup = {
  database,
  schedule: { at: '02:30' },
  keep: 7,
  volume: { size: gibibytes(4) },
  scratch: gibibytes(2),
  resources,
};
const jobs = (options: object, kubeStateMetrics = true, images: ImageOverrides = {}) =>
  setAll({ jobs: options as JobOptions, ...(kubeStateMetrics ? { kubeStateMetrics: { resources } } : {}), images });
const backedUp = (changes: object) => jobs({ databaseBackup: { ...backup, ...changes } });
const snapshot = { schedule: { at: '03:30' }, keep: 3, volume: { size: gibibytes(100) }, resources };
const copied = (changes: object, images?: ImageOverrides) =>
  jobs({ prometheusSnapshot: { ...snapshot, ...changes } }, true, images);
const exporting = {
  schedule: { at: '01:30' },
  keep: 14,
  volume: { size: gibibytes(1) },
  token: { secret: 'grafana-export', key: 'token' },
};
const exported = (changes: object, images?: ImageOverrides) =>
  jobs({ grafanaExport: { ...exporting, ...changes } }, true, images);
const tested = (schedule: object) => jobs({ receiverTest: { schedule } });
const place = 'prod/jobs/databaseBackup';
const TIME = 'a time of day in UTC from 00:00 to 23:59';

export const tasks: readonly BadInput[] = [
  ...['60 * * * *', '@every 5m', '24:00', '2:30', '02:60', 'TZ=UTC 02:30', '*/0'].map((at) =>
    row(132, `a task at '${at}'`, backedUp({ schedule: { at } }), `${place}: schedule.at is '${at}', must be ${TIME}`),
  ),
  row(
    132,
    'a task at no time',
    backedUp({ schedule: { at: '' } }),
    "prod: jobs.databaseBackup.schedule.at is '', must be a text without control characters, and not empty",
  ),
  row(132, 'a weekly task on no day', tested({ at: '09:30' }), "prod: 'jobs.receiverTest.schedule.on' is missing"),
  row(
    132,
    'a day that is none',
    tested({ on: 'MON-FRY', at: '09:30' }),
    "prod: jobs.receiverTest.schedule.on is 'MON-FRY', must be one of: friday, monday, saturday, sunday, thursday, tuesday, wednesday",
  ),
  row(132, 'a backup of which too few are kept', backedUp({ keep: 2 }), `${place}: keep is 2, must be at least 3`),
  row(
    132,
    'a scratch folder without room',
    backedUp({ scratch: mebibytes(1) }),
    `${place}: scratch is 1MiB, must be at least 1GiB, in whole bytes`,
  ),
  row(
    132,
    'the name of a database that a shell or a file would take for something else',
    backedUp({ database: { ...database, name: '../$(id)' } }),
    `${place}: database.name is '../$(id)', must be a name of letters, digits, _ and -`,
  ),
  row(
    132,
    'the port of a database that is none',
    backedUp({ database: { ...database, server: { host: 'db', port: 70_000 } } }),
    `${place}: database.server is 'db:70000', must be a host or an address, and a port from 1 to 65535`,
  ),
  row(
    132,
    'copies of Prometheus on a volume that cannot hold the blocks of several',
    copied({ volume: { size: gibibytes(99) } }),
    'prod/jobs/prometheusSnapshot: volume.size is 99GiB, must be at least 100GiB: twice prometheus.retentionSize, which is 50GiB',
  ),
  row(
    132,
    'a copy of Prometheus of which there is no other',
    copied({ keep: 1 }),
    'prod/jobs/prometheusSnapshot: keep is 1, must be at least 2',
  ),
  row(
    132,
    'a copy of Prometheus by an image without a shell',
    copied({}, { pins: { prometheus: { tag: 'v3.15.0-distroless' } } }),
    'prod/jobs/prometheusSnapshot: the image of Prometheus is v3.15.0-distroless, must have a shell',
  ),
  row(
    132,
    'a copy of Prometheus with less memory than it asks for',
    copied({ resources: { ...resources, memory: { request: gibibytes(2), limit: gibibytes(1) } } }),
    'prod/jobs/prometheusSnapshot: resources.memory.limit is 1GiB, must be at least the request of 2GiB',
  ),
  row(
    132,
    'exports of Grafana of which too few are kept',
    exported({ keep: 2 }),
    'prod/jobs/grafanaExport: keep is 2, must be at least 3',
  ),
  row(
    132,
    'an export of Grafana onto a volume without room',
    exported({ volume: { size: mebibytes(512) } }),
    'prod/jobs/grafanaExport: volume.size is 512MiB, must be at least 1GiB, in whole bytes',
  ),
  row(
    132,
    'a token in the place of its name',
    exported({ token: 'glsa_0123' }),
    "prod: jobs.grafanaExport.token is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    132,
    'a token in a Secret that cannot be',
    exported({ token: { secret: 'Grafana Export', key: 'token' } }),
    "prod/jobs/grafanaExport: token.secret is 'Grafana Export', must be the name of an object (lower-case letters, digits, dashes and dots)",
  ),
  row(
    132,
    'an export of a Grafana that does not have the addresses',
    exported({}, { pins: { grafana: { tag: '12.4.1' } } }),
    'prod/jobs/grafanaExport: the image of Grafana is 12.4.1, must be of version 13 or later',
  ),
  row(
    132,
    'tasks that nobody watches',
    jobs({ databaseBackup: backup }, false),
    'prod/jobs: kubeStateMetrics is missing, must be there, or named under services; nobody else can tell that a task is no longer done',
  ),
];
