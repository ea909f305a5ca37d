/** The package as others use it: packed, installed outside of this repository, compiled, run, tested. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtCli } from './support/built';
import { testFolder } from './support/folder';
import { compile, exampleProject, installPackage, run } from './support/outside-project';

// npm packs, tsc compiles and Pulumi loads, on a machine that may be busy.
jest.setTimeout(120_000);

const folder = testFolder();
const installed = join(folder, 'node_modules/vedette');
let files: readonly string[] = [];

beforeAll(async () => {
  await builtCli();
  files = installPackage(folder);
}, 300_000);

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

const manifest = (): Manifest => JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;

/** Paths that a user writes: `vedette/model`. */
const ENTRIES = ['model', 'dashboards', 'constructs', 'services', 'services/rstmdb', 'stacks', 'pulumi'];

describe('the package', () => {
  it('holds what it exports, the texts that services read, and the command', () => {
    const targets = Object.values(manifest().exports).flatMap((target) =>
      typeof target === 'string' ? [] : Object.values(target),
    );
    const missing = targets
      .map((path) => path.replace('*', 'rstmdb'))
      .filter((path) => !existsSync(join(installed, path)));
    expect(missing).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'services/rstmdb/runbook.md',
        'dist/cli/main.js',
        'LICENSE',
        'CHANGELOG.md',
        'docs/upgrading.md',
      ]),
    );
    expect(run(process.execPath, ['node_modules/vedette/dist/cli/main.js', '--version'], folder)).toBe(
      `${manifest().version}\n`,
    );
  });

  it('holds nothing else: no test, no source, no leavings of the compiler', () => {
    const kinds = files.filter((path) => !/^(dist\/.+\.(d\.ts|js|json)|services\/.+\.md|docs\/.+\.md)$/.test(path));
    expect([...kinds].sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });
});

describe.each([
  ['module', 'nodenext'],
  ['commonjs', 'nodenext'],
  ['commonjs', 'node16'],
] as const)('a project of type %s, module %s', (type, module) => {
  let project = '';

  it('compiles, as strictly as it can', () => {
    project = exampleProject(folder, type, module);
    expect(compile(project)).toBe('');
  });

  it('passes its own tests: a cdk8s application and a Pulumi program', () => {
    const report = run(process.execPath, ['--test', '--test-reporter', 'tap', 'out/'], project);
    expect(report).toMatch(/^# pass 2$/m);
    expect(report).toMatch(/^# fail 0$/m);
  });
});

it('gives types, and not any: what is wrong does not compile', () => {
  const project = exampleProject(folder, 'module', 'nodenext');
  writeFileSync(
    join(project, 'environment.ts'),
    [
      `import { bytes, millis } from 'vedette/model';`,
      `import { metrics } from 'vedette/services/rstmdb';`,
      `import { base, extend } from 'vedette/stacks';`,
      `import { synthesize } from 'vedette/dist/stacks/synth.js';`,
      `export const environment = extend(base, { thresholds: { RstmdbHighLatencyy: millis(250) } });`,
      `export const requests = metrics.requests.where({ op: 'PNIG' });`,
      `export const size: ReturnType<typeof millis> = bytes(1);`,
    ].join('\n'),
  );
  const errors = [...compile(project).matchAll(/environment\.ts\((\d+),\d+\): error (TS\d+)/gm)];
  expect(errors.map(([, line, code]) => `${line} ${code}`)).toEqual(['4 TS2307', '5 TS2561', '6 TS2322', '7 TS2322']);
});

describe.each(ENTRIES)('vedette/%s', (entry) => {
  const script = (load: string): string => `
    const before = new Set(Object.keys(require.cache));
    ${load}.then((module) => {
      const loaded = Object.keys(require.cache).filter((path) => !before.has(path));
      const packages = loaded.map((path) => path.replace(/.*node_modules\\/((@[^/]+\\/)?[^/]+).*/s, '$1'));
      const names = Object.keys(module).filter((name) => !['default', 'module.exports', '__esModule'].includes(name));
      console.log(JSON.stringify({ names: names.sort(), packages: [...new Set(packages)].sort() }));
    });`;
  interface Loaded {
    readonly names: readonly string[];
    readonly packages: readonly string[];
  }
  /** The last line is ours; anything else would be of the import. */
  const load = (how: string): Loaded => JSON.parse(run(process.execPath, ['-e', script(how)], folder)) as Loaded;

  it('is the same by require and by import, and prints nothing', () => {
    const required = load(`Promise.resolve(require('vedette/${entry}'))`);
    expect(load(`import('vedette/${entry}')`).names).toEqual(required.names);
    expect(required.names.length).toBeGreaterThan(0);
  });

  it('loads no more than it needs', () => {
    const { packages } = load(`Promise.resolve(require('vedette/${entry}'))`);
    const heavy = packages.filter((name) =>
      /^(@pulumi\/|@grafana\/|cdk8s|kubernetes-models|commander|marked)/.test(name),
    );
    expect(heavy).toEqual(HEAVY[entry] ?? []);
  });
});

/** Entries that stand on a large package, and which. */
const HEAVY: Readonly<Record<string, readonly string[]>> = {
  constructs: ['cdk8s'],
  stacks: ['cdk8s'],
  pulumi: ['@pulumi/kubernetes', '@pulumi/pulumi', 'cdk8s'],
};
