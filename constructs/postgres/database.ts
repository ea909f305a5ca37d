/**
 * A database of a PostgreSQL server, and how the server's own programs reach it.
 * https://www.postgresql.org/docs/current/libpq-envars.html
 */
import type { SecretRef } from '../../model/delivery';
import { target } from '../check/names';
import type { Report } from '../check/report';
import { checkSecret } from '../check/secret';
import { type Shape, object, secret, text, whole } from '../check/shape';
import { type Endpoint, type Place, endpointText } from '../program';

/** Where a database is, and who logs in. The server must prove who it is. */
export interface PostgresDatabase {
  readonly server: Endpoint;
  readonly name: string;
  readonly user: string;
  readonly password: SecretRef;
  /** Certificate of the authority that the server's must come from. */
  readonly authority: SecretRef;
}

/** The shape of a {@link PostgresDatabase}. */
export const postgresDatabaseShape: Shape = object({
  server: object({ host: text, port: whole(1) }),
  name: text,
  user: text,
  password: secret,
  authority: secret,
});

/** What its shape cannot tell: names that files and connection strings are made from. */
export function checkPostgresDatabase(database: PostgresDatabase, report: Report): void {
  const server = endpointText(database.server);
  const isGood = target(server) === undefined;
  report.must('database.server', server, isGood ? undefined : 'a host or an address, and a port from 1 to 65535');
  for (const field of ['name', 'user'] as const) {
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(database[field])) {
      report.must(`database.${field}`, database[field], 'a name of letters, digits, _ and -');
    }
  }
  for (const field of ['password', 'authority'] as const) {
    checkSecret(database[field], `database.${field}`, report);
  }
}

/** Variables that `pg_dump`, `vacuumdb` and the like read. None of them holds the password. */
export function postgresVariables(
  { server, name, user, authority }: PostgresDatabase,
  place: Place,
): Readonly<Record<string, string>> {
  return {
    PGHOST: server.host,
    PGPORT: String(server.port),
    PGDATABASE: name,
    PGUSER: user,
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: place.secretFile(authority),
    PGPASSFILE: `${place.tempDir}/pgpass`,
    PGCONNECT_TIMEOUT: '10',
  };
}

/**
 * Lines of a shell that write the file of passwords. The mounted Secret cannot be it: a group may read that one, and then
 * it is not used. https://www.postgresql.org/docs/current/libpq-pgpass.html
 */
export function passwordFileLines({ password }: PostgresDatabase, place: Place): readonly string[] {
  // Of the characters that a field may have, two must be escaped.
  const value = `"$(sed 's/[\\\\:]/\\\\&/g' ${place.secretFile(password)})"`;
  return ['umask 077', `printf '*:*:*:*:%s\\n' ${value} > "$PGPASSFILE"`];
}
