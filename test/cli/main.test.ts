import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { clusterEnvironmentNames, environmentNames } from '../../stacks/environments';
import { builtCli } from '../support/built';
import { testFolder } from '../support/folder';

const folder = testFolder();
let main = '';

beforeAll(async () => {
  main = await builtCli();
}, 120_000);

/** Runs the compiled command line as a user does. */
function vedette(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    cwd: folder,
    // A megabyte when absent, and manifests are larger.
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

describe('vedette', () => {
  it('lists its verbs and its exit codes', () => {
    const { status, stdout } = vedette('--help');
    expect(status).toBe(0);
    for (const verb of ['synth', 'check', 'diff', 'up', 'down', 'status', 'probe', 'deploy'])
      expect(stdout).toContain(`\n  ${verb} `);
    expect(stdout).toContain(`Exit codes:
  0  all is well
  1  the verb found something wrong, or what it started does not work
  2  the command line is wrong
  3  the machine lacks something: a program, a cluster, a permission
  4  a critical alert would be lost (diff)
`);
  });

  it('says its version, which is the package’s', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(vedette('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [['bogus'], "error: unknown command 'bogus'\n"],
    [['synth'], "error: missing required argument 'environment'\n"],
    [['synth', 'prdo'], "vedette: no environment 'prdo'; did you mean 'prod'? (allowed: dev, local, prod, staging)\n"],
    [['check', 'nowhere-at-all'], "vedette: no environment 'nowhere-at-all'; use one of: dev, local, prod, staging\n"],
    [
      ['up', '--speed', '0'],
      "error: option '--speed <times>' argument '0' is invalid. It must be a number from 1 to 1000.\n",
    ],
    [
      ['up', '--engine', 'podman'],
      "error: option '--engine <engine>' argument 'podman' is invalid. Allowed choices are docker, processes.\n",
    ],
  ])('ends with 2 for %j, in one line', (args, stderr) => {
    expect(vedette(...args)).toEqual({ status: 2, stdout: '', stderr: stderr });
  });

  it('ends with 1 and a remedy when a component is to be stopped and nothing is up', () => {
    expect(vedette('down', 'prometheus')).toEqual({
      status: 1,
      stdout: '',
      stderr: "vedette: the local stack is not up; start it with 'vedette up'\n",
    });
  });
});

describe('vedette synth', () => {
  it.each(clusterEnvironmentNames)('writes the manifests of %s, and no secret value', (name) => {
    const { status, stdout, stderr } = vedette('synth', name);
    expect([status, stderr]).toEqual([0, '']);
    const objects = parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
    expect(objects.length).toBeGreaterThan(30);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('writes a file an object, in the order of applying, and removes those of the last time', () => {
    const out = join(folder, 'manifests');
    expect(vedette('synth', 'prod', '--out', out)).toEqual({ status: 0, stdout: '', stderr: '' });
    const production = readdirSync(out).sort();
    expect(production[0]).toMatch(/^000-namespace-/);
    expect(vedette('synth', 'dev', '--out', out, '--json').status).toBe(0);
    const development = readdirSync(out).sort();
    expect(development.filter((name) => name.endsWith('.yaml'))).toEqual([]);
    const first = JSON.parse(readFileSync(join(out, development[0] ?? ''), 'utf8')) as Manifest;
    expect(first.kind).toBe('Namespace');
  });

  it('loads neither Pulumi nor the local stack', () => {
    const script = `
      const { main } = require(${JSON.stringify(main)});
      main(['synth', 'dev', '--out', ${JSON.stringify(join(folder, 'quiet'))}]).then(() => {
        const loaded = Object.keys(require.cache).filter((path) => /@pulumi|cli.local|deploy|selfsigned|bcryptjs/.test(path));
        console.log(JSON.stringify(loaded));
      });`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([]);
  });
});

interface Report {
  readonly version: number;
  readonly errors: number;
  readonly warnings: number;
  readonly environments: readonly {
    readonly environment: string;
    readonly checkedBy: readonly string[];
    readonly omissions: readonly { readonly name: string; readonly reason: string }[];
  }[];
  readonly findings: readonly { readonly level: string; readonly waiver?: object }[];
}

describe('vedette check', () => {
  it('finds nothing wrong with any environment, asks the programs’ own checkers, and says what is left out and why', () => {
    const { status, stdout } = vedette('check', '--strict', '--json');
    const { version, environments, findings } = JSON.parse(stdout) as Report;
    expect(findings.filter(({ waiver }) => waiver === undefined)).toEqual([]);
    expect(version).toBe(1);
    expect(environments.map(({ environment }) => environment)).toEqual(environmentNames);
    expect(environments.map(({ checkedBy }) => checkedBy.map((each) => each.split(' ')[0]))).toEqual(
      environmentNames.map(() => ['promtool', 'amtool']),
    );
    const prod = environments.find(({ environment }) => environment === 'prod');
    expect(prod?.omissions).toContainEqual(expect.objectContaining({ name: 'WAL offset' }));
    expect(status).toBe(0);
  });

  it('writes SARIF that names every rule and suppresses what is waived', () => {
    const { status, stdout } = vedette('check', 'local', '--sarif');
    const { version, runs } = JSON.parse(stdout) as {
      readonly version: string;
      readonly runs: readonly {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly results: readonly { readonly suppressions: readonly object[] }[];
      }[];
    };
    expect([version, runs.length, status]).toEqual(['2.1.0', 1, 0]);
    expect(runs[0]?.tool.driver.rules.map(({ id }) => id)).toContain('AL-02');
    expect(runs[0]?.results.filter(({ suppressions }) => suppressions.length === 0)).toEqual([]);
  });

  it('takes one form of a report at a time', () => {
    expect(vedette('check', '--json', '--sarif')).toEqual({
      status: 2,
      stdout: '',
      stderr: "error: option '--json' cannot be used with option '--sarif'\n",
    });
  });
});
