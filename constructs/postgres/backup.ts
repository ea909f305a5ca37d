/** The backup of a database in Kubernetes, every day, on a volume that outlives it. */
import { Construct } from 'constructs';
import { type Size, hours } from '../../model/quantity';
import type { Identity } from '../kubernetes/identity';
import { scratchMount } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import type { Daily } from '../kubernetes/schedule';
import { scheduledTask } from '../kubernetes/scheduled-task';
import { claimMount, volumeClaim } from '../kubernetes/workload';
import { type Image, imageOf } from '../versions';
import { type DatabaseBackupSettings, databaseBackupProgram } from './backup-program';

/** User `nobody` of the image: `initdb` takes only one that the image knows. */
export const POSTGRES_USER = 65534;
const DUMPS = '/dumps';

export interface DatabaseBackupProps {
  readonly identity: Identity;
  readonly settings: DatabaseBackupSettings;
  readonly schedule: Daily;
  readonly volume: { readonly size: Size; readonly storageClass?: string };
  /** Room for the restored database, which is on the node while it is checked. */
  readonly scratch: Size;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

export class DatabaseBackup extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseBackupProps) {
    super(scope, id);
    const { identity, settings, schedule, volume, resources, image = imageOf('postgres'), priorityClass } = props;
    const place = new PodPlace('database-backup', DUMPS, everywhere(0));
    volumeClaim(this, identity, { name: identity.name, ...volume });
    scheduledTask(this, {
      identity,
      program: databaseBackupProgram(settings, place),
      place,
      image,
      user: POSTGRES_USER,
      schedule,
      deadline: hours(6),
      resources,
      mounts: [claimMount(identity.name, DUMPS)],
      scratch: scratchMount('tmp', place.tempDir, props.scratch),
      ...(priorityClass === undefined ? {} : { priorityClass }),
    });
  }
}
