/**
 * Which images the lab has: those of an environment's workloads at its own versions, and those made here of programs of
 * the machine, which neither the lab nor the proxy of Go modules has.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ImageName, type ImageOverrides, imageReference, images } from '../../../constructs/versions';
import { POSTGRES_BIN } from '../../constructs/postgres/server';
import { outputOf } from '../command';
import { labCommand } from '../lab';
import { requireTool } from '../tools';

/** An image of the machine's own exporter of nginx. @param root - an empty folder */
export async function makeNginxExporterImage(root: string): Promise<void> {
  const { path, version } = requireTool('nginx-exporter', 'system');
  await copyPrograms(root, [path]);
  await labCommand('image', `${images.nginxExporter.name}:${version}`, root, path);
}

/** The image of Thanos with the program that is tested elsewhere: the lab builds its own another way. */
export async function makeThanosImage(root: string): Promise<void> {
  mkdirSync(join(root, 'bin'));
  copyFileSync(requireTool('thanos').path, join(root, 'bin/thanos'));
  await labCommand('image', imageReference(images.thanos), root, '/bin/thanos');
}

/**
 * An image of the machine's own PostgreSQL, as the real one is laid out: programs on the path, a user `nobody`, and
 * busybox for all else. https://github.com/docker-library/postgres
 */
export async function makePostgresImage(root: string): Promise<void> {
  const programs = readdirSync(POSTGRES_BIN).map((name) => join(POSTGRES_BIN, name));
  const modules = join(dirname(POSTGRES_BIN), 'lib');
  const [, major = ''] = /\/(\d+)\/bin$/.exec(POSTGRES_BIN) ?? [];
  await copyPrograms(root, [...programs, join(modules, 'plpgsql.so'), join(modules, 'dict_snowball.so')]);
  cpSync(`/usr/share/postgresql/${major}`, join(root, `/usr/share/postgresql/${major}`), { recursive: true });
  // Debian's PostgreSQL asks the system for time zones.
  cpSync('/usr/share/zoneinfo/Etc', join(root, '/usr/share/zoneinfo/Etc'), { recursive: true, dereference: true });
  const onPath = join(root, 'usr/local/bin');
  mkdirSync(onPath, { recursive: true });
  for (const path of programs) symlinkSync(path, join(onPath, path.slice(POSTGRES_BIN.length + 1)));
  await addBusybox(root);
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/sbin/nologin\nnobody:x:65534:65534::/:/sbin/nologin\n');
  await labCommand('image', `${images.postgres.name}:${await postgresVersion()}`, root, '/usr/local/bin/postgres');
}

async function postgresVersion(): Promise<string> {
  const said = await outputOf(join(POSTGRES_BIN, 'postgres'), ['--version'], { seconds: 10 });
  return /\d+\.\d+/.exec(said)?.[0] ?? 'unknown';
}

/** Needs no library. tools/install.sh brings it. */
const BUSYBOX = '/bin/busybox';

/** A shell and what it calls, as images of Alpine have them. */
async function addBusybox(root: string): Promise<void> {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(BUSYBOX, join(bin, 'busybox'));
  const tools = (await outputOf(BUSYBOX, ['--list'], { seconds: 10 })).trim().split('\n');
  for (const tool of tools.filter((each) => each !== 'busybox')) symlinkSync('busybox', join(bin, tool));
}

/** Copies programs of the machine with the libraries that they are linked to. */
async function copyPrograms(root: string, programs: readonly string[]): Promise<void> {
  const linked = await outputOf('ldd', programs, { seconds: 30 });
  const libraries = [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
  for (const file of new Set([...programs, ...libraries])) {
    const copy = join(root, file);
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
}

/** Every image that pods of the lab can have, as `name:tag`. */
export async function labImages(): Promise<readonly string[]> {
  return (await labCommand('images')).trim().split('\n');
}

/** For images that the lab has, the versions that it has; those that it lacks keep theirs. */
export function pinsFor(available: readonly string[]): NonNullable<ImageOverrides['pins']> {
  const pins = (Object.keys(images) as ImageName[]).flatMap((image) => {
    const { name, tag } = images[image];
    const tags = available.filter((each) => each.startsWith(`${name}:`)).map((each) => each.slice(name.length + 1));
    const [other] = tags;
    return other === undefined || tags.includes(tag) ? [] : [[image, { tag: other }] as const];
  });
  return Object.fromEntries(pins);
}
