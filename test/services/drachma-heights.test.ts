/** A dialect that tells heights alone: what is derived of them, by promtool and by a real Prometheus. */
import { seconds } from '../../model';
import type { Discovery } from '../../model';
import { drachma, seedHosts } from '../../services/drachma';
import { testFolder } from '../support/folder';
import { runOptions, runPromtool } from '../support/promtool';
import { Cleanup } from '../support/running';
import { scrapingPrometheus, servePage } from '../support/scraping-prometheus';
import type { Answer, ScrapingPrometheus } from '../support/scraping-prometheus';
import { until } from '../support/wait';

describe('a dialect that tells heights alone', () => {
  const nodes = [
    { network: 'mainnet', role: 'seed', instance: 'seed1:9311' },
    { network: 'mainnet', role: 'node', instance: 'node1:9311' },
  ];
  const blocks = (index: number, values: string): object => ({
    series: `drachma_blocks{job="drachma", ${Object.entries(nodes[index] ?? {})
      .map(([name, value]) => `${name}="${value}"`)
      .join(', ')}}`,
    values,
  });
  const firing = (alertname: string): string =>
    `count(ALERTS{alertname="${alertname}", alertstate="firing"}) or vector(0)`;
  const MINUTE = 4;

  async function play(
    inputs: readonly object[],
    expected: Readonly<Record<string, readonly [at: string, count: number][]>>,
  ) {
    const { ruleGroups } = drachma.deliver({
      environment: 'test',
      discovery: [seedHosts('testnet', ['seed1.drachma.org'])],
      dialect: 'testnet-dashboard',
      thresholds: {},
      scrapeInterval: seconds(15),
      scrapeTimeout: seconds(10),
      evaluationInterval: seconds(15),
      publicUrl: 'https://monitoring.example.org',
    });
    const groups = ruleGroups.filter(({ name }) => !name.includes('slo'));
    const test = {
      rule_files: ['rules.yml'],
      group_eval_order: runOptions('rules.yml', groups).groupOrder,
      evaluation_interval: '15s',
      tests: [
        {
          interval: '15s',
          input_series: inputs,
          promql_expr_test: Object.entries(expected).flatMap(([alertname, moments]) =>
            moments.map(([at, value]) => ({
              expr: firing(alertname),
              eval_time: at,
              exp_samples: [{ labels: '{}', value }],
            })),
          ),
        },
      ],
    };
    const verdicts = await runPromtool({ rules: { 'rules.yml': groups }, tests: { heights: test } });
    return verdicts.get('heights')?.failures.map(({ text }) => text);
  }

  it('still tells that the chain stands: no height has changed for half an hour', async () => {
    // A block a minute for ten minutes, then none.
    const values = `0+0x${3} 1+0x${3} 2+0x${3} 3+0x${3} 4+0x${3} 4+0x${45 * MINUTE}`;
    const found = await play([blocks(0, values), blocks(1, values)], {
      DrachmaChainStalled: [
        ['30m', 0],
        ['45m', 1],
      ],
      DrachmaStaleBlock: [['45m', 0]],
      DrachmaOutOfSync: [['45m', 0]],
    });
    expect(found).toEqual([]);
  });

  it('still tells which node stands while the others go on', async () => {
    const rising = Array.from({ length: 60 }, (_, i) => `${100 + i}+0x${MINUTE - 1}`).join(' ');
    // What is first seen at the beginning of all time counts as never.
    const found = await play([blocks(0, `_x${MINUTE} ${rising}`), blocks(1, `_x${MINUTE} 100+0x${60 * MINUTE}`)], {
      DrachmaChainStalled: [['59m', 0]],
      DrachmaStaleBlock: [
        ['40m', 0],
        ['55m', 1],
      ],
      DrachmaOutOfSync: [
        ['30m', 0],
        ['40m', 1],
      ],
    });
    expect(found).toEqual([]);
  });
});

describe('a real Prometheus', () => {
  const cleanup = new Cleanup();
  const folder = testFolder();
  const addresses: string[] = [];
  let prometheus: ScrapingPrometheus;
  const ask = (query: string): Promise<readonly Answer[]> => prometheus.ask(query);

  beforeAll(async () => {
    addresses.push(await servePage(cleanup, pageAt(7)), await servePage(cleanup, pageAt(9)));
    const [first = '', second = ''] = addresses;
    const discovery: readonly Discovery[] = [
      { kind: 'static', targets: [first], labels: { network: 'testnet', role: 'seed' } },
      { kind: 'static', targets: [second], labels: { network: 'testnet' } },
    ];
    const targets = { discovery, dialect: 'testnet-dashboard' };
    prometheus = await scrapingPrometheus(cleanup, { folder, service: drachma, targets });
    await until('the recorded heights', 30, async () => (await ask('drachma_estimated_height')).length === 2);
  }, 60_000);

  it('stores the nodes under canonical names, with network and role', async () => {
    const stored = await ask('drachma_blocks{job="drachma"}');
    const found = stored.map(({ metric: { instance, network, role }, value }) => [instance, network, role, value[1]]);
    expect(found.sort()).toEqual(
      [
        [addresses[0], 'testnet', 'seed', '7'],
        [addresses[1], 'testnet', 'node', '9'],
      ].sort(),
    );
    expect(await ask('{__name__=~"drachma_block_height|drachma_peers_total"}')).toEqual([]);
  });

  it('records the height of the furthest node for all of them', async () => {
    const heights = await ask('drachma_estimated_height');
    expect(heights.map(({ value }) => value[1])).toEqual(['9', '9']);
  });

  it('records when each height was first seen, and keeps it while nothing changes', async () => {
    const [early] = await ask('min(drachma_last_block_time)');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const [late] = await ask('min(drachma_last_block_time)');
    expect(Number(early?.value[1])).toBeGreaterThan(Date.now() / 1000 - 300);
    expect(late?.value[1]).toBe(early?.value[1]);
  });
});

const pageAt = (height: number): string => `# TYPE drachma_block_height gauge
drachma_block_height ${height}
# TYPE drachma_peers_total gauge
drachma_peers_total 8
`;
