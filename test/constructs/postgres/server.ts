/** A real PostgreSQL with TLS on loopback, and the programs that work on it, run as the pods run them. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Place, Program } from '../../../constructs/program';
import type { PostgresDatabase } from '../../../constructs/postgres/database';
import { type Cleanup, freePorts, writeFiles } from '../../support/running';
import { folderPlace } from '../fixture';

/** Debian has one folder of programs a major version; the newest is taken. */
export const POSTGRES_BIN = join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').sort().at(-1) ?? '', 'bin');
const PROGRAMS = `${POSTGRES_BIN}:/usr/bin:/bin`;
/** `nobody`: the server refuses to be root, and so do its pods. */
const USER = 65534;
const IS_ROOT = process.getuid?.() === 0;
/** With every character that a file of passwords must escape. */
const PASSWORD = 'pa:ss\\wo"rd';

export interface Done {
  readonly status: number | null;
  readonly output: string;
}

/** A server with a database `ledger`, which the role `keeper` owns, and the role `guest`, which owns nothing. */
export interface PostgresServer {
  readonly database: PostgresDatabase;
  /** Of both roles. */
  readonly password: string;
  /** The certificate that it shows, which is its own authority. */
  readonly certificate: string;
  /** Runs SQL as the superuser, in the database, and answers what it prints. */
  sql(statements: string): string;
}

/** Runs as the user of the pods, where the tests themselves are root. */
function asUser(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Done {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    cwd: '/',
    env: { PATH: PROGRAMS, LC_ALL: 'C', ...env },
    ...(IS_ROOT ? { uid: USER, gid: USER } : {}),
  });
  return { status, output: stdout + stderr };
}

function must(command: string, ...args: readonly string[]): string {
  const { status, output } = asUser(command, args);
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${output}`);
  return output;
}

/** A folder of that user, gone after the file's last test. Short: a socket's path has at most 107 characters. */
function folder(cleanup: Cleanup): string {
  const root = mkdtempSync(join(tmpdir(), 'pg-'));
  cleanup.later(() => Promise.resolve(rmSync(root, { recursive: true, force: true })));
  if (IS_ROOT) chownSync(root, USER, USER);
  return root;
}

/** @param at - a name or an address of this machine, as its clients reach it */
export async function startPostgres(cleanup: Cleanup, at = 'localhost'): Promise<PostgresServer> {
  const root = folder(cleanup);
  const { port } = await freePorts('port');
  const [data, certificate, key] = ['server', 'server.crt', 'server.key'].map((name) => join(root, name));
  must(
    'openssl',
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=server'],
    ...['-addext', `subjectAltName=${isIP(at) ? 'IP' : 'DNS'}:${at}`, '-keyout', `${key}`, '-out', `${certificate}`],
  );
  must('initdb', `--pgdata=${data}`, '--username=postgres', '--auth-local=trust', '--auth-host=scram-sha-256');
  appendFileSync(join(`${data}`, 'pg_hba.conf'), 'hostssl all all all scram-sha-256\n');
  const options = [
    `-c port=${port} -c listen_addresses=${at} -c unix_socket_directories=${root} -c fsync=off`,
    `-c ssl=on -c ssl_cert_file=${certificate} -c ssl_key_file=${key}`,
  ].join(' ');
  must('pg_ctl', `--pgdata=${data}`, '--wait', `--log=${root}/log`, `--options=${options}`, 'start');
  cleanup.later(() => Promise.resolve(void must('pg_ctl', `--pgdata=${data}`, '--mode=immediate', 'stop')));
  const run = (database: string, statements: string): string => {
    const by = ['-h', root, '-p', String(port), '-U', 'postgres', '-d', database];
    return must('psql', ...by, '-v', 'ON_ERROR_STOP=1', '-qtAc', statements).trim();
  };
  for (const role of ['keeper', 'guest']) run('postgres', `CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  run('postgres', 'CREATE DATABASE ledger OWNER keeper');
  return {
    database: {
      server: { host: at, port },
      name: 'ledger',
      user: 'keeper',
      password: { secret: 'ledger', key: 'password' },
      authority: { secret: 'ledger', key: 'ca.crt' },
    },
    password: PASSWORD,
    certificate: readFileSync(`${certificate}`, 'utf8'),
    sql: (statements) => run('ledger', statements),
  };
}

/** Where a task runs: its folders, and its secrets. */
export class Workplace {
  readonly place: Place;
  readonly dumpFolder: string;
  readonly #replaced: string;

  constructor(cleanup: Cleanup, { certificate }: Pick<PostgresServer, 'certificate'>, password = PASSWORD) {
    const root = folder(cleanup);
    this.place = folderPlace(root);
    this.#replaced = join(root, 'replaced');
    this.dumpFolder = this.place.dataDir;
    for (const [key, content] of Object.entries({ password, 'ca.crt': certificate })) {
      const file = this.place.secretFile({ secret: 'ledger', key });
      mkdirSync(dirname(file), { recursive: true });
      // As a mounted Secret has it, which PostgreSQL would not take for a file of passwords.
      writeFileSync(file, content, { mode: 0o444 });
    }
    for (const path of [this.place.dataDir, this.place.tempDir]) {
      mkdirSync(path);
      if (IS_ROOT) chownSync(path, USER, USER);
    }
  }

  /** Puts a script in the place of a program. */
  replace(name: string, lines: string): void {
    mkdirSync(this.#replaced, { recursive: true });
    writeFileSync(join(this.#replaced, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  }

  /** Runs a program by a shell, as its container does. */
  run(program: Program): Done {
    writeFiles(program, this.place.configDir);
    const path = { PATH: `${this.#replaced}:${PROGRAMS}` };
    return asUser('/bin/sh', program.args, { ...program.env, ...path });
  }

  /** Names of the files on the volume. */
  kept(): readonly string[] {
    return readdirSync(this.dumpFolder).sort();
  }
}
