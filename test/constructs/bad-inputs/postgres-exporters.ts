/** Exporters of PostgreSQL servers. */
import { millicores } from '../../../constructs/kubernetes/resources';
import type { PostgresExporterOptions } from '../../../constructs/monitoring/postgres-exporters';
import type { PostgresDatabase } from '../../../constructs/postgres/database';
import { mebibytes, seconds } from '../../../model/quantity';
import { type BadInput, type Input, row, setAll } from './row';

const resources = { cpu: { request: millicores(10) }, memory: { request: mebibytes(32), limit: mebibytes(64) } };
const database: PostgresDatabase = {
  server: { host: 'db.shop.svc', port: 5432 },
  name: 'ledger',
  user: 'exporter',
  password: { secret: 'ledger', key: 'exporter-password' },
  authority: { secret: 'ledger', key: 'ca.crt' },
};
const named = (name: string, options: object, others: Parameters<typeof setAll>[0] = {}): Input =>
  setAll({ postgresExporters: { [name]: options as PostgresExporterOptions }, ...others });
const logsIn = (changes: object): Input => named('ledger', { resources, database: { ...database, ...changes } });
const good = { resources, database };
const place = 'prod/postgresExporters/ledger';
const field = 'postgresExporters.ledger.database';

export const postgresExporters: readonly BadInput[] = [
  row(
    50,
    'a server that need not prove who it is',
    logsIn({ authority: undefined }),
    `prod: '${field}.authority' is missing`,
  ),
  row(
    50,
    'a connection in clear',
    logsIn({ sslmode: 'disable' }),
    `prod: '${field}.sslmode' is unknown; use one of: authority, name, password, server, user`,
  ),
  ...[
    'db.shop.svc/ledger?sslmode=disable&x=',
    'db.shop.svc?sslmode=disable#',
    'exporter@db.shop.svc',
    '/var/run/postgresql',
    'one.shop.svc,two.shop.svc',
  ].map((host) =>
    row(
      50,
      `'${host}' for a host, which would change the whole connection`,
      logsIn({ server: { host, port: 5432 } }),
      `${place}: database.server is '${host}:5432', must be a host or an address, and a port from 1 to 65535`,
    ),
  ),
  row(
    50,
    'the name of a database that says how to connect',
    logsIn({ name: 'ledger?sslmode=disable' }),
    `${place}: database.name is 'ledger?sslmode=disable', must be a name of letters, digits, _ and -`,
  ),
  row(
    49,
    'a password in the place of its name',
    logsIn({ password: 'CANARY' }),
    `prod: ${field}.password is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }`,
  ),
  row(
    49,
    'a password in a variable',
    logsIn({ passwordText: 'CANARY' }),
    `prod: '${field}.passwordText' is unknown; did you mean 'password'? (allowed: authority, name, password, server, user)`,
  ),
  row(
    49,
    'a secret and a key of names that none can have',
    logsIn({ authority: { secret: 'Ledger', key: '../ca.crt' } }),
    [
      `${place}: database.authority.secret is 'Ledger', must be the name of an object (lower-case letters, digits, dashes and dots)`,
      `${place}: database.authority.key is '../ca.crt', must be a key of a Secret (letters, digits, dash, dot, _)`,
    ],
  ),
  row(
    128,
    'a name in capitals',
    named('Ledger', good),
    "prod/postgresExporters: name is 'Ledger', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
  ),
  row(
    128,
    'a name that leaves no room',
    named('l'.repeat(41), good),
    `prod/postgresExporters/${'l'.repeat(41)}: 'prod-postgres-exporter-${'l'.repeat(41)}' has 64 characters, must have at most 63`,
  ),
  row(
    123,
    'memory for nothing',
    named('ledger', { ...good, resources: { ...resources, memory: { request: mebibytes(1), limit: mebibytes(64) } } }),
    `${place}: resources.memory.request is 1MiB, must be at least 8MiB, in whole bytes`,
  ),
  row(
    59,
    'a release whose metrics are others',
    named('ledger', good, { images: { pins: { postgresExporter: { tag: 'v0.18.1' } } } }),
    `${place}: version is 'v0.18.1', must be v0.19.1 or later; those before have other metrics, and alerts would be silent`,
  ),
  row(
    24,
    'scrapes that are over before it is known that the server is gone',
    named('ledger', good, { scrapeTimeout: seconds(2) }),
    `${place}: scrapeTimeout is 2s, must be at least 3s: so long it takes to tell that a server is gone`,
  ),
];
