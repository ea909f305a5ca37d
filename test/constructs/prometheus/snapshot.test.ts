/** The copy of a database as its pod makes it, of a real Prometheus that runs, opened by another. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusSnapshotProgram } from '../../../constructs/prometheus/snapshot-program';
import { testFolder } from '../../support/folder';
import { Cleanup, type Running, freePorts } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace } from '../fixture';
import { Busybox } from './busybox';

jest.setTimeout(120_000);

// Stops the servers before their folders go.
const cleanup = new Cleanup();
const root = testFolder();
const PROMETHEUS = requireTool('prometheus').path;
const BLOCK = /^[0-9A-Z]{26}$/;
const COPY = /^\d{8}T\d{6}Z$/;
const blocksIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => BLOCK.test(name));

interface Server extends Running {
  readonly folder: string;
  /** The values that an instant query answers, at a time in seconds. */
  ask(query: string, time?: number): Promise<readonly string[]>;
}

/** Blocks of seconds in place of hours, so that they are made, joined and removed while a test looks on. */
const QUICK = ['--storage.tsdb.min-block-duration=2s', '--storage.tsdb.max-block-duration=16s'];

async function start(folder: string, scrapes: boolean): Promise<Server> {
  const { port } = await freePorts('port');
  const config = join(root, `${port}.yml`);
  const jobs = `scrape_configs: [{ job_name: self, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }]`;
  writeFileSync(config, `global: { scrape_interval: 100ms }\n${scrapes ? jobs : ''}\n`);
  const flags = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, `--storage.tsdb.path=${folder}`];
  const running = await cleanup.start(PROMETHEUS, [...flags, '--storage.tsdb.retention.time=90d', ...QUICK], port);
  const ask = async (query: string, time = Date.now() / 1000): Promise<readonly string[]> => {
    const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}&time=${time}`;
    const { data } = (await (await fetch(url)).json()) as { data: { result: readonly { value: [number, string] }[] } };
    return data.result.map(({ value: [, value] }) => value);
  };
  await until('it answers', 20, async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
  return { ...running, folder, ask };
}

/** Orders of a day a month ago, as blocks. */
function backfill(folder: string): number {
  const begin = Math.floor(Date.now() / 1000) - 30 * 86_400;
  const samples = Array.from({ length: 200 }, (_, n) => `orders_total{shop="one"} ${n} ${begin + n * 60}`);
  writeFileSync(join(root, 'orders.txt'), ['# TYPE orders counter', ...samples, '# EOF', ''].join('\n'));
  const made = spawnSync(requireTool('promtool').path, [
    ...['tsdb', 'create-blocks-from', 'openmetrics', join(root, 'orders.txt'), folder],
  ]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return begin;
}

let server: Server;
let begin = 0;
/** The database of a Prometheus that ended a moment ago: nothing in it changes. */
let still = '';

beforeAll(async () => {
  const folder = join(root, 'database');
  begin = backfill(folder);
  still = join(root, 'still');
  const ended = await start(still, true);
  server = await start(folder, true);
  await until('blocks were made of the head', 60, () => blocksIn(folder).length >= 8);
  await until('it has blocks', 60, () => blocksIn(still).length > 1);
  await ended.stop();
});

let number = 0;

/** A volume with two earlier copies, and something of somebody else's. */
class Workplace {
  readonly place = folderPlace(join(root, `run-${(number += 1)}`));
  readonly busybox = new Busybox(join(root, `run-${number}`));

  constructor() {
    const { tempDir, dataDir } = this.place;
    for (const path of [tempDir, ...[...OLD, 'lost+found'].map((name) => join(dataDir, name))]) {
      mkdirSync(path, { recursive: true });
    }
  }

  snapshot(database: string, keep = 7) {
    return this.busybox.run(prometheusSnapshotProgram({ keep }, database, this.place), this.place);
  }

  kept(): readonly string[] {
    return readdirSync(this.place.dataDir).sort();
  }

  /** Folder of the newest copy. */
  newest(): string {
    return join(
      this.place.dataDir,
      this.kept()
        .filter((name) => COPY.test(name))
        .at(-1) ?? 'none',
    );
  }

  /** A Prometheus on what was copied. */
  restored(): Promise<Server> {
    const folder = join(root, `restored-${(number += 1)}`);
    cpSync(this.newest(), folder, { recursive: true });
    return start(folder, false);
  }
}

const OLD = ['20200101T000000Z', '20200102T000000Z'];
const KEPT = [...OLD, 'lost+found'];
const SCRAPED = 'count_over_time(up[1h])';
const numbers = (all: readonly string[]): readonly number[] => all.map(Number);

describe('a copy of a Prometheus that runs', () => {
  it('answers what that one answers: of a month ago, and of the second before', async () => {
    const at = new Workplace();
    const second = Date.now() / 1000;
    const { status, output } = at.snapshot(server.folder);
    expect([status, output]).toEqual([
      0,
      expect.stringMatching(/^\d{8}T\d{6}Z: \d+ blocks, and the log until \d\d:\d\d:\d\d UTC\n$/),
    ]);
    const restored = await at.restored();
    expect(await restored.ask('orders_total', begin + 6000)).toEqual(['100']);
    const scraped = await server.ask(SCRAPED, second);
    expect(numbers(scraped)).toEqual([expect.any(Number)]);
    expect(await restored.ask(SCRAPED, second)).toEqual(scraped);
    expect(numbers(await restored.ask('time() - timestamp(last_over_time(up[1m]))', second))[0]).toBeLessThan(1);
    await restored.stop();
  });

  it('is whole while blocks are made, joined and removed', async () => {
    const at = new Workplace();
    const changes = new Set<string>();
    for (let run = 0; run < 6; run += 1) {
      const second = Date.now() / 1000;
      expect(at.snapshot(server.folder).status).toBe(0);
      changes.add(blocksIn(server.folder).join(' '));
      const restored = await at.restored();
      expect(await restored.ask(SCRAPED, second)).toEqual(await server.ask(SCRAPED, second));
      expect(await restored.ask('orders_total', begin + 6000)).toEqual(['100']);
      await restored.stop();
    }
    expect(changes.size).toBeGreaterThan(2);
  });
});

describe('a copy', () => {
  it('takes a block that the one before has from there, and one that was changed there from the database', () => {
    const at = new Workplace();
    expect(at.snapshot(still).status).toBe(0);
    const [first, [block = '', other = '']] = [at.newest(), blocksIn(still)];
    const index = (folder: string, name: string) => join(folder, name, 'index');
    expect(other).not.toBe('');
    truncateSync(index(first, other), 10);
    // A name has seconds.
    spawnSync('sleep', ['1.1']);
    expect(at.snapshot(still).status).toBe(0);
    const second = at.newest();
    expect(second).not.toBe(first);
    expect(statSync(index(second, block)).ino).toBe(statSync(index(first, block)).ino);
    expect(readFileSync(index(second, other))).toEqual(readFileSync(index(still, other)));
  });

  it('removes the oldest when there are more than are kept, and nothing else', () => {
    const at = new Workplace();
    const { status, output } = at.snapshot(still, 2);
    expect([status, output]).toEqual([0, expect.stringContaining(`\n${OLD[0]}: removed\n`)]);
    expect(at.kept()).toEqual([OLD[1], expect.stringMatching(COPY), 'lost+found']);
  });

  it('only reads the database', () => {
    const state = () =>
      readdirSync(still, { recursive: true, encoding: 'utf8' }).map((path) => {
        const { size, mtimeMs, ino } = statSync(join(still, path));
        return [path, size, mtimeMs, ino];
      });
    const before = state();
    expect(new Workplace().snapshot(still).status).toBe(0);
    expect(state()).toEqual(before);
  });

  it('begins anew after one that was killed', () => {
    const at = new Workplace();
    mkdirSync(join(at.place.dataDir, 'unproven', 'wal'), { recursive: true });
    writeFileSync(join(at.place.dataDir, 'unproven', 'wal', '00000099'), 'half');
    expect(at.snapshot(still).status).toBe(0);
    expect(readdirSync(join(at.newest(), 'wal'))).toEqual(readdirSync(join(still, 'wal')));
    expect(at.kept()).toEqual([...OLD, expect.stringMatching(COPY), 'lost+found']);
  });

  it('leaves out a block that is removed while it is copied', () => {
    const at = new Workplace();
    const [database, gone = ''] = [copyOf(still), blocksIn(still)[0]];
    at.busybox.replace(
      'cp',
      `case $* in *${gone}*) mv ${database}/${gone} ${database}/${gone}.tmp-for-deletion ;; esac`,
      'command cp "$@"',
    );
    expect(at.snapshot(database).status).toBe(0);
    expect(blocksIn(at.newest())).toEqual(blocksIn(still).filter((name) => name !== gone));
  });

  it('keeps a block that is removed once all were copied, for the one that it became part of is not there', () => {
    const at = new Workplace();
    const [database, joined = ''] = [copyOf(still), blocksIn(still)[0]];
    at.busybox.replace('ls', `case $1 in */unproven) rm -rf ${database}/${joined} ;; esac`, 'command ls "$@"');
    expect(at.snapshot(database).status).toBe(0);
    expect(blocksIn(database)).not.toContain(joined);
    expect(blocksIn(at.newest())).toEqual(blocksIn(still));
  });

  it('takes the log again when a part of it is removed meanwhile', () => {
    const at = new Workplace();
    const once = join(at.place.tempDir, 'once');
    at.busybox.replace('cp', `[ -e ${once} ] || { : > ${once}; exit 1; }`, 'command cp "$@"');
    expect(at.snapshot(still).status).toBe(0);
  });
});

/** A database that a test may break. */
function copyOf(database: string): string {
  const folder = join(root, `database-${(number += 1)}`);
  cpSync(database, folder, { recursive: true });
  return folder;
}

function broken(change: (database: string) => void): string {
  const database = copyOf(still);
  change(database);
  return database;
}

const segment = (database: string): string => join(database, 'wal', readdirSync(join(database, 'wal'))[0] ?? '');
const index = (database: string): string => join(database, blocksIn(database)[0] ?? '', 'index');

describe('no copy is made, and the earlier ones stay', () => {
  it.each([
    ['of a folder that is no database', () => root, 'no folder wal, this is no database of Prometheus'],
    [
      'of a log that is cut',
      () => broken((at) => truncateSync(segment(at), statSync(segment(at)).size / 2)),
      'no whole copy of it',
    ],
    ['of a log of which a part is missing', () => broken((at) => rmSync(segment(at))), 'no whole copy of it'],
    ['with a block that does not open', () => broken((at) => truncateSync(index(at), 100)), 'the copy does not open'],
  ])('%s', (_what, database, told) => {
    const at = new Workplace();
    const { status, output } = at.snapshot(database(), 1);
    expect([status, output]).toEqual([1, expect.stringContaining(told)]);
    expect(at.kept()).toEqual(KEPT);
  });

  it.each([
    ['that finds no room', 'cp', ['ulimit -f 1', 'command cp "$@"'], 'no whole copy of it'],
    [
      'that is cut short',
      'cp',
      ['command cp "$@" || exit', 'for to; do :; done', '[ ! -e "$to/index" ] || truncate -s 100 "$to/index"'],
      'no whole copy of it',
    ],
    [
      'when Prometheus took no sample of late',
      'date',
      [`[ "$1" != +%s ] || { echo $(($(command date +%s) + 600)); exit; }`, 'command date "$@"'],
      'no sample of the last 5 minutes',
    ],
  ])('%s', (_what, program, lines, told) => {
    const at = new Workplace();
    at.busybox.replace(program, ...lines);
    const { status, output } = at.snapshot(still, 1);
    expect([status, output]).toEqual([1, expect.stringContaining(told)]);
    expect(at.kept()).toEqual(KEPT);
  });
});
