/** Samples sent on: by a server beside what it keeps, and by agents that share the targets. Real Prometheus at both ends. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PrometheusSettings } from '../../../constructs/prometheus/settings';
import { prometheusProgram } from '../../../constructs/prometheus/program';
import { prometheusProblems } from '../../../constructs/prometheus/validate';
import { wire } from '../../../constructs/monitoring/wiring';
import { problemText } from '../../../model/problem';
import { seconds } from '../../../model/quantity';
import { outputOf } from '../../support/command';
import { testFolder } from '../../support/folder';
import { record } from '../../support/recorder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();
const password = { secret: 'store', key: 'password' };
/** So many that all of them on one side would be a chance of one to thirty thousand. */
const TARGETS = 16;
let store = '';
let targets: readonly string[] = [];

/** As an environment has them, every second, with the targets of the test. */
function settings(changes: Partial<PrometheusSettings> = {}): PrometheusSettings {
  const { prometheus } = wire(validEnvironment(), [shop(), watchdog()], loopbackAddresses());
  return {
    ...prometheus,
    scrapeInterval: seconds(1),
    scrapeTimeout: seconds(1),
    scrapeJobs: prometheus.scrapeJobs
      .filter(({ job }) => job === 'shop')
      .map((job) => ({
        ...job,
        interval: seconds(1),
        timeout: seconds(1),
        discovery: [{ kind: 'static', targets }],
        metricRelabelings: [],
      })),
    remoteWrite: [
      {
        name: 'long-term',
        url: `${store}/api/v1/write`,
        auth: { kind: 'basic', username: 'writer', password },
        relabelings: [{ sourceLabels: ['__name__'], regex: 'up|shop_.*', action: 'keep' }],
      },
    ],
    ...changes,
  };
}

const agent = (index: number, count: number): PrometheusSettings =>
  settings({
    agent: true,
    shard: { index, count },
    replica: `agent-${index}`,
    rules: [],
    alertmanagers: { instances: [], subPath: '/alertmanager/' },
  });

async function start(name: string, own: PrometheusSettings): Promise<void> {
  const { port } = await freePorts('port');
  const place = folderPlace(join(root, name), port);
  const program = prometheusProgram(own, place);
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  const file = place.secretFile(password);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'secret-of-the-store');
  const config = join(place.configDir, 'config/prometheus.yml');
  const mode = own.agent === true ? ['--agent'] : [];
  await outputOf(requireTool('promtool').path, ['check', 'config', ...mode, config], { seconds: 30 });
  await cleanup.start(requireTool('prometheus').path, program.args, port);
}

beforeAll(async () => {
  const pages = await Promise.all(
    Array.from({ length: TARGETS }, () => record(cleanup, () => 'shop_orders_total 1\nother_total 1\n')),
  );
  targets = pages.map(({ url }) => url.replace('http://', ''));
  const { port } = await freePorts('port');
  const web = join(root, 'web.yml');
  // The hash of `secret-of-the-store`.
  const { hash } = await import('bcryptjs');
  writeFileSync(web, `basic_auth_users:\n  writer: ${await hash('secret-of-the-store', 4)}\n`);
  const config = join(root, 'store.yml');
  writeFileSync(config, '{}');
  const args = [
    ...[`--config.file=${config}`, `--storage.tsdb.path=${join(root, 'store')}`, `--web.config.file=${web}`],
    ...['--web.enable-remote-write-receiver', `--web.listen-address=127.0.0.1:${port}`],
  ];
  await cleanup.start(requireTool('prometheus').path, args, port);
  store = `http://127.0.0.1:${port}`;
  await Promise.all([
    start('server', settings({ replica: 'server' })),
    start('zero', agent(0, 2)),
    start('one', agent(1, 2)),
  ]);
}, 90_000);

type Labels = Readonly<Record<string, string>>;

async function stored(selector: string): Promise<readonly Labels[]> {
  const authorization = `Basic ${Buffer.from('writer:secret-of-the-store').toString('base64')}`;
  const url = `${store}/api/v1/query?query=${encodeURIComponent(selector)}`;
  const answer = (await (await fetch(url, { headers: { authorization } })).json()) as {
    readonly data: { readonly result: readonly { readonly metric: Labels }[] };
  };
  return answer.data.result.map(({ metric }) => metric);
}

it('a server sends what is to be kept elsewhere, and says which replica it is', async () => {
  const found = await until('every target', 30, async () => {
    const series = await stored('shop_orders_total{replica="server"}');
    return series.length === TARGETS && series;
  });
  expect(found[0]).toMatchObject({ cluster: 'mainnet', environment: 'prod', job: 'shop' });
  expect(await stored('other_total')).toEqual([]);
}, 60_000);

it('agents share the targets: each has one scraper, and neither has all', async () => {
  const scrapers = await until('every target by an agent', 30, async () => {
    const series = await stored('shop_orders_total{replica=~"agent-.*"}');
    return series.length >= TARGETS && series;
  });
  expect(scrapers.map(({ instance }) => instance).sort()).toEqual([...targets].sort());
  expect(new Set(scrapers.map(({ replica }) => replica)).size).toBe(2);
}, 60_000);

describe('refuses', () => {
  const problems = (changes: Partial<PrometheusSettings>): string => {
    const { replicas, resources, volume } = validEnvironment().prometheus;
    const identity = { component: 'prometheus', name: 'prometheus', namespace: 'monitoring', environment: 'prod' };
    const props = { identity, settings: settings(changes), replicas, resources, volume };
    return prometheusProblems(props, 'prod')
      .filter(({ what }) => !what.startsWith('scrapeTimeout'))
      .map(problemText)
      .join('\n');
  };

  it.each<readonly [what: string, changes: () => Partial<PrometheusSettings>, message: string]>([
    ['nothing of a server that sends on', () => ({}), ''],
    [
      'a part of the targets for a server',
      () => ({ shard: { index: 0, count: 2 } }),
      'prod: shard is given, must be left to agents: a rule must see every target',
    ],
    [
      'an agent that sends nothing',
      () => ({ ...agent(0, 2), remoteWrite: [] }),
      'prod: remoteWrite is empty, must have a store: an agent keeps nothing',
    ],
    [
      'an agent with rules',
      () => ({ agent: true }),
      'prod: rules or alertmanagers are given, must be left to a server: an agent evaluates nothing',
    ],
    ['a part that is not there', () => agent(2, 2), 'prod: shard.index is 2, must be a whole number from 0 to 1'],
    ['one part', () => agent(0, 1), 'prod: shard.count is 1, must be a whole number, 2 or more'],
  ])('%s', (_, changes, message) => {
    expect(problems(changes())).toBe(message);
  });
});
