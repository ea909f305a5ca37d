/** The test of receivers in Kubernetes, every week, when somebody is there to look. */
import { Construct } from 'constructs';
import { mebibytes, minutes } from '../../../model/quantity';
import type { Identity } from '../../kubernetes/identity';
import { PodPlace, everywhere } from '../../kubernetes/place';
import { type Resources, millicores } from '../../kubernetes/resources';
import type { Weekly } from '../../kubernetes/schedule';
import { scheduledTask } from '../../kubernetes/scheduled-task';
import { type Image, imageOf } from '../../versions';
import { type ReceiverTestSettings, receiverTestProgram } from './program';

/** User `nobody` of the image. */
const USER = 65534;
/** One amtool at a time. */
const RESOURCES: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(32), limit: mebibytes(96) },
};

export interface ReceiverTestProps {
  readonly identity: Identity;
  readonly settings: ReceiverTestSettings;
  readonly schedule: Weekly;
  /** @default - Alertmanager's in versions.ts, which brings amtool */
  readonly image?: Image;
  readonly priorityClass?: string;
}

export class ReceiverTest extends Construct {
  constructor(scope: Construct, id: string, props: ReceiverTestProps) {
    super(scope, id);
    const { identity, settings, schedule, image = imageOf('alertmanager'), priorityClass } = props;
    const place = new PodPlace('receiver-test', '/tmp', everywhere(0));
    scheduledTask(this, {
      identity,
      program: receiverTestProgram(settings, place),
      place,
      image,
      user: USER,
      schedule,
      deadline: minutes(30),
      resources: RESOURCES,
      ...(priorityClass === undefined ? {} : { priorityClass }),
    });
  }
}
