/**
 * Where the programs are that Vedette runs: the ones that `tools/install.sh` keeps in the cache at the deployed
 * versions, and the machine's own.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A program by its upstream name. */
export type ToolName = keyof typeof TOOLS;

/** A program that is there. */
export interface Tool {
  readonly name: ToolName;
  readonly path: string;
  /** `3.15.0`; empty when the program does not tell. */
  readonly version: string;
  /** `cache`: at the version that is deployed. `system`: whatever the machine has. */
  readonly source: 'cache' | 'system';
}

/** Names on the path, Debian's beside upstream's, and how each tells its version. */
const TOOLS = {
  prometheus: { names: ['prometheus'], version: ['--version'] },
  promtool: { names: ['promtool'], version: ['--version'] },
  alertmanager: { names: ['alertmanager', 'prometheus-alertmanager'], version: ['--version'] },
  amtool: { names: ['amtool'], version: ['--version'] },
  thanos: { names: ['thanos'], version: ['--version'] },
  'node-exporter': { names: ['node_exporter', 'prometheus-node-exporter'], version: ['--version'] },
  'blackbox-exporter': { names: ['blackbox_exporter', 'prometheus-blackbox-exporter'], version: ['--version'] },
  nginx: { names: ['nginx'], version: ['-v'] },
  'nginx-exporter': { names: ['nginx-prometheus-exporter', 'prometheus-nginx-exporter'], version: ['--version'] },
  'postgres-exporter': { names: ['postgres_exporter', 'prometheus-postgres-exporter'], version: ['--version'] },
  openssl: { names: ['openssl'], version: ['version'] },
  rstmdb: { names: ['rstmdb'], version: [] },
  'rstmdb-cli': { names: ['rstmdb-cli'], version: ['--version'] },
  vrl: { names: ['vrl'], version: [] },
  ruby: { names: ['ruby'], version: ['--version'] },
  docker: { names: ['docker'], version: ['--version'] },
} as const satisfies Record<string, { names: readonly string[]; version: readonly string[] }>;

/** Folders where daemons are installed that an ordinary user's path may lack. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/** Folder of the cached tools. `VEDETTE_CACHE` moves it. */
export function cacheDir(): string {
  return process.env['VEDETTE_CACHE'] ?? join(homedir(), '.cache', 'vedette');
}

/**
 * The program of that name, or undefined when it is nowhere.
 * @param prefer - which to take when both the cache and the machine have it; the cache holds what is deployed
 */
export function findTool(name: ToolName, prefer: Tool['source'] = 'cache'): Tool | undefined {
  const found = { cache: () => cached(name), system: () => onPath(name) };
  const order = prefer === 'cache' ? (['cache', 'system'] as const) : (['system', 'cache'] as const);
  for (const source of order) {
    const path = found[source]();
    if (path !== undefined) return { name, path, source, version: versionOf(name, path) };
  }
  return undefined;
}

/** The cache holds `<project>-<version>/bin/<program>`; the newest version that has the program is taken. */
function cached(name: ToolName): string | undefined {
  const folders = list(cacheDir()).toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return firstExecutable(
    folders.flatMap((folder) => TOOLS[name].names.map((each) => join(cacheDir(), folder, 'bin', each))),
  );
}

function onPath(name: ToolName): string | undefined {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...SYSTEM_FOLDERS,
  ];
  return firstExecutable(TOOLS[name].names.flatMap((each) => folders.map((folder) => join(folder, each))));
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no cache yet
  }
}

function firstExecutable(paths: readonly string[]): string | undefined {
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}

/** Programs differ in which stream they write it to, and in the words around it. */
function versionOf(name: ToolName, path: string): string {
  const args = TOOLS[name].version;
  // rstmdb knows no option: whatever it is called with, it starts to serve. Its folder in the cache names the version.
  if (args.length === 0) return /-(\d+\.\d+\.\d+)\//.exec(path)?.[1] ?? '';
  const { stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', timeout: 10_000 });
  return /\d+\.\d+(\.\d+)?/.exec(`${stdout}${stderr}`)?.[0] ?? '';
}
