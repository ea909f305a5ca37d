/**
 * Thanos in Kubernetes: Query, which answers from all Prometheus replicas and from the bucket; the store gateway, which
 * reads the bucket; one compactor, which keeps it in order. https://thanos.io/tip/thanos/design.md/
 */
import { Construct } from 'constructs';
import { VedetteError } from '../../model/problem';
import { mebibytes, minutes, seconds } from '../../model/quantity';
import { Report } from '../check/report';
import type { ContainerOptions } from '../kubernetes/container';
import { fileMounts } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { scratchMount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { PodOptions, Spread } from '../kubernetes/pod';
import { REPLICAS, replicasService, service } from '../kubernetes/service';
import { checkIdentity } from '../kubernetes/validate';
import { claimMount, deployment, disruptionBudget, serviceAccount, statefulSet } from '../kubernetes/workload';
import { type Image, imageOf } from '../versions';
import { THANOS_GRPC, THANOS_HTTP, THANOS_USER, thanosContainer } from './pod';
import { THANOS_HTTP_PORT, compactorProgram, queryProgram, storeProgram } from './program';
import type { ThanosSettings } from './settings';
import { type ThanosDeployment, checkThanos } from './validate';

const DATA_DIR = '/data';
const PORTS = [THANOS_HTTP, THANOS_GRPC];

export interface ThanosProps {
  readonly identities: { readonly query: Identity; readonly store: Identity; readonly compactor: Identity };
  readonly settings: Omit<ThanosSettings, 'sidecar'>;
  /** What each part is given. */
  readonly parts: ThanosDeployment;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  /** @default - none: replicas may share a node */
  readonly spread?: Spread;
  readonly priorityClass?: string;
}

/** What holds what was uploaded, and answers from it. The sidecars are in the pods of Prometheus. */
export class Thanos extends Construct {
  /** @throws VedetteError with every problem of the settings */
  constructor(scope: Construct, id: string, props: ThanosProps) {
    super(scope, id);
    const { identities, settings, parts, image = imageOf('thanos') } = props;
    const report = new Report(this.node.path);
    for (const identity of Object.values(identities)) checkIdentity(identity, report);
    checkThanos({ ...settings.compactor, version: image.tag }, parts, report);
    if (report.problems.length > 0) throw new VedetteError(report.problems);
    this.query(props, image);
    this.store(props, image);
    this.compactor(props, image);
  }

  private query(props: ThanosProps, image: Image): void {
    const scope = new Construct(this, 'query');
    const identity = props.identities.query;
    const { replicas, resources } = props.parts.query;
    const place = new PodPlace(identity.component, '/tmp', everywhere(THANOS_HTTP_PORT));
    const program = queryProgram(props.settings.query, place);
    const mounts = [
      ...fileMounts(scope, identity, program.files, place.configDir),
      // Where it writes down the questions that it is at, to name them if one was its last.
      scratchMount('scratch', place.dataDir, mebibytes(16)),
    ];
    serviceAccount(scope, identity);
    const container = thanosContainer(program, image, resources, mounts);
    deployment(scope, { replicas, recreate: false, pod: pod(props, identity, image, container, replicas) });
    service(scope, identity, PORTS);
    disruptionBudget(scope, identity, replicas);
  }

  private store(props: ThanosProps, image: Image): void {
    const scope = new Construct(this, 'store');
    const identity = props.identities.store;
    const { replicas, resources, volume } = props.parts.store;
    const place = new PodPlace(identity.component, DATA_DIR, everywhere(THANOS_HTTP_PORT));
    const program = storeProgram(props.settings.store, place);
    const mounts = [claimMount('data', DATA_DIR), ...secretMounts(place)];
    const container = thanosContainer(program, image, resources, mounts);
    serviceAccount(scope, identity);
    statefulSet(scope, {
      replicas,
      serviceName: `${identity.name}-${REPLICAS}`,
      claim: { name: 'data', ...volume },
      minReady: seconds(30),
      pod: pod(props, identity, image, withStart(container), replicas),
    });
    replicasService(scope, identity, PORTS);
    disruptionBudget(scope, identity, replicas);
  }

  /** A StatefulSet ends the old pod before it starts the new one, so that there are never two. */
  private compactor(props: ThanosProps, image: Image): void {
    const scope = new Construct(this, 'compactor');
    const identity = props.identities.compactor;
    const { resources, volume } = props.parts.compactor;
    const place = new PodPlace(identity.component, DATA_DIR, everywhere(THANOS_HTTP_PORT));
    const program = compactorProgram(props.settings.compactor, place);
    const mounts = [claimMount('data', DATA_DIR), ...secretMounts(place)];
    serviceAccount(scope, identity);
    statefulSet(scope, {
      replicas: 1,
      serviceName: `${identity.name}-${REPLICAS}`,
      claim: { name: 'data', ...volume },
      minReady: seconds(30),
      pod: pod(props, identity, image, thanosContainer(program, image, resources, mounts, [THANOS_HTTP]), 1),
    });
    replicasService(scope, identity, [THANOS_HTTP]);
  }
}

function pod(
  { spread, priorityClass }: ThanosProps,
  identity: Identity,
  image: Image,
  container: ContainerOptions,
  replicas: number,
): PodOptions {
  return {
    identity,
    version: image.tag,
    user: THANOS_USER,
    // Two minutes for what it is at, for each of its ports.
    grace: minutes(5),
    ...(spread === undefined || replicas < 2 ? {} : { spread }),
    ...(priorityClass === undefined ? {} : { priorityClass }),
    containers: [container],
  };
}

/** It reads a part of every block of the bucket before it is ready: many minutes for years of them. */
function withStart(container: ContainerOptions): ContainerOptions {
  const { readiness, liveness } = container;
  return { ...container, startup: { ...liveness, period: readiness.period, failures: 180 } };
}
