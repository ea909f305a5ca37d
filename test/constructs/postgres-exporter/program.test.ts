/** The exporter as its pod runs it, on a real PostgreSQL with TLS. Debian has release 0.11.1, and that one runs here. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { postgresExporterProgram } from '../../../constructs/postgres-exporter/program';
import type { PostgresDatabase } from '../../../constructs/postgres/database';
import type { Place, Program } from '../../../constructs/program';
import { seconds } from '../../../model/quantity';
import { postgres } from '../../../services/postgres';
import { metrics } from '../../../services/postgres/metrics';
import { differences } from '../../support/exposed';
import { testFolder } from '../../support/folder';
import { type Exposition, readExposition } from '../../support/relabel';
import { Cleanup, type Running, freePorts } from '../../support/running';
import { scrapingPrometheus } from '../../support/scraping-prometheus';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace } from '../fixture';
import { type PostgresServer, startPostgres } from '../postgres/server';

jest.setTimeout(120_000);

/** With what a URL, a connection string and a shell take for something else. */
const PASSWORD = `se:c\\re"t/%?#&@'`;
const TIMEOUT = seconds(4);
const tool = requireTool('postgres-exporter', 'system');
const cleanup = new Cleanup();
const root = testFolder();
const newFolder = (): string => mkdtempSync(join(root, 'place-'));
let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres(cleanup);
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  server.sql(`
    CREATE TABLE events (id bigint PRIMARY KEY); INSERT INTO events VALUES (1);
    CREATE ROLE exporter LOGIN PASSWORD ${literal(PASSWORD)}; GRANT pg_monitor TO exporter;
    CREATE ROLE blank LOGIN PASSWORD 'in two'; GRANT pg_monitor TO blank;`);
});

interface Login {
  readonly user?: string;
  readonly password?: string;
  readonly authority?: string;
  readonly server?: PostgresDatabase['server'];
}

/** An exporter that runs, and what it was told. */
interface Exporter {
  readonly program: Program;
  readonly place: Place;
  readonly running: Running;
  readonly port: number;
  page(): Promise<Exposition & { readonly text: string }>;
}

/** What is rendered for it, with its secrets in their files as a pod has them. */
async function rendered(login: Login): Promise<{ readonly program: Program; readonly place: Place }> {
  const { user = 'exporter', password = PASSWORD, authority = server.certificate } = login;
  const { port } = await freePorts('port');
  const place = folderPlace(newFolder(), port);
  const database = { ...server.database, user, server: login.server ?? server.database.server };
  for (const [ref, value] of [
    [database.password, `${password}\n`],
    [database.authority, authority],
  ] as const) {
    mkdirSync(dirname(place.secretFile(ref)), { recursive: true });
    writeFileSync(place.secretFile(ref), value);
  }
  const program = postgresExporterProgram({ database, scrapeTimeout: TIMEOUT, version: tool.version }, place);
  return { program, place };
}

async function started(login: Login = {}): Promise<Exporter> {
  const { program, place } = await rendered(login);
  const { port } = place.listen;
  const running = await cleanup.start(tool.path, program.args, port, program.env);
  return {
    program,
    place,
    running,
    port,
    page: async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return { text, ...readExposition(text) };
    },
  };
}

const valuesOf = ({ values }: Exposition, name: string): readonly number[] =>
  values.filter((sample) => sample.name === name).map(({ value }) => value);

describe('with the right to read statistics alone', () => {
  let exporter: Exporter;
  let page: Awaited<ReturnType<Exporter['page']>>;

  beforeAll(async () => {
    exporter = await started();
    page = await exporter.page();
  });

  it('reaches the server, and every collector can read', () => {
    expect(valuesOf(page, 'pg_up')).toEqual([1]);
    expect(valuesOf(page, 'pg_exporter_last_scrape_error')).toEqual([0]);
    expect(new Set(valuesOf(page, 'pg_scrape_collector_success'))).toEqual(new Set([1]));
    expect(server.sql("SELECT has_table_privilege('exporter', 'events', 'SELECT')")).toBe('f');
  });

  it('its connection is encrypted, and the server knows it by name', () => {
    const connection = `SELECT DISTINCT ssl, application_name FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
      WHERE usename = 'exporter'`;
    expect(server.sql(connection)).toBe('t|postgres_exporter');
  });

  it('the password is in its file alone: not in what it shows, writes or was started with', () => {
    const { pid, output } = exporter.running;
    const started = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
    expect(started.join('')).toContain('DATA_SOURCE_PASS_FILE');
    expect(JSON.stringify(exporter.program)).toContain('verify-full');
    expect(output()).toContain('Established new database connection');
    const shown = [page.text, output(), JSON.stringify(exporter.program), ...started].join('\n');
    const forms = [PASSWORD, encodeURIComponent(PASSWORD), JSON.stringify(PASSWORD), 'se:c', 'se%3Ac'];
    expect(forms.filter((form) => shown.includes(form))).toEqual([]);
  });

  it('shows the catalogue, but for what came after release 0.11.1', () => {
    expect(tool.version).toBe('0.11.1');
    const lacking = differences(metrics, page).filter((each) => !each.endsWith("label 'server' that is not declared"));
    const younger = ['usename', 'application_name', 'backend_type', 'wait_event_type', 'wait_event'];
    const activity = ['pg_stat_activity_count', 'pg_stat_activity_max_tx_duration'];
    expect(lacking).toEqual([
      'pg_static is a untyped, declared as gauge',
      ...activity.flatMap((name) => younger.map((label) => `${name} lacks label '${label}'`)),
      'pg_replication_is_replica is not exposed',
      'pg_replication_lag_seconds is not exposed',
      'pg_wal_size_bytes is not exposed',
      'pg_stat_user_tables_n_dead_tup is not exposed',
      'pg_stat_user_tables_n_live_tup is not exposed',
      'pg_stat_user_tables_last_autovacuum is not exposed',
    ]);
  });
});

/** Logs of one kind or another say the same. */
const UNREACHED: readonly (readonly [what: string, login: () => Login, told: string])[] = [
  ['the password is wrong', () => ({ password: 'CANARY' }), 'password authentication failed for user'],
  ['the user is none', () => ({ user: 'nobody', password: 'CANARY' }), 'password authentication failed for user'],
  ['the authority is another', () => ({ authority: otherAuthority() }), 'certificate signed by unknown authority'],
  ['the authority is none', () => ({ authority: '' }), "couldn't parse pem"],
  ['the certificate is of another name', () => ({ server: at('127.0.0.1') }), "doesn't contain any IP SANs"],
  ['nobody listens', () => ({ server: { host: 'localhost', port: 1 } }), 'connection refused'],
];

/** A certificate for the same name that did not come from the server's authority. */
function otherAuthority(): string {
  const folder = newFolder();
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync(requireTool('openssl').path, [...made, ...files], { stdio: 'ignore' });
  return readFileSync(certificate, 'utf8');
}

const at = (host: string): PostgresDatabase['server'] => ({ ...server.database.server, host });

describe('where the server cannot be reached as it should', () => {
  it.each(UNREACHED)('lives and says so: %s', async (_, login, told) => {
    const { page, running, port } = await started(login());
    expect(valuesOf(await page(), 'pg_up')).toEqual([0]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(running.output()).toContain(told);
    expect(running.output()).not.toContain('CANARY');
  });

  it('says so before the scrape is over where the server takes a connection and is silent', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    cleanup.later(() => Promise.resolve(void silent.close()));
    const { page } = await started({ server: { host: 'localhost', port: (silent.address() as AddressInfo).port } });
    const start = Date.now();
    expect(valuesOf(await page(), 'pg_up')).toEqual([0]);
    expect(Date.now() - start).toBeLessThan(TIMEOUT.value * 1000);
  });

  it('takes a renewed authority at its next connection, and a renewed password at its next start alone', async () => {
    const { page, place } = await started({ authority: otherAuthority() });
    expect(valuesOf(await page(), 'pg_up')).toEqual([0]);
    writeFileSync(place.secretFile(server.database.authority), server.certificate);
    expect(valuesOf(await page(), 'pg_up')).toEqual([1]);
    const other = await started({ password: 'old' });
    writeFileSync(other.place.secretFile(server.database.password), PASSWORD);
    expect(valuesOf(await other.page(), 'pg_up')).toEqual([0]);
    await other.running.stop();
    await cleanup.start(tool.path, other.program.args, other.port, other.program.env);
    expect(valuesOf(await other.page(), 'pg_up')).toEqual([1]);
  });

  it('a password with a blank ends it, and is in its log: docs/postgres.md forbids one', async () => {
    const failure = started({ user: 'blank', password: 'in two' });
    await expect(failure).rejects.toThrow(/ended with 1:\n.*malformed dsn .*password='in two'/);
  });

  it('the alert on it pends, and is quiet for one that reaches its server', async () => {
    const [good, bad] = [await started(), await started({ password: 'wrong' })];
    const targets = [good, bad].map(({ port }) => `127.0.0.1:${port}`);
    const prometheus = await scrapingPrometheus(cleanup, {
      folder: newFolder(),
      service: postgres,
      targets: { discovery: [{ kind: 'static', targets }] },
      every: seconds(3),
    });
    // Rules may be evaluated before the first scrape: then the job is absent for a moment.
    const pending = await until('the alert that pends', 30, async () => {
      const alerts = await prometheus.ask('ALERTS{service="postgres",severity="critical"}');
      return alerts.some(({ metric }) => metric['alertname'] === 'PostgresDown') && alerts;
    });
    const told = pending.filter(({ metric }) => metric['alertname'] !== 'PostgresExporterAbsent');
    expect(told.map(({ metric }) => [metric['alertname'], metric['instance'], metric['alertstate']])).toEqual([
      ['PostgresDown', targets[1], 'pending'],
    ]);
    const up = await prometheus.ask('up{job="postgres"}');
    expect(up.map(({ value }) => value[1])).toEqual(['1', '1']);
  });
});
