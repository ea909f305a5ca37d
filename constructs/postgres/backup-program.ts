/**
 * A backup that is known to be one: a dump is kept only after it was restored, into a server of the backup's own, so that
 * no right is needed on the real one but to read.
 */
import type { Place, Program } from '../program';
import { type PostgresDatabase, passwordFileLines, postgresVariables } from './database';

/** What is dumped, and how many dumps are kept. */
export interface DatabaseBackupSettings {
  readonly database: PostgresDatabase;
  /** Newest dumps that are kept. The volume holds one more, while a new one is proven. */
  readonly keep: number;
}

/** File `backup/run.sh`, and the arguments of a shell that runs it with the programs of a PostgreSQL server. */
export function databaseBackupProgram({ database, keep }: DatabaseBackupSettings, place: Place): Program {
  return {
    component: 'database-backup',
    args: [`${place.configDir}/backup/run.sh`],
    files: [{ path: 'backup/run.sh', content: `${script(database, keep, place).join('\n')}\n` }],
    env: postgresVariables(database, place),
  };
}

function script(database: PostgresDatabase, keep: number, place: Place): readonly string[] {
  const { dataDir, tempDir } = place;
  return [
    '#!/bin/sh',
    '# Dumps the database, restores the dump into a server of its own, and only then keeps it beside the earlier ones.',
    'set -eu',
    ...passwordFileLines(database, place),
    `dumps=${dataDir} scratch=${tempDir}/restored new=${dataDir}/unproven list=${tempDir}/list`,
    'clean() {',
    '  [ ! -e "$scratch/postmaster.pid" ] || pg_ctl --pgdata="$scratch" --mode=immediate --silent stop || true',
    '  rm -rf "$scratch" "$new"',
    '}',
    'trap clean EXIT',
    "trap 'exit 1' INT TERM",
    'clean',
    '',
    'echo "$PGDATABASE: dump"',
    'pg_dump --no-password --format=custom --file="$new"',
    'pg_restore --list "$new" > "$list"',
    `tables=$(grep -c ' TABLE DATA ' "$list") || { echo "$PGDATABASE: the dump has no table" >&2; exit 1; }`,
    '',
    'echo "$PGDATABASE: restore of $tables tables"',
    'initdb --pgdata="$scratch" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync > "$list"',
    '# Reached through a socket in its own folder, by nobody else.',
    'pg_ctl --pgdata="$scratch" --silent --wait --log="$scratch/log" start --options="-c listen_addresses= -c port=5432 \\',
    '  -c unix_socket_directories=$scratch -c dynamic_shared_memory_type=mmap -c fsync=off" || {',
    '  cat "$scratch/log" >&2; exit 1; }',
    'pg_restore --host="$scratch" --port=5432 --username=postgres --dbname=postgres --no-password --exit-on-error \\',
    '  --no-owner --no-privileges --no-tablespaces --no-publications --no-subscriptions "$new"',
    '',
    'name=$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump',
    'sync',
    'mv "$new" "$dumps/$name"',
    'echo "$name: $(wc -c < "$dumps/$name") bytes, restored"',
    `find "$dumps" -name "$PGDATABASE-*.dump" | sort -r | tail -n +${keep + 1} | while read -r old; do`,
    '  echo "${old##*/}: removed"',
    '  rm "$old"',
    'done',
  ];
}
