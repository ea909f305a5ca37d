/**
 * node-exporter in Kubernetes: a DaemonSet on every node, on port 9100 of the node. It needs the host's network and
 * processes and a read-only view of its files, so it lives in a namespace of its own; no privilege beyond these.
 * https://github.com/prometheus/node_exporter
 */
import { Construct } from 'constructs';
import { seconds } from '../../model/quantity';
import type { ContainerOptions, ContainerPort } from '../kubernetes/container';
import type { Identity } from '../kubernetes/identity';
import { fileMounts } from '../kubernetes/files';
import { type Mount, secretMounts } from '../kubernetes/mounts';
import { PodPlace } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { daemonSet, serviceAccount } from '../kubernetes/workload';
import type { Program } from '../program';
import { type Image, imageOf } from '../versions';
import { NODE_EXPORTER_PORT, nodeExporterProgram } from './program';
import type { NodeExporterTls } from './settings';

/** User `nobody` of the image. https://github.com/prometheus/node_exporter/blob/master/Dockerfile */
const USER = 65534;

/** The port by its name, by which Prometheus finds it. */
export const NODE_EXPORTER_WEB: ContainerPort = { name: 'metrics', port: NODE_EXPORTER_PORT };

/** Where the container sees the host's files. */
export const HOST_ROOT = '/host/root';

export interface NodeExporterProps {
  readonly identity: Identity;
  /** @default - it answers in clear */
  readonly tls?: NodeExporterTls;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

/** A node-exporter on every node of the cluster. */
export class NodeExporter extends Construct {
  constructor(scope: Construct, id: string, props: NodeExporterProps) {
    super(scope, id);
    const { identity, image = imageOf('nodeExporter'), priorityClass } = props;
    serviceAccount(this, identity);
    // NetworkPolicies do not hold for the host's network, so it listens on the node's own address, not on all.
    const place = new PodPlace('node-exporter', '/tmp', { host: '[$(HOST_IP)]', port: NODE_EXPORTER_PORT });
    const { tls } = props;
    const program = nodeExporterProgram({ hostRoot: HOST_ROOT, ...(tls === undefined ? {} : { tls }) }, place);
    const files = fileMounts(this, identity, program.files, place.configDir);
    daemonSet(this, {
      identity,
      version: image.tag,
      user: USER,
      agent: 'network',
      grace: seconds(30),
      ...(priorityClass === undefined ? {} : { priorityClass }),
      containers: [agentContainer(props, image, program, [HOST_MOUNT, ...files, ...secretMounts(place)])],
    });
  }
}

function agentContainer(
  { resources, tls }: NodeExporterProps,
  image: Image,
  program: Program,
  mounts: readonly Mount[],
): ContainerOptions {
  const asked = { port: NODE_EXPORTER_WEB.name, period: seconds(10), timeout: seconds(3), failures: 6 };
  // The kubelet has no certificate to show: a connection must do.
  const health = tls === undefined ? { ...asked, path: '/' } : asked;
  return {
    name: 'node-exporter',
    image,
    args: program.args,
    fields: { HOST_IP: 'status.hostIP' },
    ports: [NODE_EXPORTER_WEB],
    mounts,
    resources,
    readiness: health,
    liveness: health,
  };
}

/** Mounts that the host makes later show up too; read-only all the way. */
const HOST_MOUNT: Mount = {
  volume: { name: 'root', hostPath: { path: '/', type: 'Directory' } },
  path: HOST_ROOT,
  propagation: 'HostToContainer',
};
