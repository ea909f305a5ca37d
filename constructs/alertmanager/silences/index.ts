/** The task that makes silences, as a Job. A list that differs is another Job. */
import { Construct } from 'constructs';
import { mebibytes } from '../../../model/quantity';
import { fileMounts, filesChecksum } from '../../kubernetes/files';
import type { Identity } from '../../kubernetes/identity';
import { scratchMount } from '../../kubernetes/mounts';
import { PodPlace, everywhere } from '../../kubernetes/place';
import { type Resources, millicores } from '../../kubernetes/resources';
import { shellTask } from '../../kubernetes/shell-task';
import { job, serviceAccount } from '../../kubernetes/workload';
import { type Image, imageOf } from '../../versions';
import { type Silence, silencesProgram } from './silence';

/** User `nobody` of the image. */
const USER = 65534;
/** Alertmanager may still be on its way up. */
const RETRIES = 10;
/** One amtool at a time. */
const RESOURCES: Resources = {
  cpu: { request: millicores(10) },
  memory: { request: mebibytes(32), limit: mebibytes(96) },
};

export interface AlertmanagerSilencesProps {
  readonly identity: Identity;
  /** All that are to be; an empty list ends those that an earlier one made. */
  readonly silences: readonly Silence[];
  /** Base URL of one Alertmanager; the members of a cluster tell each other. */
  readonly alertmanagerUrl: string;
  /** @default - Alertmanager's in versions.ts, which brings amtool */
  readonly image?: Image;
  readonly priorityClass?: string;
}

export class AlertmanagerSilences extends Construct {
  constructor(scope: Construct, id: string, props: AlertmanagerSilencesProps) {
    super(scope, id);
    const { identity, silences, alertmanagerUrl, image = imageOf('alertmanager'), priorityClass } = props;
    const place = new PodPlace('alertmanager-silences', '/tmp', everywhere(0));
    const program = silencesProgram(silences, alertmanagerUrl, place);
    const files = fileMounts(this, identity, program.files, place.configDir);
    serviceAccount(this, identity);
    job(this, {
      version: filesChecksum(program.files, ['silences']),
      retries: RETRIES,
      pod: shellTask({
        identity,
        program,
        container: 'silences',
        image,
        user: USER,
        mounts: [...files, scratchMount('tmp', place.tempDir, mebibytes(1))],
        resources: RESOURCES,
        ...(priorityClass === undefined ? {} : { priorityClass }),
      }),
    });
  }
}
