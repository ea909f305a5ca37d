/** What an exporter of a PostgreSQL server must be told, whatever the place it runs in. */
import type { Duration } from '../../model/quantity';
import type { PostgresDatabase } from '../postgres/database';

export interface PostgresExporterSettings {
  /** Where it logs in. Statistics of tables are those of this database, all others of the whole server. */
  readonly database: PostgresDatabase;
  /** How long whoever scrapes it waits for an answer. */
  readonly scrapeTimeout: Duration;
  /** Version of the exporter: the image's, or the one on the machine. */
  readonly version: string;
}
