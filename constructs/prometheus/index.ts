/**
 * Prometheus in Kubernetes: a StatefulSet, on port 9090. It reloads its files by itself.
 * https://prometheus.io/docs/introduction/overview/
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { minutes, seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { fileMounts } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { type Mount, configMount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Spread } from '../kubernetes/pod';
import type { Resources } from '../kubernetes/resources';
import { grant } from '../kubernetes/roles';
import { REPLICAS, replicasService, service } from '../kubernetes/service';
import { type ClaimOptions, claimMount, disruptionBudget, serviceAccount, statefulSet } from '../kubernetes/workload';
import type { Program } from '../program';
import { below } from '../sub-path';
import { THANOS_GRPC, THANOS_HTTP } from '../thanos/pod';
import { type ThanosSidecarProps, sidecarContainer } from '../thanos/sidecar';
import { type Image, imageOf } from '../versions';
import { PROMETHEUS_PORT, prometheusProgram } from './program';
import { discoveryRights } from './roles';
import type { PrometheusSettings } from './settings';
import { prometheusProblems } from './validate';

/** User `nobody` of the image. https://github.com/prometheus/prometheus/blob/main/Dockerfile */
export const PROMETHEUS_USER = 65534;
/** Name of the claim that each replica has. */
export const DATA_CLAIM = 'data';
const DATA_DIR = '/prometheus';
const DATA = claimMount(DATA_CLAIM, DATA_DIR);
const WEB: ContainerPort = { name: 'web', port: PROMETHEUS_PORT };

export interface PrometheusProps {
  readonly identity: Identity;
  readonly settings: PrometheusSettings;
  /** How many servers with the same settings; each scrapes everything. */
  readonly replicas: number;
  readonly resources: Resources;
  readonly volume: Omit<ClaimOptions, 'name'>;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  /** @default - none: replicas may share a node */
  readonly spread?: Spread;
  readonly priorityClass?: string;
  /** ConfigMap with the files of file discovery, seen at `targets/` beside the configuration. */
  readonly targetsConfigMap?: string;
  /** The sidecar that uploads its blocks. @default - none: they are deleted after the retention */
  readonly thanos?: ThanosSidecarProps;
}

/** One or more Prometheus servers. */
export class Prometheus extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const settings = { ...props.settings, uploadsBlocks: props.thanos !== undefined };
    const problems = prometheusProblems({ ...props, settings }, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    const place = new PodPlace('prometheus', DATA_DIR, everywhere(PROMETHEUS_PORT));
    const program = prometheusProgram(settings, place);
    const { identity } = props;
    this.account(props);
    this.workload(props, program, [
      ...fileMounts(this, identity, program.files, place.configDir),
      ...targetMounts(props, place.configDir),
      ...secretMounts(place),
      DATA,
    ]);
    service(this, identity, [WEB]);
    replicasService(this, identity, props.thanos === undefined ? [WEB] : [WEB, THANOS_HTTP, THANOS_GRPC]);
    disruptionBudget(this, identity, props.replicas);
  }

  /** The account, and what it may ask of the API server: the objects that jobs discover, in their namespaces only. */
  private account({ identity, settings }: PrometheusProps): void {
    serviceAccount(this, identity);
    for (const rights of discoveryRights(settings.scrapeJobs)) grant(this, identity, 'discovery', rights);
  }

  private workload(props: PrometheusProps, program: Program, mounts: readonly Mount[]): void {
    const { identity, settings, image = imageOf('prometheus') } = props;
    statefulSet(this, {
      replicas: props.replicas,
      serviceName: `${identity.name}-${REPLICAS}`,
      claim: { name: DATA_CLAIM, ...props.volume },
      minReady: seconds(30),
      pod: {
        identity,
        version: image.tag,
        user: PROMETHEUS_USER,
        apiAccess: discoveryRights(settings.scrapeJobs).length > 0,
        // A server that is not given the time to end writes its log anew at the start, for minutes.
        grace: minutes(10),
        ...(props.spread === undefined ? {} : { spread: props.spread }),
        ...(props.priorityClass === undefined ? {} : { priorityClass: props.priorityClass }),
        containers: [
          serverContainer(props, program, image, mounts),
          ...(props.thanos === undefined ? [] : [sidecarContainer(props.thanos, DATA)]),
        ],
      },
    });
  }
}

function serverContainer(
  { settings, resources }: PrometheusProps,
  program: Program,
  image: Image,
  mounts: readonly Mount[],
): ContainerOptions {
  const ready = { port: WEB.name, path: below(settings.subPath, '/-/ready'), timeout: seconds(3) };
  return {
    name: 'prometheus',
    image,
    args: program.args,
    fields: { POD_NAME: 'metadata.name' },
    ports: [WEB],
    mounts,
    resources,
    // Replaying a large write-ahead log takes minutes: a quarter of an hour before it counts as failed.
    startup: { ...ready, period: seconds(15), failures: 60 },
    readiness: { ...ready, period: seconds(5), failures: 3 },
    liveness: { ...ready, path: below(settings.subPath, '/-/healthy'), period: seconds(5), failures: 6 },
  };
}

function targetMounts({ targetsConfigMap }: PrometheusProps, configDir: string): readonly Mount[] {
  return targetsConfigMap === undefined ? [] : [configMount('targets', [targetsConfigMap], `${configDir}/targets`)];
}
