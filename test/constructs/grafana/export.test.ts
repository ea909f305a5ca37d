/** The export of Grafana as its pod runs it, against a stand-in that speaks Grafana's documented API: no Grafana runs. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { grafanaExportProgram } from '../../../constructs/grafana/export-program';
import { run } from '../../support/command';
import { testFolder } from '../../support/folder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { folderPlace } from '../fixture';
import { type Fault, type Resource, StandIn } from './stand-in';

jest.setTimeout(60_000);

const cleanup = new Cleanup();
const root = testFolder();
const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
const FOLDER = 'grafana.app/folder';
const FILED = { 'grafana.app/managedBy': 'classic-file-provisioning' };
const OLD = ['20200101T000000Z', '20200102T000000Z'];
const COPY = /^\d{8}T\d{6}Z$/;

function dashboard(name: string, annotations: Readonly<Record<string, string>> = {}, more: object = {}): Resource {
  const spec = { title: `Board ${name}`, elements: { one: { kind: 'Panel' } }, ...more };
  return { apiVersion: 'dashboard.grafana.app/v2', kind: 'Dashboard', metadata: { name, annotations }, spec };
}

function folder(name: string, title: string, parent?: string): Resource {
  const annotations = parent === undefined ? {} : { [FOLDER]: parent };
  return { apiVersion: 'folder.grafana.app/v1', kind: 'Folder', metadata: { name, annotations }, spec: { title } };
}

const put = (store: Map<string, Resource>, ...all: readonly Resource[]): void =>
  all.forEach((each) => store.set(each.metadata.name, each));

/** A Grafana with the boards of the stack, and with what three people made. */
async function grafana(): Promise<StandIn> {
  const made = await new StandIn().start(cleanup);
  put(made.folders, { ...folder('services', 'Services'), metadata: { name: 'services', annotations: FILED } });
  put(made.dashboards, dashboard('shop-overview', { ...FILED, [FOLDER]: 'services' }));
  made.dataSources.push({ id: 1, uid: 'prometheus', name: 'Prometheus', type: 'prometheus', readOnly: true });
  return made;
}

async function grafanaInUse(): Promise<StandIn> {
  const made = await grafana();
  // A child stands before its parent, as names sort.
  put(made.folders, folder('a-child', 'Größe "∅" / $(id)', 'z-parent'), folder('z-parent', 'Team'));
  put(
    made.dashboards,
    dashboard('by-hand', { [FOLDER]: 'a-child' }, { title: 'Ärger & "Zitat" <b> `$(id)` 日本' }),
    dashboard('beside', { [FOLDER]: 'services' }),
    { ...dashboard('old one', {}, { cannotBeConverted: true, panels: [] }), apiVersion: 'dashboard.grafana.app/v1' },
  );
  made.libraryPanels.push({
    id: 3,
    uid: 'lib',
    name: 'Ours',
    kind: 1,
    model: { type: 'text' },
    meta: { folderUid: 'a-child' },
  });
  made.dataSources.push({
    ...{ id: 2, orgId: 1, uid: 'ours', name: 'Ours', type: 'loki', access: 'proxy', url: 'http://loki:3100' },
    ...{ jsonData: { maxLines: 5 }, readOnly: false, password: 'CANARY', secureJsonFields: { token: true } },
  });
  return made;
}

let number = 0;

class Workplace {
  readonly place = folderPlace(join(root, `run-${(number += 1)}`));

  constructor(token = 'glsa_0123\n') {
    const file = this.place.secretFile({ secret: 'export', key: 'token' });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, token);
    for (const name of OLD) {
      mkdirSync(join(this.place.dataDir, name), { recursive: true });
      writeFileSync(join(this.place.dataDir, name, 'earlier.json'), '{}');
    }
  }

  /** Runs the program by a shell, as its container does. */
  async run(url: string, keep = 7) {
    const program = grafanaExportProgram({ url, token: { secret: 'export', key: 'token' }, keep }, this.place);
    writeFiles(program, this.place.configDir);
    return shell(program.args, { ...program.env });
  }

  kept(): readonly string[] {
    return readdirSync(this.place.dataDir).sort();
  }

  newest(): string {
    return join(this.place.dataDir, this.kept().at(-1) ?? '');
  }
}

async function shell(args: readonly string[], env: Readonly<Record<string, string>>, cwd = '/') {
  const { code, stdout, stderr } = await run('/bin/sh', args, { cwd, env: { ...env, PATH }, seconds: 50 });
  return { status: code, output: stdout + stderr };
}

const filesIn = (at: string): readonly string[] =>
  readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort();
const contents = (at: string): string =>
  filesIn(at)
    .map((path) => `${path}\n${readFileSync(join(at, path), 'utf8')}`)
    .join('');

describe('an export', () => {
  it('has what people made, and nothing that files bring', async () => {
    const at = new Workplace();
    const { status, output } = await at.run((await grafanaInUse()).url);
    expect([status, output]).toEqual([
      0,
      expect.stringMatching(/^\d{8}T\d{6}Z: 2 folders, 1 library-panels, 1 data-sources, 3 dashboards\n$/),
    ]);
    expect(filesIn(at.newest())).toEqual([
      ...['dashboards/beside.json', 'dashboards/by-hand.json', 'dashboards/old%20one.json', 'data-sources/ours.json'],
      ...['folders/00-z-parent.json', 'folders/01-a-child.json', 'library-panels/lib.json'],
    ]);
    expect(JSON.parse(readFileSync(join(at.newest(), 'dashboards/by-hand.json'), 'utf8'))).toEqual({
      apiVersion: 'dashboard.grafana.app/v2',
      kind: 'Dashboard',
      metadata: { name: 'by-hand', annotations: { [FOLDER]: 'a-child' } },
      spec: { title: 'Ärger & "Zitat" <b> `$(id)` 日本', elements: { one: { kind: 'Panel' } } },
    });
  });

  it('has a dashboard that cannot be converted as it is stored', async () => {
    const at = new Workplace();
    expect((await at.run((await grafanaInUse()).url)).status).toBe(0);
    const old = readFileSync(join(at.newest(), 'dashboards/old%20one.json'), 'utf8');
    expect(JSON.parse(old)).toMatchObject({ apiVersion: 'dashboard.grafana.app/v1', spec: { panels: [] } });
  });

  it('has no secret of a data source', async () => {
    const at = new Workplace();
    expect((await at.run((await grafanaInUse()).url)).status).toBe(0);
    const source = readFileSync(join(at.newest(), 'data-sources/ours.json'), 'utf8');
    expect(Object.keys(JSON.parse(source) as object)).toEqual(['uid', 'name', 'type', 'access', 'url', 'jsonData']);
    expect(contents(at.newest())).not.toContain('CANARY');
  });

  it('takes 1200 dashboards and 250 library panels, page by page', async () => {
    const at = new Workplace();
    const full = await grafana();
    for (let n = 0; n < 1200; n += 1) put(full.dashboards, dashboard(`d${n}`));
    for (let n = 0; n < 250; n += 1) full.libraryPanels.push({ uid: `p${n}`, name: `P ${n}`, kind: 1, model: {} });
    const { status, output } = await at.run(full.url);
    expect([status, output]).toEqual([
      0,
      expect.stringContaining('250 library-panels, 0 data-sources, 1200 dashboards'),
    ]);
    expect(filesIn(at.newest())).toHaveLength(1450);
  });

  it('is none when nothing has changed since the last, and one more when something has', async () => {
    const at = new Workplace();
    const used = await grafanaInUse();
    expect((await at.run(used.url)).status).toBe(0);
    const [first, before] = [at.kept(), at.newest()];
    const { status, output } = await at.run(used.url, 1);
    expect([status, output]).toEqual([0, expect.stringContaining('; nothing has changed since\n')]);
    expect(at.kept()).toEqual(first);
    used.dashboards.delete('beside');
    // A name has seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await at.run(used.url, 2)).output).toContain(`\n${OLD[0]}: removed\n${OLD[1]}: removed\n`);
    expect(at.kept()).toEqual([before.slice(-16), expect.stringMatching(COPY)]);
  });

  it('of a Grafana that nobody has touched is empty', async () => {
    const { status, output } = await new Workplace().run((await grafana()).url);
    expect([status, output]).toEqual([0, expect.stringContaining('0 library-panels, 0 data-sources, 0 dashboards\n')]);
  });
});

it('an empty Grafana is filled again as docs/jobs.md says', async () => {
  const at = new Workplace();
  expect((await at.run((await grafanaInUse()).url)).status).toBe(0);
  const document = readFileSync(join(__dirname, '../../../docs/jobs.md'), 'utf8');
  const [, commands = ''] = /```sh\n(export GRAFANA=[^]*?)```/.exec(document) ?? [];
  expect(commands).toContain('curl');
  const empty = await grafana();
  const file = join(root, 'token');
  writeFileSync(file, empty.token);
  const text = commands.replace('http://localhost:3000', empty.url).replace('./token', file);
  const { status, output } = await shell(['-euc', text], {}, at.newest());
  expect([status, output]).toEqual([0, '']);
  const again = new Workplace();
  expect((await again.run(empty.url)).status).toBe(0);
  expect(contents(again.newest())).toBe(contents(at.newest()));
});

/** An answer in the place of those at one path. */
const answers =
  (at: RegExp, status: number, body: string): Fault =>
  (_request, response, path) => {
    if (!at.test(path)) return false;
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
    return true;
  };

/** An answer that ends before it is whole. */
const cut =
  (headers: Readonly<Record<string, string>>): Fault =>
  (_request, response, path) => {
    if (!path.endsWith('/by-hand')) return false;
    response.writeHead(200, headers).write('{"apiVersion": "dashboard');
    setTimeout(() => response.destroy(), 50);
    return true;
  };

describe('an export fails, says where, and leaves the earlier ones', () => {
  const BY_HAND = '/apis/dashboard.grafana.app/v2/namespaces/default/dashboards/by-hand: ';
  it.each<[string, Fault, string]>([
    ['a server error in the midst', answers(/by-hand$/, 500, '{"message":"no"}'), `${BY_HAND}500 {"message":"no"}`],
    ['a dashboard that is gone', answers(/by-hand$/, 404, '{}'), `${BY_HAND}404 {}`],
    ['another dashboard', answers(/by-hand$/, 200, '{"metadata":{"name":"x"}}'), `${BY_HAND}another one`],
    ['an answer shorter than it says', cut({ 'Content-Length': '4000' }), BY_HAND],
    ['an answer whose connection breaks', cut({}), BY_HAND],
    ['an answer that is no JSON', answers(/by-hand$/, 200, '<html>'), `${BY_HAND}Unexpected token`],
    ['data sources that the token may not see', answers(/datasources$/, 403, '{}'), '/api/datasources: 403 {}'],
    ['a list that is none', answers(/datasources$/, 200, '{}'), '/api/datasources: no list'],
    [
      'panels that are missing',
      answers(/library/, 200, '{"result":{"totalCount":2,"elements":[]}}'),
      '/api/library-elements: 0 of 2',
    ],
    [
      'pages without end',
      answers(/folders$/, 200, '{"metadata":{"continue":"x"},"items":[]}'),
      '/folders: the pages have no end',
    ],
  ])('%s', async (_what, fault, told) => {
    const at = new Workplace();
    const used = await grafanaInUse();
    used.fault = fault;
    const { status, output } = await at.run(used.url, 1);
    expect([status, output]).toEqual([1, expect.stringContaining(told)]);
    expect(at.kept()).toEqual(OLD);
  });

  it.each([
    ['of another', 'glsa_wrong', ': 401 {"message":"Invalid API key"}'],
    ['that is none', 'CANARY\n\nCANARY', 'token: no token'],
    ['that is empty', '\n', 'token: no token'],
  ])('a token %s, which is not told', async (_what, token, told) => {
    const at = new Workplace(token);
    const { status, output } = await at.run((await grafanaInUse()).url, 1);
    expect([status, output]).toEqual([1, expect.stringContaining(told)]);
    expect(output).not.toMatch(/glsa|CANARY/);
    expect(at.kept()).toEqual(OLD);
  });

  it('a Grafana that shows not even what the stack brings', async () => {
    const at = new Workplace();
    const { status, output } = await at.run((await new StandIn().start(cleanup)).url, 1);
    expect([status, output]).toEqual([1, expect.stringMatching(/^Grafana shows no dashboard/)]);
    expect(at.kept()).toEqual(OLD);
  });

  it('a Grafana that is not there', async () => {
    const at = new Workplace();
    const { port } = await freePorts('port');
    const { status, output } = await at.run(`http://127.0.0.1:${port}`, 1);
    expect([status, output]).toEqual([1, expect.stringContaining(`connect ECONNREFUSED 127.0.0.1:${port}`)]);
    expect(at.kept()).toEqual(OLD);
  });

  it('a volume without room', async () => {
    const at = new Workplace();
    const program = grafanaExportProgram(
      { url: (await grafanaInUse()).url, token: { secret: 'export', key: 'token' }, keep: 1 },
      at.place,
    );
    writeFiles(program, at.place.configDir);
    const [flag = '', command = ''] = program.args;
    const { status, output } = await shell([flag, `ulimit -f 0; ${command}`], { ...program.env });
    expect(status).not.toBe(0);
    expect(output).toContain('EFBIG');
    expect(at.kept()).toEqual(OLD);
  });
});
