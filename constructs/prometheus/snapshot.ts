/** The copy of a Prometheus' database in Kubernetes, every day, on a volume that outlives it. */
import { Construct } from 'constructs';
import { type Size, hours, mebibytes } from '../../model/quantity';
import type { Identity } from '../kubernetes/identity';
import { scratchMount } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import type { Daily } from '../kubernetes/schedule';
import { scheduledTask } from '../kubernetes/scheduled-task';
import { claimMount, replicaClaim, volumeClaim } from '../kubernetes/workload';
import { type Image, imageOf } from '../versions';
import { DATA_CLAIM, PROMETHEUS_USER } from './index';
import { type PrometheusSnapshotSettings, prometheusSnapshotProgram } from './snapshot-program';

const COPIES = '/copies';
const DATABASE = '/database';

export interface PrometheusSnapshotProps {
  readonly identity: Identity;
  /** The set whose first replica is copied: each replica has the same samples, but where it was away. */
  readonly prometheus: Identity;
  readonly settings: PrometheusSnapshotSettings;
  readonly schedule: Daily;
  readonly volume: { readonly size: Size; readonly storageClass?: string };
  /** To read the log, it takes the memory that Prometheus takes at its start. */
  readonly resources: Resources;
  /** @default - Prometheus' in versions.ts, which brings promtool */
  readonly image?: Image;
  readonly priorityClass?: string;
}

export class PrometheusSnapshot extends Construct {
  constructor(scope: Construct, id: string, props: PrometheusSnapshotProps) {
    super(scope, id);
    const { identity, prometheus, settings, schedule, volume, resources, priorityClass } = props;
    const place = new PodPlace('prometheus-snapshot', COPIES, everywhere(0));
    const replica = replicaClaim(prometheus, DATA_CLAIM, 0);
    volumeClaim(this, identity, { name: identity.name, ...volume });
    scheduledTask(this, {
      identity,
      program: prometheusSnapshotProgram(settings, DATABASE, place),
      place,
      image: props.image ?? imageOf('prometheus'),
      user: PROMETHEUS_USER,
      schedule,
      deadline: hours(6),
      resources,
      // The volume can be at one node, where all that mounts it must be. Read-only in this container alone: a claim that is
      // mounted read-only may not be mounted for writing beside.
      beside: replica.pod,
      mounts: [claimMount(identity.name, COPIES), { ...claimMount(replica.claim, DATABASE), writable: false }],
      scratch: scratchMount('tmp', place.tempDir, mebibytes(16)),
      ...(priorityClass === undefined ? {} : { priorityClass }),
    });
  }
}
