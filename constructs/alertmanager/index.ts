/**
 * Alertmanager in Kubernetes: a StatefulSet, on port 9093; its members talk on 9094. A reloader beside it tells it when
 * its files changed, since it does not look by itself. https://prometheus.io/docs/alerting/latest/alertmanager/
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { mebibytes, minutes, seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { fileMounts } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { type Mount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Spread } from '../kubernetes/pod';
import { type Resources, millicores } from '../kubernetes/resources';
import { REPLICAS, replicasService, service } from '../kubernetes/service';
import { type ClaimOptions, claimMount, disruptionBudget, serviceAccount, statefulSet } from '../kubernetes/workload';
import type { Program } from '../program';
import { type SubPath, below } from '../sub-path';
import { type Image, imageOf } from '../versions';
import { ALERTMANAGER_PORT, GOSSIP_PORT, alertmanagerProgram } from './program';
import type { AlertmanagerSettings } from './settings';
import { alertmanagerProblems } from './validate';

/** User `nobody` of the image. https://github.com/prometheus/alertmanager/blob/main/Dockerfile */
const USER = 65534;
const DATA_DIR = '/alertmanager';
const WEB: ContainerPort = { name: 'web', port: ALERTMANAGER_PORT };
/** Gossip uses both protocols; without UDP members find each other late. */
const GOSSIP: readonly ContainerPort[] = [
  { name: 'gossip-tcp', port: GOSSIP_PORT, protocol: 'TCP' },
  { name: 'gossip-udp', port: GOSSIP_PORT, protocol: 'UDP' },
];
/** The reloader's own metrics and health. */
const RELOADER: ContainerPort = { name: 'reloader', port: 8080 };

/** Port of the reloader's metrics. */
export const RELOADER_PORT = RELOADER.port;

/** Address that a member listens on for the others: the pod's own, which Kubernetes puts into the variable. */
export const GOSSIP_LISTEN = `[$(POD_IP)]:${GOSSIP_PORT}`;

export interface AlertmanagerProps {
  readonly identity: Identity;
  readonly settings: AlertmanagerSettings;
  /** 1, or an odd number of at least 3. */
  readonly replicas: number;
  readonly resources: Resources;
  /** For silences and the memory of what was told; without it everything is told again after a restart. */
  readonly volume: Omit<ClaimOptions, 'name'>;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  /** @default - the one in versions.ts */
  readonly reloaderImage?: Image;
  /** @default - none: replicas may share a node */
  readonly spread?: Spread;
  readonly priorityClass?: string;
}

/** One Alertmanager or a cluster of them. */
export class Alertmanager extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const problems = alertmanagerProblems(props, this.node.path);
    if (problems.length > 0) throw new VedetteError(problems);
    const place = new PodPlace('alertmanager', DATA_DIR, everywhere(ALERTMANAGER_PORT));
    const program = alertmanagerProgram(props.settings, place);
    const { identity } = props;
    const files = fileMounts(this, identity, program.files, place.configDir);
    const own = [...files, ...secretMounts(place), claimMount('data', DATA_DIR)];
    serviceAccount(this, identity);
    this.workload(props, [serverContainer(props, program, own), reloaderContainer(props, files)]);
    service(this, identity, [WEB]);
    replicasService(this, identity, [WEB, ...(props.settings.gossip === undefined ? [] : GOSSIP)]);
    disruptionBudget(this, identity, props.replicas);
  }

  private workload(props: AlertmanagerProps, containers: readonly ContainerOptions[]): void {
    const { identity, image = imageOf('alertmanager') } = props;
    statefulSet(this, {
      replicas: props.replicas,
      serviceName: `${identity.name}-${REPLICAS}`,
      claim: { name: 'data', ...props.volume },
      // Ready does not wait for the gossip to settle (prometheus/alertmanager#3026): the next member is replaced only
      // when this one knows what the others know.
      minReady: seconds(30),
      pod: {
        identity,
        version: image.tag,
        user: USER,
        grace: minutes(2),
        ...(props.spread === undefined ? {} : { spread: props.spread }),
        ...(props.priorityClass === undefined ? {} : { priorityClass: props.priorityClass }),
        containers,
      },
    });
  }
}

function serverContainer(props: AlertmanagerProps, program: Program, mounts: readonly Mount[]): ContainerOptions {
  const { settings, resources, image = imageOf('alertmanager') } = props;
  const web = { port: WEB.name, timeout: seconds(3) };
  return {
    name: 'alertmanager',
    image,
    args: program.args,
    ...(program.env === undefined ? {} : { env: program.env }),
    fields: { POD_IP: 'status.podIP' },
    ports: [WEB, ...(settings.gossip === undefined ? [] : GOSSIP)],
    mounts,
    resources,
    readiness: { ...web, path: below(settings.subPath, '/-/ready'), period: seconds(5), failures: 10 },
    liveness: { ...web, path: below(settings.subPath, '/-/healthy'), period: seconds(10), failures: 10 },
  };
}

/** https://github.com/prometheus-operator/prometheus-operator/tree/main/cmd/prometheus-config-reloader */
function reloaderContainer({ settings, reloaderImage }: AlertmanagerProps, files: readonly Mount[]): ContainerOptions {
  const health = { port: RELOADER.name, path: '/healthz', period: seconds(10), timeout: seconds(3), failures: 6 };
  return {
    name: 'config-reloader',
    image: reloaderImage ?? imageOf('configReloader'),
    args: [
      `--listen-address=:${RELOADER.port}`,
      `--reload-url=${reloadUrl(settings.subPath)}`,
      ...files.map(({ path }) => `--watched-dir=${path}`),
    ],
    ports: [RELOADER],
    mounts: files,
    resources: RELOADER_RESOURCES,
    readiness: health,
    liveness: health,
  };
}

function reloadUrl(subPath: SubPath): string {
  return `http://127.0.0.1:${ALERTMANAGER_PORT}${below(subPath, '/-/reload')}`;
}

/** It hashes a few small files; what it takes does not depend on the environment. */
const RELOADER_RESOURCES: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(32), limit: mebibytes(64) },
};
