/** The pod of a program that a shell runs, once or at set times, and that ends by itself. */
import { seconds } from '../../model/quantity';
import type { Program } from '../program';
import type { Image } from '../versions';
import type { TaskOptions } from './container';
import type { Identity } from './identity';
import type { Mount } from './mounts';
import type { PodOptions } from './pod';
import type { Resources } from './resources';

export interface ShellTaskOptions {
  readonly identity: Identity;
  /** Its arguments are the shell's. */
  readonly program: Program;
  /** Name of the container. @default - the program's */
  readonly container?: string;
  readonly image: Image;
  /** User and group of the process. */
  readonly user: number;
  readonly mounts: readonly Mount[];
  readonly resources: Resources;
  readonly priorityClass?: string;
  /** Labels of the pod whose node it must be at. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** What a Job or a CronJob is told of its pod. */
export function shellTask(options: ShellTaskOptions): PodOptions<TaskOptions> {
  const { identity, program, image, user, mounts, resources, priorityClass, beside } = options;
  return {
    identity,
    version: image.tag,
    user,
    grace: seconds(30),
    ...(priorityClass === undefined ? {} : { priorityClass }),
    ...(beside === undefined ? {} : { beside }),
    containers: [
      {
        name: options.container ?? program.component,
        image,
        command: ['/bin/sh'],
        args: program.args,
        ...(program.env === undefined ? {} : { env: program.env }),
        mounts,
        resources,
      },
    ],
  };
}
