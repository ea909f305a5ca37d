/** A project of somebody else's, with this package installed from what `npm pack` makes. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './source-file';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

/**
 * Installs the package below a folder: the tarball, unpacked, and beside it the packages that the lock file marks as no
 * development's, linked to where they are here. npm would place the same ones, and ask a registry for them.
 * @returns paths in the tarball
 */
export function installPackage(folder: string): readonly string[] {
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: readonly { path: string }[] }];
  const target = join(folder, 'node_modules/vedette');
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components', '1'], folder);
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  for (const [path, { dev }] of Object.entries(packages)) {
    // Those inside another package come with it.
    if (dev !== true && /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path)) link(path, folder);
  }
  // For the compiler alone.
  link('node_modules/@types/node', folder);
  link('node_modules/undici-types', folder);
  return files.map(({ path }) => path);
}

/** An optional package may be for another platform. */
function link(path: string, folder: string): void {
  const [from, to] = [join(ROOT, path), join(folder, path)];
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}

/** The example project below the folder that has the packages. */
export function exampleProject(folder: string, type: 'module' | 'commonjs', module: string): string {
  const project = join(folder, `${type}-${module}`);
  cpSync(join(ROOT, 'examples/library'), project, { recursive: true });
  const [manifest, config] = ['package.json', 'tsconfig.json'].map((name) => join(project, name)) as [string, string];
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"type": "module"', `"type": "${type}"`));
  writeFileSync(config, readFileSync(config, 'utf8').replace('"module": "nodenext"', `"module": "${module}"`));
  return project;
}

/** Compiles a project with the compiler of this one. @returns what the compiler says */
export function compile(project: string): string {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '--project', project], { encoding: 'utf8' }).stdout;
}

/** What a program prints. @throws Error with everything that it said when it fails */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
