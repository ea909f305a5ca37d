/** The vacuum of a database in Kubernetes, every week. */
import { Construct } from 'constructs';
import { hours } from '../../model/quantity';
import type { Identity } from '../kubernetes/identity';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import type { Weekly } from '../kubernetes/schedule';
import { scheduledTask } from '../kubernetes/scheduled-task';
import { type Image, imageOf } from '../versions';
import { POSTGRES_USER } from './backup';
import { type DatabaseVacuumSettings, databaseVacuumProgram } from './vacuum-program';

export interface DatabaseVacuumProps {
  readonly identity: Identity;
  readonly settings: DatabaseVacuumSettings;
  readonly schedule: Weekly;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

export class DatabaseVacuum extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseVacuumProps) {
    super(scope, id);
    const { identity, settings, schedule, resources, image = imageOf('postgres'), priorityClass } = props;
    const place = new PodPlace('database-vacuum', '/tmp', everywhere(0));
    scheduledTask(this, {
      identity,
      program: databaseVacuumProgram(settings, place),
      place,
      image,
      user: POSTGRES_USER,
      schedule,
      deadline: hours(6),
      resources,
      ...(priorityClass === undefined ? {} : { priorityClass }),
    });
  }
}
