/**
 * An exporter of a PostgreSQL server in Kubernetes: a Deployment of one pod, on port 9187. It asks whatever server a
 * caller of `/probe` names, so only Prometheus may reach it, and it may reach only its own database: see the connections
 * of the stack. https://github.com/prometheus-community/postgres_exporter
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { SECRETS_AT_START } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { type Mount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { service } from '../kubernetes/service';
import { deployment, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { POSTGRES_EXPORTER_PORT, postgresExporterProgram } from './program';
import type { PostgresExporterSettings } from './settings';
import { postgresExporterProblems } from './validate';

/** User `nobody` of the image, by number. https://github.com/prometheus-community/postgres_exporter/blob/v0.20.1/README.md */
const USER = 65534;
const WEB: ContainerPort = { name: 'web', port: POSTGRES_EXPORTER_PORT };

export interface PostgresExporterProps {
  readonly identity: Identity;
  readonly settings: PostgresExporterSettings;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

/** One exporter of one server. */
export class PostgresExporter extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: PostgresExporterProps) {
    super(scope, id);
    const problems = postgresExporterProblems(props, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    const place = new PodPlace('postgres-exporter', '/tmp', everywhere(POSTGRES_EXPORTER_PORT));
    const program = postgresExporterProgram(props.settings, place);
    serviceAccount(this, props.identity);
    this.workload(props, program, secretMounts(place));
    service(this, props.identity, [WEB]);
  }

  private workload(props: PostgresExporterProps, program: Program, mounts: readonly Mount[]): void {
    const { identity, image = imageOf('postgresExporter'), priorityClass } = props;
    deployment(this, {
      replicas: 1,
      recreate: false,
      pod: {
        identity,
        version: image.tag,
        user: USER,
        grace: seconds(30),
        annotations: SECRETS_AT_START,
        ...(priorityClass === undefined ? {} : { priorityClass }),
        containers: [exporterContainer(props, program, image, mounts)],
      },
    });
  }
}

function exporterContainer(
  { resources }: PostgresExporterProps,
  { args, env = {} }: Program,
  image: Image,
  mounts: readonly Mount[],
): ContainerOptions {
  // Not its metrics page, which waits for the server: a pod that is not ready could not tell that the server is gone.
  const landing = { port: WEB.name, path: '/', timeout: seconds(3) };
  return {
    name: 'postgres-exporter',
    image,
    args,
    env,
    ports: [WEB],
    mounts,
    resources,
    readiness: { ...landing, period: seconds(5), failures: 3 },
    liveness: { ...landing, period: seconds(10), failures: 6 },
  };
}
