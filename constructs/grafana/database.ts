/**
 * Where Grafana keeps users, preferences and sessions, when that is not a file of its own.
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#database
 */
import type { SecretRef } from '../../model/delivery';
import { type Endpoint, type Place, endpointText } from '../program';
import type { Ini } from '../render/ini';

/** A PostgreSQL that several replicas share. */
export interface GrafanaDatabase {
  readonly server: Endpoint;
  readonly name: string;
  readonly user: string;
  readonly password: SecretRef;
  /** Certificate of the authority that the server's must come from. */
  readonly authority: SecretRef;
}

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
