/** Puts the rendered files of a local stack in place, and tells which components have to read them again. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacedFile } from './plan';
import { type StateDir, writeWhole } from './state';

/**
 * Writes what differs and removes what is no longer rendered.
 * @returns the components whose files changed
 */
export function placeFiles(state: StateDir, files: readonly PlacedFile[]): ReadonlySet<string> {
  const changed = new Set<string>();
  const wanted = new Set(files.map(({ path }) => path));
  for (const component of new Set(files.map((file) => file.component))) {
    for (const path of filesBelow(state.configDir(component))) {
      if (wanted.has(path)) continue;
      rmSync(path);
      changed.add(component);
    }
  }
  for (const { component, path, content } of files) {
    if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
    writeWhole(path, content);
    changed.add(component);
  }
  return changed;
}

/** Makes the folders that programs expect to find. */
export function makeFolders(state: StateDir, components: readonly string[]): void {
  for (const component of components) {
    for (const folder of [state.configDir(component), state.dataDir(component), state.tempDir(component)]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
  }
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
