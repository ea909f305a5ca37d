import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { importCycles, type Layer, LAYERS, ROOT, sourceFiles } from './support/source-file';

const files = sourceFiles();

/** What each layer may import of ours. */
const ALLOWED_LAYERS: Readonly<Record<Layer, readonly Layer[]>> = {
  model: ['model'],
  dashboards: ['dashboards', 'model'],
  constructs: ['constructs', 'model'],
  services: ['services', 'dashboards', 'model'],
  stacks: ['stacks', 'services', 'constructs', 'dashboards', 'model'],
  cli: [...LAYERS],
};

/** Packages that belong to some layers only. What is not listed may be imported anywhere. */
const PACKAGE_LAYERS: readonly (readonly [RegExp, readonly Layer[]])[] = [
  [/^@pulumi\//, ['stacks', 'cli']],
  [/^(cdk8s|cdk8s-plus-27|constructs)(\/|$)/, ['constructs', 'stacks']],
  [/^@grafana\//, ['dashboards', 'services']],
  [/^(@lezer|@prometheus-io)\//, ['model']],
  [/^commander$/, ['cli']],
  [/^(node:)?(fs|child_process|net|http|https|os|dgram|tls)(\/|$)/, ['stacks', 'cli']],
];

/** The one file below stacks/ and cli/ that reads a file, when a delivery asks for a runbook and never at import. */
const READS_FILES_ON_REQUEST = 'services/runbooks.ts';

/** Packages that no module of ours loads: the parser's runtime, and what users build their own constructs on. */
const FOR_OTHERS = ['@lezer/lr', 'cdk8s-plus-27'];

/** Programs: they are run, not imported. */
const ENTRIES = ['cli/main.ts', 'stacks/index.ts', 'stacks/policy-pack/index.ts'];

const SERVICE_FILES = ['index.ts', 'metrics.ts', 'queries.ts', 'alerts.ts', 'dashboard.ts', 'runbook.md'];

const layerOf = (path: string): string => path.split(sep)[0] ?? '';
const imports = files.flatMap((file) => file.imports.map((each) => ({ ...each, from: file })));

describe('imports', () => {
  it('finds the files of every layer', () => {
    expect([...new Set(files.map(({ layer }) => layer))].sort()).toStrictEqual([...LAYERS].sort());
  });

  it('resolves every relative import to a file', () => {
    const lost = imports.filter(({ file }) => file !== undefined && !existsSync(join(ROOT, file)));
    expect(lost.map(({ from, specifier }) => `${from.path}: ${specifier}`)).toStrictEqual([]);
  });

  it('go one way: model ← dashboards ← services ← stacks ← cli, and constructs knows model alone', () => {
    const wrong = imports.filter(
      ({ from, file }) =>
        file !== undefined && !(ALLOWED_LAYERS[from.layer] as readonly string[]).includes(layerOf(file)),
    );
    expect(wrong.map(({ from, file }) => `${from.path} imports ${file}`)).toStrictEqual([]);
  });

  it('take each package in its own layers only', () => {
    const wrong = imports.filter(({ from, specifier }) => {
      const layers = PACKAGE_LAYERS.find(([pattern]) => pattern.test(specifier))?.[1];
      return layers !== undefined && !layers.includes(from.layer) && from.path !== READS_FILES_ON_REQUEST;
    });
    expect(wrong.map(({ from, specifier }) => `${from.path} imports ${specifier}`)).toStrictEqual([]);
  });

  it('take no package that package.json does not name; types alone may come from one for development', () => {
    const { dependencies, devDependencies } = packageJson();
    const unnamed = imports.filter(({ specifier, typeOnly }) => {
      const name = packageOf(specifier);
      return !/^(\.|node:)/.test(specifier) && !(name in dependencies) && !(typeOnly && name in devDependencies);
    });
    expect(unnamed.map(({ from, specifier }) => `${from.path} imports ${specifier}`)).toStrictEqual([]);
  });

  it('use every package that users must install', () => {
    const used = new Set([...imports.map(({ specifier }) => packageOf(specifier)), ...FOR_OTHERS]);
    expect(Object.keys(packageJson().dependencies).filter((name) => !used.has(name))).toStrictEqual([]);
  });

  it('make no cycle', () => {
    expect(importCycles(files)).toStrictEqual([]);
  });

  it("keep services apart: none imports another's folder", () => {
    const wrong = imports.filter(({ from, file }) => {
      const [own, other] = [serviceFolder(from.path), serviceFolder(file ?? '')];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(wrong.map(({ from, file }) => `${from.path} imports ${file}`)).toStrictEqual([]);
  });

  it('leave the programs alone, and read no test', () => {
    const wrong = imports.filter(
      ({ file, typeOnly }) => (ENTRIES.includes(file ?? '') && !typeOnly) || layerOf(file ?? '') === 'test',
    );
    expect(wrong.map(({ from, file }) => `${from.path} imports ${file}`)).toStrictEqual([]);
  });

  it('read environment variables in stacks/ and cli/ only', () => {
    const wrong = files.filter(({ layer, usesEnvironment }) => usesEnvironment && !['stacks', 'cli'].includes(layer));
    expect(wrong.map(({ path }) => path)).toStrictEqual([]);
  });

  it('read the Pulumi configuration in stacks/config.ts only', () => {
    const readers = files.filter(({ text }) => /pulumi\.(Config\b|runtime\.(allConfig|getConfig))/.test(text));
    expect(readers.map(({ path }) => path)).toStrictEqual(['stacks/config.ts']);
  });
});

describe('importing a module', () => {
  const importable = files.map(({ path }) => path).filter((path) => !ENTRIES.includes(path));

  it('writes nothing, prints nothing, and reads neither environment nor files', () => {
    expect(probe(importable)).toStrictEqual({ imported: importable.length, deeds: [] });
  });

  it('is seen, when it does any of that', () => {
    const folder = mkdtempSync(join(ROOT, 'test', 'support', 'guilty-'));
    try {
      const guilty = join(folder, 'guilty.ts');
      writeFileSync(
        guilty,
        [
          "import { readdirSync } from 'node:fs';",
          "import { App } from 'cdk8s';",
          'export const home = process.env.HOME;',
          'export const names = readdirSync(".");',
          'export const app = new App();',
          'console.log("imported");',
          'export const timer = setInterval(() => undefined, 1000);',
        ].join('\n'),
      );
      const { deeds } = probe([guilty]);
      const bare = deeds.map((deed) => deed.replace(/^.*guilty\.ts:\d+ /, ''));
      expect(bare).toStrictEqual(
        expect.arrayContaining([
          'process.env.HOME',
          'fs.readdirSync',
          'process.env.CDK8S_OUTDIR',
          'stdout.write',
          'an import left open: Timeout',
        ]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a service', () => {
  const folders = readdirSync(join(ROOT, 'services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  it('is one folder, of which there are some', () => {
    expect(folders).toContain('rstmdb');
  });

  it('is complete: table of contents, metrics, queries, alerts, dashboard, runbook', () => {
    const missing = folders.flatMap((folder) =>
      SERVICE_FILES.filter((name) => !existsSync(join(ROOT, 'services', folder, name))).map(
        (name) => `${folder}/${name}`,
      ),
    );
    expect(missing).toStrictEqual([]);
  });

  it('has its proofs, in scenarios.ts or beside the alerts', () => {
    const proving = files.filter(({ text }) => /\bscenario\(/.test(text)).map(({ path }) => serviceFolder(path));
    expect(folders.filter((folder) => !proving.includes(folder))).toStrictEqual([]);
  });

  it('is registered', () => {
    const registry = files.find(({ path }) => path === 'services/registry.ts');
    const registered = registry?.imports
      .map(({ file }) => serviceFolder(file ?? ''))
      .filter((name) => name !== undefined);
    expect(registered?.sort()).toStrictEqual([...folders].sort());
  });
});

describe('a file', () => {
  it('has at most 350 lines', () => {
    const long = files.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > 350)).toStrictEqual([]);
  });

  it('is named in kebab case, after a noun', () => {
    const wrong = files.filter(
      ({ path }) =>
        !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(basename(path)) || /(utils?|helpers?|common|misc)\.ts$/.test(path),
    );
    expect(wrong.map(({ path }) => path)).toStrictEqual([]);
  });
});

describe('package.json', () => {
  it('exports modules that are there', () => {
    const targets = Object.values(packageJson().exports).flatMap((target) =>
      typeof target === 'string' ? [] : [target.default],
    );
    const sources = targets
      .filter((target) => !target.includes('*'))
      .map((target) => target.replace('./dist/', '').replace(/\.js$/, '.ts'));
    expect(sources.length).toBeGreaterThan(4);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toStrictEqual([]);
  });

  it('has a reason for every dependency in docs/dependencies.md, and no reason for another', () => {
    const { dependencies, devDependencies } = packageJson();
    const listed = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8').matchAll(
      /^\| `([^`]+)` \| ([^ |]+) \|/gm,
    );
    const documented = Object.fromEntries([...listed].map(([, name, version]) => [name, version]));
    expect(documented).toStrictEqual({ ...dependencies, ...devDependencies });
  });
});

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

function packageJson(): PackageJson {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** `rstmdb` for `services/rstmdb/metrics.ts`, nothing for files outside a service's folder. */
function serviceFolder(path: string): string | undefined {
  const [layer, folder, file] = path.split(sep);
  return layer === 'services' && file !== undefined ? folder : undefined;
}

/** Imports modules in a watched process. */
function probe(paths: readonly string[]): { imported: number; deeds: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'support', 'import-probe.mjs')], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`the probe ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"imported"'))) as { imported: number; deeds: string[] };
}
