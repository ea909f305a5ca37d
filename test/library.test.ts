/** The package as others use it: packed, installed outside of this repository, compiled, run, tested. */
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtCli } from './support/built';
import { testFolder } from './support/folder';
import { compile, exampleProject, installPackage, run } from './support/outside-project';
import { servedPort } from './support/policy-analyzer';
import { ROOT } from './support/source-file';

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

/** What a user writes, `vedette/model`, and what importing it may cost. */
interface Entry {
  readonly name: string;
  /** Large packages on which it stands. */
  readonly heavy: readonly string[];
  /** Files that it may load, its own and those of packages: about a tenth more than it does. */
  readonly files: number;
}

const ENTRIES: readonly Entry[] = [
  { name: 'model', heavy: [], files: 90 },
  { name: 'dashboards', heavy: [], files: 100 },
  { name: 'constructs', heavy: ['cdk8s'], files: 310 },
  { name: 'services', heavy: [], files: 330 },
  { name: 'services/rstmdb', heavy: [], files: 130 },
  { name: 'stacks', heavy: ['cdk8s'], files: 290 },
  { name: 'policy', heavy: [], files: 110 },
  { name: 'pulumi', heavy: ['@pulumi/kubernetes', '@pulumi/pulumi', 'cdk8s'], files: 1360 },
];

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
    const pack = ['PulumiPolicy.yaml', 'package.json'].map((name) => `stacks/policy-pack/${name}`);
    expect([...kinds].sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', ...pack]);
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

describe.each(ENTRIES)('vedette/$name', ({ name: entry, heavy, files: most }) => {
  const script = (load: string): string => `
    const before = new Set(Object.keys(require.cache));
    ${load}.then((module) => {
      const loaded = Object.keys(require.cache).filter((path) => !before.has(path));
      const names = Object.keys(module).filter((name) => !['default', 'module.exports', '__esModule'].includes(name));
      const files = loaded.map((path) => path.replace(/.*node_modules\\/((@[^/]+\\/)?[^/]+)/s, '$1'));
      console.log(JSON.stringify({ names: names.sort(), files }));
    });`;
  interface Loaded {
    readonly names: readonly string[];
    /** `cdk8s/lib/index.js`. */
    readonly files: readonly string[];
  }
  /** The last line is ours; anything else would be of the import. */
  const load = (how: string): Loaded => JSON.parse(run(process.execPath, ['-e', script(how)], folder)) as Loaded;
  const required = (): Loaded => load(`Promise.resolve(require('vedette/${entry}'))`);

  it('is the same by require and by import, and prints nothing', () => {
    const { names } = required();
    expect(load(`import('vedette/${entry}')`).names).toEqual(names);
    expect(names.length).toBeGreaterThan(0);
  });

  it('loads no more than it needs', () => {
    const { files: loaded } = required();
    const packages = loaded.map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '');
    const large = packages.filter((name) =>
      /^(@pulumi\/|@grafana\/|cdk8s|kubernetes-models|commander|marked)/.test(name),
    );
    expect([...new Set(large)].sort()).toEqual(heavy);
    expect(loaded.length).toBeGreaterThan(most / 2);
    expect(loaded.length).toBeLessThan(most);
    // Pulumi's own typed classes of Kubernetes are thousands of modules.
    const typed = loaded.filter((path) => path.startsWith('@pulumi/kubernetes/'));
    expect(typed.filter((path) => !/\/(provider|utilities|types\/input)\.js$/.test(path))).toEqual([]);
  });
});

it('each service is an entry, with its names for ES modules', () => {
  const services = readdirSync(join(installed, 'dist/services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const script = `Promise.all(${JSON.stringify(services)}.map(async (id) => {
    const named = Object.entries(await import('vedette/services/' + id)).filter(([name]) => /^[a-z]\\w*$/i.test(name));
    return named.some(([name, value]) => name !== 'default' && value?.id === id) ? [] : [id];
  })).then((lost) => console.log(JSON.stringify(lost.flat())))`;
  expect(services.length).toBeGreaterThan(10);
  expect(run(process.execPath, ['-e', script], folder)).toBe('[]\n');
});

describe.each([
  ['of the package', 'node_modules/vedette/stacks/policy-pack'],
  ['of a project of ES modules', 'module-nodenext'],
  ['of a project of CommonJS', 'commonjs-nodenext'],
])('the policy pack %s', (_, path) => {
  it('starts, as Pulumi starts it', async () => {
    expect(await servedPort(join(folder, path))).toMatch(/^\d{4,5}$/);
  });
});

it('is installed by npm into a fresh project, which builds and passes its tests', () => {
  const fresh = join(folder, 'fresh');
  cpSync(join(ROOT, 'examples/library'), fresh, { recursive: true });
  const tarball = join(folder, `vedette-${manifest().version}.tgz`);
  // The Kubernetes provider's script would download its plugin.
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  run('npm', ['install', ...flags, tarball], fresh);
  expect(lstatSync(join(fresh, 'node_modules/vedette')).isSymbolicLink()).toBe(false);
  run('npm', ['run', 'build'], fresh);
  expect(run('npm', ['test'], fresh)).toMatch(/^(#|ℹ) pass 2$/m);
}, 300_000);
