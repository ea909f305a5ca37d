/** A program that is run by a shell at set times, with what its pod mounts. */
import type { Construct } from 'constructs';
import { type Duration, mebibytes } from '../../model/quantity';
import type { Program } from '../program';
import type { Image } from '../versions';
import { fileMounts } from './files';
import type { Identity } from './identity';
import { type Mount, scratchMount, secretMounts } from './mounts';
import type { PodPlace } from './place';
import type { Resources } from './resources';
import type { Schedule } from './schedule';
import { shellTask } from './shell-task';
import { cronJob, serviceAccount } from './workload';

/** Each try waits longer than the one before: 10 s, 20 s, 40 s. */
const RETRIES = 3;

export interface ScheduledTaskOptions {
  readonly identity: Identity;
  /** Files, and arguments of a shell. */
  readonly program: Program;
  /** Where the program was told that it runs. */
  readonly place: PodPlace;
  readonly image: Image;
  /** User and group of the process. */
  readonly user: number;
  readonly schedule: Schedule;
  /** How long all tries may take together. */
  readonly deadline: Duration;
  readonly resources: Resources;
  /** Beside the files, the secrets and a scratch folder. */
  readonly mounts?: readonly Mount[];
  /** @default - 1 MiB of scratch */
  readonly scratch?: Mount;
  readonly priorityClass?: string;
  /** Labels of the pod whose node it must be at. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** The task with its account and its files. A pod that starts later has the files as they are then. */
export function scheduledTask(scope: Construct, options: ScheduledTaskOptions): void {
  const { identity, program, place } = options;
  const { mounts = [], scratch = scratchMount('tmp', place.tempDir, mebibytes(1)) } = options;
  const files = fileMounts(scope, identity, program.files, place.configDir);
  serviceAccount(scope, identity);
  cronJob(scope, {
    schedule: options.schedule,
    retries: RETRIES,
    deadline: options.deadline,
    pod: shellTask({ ...options, mounts: [...files, ...secretMounts(place), scratch, ...mounts] }),
  });
}
