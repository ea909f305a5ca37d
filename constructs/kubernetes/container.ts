/** A container, hardened. */
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IHTTPGetAction } from 'kubernetes-models/v1/HTTPGetAction';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import type { IResourceRequirements } from 'kubernetes-models/v1/ResourceRequirements';
import { type Duration, kubernetesSizeText } from '../../model/quantity';
import { type Image, imageReference } from '../versions';
import { type Mount, volumeMountsOf } from './mounts';
import type { Resources } from './resources';

/** A port that a container listens on. */
export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP';
}

/** What differs between containers that end by themselves. */
export interface TaskOptions {
  readonly name: string;
  readonly image: Image;
  /** In place of the image's own entry point. */
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Variables from the pod's own fields: name of the variable → path of the field. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly resources: Resources;
}

/** What differs between containers that serve. */
export interface ContainerOptions extends TaskOptions {
  readonly ports: readonly ContainerPort[];
  readonly startup?: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
  /** Wait before the program is told to end, for a program that others still send requests to. */
  readonly stopDelay?: Duration;
}

/** How a container is asked whether it is well. Without a host: the kubelet asks the pod's own address. */
export interface Probe {
  /** Name of a declared port. */
  readonly port: string;
  /** Asked with GET; a connection is enough where it is absent. */
  readonly path?: string;
  readonly period: Duration;
  readonly timeout: Duration;
  /** Failures in a row that count. */
  readonly failures: number;
}

/** A container that serves: it is asked whether it is well. */
export function container(options: ContainerOptions): IContainer {
  const { startup, stopDelay } = options;
  return {
    ...task(options),
    ports: options.ports.map(({ name, port, protocol }) => ({
      name,
      containerPort: port,
      protocol: protocol ?? 'TCP',
    })),
    ...(startup === undefined ? {} : { startupProbe: probe(startup) }),
    readinessProbe: probe(options.readiness),
    livenessProbe: probe(options.liveness),
    // The kubelet sleeps itself: an image need not have a shell.
    ...(stopDelay === undefined ? {} : { lifecycle: { preStop: { sleep: { seconds: stopDelay.value } } } }),
  };
}

/** A container that does its work and ends. */
export function task(options: TaskOptions): IContainer {
  const { command } = options;
  const env = environmentVariables(options);
  return {
    name: options.name,
    image: imageReference(options.image),
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command: [...command] }),
    args: [...options.args],
    ...(env.length === 0 ? {} : { env }),
    resources: resourceRequirements(options.resources),
    volumeMounts: volumeMountsOf(options.mounts),
    securityContext: CONTAINER_SECURITY,
    // The root file system cannot take the message file, and the log says more.
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}

/**
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, and a root that cannot be written.
 */
const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' as const },
};

function environmentVariables({ env = {}, fields = {} }: TaskOptions): IEnvVar[] {
  return [
    ...Object.entries(fields).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
  ];
}

function resourceRequirements({ cpu, memory }: Resources): IResourceRequirements {
  return {
    requests: { cpu: `${cpu.request.value}m`, memory: kubernetesSizeText(memory.request) },
    limits: {
      ...(cpu.limit === undefined ? {} : { cpu: `${cpu.limit.value}m` }),
      memory: kubernetesSizeText(memory.limit),
    },
  };
}

function probe({ port, path, period, timeout, failures }: Probe): IProbe {
  const httpGet: IHTTPGetAction = { port, path: path ?? '/', scheme: 'HTTP' };
  return {
    ...(path === undefined ? { tcpSocket: { port } } : { httpGet }),
    periodSeconds: period.value,
    timeoutSeconds: timeout.value,
    failureThreshold: failures,
  };
}
