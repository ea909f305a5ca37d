/** Checks of what an environment says of exporters of PostgreSQL servers. */
import { dnsLabel } from '../check/names';
import type { Report } from '../check/report';
import { type Shape, mapping, object } from '../check/shape';
import { checkPostgresExporter } from '../postgres-exporter/validate';
import { postgresDatabaseShape } from '../postgres/database';
import type { Environment } from './environment';
import { postgresExporterIdentity } from './identities';
import type { Wiring } from './settings';

/** The shape of an environment's exporters. */
export function postgresExportersShape(resources: Shape): Shape {
  return mapping(object({ database: postgresDatabaseShape, resources }));
}

/** A label's value: the environment, a dash, and the name of the exporter. */
const LONGEST_INSTANCE = 63;

/** Problems of an environment's exporters. */
export function checkPostgresExporters(
  environment: Pick<Environment, 'name' | 'namespaces' | 'postgresExporters'>,
  wiring: Pick<Wiring, 'postgresExporters'>,
  report: Report,
): void {
  for (const [name, options] of Object.entries(environment.postgresExporters ?? {})) {
    const place = report.at(name);
    const instance = `${environment.name}-${postgresExporterIdentity(environment, name).name}`;
    report.must('name', name, dnsLabel(name));
    if (instance.length > LONGEST_INSTANCE) {
      place.refuse(`'${instance}' has ${instance.length} characters, must have at most ${LONGEST_INSTANCE}`);
    }
    const settings = wiring.postgresExporters[name];
    if (settings !== undefined) checkPostgresExporter(settings, options, place);
  }
}
