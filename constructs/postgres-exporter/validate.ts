/** Checks of an exporter of a PostgreSQL server. */
import { seconds } from '../../model/quantity';
import { Report, quantityShown } from '../check/report';
import { isSince } from '../check/version';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkResources } from '../kubernetes/validate';
import { checkPostgresDatabase } from '../postgres/database';
import type { PostgresExporterSettings } from './settings';

/** The shortest wait for a connection, a second, the exporter's pause after it, another one, and time to answer. */
const SHORTEST_TIMEOUT = seconds(3);

/**
 * What the catalogue of the service `postgres` was first compared with. Releases before have other metrics, so that
 * alerts would be silent.
 */
const OLDEST = 'v0.19.1';

/** What is needed beside the settings to run it in Kubernetes. */
export interface PostgresExporterDeployment {
  readonly resources: Resources;
}

/** Every problem of the settings and of how they are to run. */
export function checkPostgresExporter(
  { database, scrapeTimeout, version }: PostgresExporterSettings,
  { resources }: PostgresExporterDeployment,
  report: Report,
): void {
  checkPostgresDatabase(database, report);
  checkResources(resources, report);
  if (scrapeTimeout.value < SHORTEST_TIMEOUT.value) {
    const [is, least] = [quantityShown(scrapeTimeout), quantityShown(SHORTEST_TIMEOUT)];
    report.refuse(`scrapeTimeout is ${is}, must be at least ${least}: so long it takes to tell that a server is gone`);
  }
  if (!isSince(version, OLDEST)) {
    report.must(
      'version',
      version,
      `${OLDEST} or later`,
      'those before have other metrics, and alerts would be silent',
    );
  }
}

/** Problems of a construct at `where`. */
export function postgresExporterProblems(
  props: PostgresExporterDeployment & { readonly identity: Identity; readonly settings: PostgresExporterSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkPostgresExporter(props.settings, props, report);
  return report.problems;
}
