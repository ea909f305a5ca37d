/** Checks of an exporter of a PostgreSQL server. */
import { Report } from '../check/report';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkResources } from '../kubernetes/validate';
import { checkPostgresDatabase } from '../postgres/database';
import type { PostgresExporterSettings } from './settings';
import { OLDEST, isSince } from './version';

/** What is needed beside the settings to run it in Kubernetes. */
export interface PostgresExporterDeployment {
  readonly resources: Resources;
}

/** Every problem of the settings and of how they are to run. */
export function checkPostgresExporter(
  { database, version }: PostgresExporterSettings,
  { resources }: PostgresExporterDeployment,
  report: Report,
): void {
  checkPostgresDatabase(database, report);
  checkResources(resources, report);
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
