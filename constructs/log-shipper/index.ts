/**
 * A log shipper in Kubernetes: a DaemonSet that reads what the kubelet keeps of pods' output. It needs the files of the
 * host, so it lives in the agents' namespace; neither the host's network nor its processes, no privilege, and nothing of
 * the host that it could write.
 */
import { Construct } from 'constructs';
import { type Size, bytes, mebibytes, seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import { SECRETS_AT_START, fileMounts, filesChecksum } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { type Mount, scratchMount, secretMounts } from '../kubernetes/mounts';
import { PodPlace } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { grant } from '../kubernetes/roles';
import { daemonSet, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { logShipperProgram, shipperImage, shipperPod } from './program';
import type { LogBuffer, LogShipperSettings } from './settings';
import { VECTOR_PORT } from './vector';

/** User `nobody`: the image names none, and would run as root. */
const USER = 65534;
/** The kubelet's files belong to root, and can be read by root's group: https://github.com/kubernetes/kubernetes/issues/124349 */
const GROUP = 0;
const DATA = '/var/lib/log-shipper';
const POD_LOGS = '/var/log/pods';

/** The port by its name, by which Prometheus finds it. */
export const LOG_SHIPPER_METRICS: ContainerPort = { name: 'metrics', port: VECTOR_PORT };

export interface LogShipperProps {
  readonly identity: Identity;
  readonly settings: LogShipperSettings;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

/** A log shipper on every node of the cluster. */
export class LogShipper extends Construct {
  constructor(scope: Construct, id: string, props: LogShipperProps) {
    super(scope, id);
    const { identity, settings, image = imageOf(shipperImage(props.settings)), priorityClass } = props;
    const { rules, scratch } = shipperPod(settings);
    const place = new PodPlace('log-shipper', DATA, { host: '0.0.0.0', port: VECTOR_PORT });
    const program = logShipperProgram(settings, place);
    serviceAccount(this, identity);
    grant(this, identity, 'pods', {
      rules,
    });
    const mounts = [
      ...fileMounts(this, identity, program.files, place.configDir),
      ...secretMounts(place),
      HOST_MOUNT,
      // Gone with the pod: the next one reads the kubelet's files again, and the store knows each line by its id.
      scratchMount('data', DATA, dataSize(settings.buffer)),
      ...(scratch ? [scratchMount('tmp', place.tempDir, mebibytes(16))] : []),
    ];
    daemonSet(this, {
      identity,
      version: image.tag,
      user: USER,
      group: GROUP,
      agent: 'files',
      apiAccess: true,
      // A minute to hand over what it holds, which is Vector's own limit, and a little more.
      grace: seconds(75),
      annotations: {
        ...SECRETS_AT_START,
        'vedette/config-checksum': filesChecksum(program.files, ['config', 'programs', 'plugins']),
      },
      ...(priorityClass === undefined ? {} : { priorityClass }),
      containers: [shipperContainer(props, program, image, mounts)],
    });
  }
}

/** Beside the buffer there are positions in files. A pod that outgrows its volume is evicted. */
function dataSize({ size }: LogBuffer): Size {
  return bytes(Math.ceil(size.value * 1.2) + mebibytes(64).value);
}

function shipperContainer(
  { resources, settings }: LogShipperProps,
  program: Program,
  image: Image,
  mounts: readonly Mount[],
): ContainerOptions {
  const { container, command, nodeVariable } = shipperPod(settings);
  // Vector's own health page is part of an interface that shows passing lines, so metrics are asked for.
  const health = { port: LOG_SHIPPER_METRICS.name, path: '/metrics', period: seconds(15), timeout: seconds(5) };
  return {
    name: container,
    image,
    ...(command === undefined ? {} : { command }),
    args: program.args,
    fields: { [nodeVariable]: 'spec.nodeName' },
    ports: [LOG_SHIPPER_METRICS],
    mounts,
    resources,
    readiness: { ...health, failures: 3 },
    liveness: { ...health, failures: 8 },
  };
}

const HOST_MOUNT: Mount = {
  volume: { name: 'pod-logs', hostPath: { path: POD_LOGS, type: 'Directory' } },
  path: POD_LOGS,
};
