/** `vedette diff` on real commits and files: a clone of this repository, with one threshold edited. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/wait';
import { builtCli } from '../../support/built';
import { testFolder } from '../../support/folder';
import { ROOT } from '../../support/source-file';

// Each run loads the whole model, on a machine that may be busy.
jest.setTimeout(60_000);

const folder = testFolder();
const repository = join(folder, 'repository');
let main = '';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], cwd = repository): Ended {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { status, stdout, stderr };
}

const vedette = (...args: readonly string[]): Ended => run(process.execPath, [main, ...args]);

function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(repository, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no '${from}'`);
  writeFileSync(join(repository, path), text.replace(from, to));
}

beforeAll(async () => {
  main = await builtCli();
  run('git', ['clone', '--quiet', ROOT, repository], folder);
  symlinkSync(join(ROOT, 'node_modules'), join(repository, 'node_modules'));
  writeFileSync(join(repository, '.git/info/exclude'), 'node_modules\n');
  edit('services/rstmdb/alerts.ts', 'above(ask.latencyP99, millis(500))', 'above(ask.latencyP99, millis(250))');
  git('commit', '--quiet', '--all', '--message', 'a threshold');
}, 120_000);

const short = (name: string): string => git('rev-parse', name).slice(0, 7);

describe('two commits', () => {
  it('are built by their own code, compared, and leave nothing behind', () => {
    edit('services/rstmdb/alerts.ts', 'millis(250)', 'millis(125)');
    const { status, stdout, stderr } = vedette('diff', 'HEAD~1', 'HEAD', '--env', 'prod');
    expect([status, stdout]).toEqual([
      0,
      `HEAD~1 (${short('HEAD~1')}) → HEAD (${short('HEAD')})

Alerts changed
  RstmdbHighLatency (warning): threshold > 250ms, was > 500ms: fires sooner
  RstmdbHighLatency (warning): other description, summary

Dashboards
  rstmdb-overview panel 'Request latency (p99)': other thresholds, description

Everything else
  monitoring/nginx-proxy-site-runbooks: rstmdb.html: other content
`,
    ]);
    expect(stderr.split('\n')).toContain(
      'HEAD is the last commit: what is not committed is left out. Name no HEAD to compare the working tree.',
    );
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    expect(git('status', '--porcelain')).toBe('M services/rstmdb/alerts.ts');
    git('checkout', '--quiet', '.');
  }, 120_000);

  it('say what went wrong when one does not build', () => {
    edit('package.json', '"build": "', '"build": "echo no compiler here >&2; exit 7; ');
    git('commit', '--quiet', '--all', '--message', 'broken');
    const { status, stdout, stderr } = vedette('diff', 'HEAD');
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      `building HEAD (${short('HEAD')})\nvedette: building HEAD (${short('HEAD')}) failed:\nno compiler here\n`,
    ]);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
    git('reset', '--quiet', '--hard', 'HEAD~1');
  }, 60_000);

  it('leave nothing behind when they are interrupted', async () => {
    const child = spawn(process.execPath, [main, 'diff', 'HEAD'], { cwd: repository });
    const ended = new Promise<string | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)));
    const worktrees = (): readonly string[] => git('worktree', 'list').split('\n');
    await until('the worktree', 20, () => worktrees().length === 2);
    const [path = ''] = worktrees()[1]?.split(' ') ?? [];
    await until('the packages', 20, () => existsSync(join(path, 'node_modules')));
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect([worktrees().length, existsSync(path)]).toEqual([1, false]);
    expect(spawnSync('pgrep', ['--full', path], { encoding: 'utf8' }).stdout).toBe('');
  }, 60_000);
});

describe('manifests', () => {
  const rendered = (name: string): string => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, vedette('synth', name, '--json').stdout);
    return path;
  };

  it('of an environment compare with the environment', () => {
    const path = rendered('dev');
    expect(vedette('diff', path, 'dev')).toEqual({
      status: 0,
      stdout: `${path} → dev\n\nNo difference: dev\n`,
      stderr: '',
    });
  });

  it('in a folder, as YAML, compare with the working tree', () => {
    const out = join(folder, 'staging');
    expect(vedette('synth', 'staging', '--out', out).status).toBe(0);
    expect(vedette('diff', out)).toEqual({
      status: 0,
      stdout: `${out} → working tree\n\nNo difference: staging\n`,
      stderr: '',
    });
  });

  it('without a critical alert end with 4, and with 0 when it may go', () => {
    const path = rendered('prod');
    const without = join(folder, 'without.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(without, text.replace('alert: \\"RstmdbDown\\"', 'record: \\"rstmdb:down\\"'));
    const { status, stdout } = vedette('diff', 'prod', without);
    expect(status).toBe(4);
    expect(stdout).toContain('\nCritical alerts lost\n  RstmdbDown (critical): removed; told oncall, team\n');
    expect(vedette('diff', 'prod', without, '--allow-removed-critical', 'RstmdbDown').status).toBe(0);
    const report = JSON.parse(vedette('diff', 'prod', without, '--json').stdout) as {
      readonly lost: readonly string[];
    };
    expect(report.lost).toEqual(['RstmdbDown']);
  });

  it('of two environments differ, and nothing is lost', () => {
    const { status, stdout } = vedette('diff', 'prod', 'staging');
    expect(status).toBe(0);
    expect(stdout).toContain('\nCollected and kept\n  Prometheus: retention time 14d, was 30d: older data go\n');
  });
});

describe('what cannot be compared', () => {
  const broken = join(folder, 'broken');
  beforeAll(() => {
    mkdirSync(join(broken, 'empty'), { recursive: true });
    writeFileSync(join(broken, 'cut.json'), '[{"kind":');
    writeFileSync(join(broken, 'cut.yaml'), 'a: [');
    writeFileSync(join(broken, 'odd.yaml'), 'kind: ConfigMap\n---\napiVersion: v1\nkind: List\nitems: [5]\n');
    const file = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'prometheus.yml': 'a: [' } };
    writeFileSync(join(broken, 'file.json'), JSON.stringify(file));
  });

  it.each([
    [
      ['nothing', 'prod'],
      2,
      "vedette: no environment, commit or file 'nothing'; for an environment, use one of: dev, local, prod, staging\n",
    ],
    [
      ['prdo', 'prod'],
      2,
      "vedette: no environment, commit or file 'prdo'; for an environment, did you mean 'prod'? (allowed: dev, local, prod, staging)\n",
    ],
    [['dev', 'prod', '--env', 'dev'], 2, 'vedette: --env chooses environments of commits, and none is compared\n'],
    [['dev', 'prod', '--json', '--markdown'], 2, "error: option '--markdown' cannot be used with option '--json'\n"],
    [
      [join(broken, 'empty'), 'prod'],
      2,
      `vedette: ${join(broken, 'empty')} has no manifests: no .yaml, .yml or .json\n`,
    ],
    [
      [join(broken, 'cut.json'), 'prod'],
      2,
      `vedette: ${join(broken, 'cut.json')} cannot be read: Unexpected end of JSON input\n`,
    ],
    [
      [join(broken, 'cut.yaml'), 'prod'],
      2,
      `vedette: ${join(broken, 'cut.yaml')} cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5\n`,
    ],
    [
      [join(broken, 'odd.yaml'), 'prod'],
      1,
      `${join(broken, 'odd.yaml')}: object 1 of 2: lacks apiVersion, metadata.name, must be a Kubernetes object; give it apiVersion, kind and metadata.name as text\n${join(broken, 'odd.yaml')}: object 2 of 2: lacks apiVersion, kind, metadata.name, must be a Kubernetes object; give it apiVersion, kind and metadata.name as text\n`,
    ],
    [
      [join(broken, 'file.json'), 'prod'],
      1,
      'ConfigMap c: prometheus.yml: cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5\n',
    ],
  ] as const)('%j ends with %i', (args, status, stderr) => {
    expect(vedette('diff', ...args)).toEqual({ status, stdout: '', stderr });
  });

  it('is a commit outside of a repository', () => {
    expect(run(process.execPath, [main, 'diff', 'main'], broken)).toEqual({
      status: 2,
      stdout: '',
      stderr: `vedette: no environment, commit or file 'main'; ${broken} is not in a git repository, so it cannot be a commit\n`,
    });
  });

  it('is an environment that neither side has', () => {
    expect(vedette('diff', join(folder, 'prod.json'), '--env', 'qa').stderr).toBe(
      "vedette: no environment 'qa'; use one of: dev, local, prod, staging\n",
    );
  });

  it('leaves no folder behind', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('vedette-diff-'))).toEqual([]);
  });
});
