import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { wire } from '../../constructs/monitoring/wiring';
import { prometheusConfig } from '../../constructs/prometheus/config';
import { yamlText } from '../../constructs/render/yaml';
import { board, row, stat } from '../../dashboards';
import { catalogue, gauge, promql, seconds } from '../../model';
import type { DeliveryContext, Discovery, Metric, ServiceDelivery } from '../../model';
import { relabelings } from '../../model/dialect';
import { drachma, fullNodeHosts, nodePods, seedHosts } from '../../services/drachma';
import { dialects } from '../../services/drachma/dialects';
import { metrics } from '../../services/drachma/metrics';
import { targetLabels } from '../../services/drachma/targets';
import { environments } from '../../stacks/environments';
import { folderPlace, loopbackAddresses, validEnvironment, watchdog } from '../constructs/fixture';
import { testFolder } from '../support/folder';
import { readExposition, relabelled } from '../support/relabel';
import { requireTool } from '../support/tools';

const SEEDS = seedHosts('mainnet', ['seed1.drachma.org', 'seed2.drachma.org', 'seed3.drachma.org']);
const context: DeliveryContext = {
  environment: 'test',
  discovery: [SEEDS],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://monitoring.example.org',
};
const deliver = (overrides: Partial<DeliveryContext> = {}): ServiceDelivery =>
  drachma.deliver({ ...context, ...overrides });
const own: readonly Metric[] = Object.values(metrics).filter(({ name }) => name !== 'up');
const dialectNamed = (name: string): (typeof dialects)[number] => {
  const found = dialects.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no dialect '${name}'`);
  return found;
};

describe('the catalogue', () => {
  it('has the seven metrics of the operators’ guide, typed by behaviour and not by name', () => {
    const beyond = dialectNamed('documented').absent.map(({ metric }) => metric.name);
    expect(own.filter(({ name }) => !beyond.includes(name)).map(({ name, metricType }) => [name, metricType])).toEqual([
      ['drachma_blocks', 'gauge'],
      ['drachma_peers_count', 'gauge'],
      ['drachma_mempool_bytes', 'gauge'],
      ['drachma_last_block_time', 'gauge'],
      ['drachma_estimated_height', 'gauge'],
      ['drachma_networkhashps', 'gauge'],
      ['drachma_tx_count', 'counter'],
    ]);
  });
});

/** A page in each dialect, and the canonical names that Prometheus stores of it. */
const PAGES: Readonly<Record<string, readonly [exposed: readonly string[], stored: readonly string[]]>> = {
  documented: [
    ['drachma_blocks', 'drachma_peers_count', 'drachma_tx_count'],
    ['drachma_blocks', 'drachma_peers_count', 'drachma_tx_count'],
  ],
  'mainnet-rules': [
    ['drachma_peer_count', 'drachma_mempool_size', 'drachma_best_block_time', 'drachma_memory_usage_bytes'],
    ['drachma_peers_count', 'drachma_mempool_bytes', 'drachma_last_block_time', 'drachma_memory_usage_bytes'],
  ],
  'testnet-dashboard': [
    ['drachma_block_height', 'drachma_peers_total', 'drachma_mempool_bytes'],
    ['drachma_blocks', 'drachma_peers_count', 'drachma_mempool_bytes'],
  ],
  'bitcoin-exporter': [
    ['bitcoin_blocks', 'bitcoin_peers', 'bitcoin_mempool_bytes', 'bitcoin_mempool_size', 'bitcoin_hashps'],
    [
      'drachma_blocks',
      'drachma_peers_count',
      'drachma_mempool_bytes',
      'drachma_mempool_transactions',
      'drachma_networkhashps',
    ],
  ],
  '0.1.0-rpc': [['drachma_blocks'], ['drachma_blocks']],
  complete: [['drachma_chain_tips'], ['drachma_chain_tips']],
};

describe('the dialects', () => {
  it('are those that have a page here', () => {
    expect(dialects.map(({ name }) => name)).toEqual(Object.keys(PAGES));
  });

  it.each(Object.entries(PAGES))('%s becomes canonical at the scrape', (name, [exposed, stored]) => {
    const page = readExposition(exposed.map((each) => `${each} 1`).join('\n'));
    const found = page.series.map((series) => relabelled(series, relabelings(dialectNamed(name))));
    expect(found.map(({ __name__ }) => __name__)).toEqual(stored);
    const absent = dialectNamed(name).absent.map(({ metric }) => metric.name);
    expect(stored.filter((each) => absent.includes(each))).toEqual([]);
  });

  it.each([
    ['documented', ['DrachmaForkDetected', 'DrachmaMemoryHigh']],
    ['mainnet-rules', ['DrachmaOutOfSync', 'DrachmaForkDetected', 'DrachmaHashRateFell']],
    ['testnet-dashboard', ['DrachmaForkDetected', 'DrachmaHashRateFell', 'DrachmaMemoryHigh']],
    ['bitcoin-exporter', ['DrachmaForkDetected', 'DrachmaMemoryHigh']],
    ['complete', []],
  ])('%s lacks %j, and nothing else', (dialect, lacking) => {
    const prober = { address: 'blackbox:9115' };
    const { omissions } = deliver({ dialect, prober, probeTargets: { rpc: ['127.0.0.1:8332'] } });
    expect(omissions.filter(({ kind }) => kind !== 'panel').map(({ name }) => name)).toEqual(lacking);
  });

  it('trust nothing of release 0.1.0 but whether it answers', () => {
    const { ruleGroups } = deliver({ dialect: '0.1.0-rpc' });
    const alerts = ruleGroups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])));
    expect(alerts).toEqual(['DrachmaDown', 'DrachmaAbsent', 'DrachmaMostNodesDown']);
  });
});

describe('targets', () => {
  const labelled = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
    const { network = '', role = '' } = relabelled(labels, targetLabels);
    return { network, role };
  };

  it('are three seeds on port 9311 where three hosts are named', () => {
    expect(deliver().scrapeJobs[0]).toMatchObject({
      job: 'drachma',
      metricsPath: '/metrics',
      discovery: [
        {
          kind: 'static',
          targets: ['seed1.drachma.org:9311', 'seed2.drachma.org:9311', 'seed3.drachma.org:9311'],
          labels: { network: 'mainnet', role: 'seed' },
        },
      ],
    });
  });

  it('have brackets around addresses with colons', () => {
    expect(fullNodeHosts('testnet', ['2001:db8:88::99'])).toMatchObject({ targets: ['[2001:db8:88::99]:9311'] });
  });

  it('have network and role from their discovery, then from their pod, then as a node has them by itself', () => {
    const pod = {
      __meta_kubernetes_pod_label_drachma_org_network: 'testnet',
      __meta_kubernetes_pod_label_app_kubernetes_io_component: 'seed',
    };
    expect(labelled({ network: 'regtest', role: 'seed' })).toEqual({ network: 'regtest', role: 'seed' });
    expect(labelled(pod)).toEqual({ network: 'testnet', role: 'seed' });
    expect(labelled({ ...pod, __meta_kubernetes_pod_label_app_kubernetes_io_component: 'database' })).toEqual({
      network: 'testnet',
      role: 'node',
    });
    expect(labelled({})).toEqual({ network: 'mainnet', role: 'node' });
  });

  it('are kept of the pods that say so, and promtool reads the whole', () => {
    const environment = validEnvironment();
    const discovery: readonly Discovery[] = [
      SEEDS,
      fullNodeHosts('mainnet', ['node1.drachma.org']),
      nodePods(['drachma']),
    ];
    const { prometheus } = wire(
      { ...environment, services: { drachma: { discovery, dialect: 'bitcoin-exporter' } } },
      [drachma, watchdog()],
      loopbackAddresses(),
    );
    const config = prometheusConfig(prometheus, folderPlace(folder));
    const jobs = config['scrape_configs'] as unknown as readonly Job[];
    const job = jobs.find((each) => each.job_name === 'drachma');
    expect(job?.kubernetes_sd_configs).toEqual([
      {
        role: 'pod',
        namespaces: { names: ['drachma'] },
        selectors: [{ role: 'pod', label: 'app.kubernetes.io/name=drachma' }],
      },
    ]);
    expect(job?.relabel_configs.filter(({ action }) => action === 'keep')).toEqual([
      {
        source_labels: ['__meta_kubernetes_namespace', '__meta_kubernetes_pod_container_port_name'],
        regex: ';|drachma;metrics',
        action: 'keep',
      },
    ]);
    const path = join(folder, 'discovery.yml');
    writeFileSync(path, yamlText({ ...config, rule_files: [] }));
    const said = execFileSync(requireTool('promtool').path, ['check', 'config', '--syntax-only', path], {
      encoding: 'utf8',
    });
    expect(said).toContain('SUCCESS');
  });

  const folder = testFolder();
  interface Job {
    readonly job_name: string;
    readonly kubernetes_sd_configs?: unknown;
    readonly relabel_configs: readonly { readonly action?: string }[];
  }
});

describe('an environment', () => {
  it.each(Object.values(environments))('$name scrapes no node, since none serves metrics', ({ services }) => {
    expect(services.drachma?.discovery ?? []).toEqual([]);
  });

  it('is told of closed ports without any scrape job', () => {
    const { scrapeJobs, ruleGroups } = deliver({
      discovery: [],
      prober: { address: 'blackbox:9115' },
      probeTargets: { p2p: ['seed1.drachma.org:9333'] },
    });
    expect(scrapeJobs.map(({ job }) => job)).toEqual(['probe-drachma-p2p']);
    const alerts = ruleGroups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])));
    expect([...new Set(alerts)]).toEqual([
      'DrachmaP2pClosed',
      'DrachmaMostP2pClosed',
      'SloErrorBudgetBurn',
      'SloErrorBudgetExhausted',
      'SloSliAbsent',
    ]);
  });
});

describe('the probe of the RPC', () => {
  const prober = { address: 'blackbox:9115' };

  it('asks nobody whom the environment does not name, since not every way there is safe', () => {
    expect(deliver({ prober }).probeModules?.map(({ name }) => name)).toEqual(['drachma-p2p']);
  });

  it('asks as the node wants to be asked, within a tenth of the calls that it answers', () => {
    const delivery = deliver({ prober, probeTargets: { rpc: ['drachma-0.drachma.svc:8332'] } });
    expect(delivery.probeModules?.find(({ name }) => name === 'drachma-rpc')).toMatchObject({
      prober: 'http',
      method: 'POST',
      send: '{"method":"getblockcount","params":[]}',
      statuses: [200],
      auth: { kind: 'basic', password: { secret: 'drachma-rpc', key: 'password' } },
    });
    const interval = delivery.scrapeJobs.find(({ job }) => job === 'probe-drachma-rpc')?.interval.value ?? 0;
    expect((2 * 60) / interval).toBeLessThan(119 / 10);
  });

  it.each([
    ['{"result":0}', true],
    ['{"result": 120000}', true],
    ['{"error":"unknown method"}', false],
    ['{"result":null}', false],
  ])('takes %s for an answer: %s', (body, isAnswer) => {
    const module = deliver({ prober, probeTargets: { rpc: ['x:8332'] } }).probeModules?.find(
      ({ name }) => name === 'drachma-rpc',
    );
    const pattern = module?.prober === 'http' ? (module.body ?? '') : '';
    expect(pattern).not.toBe('');
    expect(new RegExp(pattern).test(body)).toBe(isAnswer);
  });
});

describe('the board', () => {
  interface Drawn {
    readonly title?: string;
    readonly type: string;
    readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  }
  const panelsOf = (dialect: string): readonly Drawn[] =>
    (deliver({ dialect }).dashboards[0]?.model['panels'] ?? []) as readonly Drawn[];
  const WANTED = [
    'Block height',
    'Peer count',
    'Mempool size',
    'Network hash rate',
    'Sync status',
    'Chain tips',
    'Time since last block',
    'Transaction rate',
  ];

  it('has the panels of the operators’ guide', () => {
    const titles = panelsOf('complete').map(({ title }) => title);
    expect(WANTED.filter((title) => !titles.includes(title))).toEqual([]);
  });

  it('shows the hash rate in hashes a second', () => {
    const panel = panelsOf('documented').find(({ title }) => title === 'Network hash rate');
    expect(panel?.fieldConfig?.defaults.unit).toBe('Hs');
  });

  it('says of the chain tips, which the guide wants and does not name, why they are not there', () => {
    expect(panelsOf('documented').map(({ title }) => title)).not.toContain('Chain tips');
    expect(deliver().omissions).toContainEqual({
      kind: 'panel',
      name: 'Chain tips',
      reason: 'drachma_chain_tips: the guide has no name for it',
    });
  });

  it('lets the reader choose network and role', () => {
    const model = deliver().dashboards[0]?.model as { templating: { list: readonly { name: string }[] } };
    expect(model.templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'network', 'role', 'instance']);
  });

  it('takes a gauge of one’s own by one call', () => {
    const custom = catalogue('drachma', {
      up: metrics.up,
      backlog: gauge('drachma_custom_metric', { help: 'Something of ours', labels: metrics.up.labels }),
    });
    const description = 'Something that our own build of the node tells. Normal: a few.';
    const drawn = board({ context, dialect: undefined, missing: () => undefined, rungs: () => [], slos: [] } as never, {
      uid: 'drachma-own',
      title: 'Chains / ours',
      service: 'drachma',
      description: 'What our own build of the node tells.',
      variablesFrom: custom.up,
      rows: [row('Ours', [stat({ title: 'Backlog', description, query: promql`${custom.backlog}` })])],
    });
    expect(JSON.stringify(drawn.dashboards[0]?.model)).toContain(
      'drachma_custom_metric{job=~\\"$job\\", network=~\\"$network\\", role=~\\"$role\\", instance=~\\"$instance\\"}',
    );
  });
});

describe('the runbook', () => {
  it.each(['No metrics appear', 'Too many series', 'Alerts do not arrive'])('has the procedure "%s"', (title) => {
    expect(drachma.spec.runbook()).toContain(`\n### ${title}\n\n1. `);
  });
});
