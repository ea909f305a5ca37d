/** Files that are written into a folder of somebody's, and go again when they are no longer made. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProgramFile } from '../constructs/program';

/** Lists what was written, one path a line: a file that nobody makes any more must go, and no other may. */
const LIST = '.vedette-files';

/** Writes the files, and removes those of the last time that are none of them. */
export function replaceFiles(folder: string, files: readonly ProgramFile[]): void {
  const list = join(folder, LIST);
  const before = existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(isInside) : [];
  const paths = files.map(({ path }) => path);
  for (const path of before.filter((each) => !paths.includes(each))) rmSync(join(folder, path), { force: true });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(list, `${paths.join('\n')}\n`);
}

/** Whatever the list became since, nothing outside the folder is removed. */
function isInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
}
