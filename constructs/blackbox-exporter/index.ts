/**
 * A blackbox exporter in Kubernetes: a Deployment of one pod, on port 9115. It asks whatever address a caller names, so
 * only Prometheus may reach it, and it may reach only what it is to probe: see the connections of the stack.
 * https://github.com/prometheus/blackbox_exporter
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { fileMounts, filesChecksum } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { type Mount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { service } from '../kubernetes/service';
import { deployment, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { BLACKBOX_EXPORTER_PORT, blackboxExporterProgram } from './program';
import type { BlackboxExporterSettings } from './settings';
import { blackboxExporterProblems } from './validate';

/** User `nobody`; the image names none, and would run as root. https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/Dockerfile */
const USER = 65534;
const WEB: ContainerPort = { name: 'web', port: BLACKBOX_EXPORTER_PORT };

export interface BlackboxExporterProps {
  readonly identity: Identity;
  readonly settings: BlackboxExporterSettings;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

/** One blackbox exporter. */
export class BlackboxExporter extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: BlackboxExporterProps) {
    super(scope, id);
    const problems = blackboxExporterProblems(props, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    const place = new PodPlace('blackbox-exporter', '/tmp', everywhere(BLACKBOX_EXPORTER_PORT));
    const program = blackboxExporterProgram(props.settings, place);
    const { identity } = props;
    serviceAccount(this, identity);
    this.workload(props, program, [
      ...fileMounts(this, identity, program.files, place.configDir),
      ...secretMounts(place),
    ]);
    service(this, identity, [WEB]);
  }

  private workload(props: BlackboxExporterProps, program: Program, mounts: readonly Mount[]): void {
    const { identity, image = imageOf('blackboxExporter'), priorityClass } = props;
    deployment(this, {
      replicas: 1,
      recreate: false,
      pod: {
        identity,
        version: image.tag,
        user: USER,
        grace: seconds(30),
        // It does not look whether its file changed; secrets are read at each probe.
        annotations: { 'vedette/config-checksum': filesChecksum(program.files, ['config']) },
        ...(priorityClass === undefined ? {} : { priorityClass }),
        containers: [exporterContainer(props, program, image, mounts)],
      },
    });
  }
}

function exporterContainer(
  { resources }: BlackboxExporterProps,
  program: Program,
  image: Image,
  mounts: readonly Mount[],
): ContainerOptions {
  const health = { port: WEB.name, path: '/-/healthy', timeout: seconds(3) };
  return {
    name: 'blackbox-exporter',
    image,
    args: program.args,
    ports: [WEB],
    mounts,
    resources,
    readiness: { ...health, period: seconds(5), failures: 3 },
    liveness: { ...health, period: seconds(10), failures: 6 },
  };
}
