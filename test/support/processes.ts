/** The processes of this machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Command lines that hold the text; arguments are separated by blanks. */
export function commandLinesWith(text: string): readonly string[] {
  return commandLines().filter((line) => line.includes(text));
}

function commandLines(): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) {
    return spawnSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).stdout.split('\n');
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it ended meanwhile
      }
    });
}
