/** Tasks at set times. */
import { millicores } from '../../../constructs/kubernetes/resources';
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
const jobs = (options: object, kubeStateMetrics = true) =>
  setAll({ jobs: options as JobOptions, ...(kubeStateMetrics ? { kubeStateMetrics: { resources } } : {}) });
const backedUp = (changes: object) => jobs({ databaseBackup: { ...backup, ...changes } });
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
    'tasks that nobody watches',
    jobs({ databaseBackup: backup }, false),
    'prod/jobs: kubeStateMetrics is missing, must be there, or named under services; nobody else can tell that a task is no longer done',
  ),
];
