/**
 * An exporter of a PostgreSQL server as a program: its arguments and variables; it has no files.
 * https://github.com/prometheus-community/postgres_exporter/tree/v0.20.1#flags
 */
import { goDurationText, seconds } from '../../model/quantity';
import { isSince } from '../check/version';
import { type Place, type Program, endpointText } from '../program';
import type { PostgresExporterSettings } from './settings';

/** Port that the exporter listens on by default. */
export const POSTGRES_EXPORTER_PORT = 9187;

/** Collectors that alerts need and the exporter does not run by itself, with the first release that has them. */
const COLLECTORS = { postmaster: 'v0.13.0', database_wraparound: 'v0.14.0', stat_wal_receiver: 'v0.14.0' } as const;
/** The first release that stops asking a slow server: https://github.com/prometheus-community/postgres_exporter/releases/tag/v0.19.0 */
const COLLECTION_TIMEOUT = 'v0.19.0';

/** Arguments and variables of an exporter. The password is read once, at its start; the authority at each connection. */
export function postgresExporterProgram(settings: PostgresExporterSettings, place: Place): Program {
  const { database, scrapeTimeout, version } = settings;
  const half = seconds(scrapeTimeout.value / 2);
  const collectors = Object.entries(COLLECTORS).filter(([, since]) => isSince(version, since));
  return {
    component: 'postgres-exporter',
    args: [
      `--web.listen-address=${endpointText(place.listen)}`,
      ...collectors.map(([name]) => `--collector.${name}`),
      // A query that waits for a lock would take a minute, and the scrape nothing: not even that the server is up.
      ...(isSince(version, COLLECTION_TIMEOUT) ? [`--collection-timeout=${goDurationText(half)}`] : []),
    ],
    files: [],
    env: {
      DATA_SOURCE_URI: dataSource(settings, place),
      DATA_SOURCE_USER: database.user,
      DATA_SOURCE_PASS_FILE: place.secretFile(database.password),
    },
  };
}

/** Where the server is, without who logs in. https://pkg.go.dev/github.com/lib/pq#hdr-Connection_String_Parameters */
function dataSource({ database, scrapeTimeout }: PostgresExporterSettings, place: Place): string {
  const { server, name, authority } = database;
  const options = {
    sslmode: 'verify-full',
    sslrootcert: place.secretFile(authority),
    // A server that is silent must be told within the scrape, of which a second is a pause of the exporter's own; old
    // releases try twice.
    connect_timeout: Math.max(1, Math.floor(scrapeTimeout.value / 3)),
    application_name: 'postgres_exporter',
  };
  const query = Object.entries(options).map(([option, value]) => `${option}=${value}`);
  return `${endpointText(server)}/${name}?${query.join('&')}`;
}
