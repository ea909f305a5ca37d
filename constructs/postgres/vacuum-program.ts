/** Upkeep of a database: `VACUUM (ANALYZE)` of every table. https://www.postgresql.org/docs/current/sql-vacuum.html */
import type { Place, Program } from '../program';
import { type PostgresDatabase, passwordFileLines, postgresVariables } from './database';

/** What is vacuumed. */
export interface DatabaseVacuumSettings {
  /** The user must own the tables, or have `pg_maintain`, which is there from PostgreSQL 17 on. */
  readonly database: PostgresDatabase;
}

/**
 * File `vacuum/run.sh`, and the arguments of a shell that runs it. A table that may not be vacuumed is no error to
 * PostgreSQL, only a warning; here it is one.
 */
export function databaseVacuumProgram({ database }: DatabaseVacuumSettings, place: Place): Program {
  return {
    component: 'database-vacuum',
    args: [`${place.configDir}/vacuum/run.sh`],
    files: [{ path: 'vacuum/run.sh', content: `${script(database, place).join('\n')}\n` }],
    env: postgresVariables(database, place),
  };
}

function script(database: PostgresDatabase, place: Place): readonly string[] {
  const statements = `${place.tempDir}/vacuum.sql`;
  return [
    '#!/bin/sh',
    '# Frees what dead rows hold, and counts anew what the planner goes by.',
    'set -eu',
    ...passwordFileLines(database, place),
    'sql() { psql --no-password --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }',
    "start=$(sql --command='SELECT now()')",
    'sql --command="SELECT format(\'VACUUM (ANALYZE) %s;\', relid::regclass) FROM pg_stat_user_tables ORDER BY 1" \\',
    `  > ${statements}`,
    `sql --echo-queries --file=${statements}`,
    "missed=$(sql --command=\"SELECT string_agg(relid::regclass::text, ' ' ORDER BY relid::regclass::text) FROM pg_stat_user_tables",
    "  WHERE last_vacuum IS NULL OR last_vacuum < '$start'\")",
    '[ -z "$missed" ] || { echo "$PGDATABASE: not vacuumed: $missed" >&2; exit 1; }',
  ];
}
