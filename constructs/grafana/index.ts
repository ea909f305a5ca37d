/**
 * Grafana in Kubernetes: a Deployment, on port 3000. Its own database is SQLite, which one process may open; replicas
 * share a PostgreSQL. Dashboards and data sources come from files. https://grafana.com/docs/grafana/latest/
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { mebibytes, seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { SECRETS_AT_START, fileMounts, filesChecksum } from '../kubernetes/files';
import { type Identity } from '../kubernetes/identity';
import { type Mount, scratchMount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Spread } from '../kubernetes/pod';
import type { Resources } from '../kubernetes/resources';
import { service } from '../kubernetes/service';
import {
  type ClaimOptions,
  claimMount,
  deployment,
  disruptionBudget,
  serviceAccount,
  volumeClaim,
} from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { GRAFANA_PORT, grafanaProgram } from './program';
import type { GrafanaSettings } from './settings';
import { grafanaProblems } from './validate';

/** User `grafana` of the image. https://github.com/grafana/grafana/blob/main/Dockerfile */
const USER = 472;
const DATA_DIR = '/var/lib/grafana';
/** The port of its pages and metrics. */
export const GRAFANA_WEB: ContainerPort = { name: 'web', port: GRAFANA_PORT };
/** Files that are read at the start only; dashboards are read again as they change. */
const START_FOLDERS = ['config', 'provisioning/datasources', 'provisioning/dashboards'];

export interface GrafanaProps {
  readonly identity: Identity;
  readonly settings: GrafanaSettings;
  /** @default - 1 */
  readonly replicas?: number;
  readonly resources: Resources;
  /** @default - none: users and preferences end with the pod, dashboards and data sources come back */
  readonly volume?: Omit<ClaimOptions, 'name'>;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  /** @default - none: replicas may share a node */
  readonly spread?: Spread;
  readonly priorityClass?: string;
}

/** A Grafana with its data sources and dashboards. */
export class Grafana extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const problems = grafanaProblems(props, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    const place = new PodPlace('grafana', DATA_DIR, everywhere(GRAFANA_PORT));
    const program = grafanaProgram(props.settings, place);
    serviceAccount(this, props.identity);
    this.workload(props, program, [
      ...fileMounts(this, props.identity, program.files, place.configDir),
      ...secretMounts(place),
      this.storage(props),
      scratchMount('tmp', place.tempDir, mebibytes(64)),
    ]);
    service(this, props.identity, [GRAFANA_WEB]);
    disruptionBudget(this, props.identity, props.replicas ?? 1);
  }

  private storage({ identity, volume }: GrafanaProps): Mount {
    if (volume === undefined) return scratchMount('data', DATA_DIR, mebibytes(512));
    const name = `${identity.name}-data`;
    volumeClaim(this, identity, { name, ...volume });
    return claimMount(name, DATA_DIR);
  }

  private workload(props: GrafanaProps, program: Program, mounts: readonly Mount[]): void {
    const { identity, replicas = 1, image = imageOf('grafana'), priorityClass, spread } = props;
    deployment(this, {
      replicas,
      recreate: props.volume !== undefined,
      pod: {
        identity,
        version: image.tag,
        user: USER,
        grace: seconds(30),
        annotations: { ...SECRETS_AT_START, 'vedette/config-checksum': filesChecksum(program.files, START_FOLDERS) },
        ...(priorityClass === undefined ? {} : { priorityClass }),
        ...(spread === undefined ? {} : { spread }),
        containers: [serverContainer(props, program, image, mounts)],
      },
    });
  }
}

function serverContainer(
  { resources }: GrafanaProps,
  program: Program,
  image: Image,
  mounts: readonly Mount[],
): ContainerOptions {
  const health = { port: GRAFANA_WEB.name, path: '/api/health', timeout: seconds(3) };
  return {
    name: 'grafana',
    image,
    args: program.args,
    ...(program.env === undefined ? {} : { env: program.env }),
    ports: [GRAFANA_WEB],
    mounts,
    resources,
    // The first start, and the first of a new version, migrates the database.
    startup: { ...health, period: seconds(10), failures: 30 },
    readiness: { ...health, period: seconds(10), failures: 3 },
    liveness: { ...health, period: seconds(10), failures: 6 },
  };
}
