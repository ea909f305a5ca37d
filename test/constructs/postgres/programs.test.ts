/** The tasks of a database as the pods run them, on a real PostgreSQL with TLS. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseBackupProgram } from '../../../constructs/postgres/backup-program';
import { databaseVacuumProgram } from '../../../constructs/postgres/vacuum-program';
import { Cleanup } from '../../support/running';
import { type PostgresServer, Workplace, startPostgres } from './server';

jest.setTimeout(120_000);

const cleanup = new Cleanup();
let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres(cleanup);
  server.sql(`
    CREATE TABLE events (id bigint PRIMARY KEY, payload text NOT NULL);
    CREATE TABLE "Strange name" (id int REFERENCES events);
    INSERT INTO events SELECT n, md5(n::text) FROM generate_series(1, 20000) AS n;
    INSERT INTO "Strange name" VALUES (7);
    ALTER TABLE events OWNER TO keeper; ALTER TABLE "Strange name" OWNER TO keeper;`);
});

const DUMP = /^ledger-\d{8}T\d{6}Z\.dump$/;
const OLD = ['ledger-20200101T000000Z.dump', 'ledger-20200102T000000Z.dump'];
const newest = (names: readonly string[]): string => names.filter((name) => !OLD.includes(name)).at(-1) ?? '';

/** Lines of a `pg_dump` that can call the real one. */
const REAL_DUMP = ['set -e', 'file=${3#--file=} arguments=$*', 'dump() { PATH=${PATH#*:} pg_dump $arguments; }'];

/** A volume that has the dumps of two days. */
function workplace(password?: string): Workplace {
  const made = new Workplace(cleanup, server, password);
  for (const name of OLD) writeFileSync(join(made.dumpFolder, name), 'earlier');
  return made;
}

const backup = (at: Workplace, keep = 7, database = server.database) =>
  at.run(databaseBackupProgram({ database, keep }, at.place));

describe('a backup', () => {
  it('is a dump that was restored, kept beside the earlier ones', () => {
    const at = workplace();
    const { status, output } = backup(at);
    expect([status, output]).toEqual([
      0,
      expect.stringMatching(/restore of 2 tables\nledger-.*: \d+ bytes, restored\n$/),
    ]);
    expect(at.kept()).toEqual([...OLD, expect.stringMatching(DUMP)]);
    expect(
      readFileSync(join(at.dumpFolder, newest(at.kept())))
        .subarray(0, 5)
        .toString(),
    ).toBe('PGDMP');
  });

  it('removes the oldest when there are more than are kept, and no other file', () => {
    const at = workplace();
    writeFileSync(join(at.dumpFolder, 'other-20190101T000000Z.dump'), 'of somebody else');
    const { status, output } = backup(at, 2);
    expect([status, output]).toEqual([0, expect.stringContaining(`\n${OLD[0]}: removed\n`)]);
    expect(at.kept()).toEqual([OLD[1], expect.stringMatching(DUMP), 'other-20190101T000000Z.dump']);
  });

  it('fails with a wrong password, asks for none, and leaves the earlier dumps', () => {
    const at = workplace('wrong');
    const { status, output } = backup(at, 1);
    expect([status, output]).toEqual([1, expect.stringContaining('password authentication failed for user "keeper"')]);
    expect(at.kept()).toEqual(OLD);
  });

  it('fails where the certificate is of another authority', () => {
    const at = new Workplace(cleanup, { certificate: '' });
    const { status, output } = backup(at);
    expect([status, output]).toEqual([1, expect.stringMatching(/root certificate|certificate verify failed/)]);
    expect(at.kept()).toEqual([]);
  });

  it('fails where the server shows the certificate of another name', () => {
    const at = workplace();
    const database = { ...server.database, server: { ...server.database.server, host: '127.0.0.1' } };
    const { status, output } = backup(at, 1, database);
    expect([status, output]).toEqual([1, expect.stringContaining('does not match host name "127.0.0.1"')]);
    expect(at.kept()).toEqual(OLD);
  });

  it('fails where nothing can be written, and leaves the earlier dumps', () => {
    const at = workplace();
    chmodSync(at.dumpFolder, 0o555);
    const { status, output } = backup(at, 1);
    expect([status, output]).toEqual([1, expect.stringContaining('Permission denied')]);
    expect(at.kept()).toEqual(OLD);
  });

  it.each([
    [
      'a truncated dump, whose list of contents is whole',
      'dump; truncate -s 100000 "$file"',
      'could not read from input',
    ],
    ['a dump that found no room', 'ulimit -f 100; dump', 'File size limit exceeded'],
    ['an empty dump', ': > "$file"', 'input file is too short'],
  ])('refuses %s, and leaves the earlier dumps', (_what, body, told) => {
    const at = workplace();
    at.replace('pg_dump', [...REAL_DUMP, body].join('\n'));
    const { status, output } = backup(at, 1);
    expect(status).not.toBe(0);
    expect(output).toContain(told);
    expect(at.kept()).toEqual(OLD);
  });

  it('refuses a dump of a database without tables: it is the wrong one', () => {
    const at = workplace();
    const { status, output } = backup(at, 1, { ...server.database, name: 'template1' });
    expect([status, output]).toEqual([1, expect.stringContaining('template1: the dump has no table')]);
    expect(at.kept()).toEqual(OLD);
  });
});

describe('a vacuum', () => {
  const vacuum = (at: Workplace, user = 'keeper') =>
    at.run(databaseVacuumProgram({ database: { ...server.database, user } }, at.place));

  it('frees dead rows and counts anew, whatever a table is called', () => {
    server.sql('DELETE FROM events WHERE id > 100');
    const { status, output } = vacuum(workplace());
    expect([status, output]).toEqual([0, 'VACUUM (ANALYZE) "Strange name";\nVACUUM (ANALYZE) events;\n']);
    expect(server.sql("SELECT n_dead_tup, analyze_count > 0 FROM pg_stat_user_tables WHERE relname = 'events'")).toBe(
      '0|t',
    );
  });

  it('fails for whoever may not vacuum, which PostgreSQL only warns of', () => {
    const { status, output } = vacuum(workplace(), 'guest');
    expect([status, output]).toEqual([1, expect.stringContaining('ledger: not vacuumed: "Strange name" events')]);
  });

  it('fails with a wrong password', () => {
    const { status, output } = vacuum(workplace('wrong'));
    expect([status, output]).toEqual([2, expect.stringContaining('password authentication failed')]);
  });
});
