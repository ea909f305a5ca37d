/**
 * Where Grafana keeps users, preferences and sessions, when that is not a file of its own.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#database
 */
import type { PostgresDatabase } from '../postgres/database';
import { type Place, endpointText } from '../program';
import type { Ini } from '../render/ini';

/** A PostgreSQL that several replicas share. */
export type GrafanaDatabase = PostgresDatabase;

/** Section of grafana.ini. The server must prove who it is. */
export function databaseIni({ server, name, user, password, authority }: GrafanaDatabase, place: Place): Ini {
  return {
    database: {
      type: 'postgres',
      host: endpointText(server),
      name,
      user,
      password: `$__file{${place.secretFile(password)}}`,
      ssl_mode: 'verify-full',
      ca_cert_path: place.secretFile(authority),
    },
  };
}
