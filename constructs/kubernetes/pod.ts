/** The one pod that every workload has: hardened, spread, and with nothing that it does not need. */
import type { IAffinity } from 'kubernetes-models/v1/Affinity';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import type { ITopologySpreadConstraint } from 'kubernetes-models/v1/TopologySpreadConstraint';
import type { Duration } from '../../model/quantity';
import { type ContainerOptions, type TaskOptions, container, task } from './container';
import { type Identity, labels, selectorLabels } from './identity';
import { type Mount, volumesOf } from './mounts';

/** How replicas keep away from each other's nodes. `required` leaves a replica unscheduled rather than share a node. */
export type Spread = 'required' | 'preferred';

/**
 * What differs between pods.
 * @typeParam C - what its containers are told: those that serve, or those of a task
 */
export interface PodOptions<C extends TaskOptions = ContainerOptions> {
  readonly identity: Identity;
  /** Label `app.kubernetes.io/version`. */
  readonly version: string;
  /** User and group of the processes, which also own the volumes. Never changed where a volume has data. */
  readonly user: number;
  /** Group of the processes, where it is not the user's: files of the host may be the group's only. */
  readonly group?: number;
  readonly containers: readonly C[];
  /** Time to end in good order. */
  readonly grace: Duration;
  readonly spread?: Spread;
  /** Labels of the pod whose node it must be at: they mount the same volume. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Whether the pod may speak to the API server. */
  readonly apiAccess?: boolean;
  readonly priorityClass?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * For an agent of a node, which runs on every one that runs Linux. `network`: its network and its processes are the
   * host's too.
   */
  readonly agent?: 'files' | 'network';
}

/** The template of a workload's pods. */
export function podTemplate(options: PodOptions): IPodTemplateSpec {
  return template(
    options,
    options.containers.map((each) => container(each)),
  );
}

/** The template of a task's pods: one that fails is followed by another. */
export function taskTemplate(options: PodOptions<TaskOptions>): IPodTemplateSpec {
  const { spec, ...rest } = template(
    options,
    options.containers.map((each) => task(each)),
  );
  return { ...rest, ...(spec && { spec: { ...spec, restartPolicy: 'Never' } }) };
}

function template(options: PodOptions<TaskOptions>, containers: readonly IContainer[]): IPodTemplateSpec {
  const { identity, annotations } = options;
  return {
    metadata: {
      labels: labels(identity, options.version),
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    },
    spec: podSpec(options, containers),
  };
}

function podSpec(options: PodOptions<TaskOptions>, containers: readonly IContainer[]): IPodSpec {
  const { identity, agent, priorityClass, spread, beside } = options;
  return {
    serviceAccountName: identity.name,
    automountServiceAccountToken: options.apiAccess ?? false,
    // One variable for every Service of the namespace, which a program may take for its own.
    enableServiceLinks: false,
    ...(agent === undefined ? {} : EVERY_NODE),
    ...(agent === 'network' ? HOST_NETWORK : {}),
    ...(priorityClass === undefined ? {} : { priorityClassName: priorityClass }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: options.user,
      runAsGroup: options.group ?? options.user,
      fsGroup: options.user,
      // Otherwise the owner of every file is set again at each start, which takes minutes on a large volume.
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationGracePeriodSeconds: options.grace.value,
    ...(spread === undefined ? {} : spreading(identity, spread)),
    ...(beside === undefined ? {} : { affinity: besidePod(beside) }),
    containers: [...containers],
    volumes: volumesOf(distinct(options.containers.flatMap(({ mounts }) => mounts))),
  };
}

/** Whatever its taints. */
const EVERY_NODE: Partial<IPodSpec> = {
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ operator: 'Exists' }],
};

/** Names are asked of the node's own resolver. */
const HOST_NETWORK: Partial<IPodSpec> = { hostNetwork: true, hostPID: true, dnsPolicy: 'Default' };

/** Containers of a pod may share a volume. */
function distinct(mounts: readonly Mount[]): readonly Mount[] {
  return [...new Map(mounts.map((mount) => [mount.volume.name, mount])).values()];
}

function besidePod(matchLabels: Readonly<Record<string, string>>): IAffinity {
  const term = { labelSelector: { matchLabels: { ...matchLabels } }, topologyKey: 'kubernetes.io/hostname' };
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}

function spreading(
  identity: Identity,
  spread: Spread,
): { affinity: IAffinity; topologySpreadConstraints: ITopologySpreadConstraint[] } {
  const labelSelector = { matchLabels: selectorLabels(identity) };
  const term = { labelSelector, topologyKey: 'kubernetes.io/hostname' };
  return {
    affinity: {
      podAntiAffinity:
        spread === 'required'
          ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
          : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] },
    },
    topologySpreadConstraints: [
      { labelSelector, maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ],
  };
}
