/** Thanos beside a real pair of Prometheus: what is uploaded, who answers for it, what a broken bucket does. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactorProgram, queryProgram, storeProgram } from '../../constructs/thanos/program';
import type { Place, Program } from '../../constructs/program';
import type { ThanosSettings } from '../../constructs/thanos/settings';
import { folderPlace, loopback } from '../constructs/fixture';
import { run } from '../support/command';
import { testFolder } from '../support/folder';
import { Cleanup } from '../support/running';
import { type Answer, servePage } from '../support/scraping-prometheus';
import { type Part, type Replica, StagedThanos, byAddress, folderBucket, metric } from '../support/staged-thanos';
import { requireTool } from '../support/tools';
import { until } from '../support/wait';

const root = testFolder();
const cleanup = new Cleanup();
const HOUR = 3600;
/** Six days: of these some four are so that a compactor joins them to blocks of two. */
const PAST_HOURS = 6 * 24;
const STEP = 600;
const now = Math.floor(Date.now() / 1000);
const PAST = { from: Math.floor(now / (2 * HOUR)) * 2 * HOUR - (PAST_HOURS + 2) * HOUR, hours: PAST_HOURS };
const bucket = join(root, 'bucket');

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

interface Meta {
  readonly compaction: { readonly level: number };
  readonly thanos: { readonly labels: Record<string, string>; readonly downsample: { readonly resolution: number } };
}

/** What a block says of itself, for every block that is in the bucket whole. */
function blocks(directory = bucket): readonly Meta[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /^[0-9A-Z]{26}$/.test(name))
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(directory, name, 'meta.json'), 'utf8')) as Meta];
      } catch {
        return []; // it is being written
      }
    });
}

async function instant(url: string, query: string): Promise<readonly Answer[]> {
  const answer = await fetch(`${url}/api/v1/query?query=${query}`);
  const { data } = (await answer.json()) as { readonly data?: { readonly result: readonly Answer[] } };
  return data?.result ?? [];
}

async function range(url: string, options: string): Promise<readonly Series[]> {
  const answer = await fetch(`${url}/api/v1/query_range?query=shop_level&step=${STEP}&${options}`);
  const { data } = (await answer.json()) as { readonly data?: { readonly result: readonly Series[] } };
  return data?.result ?? [];
}

/** How many Store APIs it asks. */
async function known({ url }: Part): Promise<number> {
  const answer = await fetch(`${url}/api/v1/stores`);
  const { data } = (await answer.json()) as { readonly data: Readonly<Record<string, readonly unknown[]>> };
  return Object.values(data).flat().length;
}

/** Samples as they would have been scraped, in OpenMetrics text. */
function past(target: string): string {
  const count = (PAST.hours * HOUR) / STEP;
  const lines = Array.from(
    { length: count },
    (_, index) => `shop_level{instance="${target}",job="shop"} ${index} ${PAST.from + index * STEP}`,
  );
  return ['# TYPE shop_level gauge', ...lines, '# EOF', ''].join('\n');
}

describe('Thanos', () => {
  let staged: StagedThanos;
  let target: string;
  let pair: readonly Replica[];
  let settings: ThanosSettings;
  let query: Part;

  beforeAll(async () => {
    staged = new StagedThanos(requireTool('thanos').path, root, cleanup);
    target = await servePage(cleanup, '# TYPE shop_level gauge\nshop_level 7\n');
    mkdirSync(bucket);
    const common = { target, bucket: folderBucket(bucket), past: past(target) };
    pair = await Promise.all(['one', 'two'].map((name) => staged.replica({ name, ...common })));
    await until('every block to be uploaded', 60, () => blocks().length === PAST_HOURS);
    const wiring = staged.wiring('one', target, loopback(1), []);
    if (wiring.thanos === undefined) throw new Error('Thanos is not wired');
    settings = wiring.thanos;
    const place = folderPlace(join(root, 'store'));
    const store = await staged.part(place, folderBucket(bucket), (at, grpc) => storeProgram(settings.store, at, grpc));
    const stores = [...pair.map(({ sidecar }) => sidecar.grpc), store.grpc];
    query = await staged.part(folderPlace(join(root, 'query')), '', (at, grpc) =>
      byAddress(queryProgram({ ...settings.query, stores }, at, grpc)),
    );
    await until('Query to have found all', 30, async () => (await known(query)) === 3);
  }, 120_000);

  it('has every block of both replicas in the bucket, as Prometheus made it', () => {
    const replicas = blocks().map(({ thanos, compaction }) => `${thanos.labels['replica'] ?? ''} ${compaction.level}`);
    expect(new Set(replicas)).toEqual(new Set(['one 1', 'two 1']));
    expect(blocks()[0]?.thanos.labels).toMatchObject({ cluster: 'mainnet', environment: 'prod' });
  });

  it('answers with one series for the pair, which begins days ago and is still going on', async () => {
    const [first, ...others] = await instant(query.url, 'min_over_time(shop_level[8d])');
    expect(others).toEqual([]);
    expect(first?.metric).not.toHaveProperty('replica');
    expect(first?.value[1]).toBe('0');
    const latest = await until('what is scraped now', 20, async () => {
      const found = await instant(query.url, 'shop_level');
      return found.length > 0 && found;
    });
    expect(latest.map(({ value }) => value[1])).toEqual(['7']);
    const each = await instant(query.url, 'min_over_time(shop_level[8d])&dedup=false');
    expect(each.map(({ metric: labels }) => labels['replica']).sort()).toEqual(['one', 'two']);
  }, 20_000);

  it('joins what was uploaded and thins out what is old: the past stays the same series', async () => {
    const place = folderPlace(join(root, 'compactor'));
    const render = (at: Place): Program => compactorProgram(settings.compactor, at);
    // By default it leaves blocks alone for half an hour.
    const compactor = await staged.part(place, folderBucket(bucket), render, ['--consistency-delay=0s']);
    await until('samples to be thinned out', 60, () => blocks().some(({ thanos }) => thanos.downsample.resolution > 0));
    expect(await metric(compactor, 'thanos_compact_halted')).toBe(0);
    expect(blocks().filter(({ compaction }) => compaction.level > 1).length).toBeGreaterThan(0);
    const series = await range(query.url, `start=${PAST.from}&end=${PAST.from + 24 * HOUR}`);
    expect(series.map(({ values }) => values.length)).toEqual([(24 * HOUR) / STEP + 1]);
  }, 90_000);

  it('still knows the past when every Prometheus is gone', async () => {
    for (const { server, sidecar } of pair) {
      await sidecar.stop();
      await server.stop();
    }
    const series = await until('Query to answer from the bucket alone', 20, async () => {
      const found = await range(query.url, `start=${PAST.from}&end=${PAST.from + 24 * HOUR}`);
      return found.length === 1 && found;
    });
    expect(series[0]?.values[0]).toEqual([PAST.from, '0']);
  }, 30_000);
});

describe('a bucket that cannot be written', () => {
  it('leaves Prometheus and its sidecar as they are, and is caught up with when it can be', async () => {
    const staged = new StagedThanos(requireTool('thanos').path, join(root, 'broken'), cleanup);
    const target = await servePage(cleanup, '# TYPE shop_level gauge\nshop_level 7\n');
    const directory = join(root, 'no-folder');
    writeFileSync(directory, 'not a folder');
    const options = { name: 'one', target, bucket: folderBucket(directory), past: past(target) };
    const { url, sidecar } = await staged.replica(options);
    const failures = 'thanos_objstore_bucket_operation_failures_total';
    await until('an upload to fail', 30, async () => (await metric(sidecar, failures)) > 0);
    expect((await fetch(`${sidecar.url}/-/ready`)).status).toBe(200);
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
    await until('Prometheus to scrape on', 10, async () => (await instant(url, 'shop_level')).length === 1);
    rmSync(directory);
    await until('every block to be uploaded', 60, () => blocks(directory).length === PAST_HOURS / 2);
  }, 120_000);
});

describe('a sidecar', () => {
  const thanos = requireTool('thanos').path;

  it('ends at once, and says why, where the file does not name a bucket', async () => {
    const file = join(root, 'wrong.yml');
    writeFileSync(file, 'type: NOWHERE');
    const { code, stderr } = await run(thanos, ['sidecar', `--objstore.config-file=${file}`], { seconds: 20 });
    expect(code).toBe(1);
    expect(stderr).toContain('bucket with type NOWHERE is not supported');
  }, 30_000);

  it('is ready beside a Prometheus of an older version, which must not compact', async () => {
    const old = requireTool('prometheus', 'system');
    expect(old.version).toMatch(/^2\./);
    const staged = new StagedThanos(thanos, join(root, 'older'), cleanup);
    const options = { name: 'one', target: '127.0.0.1:1', bucket: folderBucket(join(root, 'older-bucket')) };
    const { sidecar } = await staged.replica({ ...options, prometheus: old });
    expect(sidecar.output()).toContain('successfully validated prometheus flags');
  }, 60_000);
});

describe('a compactor', () => {
  it('refuses what the checks refuse: samples that are deleted before they are thinned out', async () => {
    const file = join(root, 'bucket.yml');
    writeFileSync(file, folderBucket(join(root, 'empty-bucket')));
    const args = ['compact', `--objstore.config-file=${file}`, `--data-dir=${join(root, 'short')}`];
    const short = [...args, '--http-address=127.0.0.1:0', '--retention.resolution-raw=39h'];
    const { code, stderr } = await run(requireTool('thanos').path, short, { seconds: 20 });
    expect(code).toBe(1);
    expect(stderr).toContain('raw resolution must be higher than the minimum block size');
  }, 30_000);
});
