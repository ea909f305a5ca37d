/** The export of Grafana in Kubernetes, every day, to a volume that outlives it. */
import { Construct } from 'constructs';
import { type Size, hours, mebibytes } from '../../model/quantity';
import type { Identity } from '../kubernetes/identity';
import { PodPlace, everywhere } from '../kubernetes/place';
import { type Resources, millicores } from '../kubernetes/resources';
import type { Daily } from '../kubernetes/schedule';
import { scheduledTask } from '../kubernetes/scheduled-task';
import { claimMount, volumeClaim } from '../kubernetes/workload';
import { type Image, imageOf } from '../versions';
import { type GrafanaExportSettings, grafanaExportProgram } from './export-program';

/** `nobody`. Any user can run Node.js. */
const USER = 65534;
const COPIES = '/copies';
/** All that is exported is held at once: thousands of boards of 50 KiB. */
const RESOURCES: Resources = {
  cpu: { request: millicores(50) },
  memory: { request: mebibytes(128), limit: mebibytes(512) },
};

export interface GrafanaExportProps {
  readonly identity: Identity;
  readonly settings: GrafanaExportSettings;
  readonly schedule: Daily;
  readonly volume: { readonly size: Size; readonly storageClass?: string };
  /** @default - Node.js in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

export class GrafanaExport extends Construct {
  constructor(scope: Construct, id: string, props: GrafanaExportProps) {
    super(scope, id);
    const { identity, settings, schedule, volume, image = imageOf('node'), priorityClass } = props;
    const place = new PodPlace('grafana-export', COPIES, everywhere(0));
    volumeClaim(this, identity, { name: identity.name, ...volume });
    scheduledTask(this, {
      identity,
      program: grafanaExportProgram(settings, place),
      place,
      image,
      user: USER,
      schedule,
      deadline: hours(1),
      resources: RESOURCES,
      mounts: [claimMount(identity.name, COPIES)],
      ...(priorityClass === undefined ? {} : { priorityClass }),
    });
  }
}
