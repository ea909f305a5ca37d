/** The compiled command line: tests that start processes run what a user runs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(__dirname, '../..');
const SOURCES = ['model', 'services', 'dashboards', 'constructs', 'stacks', 'cli'];
const MAIN = join(ROOT, 'dist/cli/main.js');
/** Compiling takes seconds; another worker that holds the lock longer has died. */
const LOCK_SECONDS = 120;

/** Compiles when a source is newer than the last build, and returns the path of `main.js`. */
export async function builtCli(): Promise<string> {
  if (isCurrent()) return MAIN;
  const lock = join(ROOT, 'node_modules/.vedette-build');
  for (let waited = 0; !tryLock(lock); waited += 1) {
    if (waited > LOCK_SECONDS) throw new Error(`${lock} is held for too long; remove it`);
    await sleep(1000);
  }
  try {
    if (!isCurrent()) {
      const { status, stdout, stderr } = spawnSync('make', ['build'], { cwd: ROOT, encoding: 'utf8' });
      if (status !== 0) throw new Error(`make build: ${stdout}${stderr}`);
    }
  } finally {
    rmdirSync(lock);
  }
  return MAIN;
}

function isCurrent(): boolean {
  const built = modified(join(ROOT, 'dist/.built'));
  return SOURCES.flatMap((folder) => sourcesBelow(join(ROOT, folder))).every((path) => modified(path) <= built);
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function modified(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0; // not there
  }
}

function tryLock(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
