/** Puts the folder of a new service in its place. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, EXIT } from '../../exit';
import type { NewFile, Place } from './imports';

/** @throws CliError where the folder cannot be made: it is there already, or what is to hold it is not */
export function requireRoom(out: string, id: string): void {
  if (!existsSync(out)) throw new CliError(EXIT.usage, `folder '${out}' is not there; name one by --out`);
  const folder = join(out, id);
  if (existsSync(folder)) throw new CliError(EXIT.usage, `'${folder}' is there already, and nothing in it is changed`);
}

/** Beside our own services their neighbours can be imported; anywhere else the package is. */
export const placeOf = (out: string): Place =>
  existsSync(join(out, '../model/index.ts')) && existsSync(join(out, 'runbooks.ts')) ? 'here' : 'elsewhere';

export function writeFolder(folder: string, files: readonly NewFile[]): void {
  // Fails where somebody else has made it in the meantime.
  mkdirSync(folder);
  for (const { path, text } of files) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text, { flag: 'wx' });
  }
}
