import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { CliError } from '../../../cli/exit';
import { pageRequest } from '../../../cli/probe/address';
import { compare } from '../../../cli/probe/compare';
import { readPage } from '../../../cli/probe/exposition';
import { guesses, roomFor } from '../../../cli/probe/new/guess';
import { keysOf, requireId } from '../../../cli/probe/new/names';
import { skeletonOf } from '../../../cli/probe/new/skeleton';
import { placeOf, requireRoom, writeFolder } from '../../../cli/probe/new/write';
import type { Page } from '../../../cli/probe/page';
import { readingOf } from '../../../cli/probe/reading';
import { kubernetesAddresses } from '../../../constructs/monitoring/kubernetes-addresses';
import { wire } from '../../../constructs/monitoring/wiring';
import { problemText, VedetteError } from '../../../model/problem';
import { RUNBOOK_HEADINGS } from '../../../model/runbook';
import type { Service } from '../../../model';
import { checkDeployment } from '../../../stacks/check/deployment';
import { validEnvironment } from '../../constructs/fixture';
import { prometheus } from '../../stacks/check/sound';
import { testFolder } from '../../support/folder';
import { ROOT } from '../../support/source-file';

const TEXT = 'text 0.0.4';

const fixture = (name: string): Page =>
  readPage(readFileSync(join(ROOT, `test/fixtures/${name}.prom`), 'utf8'), TEXT, 'page');

/** A page with all that has a form of its own. */
const ODD = `# TYPE odd_jobs counter
odd_jobs_total{queue="a\\"b",job="x"} 1
odd_jobs_total{queue=""} 1
odd_jobs_created{queue=""} 1700000000
# TYPE odd_build info
odd_build_info{version="1"} 1
# TYPE odd_state stateset
odd_state{odd_state="on"} 1
odd_state{odd_state="off"} 0
# TYPE odd_wait_seconds summary
odd_wait_seconds{quantile="0.5"} 1
odd_wait_seconds_sum 1
odd_wait_seconds_count 1
# TYPE odd_sizes gaugehistogram
odd_sizes_bucket{le="+Inf"} 1
odd_sizes_gcount 1
odd_sizes_gsum 1
# TYPE odd_flat histogram
odd_flat_bucket{le="+Inf"} 1
odd_flat_sum 1
odd_flat_count 1
# TYPE odd_up gauge
odd_up 1
# TYPE odd_last_run_timestamp_seconds gauge
odd_last_run_timestamp_seconds 1.7e9
# TYPE odd_class gauge
# HELP odd_class It's a \`class\` of \${its} "own".
odd_class 1
# TYPE odd_default gauge
odd_default{__hidden__="1"} 1
# TYPE go_threads gauge
go_threads 1
# EOF
`;

const PAGES: Readonly<Record<string, Page>> = {
  shop: fixture('rstmdb-0.3.0'),
  'order-book': fixture('sequencer-0.2.7'),
  door: fixture('nginx-exporter-0.11'),
  store: fixture('postgres-exporter-0.20.1-primary'),
  odd: readPage(ODD, 'OpenMetrics', 'page'),
  bare: readPage('process_open_fds 1\n', TEXT, 'page'),
};
const IDS = Object.keys(PAGES);
const pageOf = (id: string): Page => PAGES[id] ?? fixture('missing');

/** A folder of services as ours is, and one in a package that uses Vedette. */
const root = testFolder();
const HERE = join(root, 'here/services');
const ELSEWHERE = join(root, 'elsewhere/monitoring');

beforeAll(() => {
  for (const folder of [HERE, ELSEWHERE]) mkdirSync(folder, { recursive: true });
  for (const name of ['model', 'dashboards', 'node_modules', 'services/runbooks.ts']) {
    symlinkSync(join(ROOT, name), join(root, 'here', name));
  }
  mkdirSync(join(root, 'elsewhere/node_modules'));
  symlinkSync(ROOT, join(root, 'elsewhere/node_modules/vedette'));
  for (const id of IDS) {
    for (const out of [HERE, ELSEWHERE]) {
      const request = pageRequest('http://localhost:9100/metrics', { header: ['Authorization: ApiKey a-secret-key'] });
      writeFolder(join(out, id), skeletonOf(id, pageOf(id), request, placeOf(out)).files);
    }
  }
});

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|md)$/.test(name))
    .map((name) => join(folder, name));
const sourcesOf = (out: string): readonly string[] =>
  IDS.flatMap((id) => filesIn(join(out, id))).filter((path) => path.endsWith('.ts'));

function typeFaults(files: readonly string[], paths: ts.MapLike<string[]> = {}): readonly string[] {
  const read = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT);
  const { rootDir: _root, outDir: _out, declaration: _declaration, ...rest } = options;
  const typeRoots = [join(ROOT, 'node_modules/@types')];
  const program = ts.createProgram([...files], { ...rest, paths, types: ['node'], typeRoots });
  return files.flatMap((path) => {
    const source = program.getSourceFile(path);
    const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return faults.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}

describe('the folder of a new service', () => {
  it('compiles beside our own services, in every form of page', () => {
    const sources = sourcesOf(HERE);
    expect(sources.length).toBeGreaterThan(5 * IDS.length);
    expect(typeFaults(sources)).toEqual([]);
  }, 120_000);

  it('compiles in a package that uses Vedette', () => {
    const sources = sourcesOf(ELSEWHERE);
    expect(readFileSync(join(ELSEWHERE, 'shop/index.ts'), 'utf8')).toContain("from 'vedette/model'");
    // The package's own types are those of its sources, so that nothing need be built.
    expect(typeFaults(sources, { 'vedette/*': [join(ROOT, '*')] })).toEqual([]);
  }, 120_000);

  it('is laid out as prettier would, in files that can be read', () => {
    const sources = [...sourcesOf(HERE), ...sourcesOf(ELSEWHERE)];
    const args = [join(ROOT, 'node_modules/prettier/bin/prettier.cjs'), '--config', join(ROOT, '.prettierrc.json')];
    const { stdout } = spawnSync(process.execPath, [...args, '--list-different', ...sources], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(sources.filter((path) => readFileSync(path, 'utf8').split('\n').length > 300)).toEqual([]);
  });

  it('holds no secret, but says by which scheme it is asked for', () => {
    for (const path of [HERE, ELSEWHERE].flatMap((out) => IDS.flatMap((id) => filesIn(join(out, id))))) {
      expect(readFileSync(path, 'utf8')).not.toContain('a-secret-key');
    }
    expect(loaded('shop').spec.scrape).toEqual({
      scheme: 'http',
      metricsPath: '/metrics',
      sampleLimit: 1000,
      auth: { kind: 'authorization', type: 'ApiKey', credentials: { secret: 'shop', key: 'token' } },
    });
  });
});

/** The service of a new folder. */
function loaded(folder: string): Service {
  const load = createRequire(__filename);
  const module = load(join(HERE, folder, 'index.ts')) as Readonly<Record<string, Service>>;
  const [service] = Object.values(module);
  if (service === undefined) throw new Error(`${folder} exports nothing`);
  return service;
}

/** What `vedette check` finds with the service in an environment. */
const findings = (service: Service): readonly string[] =>
  everyFinding(service).filter((text) => new RegExp(`^\\[[\\w-]+\\] (?:board )?${service.id}[-/:]`).test(text));

function everyFinding(service: Service): readonly string[] {
  const discovery = [{ kind: 'static', targets: ['target.example.org:9100'] }] as const;
  const environment = validEnvironment({ services: { [service.id]: { discovery } } });
  const services = [service, prometheus];
  try {
    const wiring = wire(environment, services, kubernetesAddresses(environment));
    return checkDeployment({ environment, services, wiring }).map(problemText);
  } catch (error) {
    if (error instanceof VedetteError) return error.problems.map(problemText);
    throw error;
  }
}

describe('a new service', () => {
  it.each(IDS)('%s is loaded, and its catalogue is that of its page', (id) => {
    const service = loaded(id);
    expect(service.alertNames.map((name) => name.replace(/(?:Down|Absent)$/, ''))).toHaveLength(2);
    const differences = compare(readingOf(service, undefined, pageOf(id)));
    expect(differences.filter(({ level }) => level !== 'note')).toEqual(
      // The label `job` of the page is not the service's.
      differences.filter(({ label }) => label === 'job' || label === '__hidden__'),
    );
  });

  it.each([
    ['shop', 'Shop'],
    ['order-book', 'OrderBook'],
    ['bare', 'Bare'],
  ])('%s is asked by check for what only its owners know', (id, prefix) => {
    const sections = ['Down', 'Absent'].map(
      (end) =>
        `[AL-16] ${id}/${prefix}${end}: its section has Meaning, Diagnosis, must have ${RUNBOOK_HEADINGS.join(', ')}; write '## ${prefix}${end}' in runbook.md`,
    );
    expect(findings(loaded(id))).toEqual([...sections, objectiveOf(id)]);
  });

  it('without requests on its page is asked to describe its panels', () => {
    const titles = ['accepted', 'active', 'handled', 'reading', 'waiting', 'writing'];
    expect(findings(loaded('door'))).toEqual(
      titles.map(
        (title) =>
          `[DB-07] board door-overview/panel 'Connections ${title}': description has 0 characters, must have at least 40; say what it shows, what is normal, and what to do when it is not`,
      ),
    );
  });

  it.each<[string, readonly string[]]>([
    ['shop', []],
    ['door', ['nginx_up']],
    ['store', ['pg_up']],
    ['odd', ['odd_up']],
  ])('%s lacks only alerts and objectives of its own, once that is written', (id, flags) => {
    const folder = join(HERE, id);
    const filled = join(HERE, `${id}-filled`);
    const texts = filesIn(folder).map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const);
    writeFolder(
      filled,
      texts.map(([path, text]) => ({ path, text: filledIn(text) })),
    );
    const unwatched = flags.map(
      (flag) =>
        `[AL-20] ${id}/metric ${flag}: no alert tells when it is 0; watch it: the scrape succeeds while what is asked does not answer`,
    );
    expect(findings(loaded(`${id}-filled`))).toEqual([...unwatched, objectiveOf(id)]);
  });
});

const objectiveOf = (id: string): string =>
  `[X-07] ${id}: it is watched and has no objective; give 'slos', or the level 'resource'`;

const filledIn = (text: string): string =>
  text
    .replaceAll("description: ''", "description: 'What it shows, what is normal, and what to do when it is not.'")
    .replaceAll('### Diagnosis', '### Impact\n\nWords.\n\n### Diagnosis')
    .replaceAll(/(### Diagnosis\n\n.*\n)/g, '$1\n### Mitigation\n\nWords.\n\n### Escalation\n\nWords.\n');

describe('what is guessed', () => {
  const guessed = (text: string): readonly unknown[] =>
    guesses(readPage(text, TEXT, 'page')).metrics.map(({ form, unit, presence, isUntyped }) => [
      form,
      unit,
      presence,
      isUntyped,
    ]);

  it.each([
    ['# TYPE a_total counter\na_total 1', 'counter', 'count', 'always', false],
    ['# TYPE a_total counter\na_total{l="1"} 1', 'counter', 'count', 'after-first-event', false],
    ['# TYPE a_bytes_total counter\na_bytes_total 1', 'counter', 'bytes', 'always', false],
    ['# TYPE a_bytes_read_total counter\na_bytes_read_total 1', 'counter', 'bytes', 'always', false],
    ['# TYPE a_seconds_total counter\na_seconds_total 2e9', 'counter', 'seconds', 'always', false],
    ['# TYPE a_start_time_seconds gauge\na_start_time_seconds 1.7e9', 'gauge', 'timestamp', 'always', false],
    ['# TYPE a_wait_time_seconds gauge\na_wait_time_seconds 3', 'gauge', 'seconds', 'always', false],
    ['# TYPE a_up gauge\na_up 1', 'gauge', 'bool', 'always', false],
    ['# TYPE a_ready gauge\na_ready 3', 'gauge', 'count', 'always', false],
    ['# TYPE a_total gauge\na_total 1', 'gauge', 'count', 'always', false],
    ['# TYPE a_info gauge\na_info{v="1"} 1', 'info', 'count', 'always', false],
    ['a_total 1', 'counter', 'count', 'always', true],
    ['a_ratio 1', 'gauge', 'ratio', 'always', true],
    ['# TYPE a_ms summary\na_ms{quantile="0.5"} 1', 'summary', 'milliseconds', 'always', false],
  ])('%j is a %s in %s, there %s', (text, ...expected) => {
    expect(guessed(`${text}\n`)).toEqual([expected]);
  });

  it('closes sets of values that look closed, and leaves room in the others', () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) => `a{op="${i % 2 ? 'GET' : 'PUT'}",path="/${i}",code="20${i % 3}",ill=""} 1`,
    );
    const [metric] = guesses(readPage(`${lines.join('\n')}\na{op="GET",ill="yes"} 1\n`, TEXT, 'page')).metrics;
    expect(
      metric?.labels.map(({ name, values, card }) => [name, values, values === undefined ? card : undefined]),
    ).toEqual([
      ['op', ['GET', 'PUT'], undefined],
      ['path', undefined, 50],
      ['code', undefined, 10],
      ['ill', ['', 'yes'], undefined],
    ]);
    expect([0, 1, 2, 3, 5, 7, 30, 260].map(roomFor)).toEqual([2, 2, 5, 10, 10, 20, 100, 1000]);
  });

  it('leaves out what no catalogue can declare, and says why', () => {
    expect(guesses(pageOf('odd'))).toMatchObject({
      leftOut: [
        { name: 'odd_jobs_total{job}', reason: 'a label of that name is lost or renamed at the scrape' },
        { name: 'odd_sizes', reason: 'a histogram of gauges has no counterpart' },
        { name: 'odd_flat', reason: 'a histogram without buckets tells nothing' },
        { name: 'odd_default{__hidden__}', reason: 'a label of that name is lost or renamed at the scrape' },
      ],
      runtime: ['go_threads'],
    });
  });

  it('gives each metric a short name of its own', () => {
    const names = ['a_x_total', 'a_x', 'a_up', 'a_1st', 'a_y_bytes_total', 'process_open_fds', 'b_z'];
    expect([...keysOf(names).values()]).toEqual(['aXTotal', 'aX', 'aUp', 'a1st', 'y', 'processOpenFds', 'bZ']);
  });
});

describe('a place for it', () => {
  const refusalOf = (of: () => void): string => {
    try {
      of();
    } catch (error) {
      if (error instanceof CliError) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error('nothing was refused');
  };
  const FORM = "must be of small letters and digits, with '-' between words, and begin with a letter";

  it.each([
    ['Shop', `2: --new is 'Shop', ${FORM}`],
    ['my_shop', `2: --new is 'my_shop', ${FORM}`],
    ['../shop', `2: --new is '../shop', ${FORM}`],
    ['a--b', `2: --new is 'a--b', ${FORM}`],
    ['', `2: --new is '', ${FORM}`],
    ['1st', `2: --new is '1st', ${FORM}`],
    ['x', "2: --new is 'x', must have 2 to 31 characters"],
    ['x'.repeat(32), `2: --new is '${'x'.repeat(32)}', must have 2 to 31 characters`],
    ['class', "2: --new is 'class', which is a word of the language or of every service: take another"],
    ['metrics', "2: --new is 'metrics', which is a word of the language or of every service: take another"],
    ['rstmdb', "2: --new is 'rstmdb', and there is such a service already"],
  ])('is none for the name %j', (id, expected) => {
    expect(refusalOf(() => requireId(id, ['rstmdb']))).toBe(expected);
  });

  it('is none where a folder is already, or where nothing holds it', () => {
    expect(refusalOf(() => requireRoom(HERE, 'shop'))).toBe(
      `2: '${join(HERE, 'shop')}' is there already, and nothing in it is changed`,
    );
    expect(refusalOf(() => requireRoom(join(root, 'none'), 'shop'))).toBe(
      `2: folder '${join(root, 'none')}' is not there; name one by --out`,
    );
    expect(() => writeFolder(join(HERE, 'shop'), [{ path: 'index.ts', text: '' }])).toThrow('EEXIST');
    expect(existsSync(join(HERE, 'shop/index.ts'))).toBe(true);
  });
});
