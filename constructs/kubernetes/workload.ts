/** The objects that run pods. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { IDaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { type Duration, type Size, days, hours, kubernetesSizeText } from '../../model/quantity';
import { type Identity, labels, metadata, selectorLabels } from './identity';
import type { Mount } from './mounts';
import type { TaskOptions } from './container';
import { type PodOptions, type Spread, podTemplate, taskTemplate } from './pod';
import { type Schedule, cronText } from './schedule';

/** Old versions that are kept for a way back. */
const REVISIONS = 5;

/** A claim on storage, one for each replica. */
export interface ClaimOptions {
  readonly name: string;
  readonly size: Size;
  /** The cluster's default class when absent. */
  readonly storageClass?: string;
}

/**
 * The labels of one replica of a StatefulSet, and its claim.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
 */
export function replicaClaim(
  identity: Identity,
  claim: string,
  replica: number,
): { readonly pod: Readonly<Record<string, string>>; readonly claim: string } {
  const name = `${identity.name}-${replica}`;
  return {
    pod: { ...selectorLabels(identity), 'statefulset.kubernetes.io/pod-name': name },
    claim: `${claim}-${name}`,
  };
}

/** The mount of a claim. */
export function claimMount(name: string, path: string): Mount {
  return { volume: { name, persistentVolumeClaim: { claimName: name } }, path, writable: true };
}

export interface StatefulSetOptions {
  readonly pod: PodOptions;
  readonly replicas: number;
  /** Name of the headless Service that gives each replica a name. */
  readonly serviceName: string;
  readonly claim: ClaimOptions;
  /** How long a replica must be ready before the next is replaced. */
  readonly minReady: Duration;
}

/** Replicas with a name and a volume each, started together and replaced one by one; their volumes outlive the set. */
export function statefulSet(scope: Construct, options: StatefulSetOptions): void {
  const { identity } = options.pod;
  const template = podTemplate(options.pod);
  const manifest: IStatefulSet = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(identity),
    spec: {
      replicas: options.replicas,
      serviceName: options.serviceName,
      selector: { matchLabels: selectorLabels(identity) },
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      minReadySeconds: options.minReady.value,
      revisionHistoryLimit: REVISIONS,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      // The set itself brings the claim's volume; the template must not name it a second time.
      template: { ...template, ...(template.spec && { spec: withoutClaim(template.spec, options.claim.name) }) },
      volumeClaimTemplates: [claim(identity, options.claim)],
    },
  };
  new ApiObject(scope, 'StatefulSet', manifest);
}

function withoutClaim<S extends { volumes?: readonly { name: string }[] }>(spec: S, name: string): S {
  return { ...spec, volumes: spec.volumes?.filter((volume) => volume.name !== name) ?? [] };
}

function claim(identity: Identity, options: ClaimOptions): IPersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: options.name, labels: selectorLabels(identity) },
    spec: claimSpec(options),
  };
}

function claimSpec({ size, storageClass }: ClaimOptions): NonNullable<IPersistentVolumeClaim['spec']> {
  return {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: kubernetesSizeText(size) } },
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  };
}

/** A claim of its own, for a workload with one replica. Its name is the object's. */
export function volumeClaim(scope: Construct, identity: Identity, options: ClaimOptions): void {
  new ApiObject(scope, 'PersistentVolumeClaim', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata(identity), name: options.name },
    spec: claimSpec(options),
  });
}

export interface DeploymentOptions {
  readonly pod: PodOptions;
  readonly replicas: number;
  /** Whether the old pod must be gone before the new one starts: it holds the volume. */
  readonly recreate: boolean;
}

/** Replicas without a name. */
export function deployment(scope: Construct, { pod, replicas, recreate }: DeploymentOptions): void {
  const manifest: IDeployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(pod.identity),
    spec: {
      replicas,
      selector: { matchLabels: selectorLabels(pod.identity) },
      strategy: recreate
        ? { type: 'Recreate' }
        : { type: 'RollingUpdate', rollingUpdate: rollingUpdate(replicas, pod.spread) },
      revisionHistoryLimit: REVISIONS,
      template: podTemplate(pod),
    },
  };
  new ApiObject(scope, 'Deployment', manifest);
}

/** Where each replica must have a node of its own, a further one may find none: one goes before the next comes. */
function rollingUpdate(replicas: number, spread: Spread | undefined): { maxSurge: number; maxUnavailable: number } {
  const oneGoesFirst = spread === 'required' && replicas > 1;
  return oneGoesFirst ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge: 1, maxUnavailable: 0 };
}

/** One pod on every node. */
export function daemonSet(scope: Construct, pod: PodOptions): void {
  const manifest: IDaemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata(pod.identity),
    spec: {
      selector: { matchLabels: selectorLabels(pod.identity) },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      revisionHistoryLimit: REVISIONS,
      template: podTemplate(pod),
    },
  };
  new ApiObject(scope, 'DaemonSet', manifest);
}

export interface JobOptions {
  readonly pod: PodOptions<TaskOptions>;
  /** End of its name. A Job never changes: whatever its content depends on must be in here. */
  readonly version: string;
  /** How often it is tried again, each time after a longer wait: ten times are half an hour. */
  readonly retries: number;
}

/** A task that is done once. */
export function job(scope: Construct, { pod, version, retries }: JobOptions): void {
  const manifest: IJob = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(pod.identity, version),
    spec: { backoffLimit: retries, template: taskTemplate(pod) },
  };
  new ApiObject(scope, 'Job', manifest);
}

export interface CronJobOptions {
  readonly pod: PodOptions<TaskOptions>;
  readonly schedule: Schedule;
  /** How often it is tried again, each time after a longer wait. */
  readonly retries: number;
  /** How long all tries may take together. */
  readonly deadline: Duration;
}

/** How late it may begin, after the control plane was away. */
const LATEST_START = hours(6);
/** How long a run that ended can be looked at; an alert on one that failed ends with it. */
const KEPT = days(2);

/**
 * A task that is done again and again, never twice at a time: not before the last try is over either, which may be at
 * work for a while after it was told to end. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-replacement-policy
 */
export function cronJob(scope: Construct, { pod, schedule, retries, deadline }: CronJobOptions): void {
  const manifest: ICronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata(pod.identity),
    spec: {
      schedule: cronText(schedule),
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATEST_START.value,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        metadata: { labels: labels(pod.identity) },
        spec: {
          backoffLimit: retries,
          podReplacementPolicy: 'Failed',
          activeDeadlineSeconds: deadline.value,
          ttlSecondsAfterFinished: KEPT.value,
          template: taskTemplate(pod),
        },
      },
    },
  };
  new ApiObject(scope, 'CronJob', manifest);
}

/**
 * Lets a drain take one replica at a time, and a broken one at once. For one replica there is none: it would only keep
 * its node from being drained.
 */
export function disruptionBudget(scope: Construct, identity: Identity, replicas: number): void {
  if (replicas < 2) return;
  const manifest: IPodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(identity),
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: selectorLabels(identity) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
  new ApiObject(scope, 'PodDisruptionBudget', manifest);
}

/** The account of a component's pods. It brings no token; a pod that needs one asks for it. */
export function serviceAccount(scope: Construct, identity: Identity): void {
  new ApiObject(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...metadata(identity), labels: labels(identity) },
    automountServiceAccountToken: false,
  });
}
