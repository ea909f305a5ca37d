/** The shell and the programs that the image of Prometheus has, with nothing of the machine's beside them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Place, Program } from '../../../constructs/program';
import { writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';

const BUSYBOX = '/bin/busybox';

export interface Done {
  readonly status: number | null;
  readonly output: string;
}

/** A folder of busybox' programs, with promtool. */
export class Busybox {
  readonly #bin: string;
  readonly #replaced: string[] = [];

  constructor(root: string) {
    this.#bin = join(root, 'bin');
    mkdirSync(this.#bin, { recursive: true });
    const { status, error } = spawnSync(BUSYBOX, ['--install', '-s', this.#bin]);
    if (status !== 0) throw error ?? new Error(`${BUSYBOX} --install ended with ${status}`);
    symlinkSync(requireTool('promtool').path, join(this.#bin, 'promtool'));
  }

  /** Puts lines of a shell in the place of a program, which they can call as `command NAME`. */
  replace(name: string, ...lines: readonly string[]): void {
    this.#replaced.push(`${name}() (`, ...lines, ')');
  }

  /** Runs a program by the shell, as its container does. */
  run({ args, ...program }: Program, place: Place): Done {
    writeFiles({ args, ...program }, place.configDir);
    const replacing = ['-c', [...this.#replaced, '. "$0"'].join('\n'), ...args];
    const shell = spawnSync(join(this.#bin, 'sh'), this.#replaced.length === 0 ? args : replacing, {
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: this.#bin },
    });
    return { status: shell.status, output: shell.stdout + shell.stderr };
  }
}
