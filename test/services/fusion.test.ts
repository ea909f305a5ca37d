import { millisecondsRaw, seconds } from '../../model';
import type { DeliveryContext, Metric, ServiceDelivery } from '../../model';
import { fusion, relayerDialect } from '../../services/fusion';
import { BREAKER_WORDS, HEALTH_WORDS } from '../../services/fusion/dashboard';
import { BREAKER, HEALTH, metrics } from '../../services/fusion/metrics';
import { testFolder } from '../support/folder';
import { refusal } from '../support/refusal';
import { Cleanup } from '../support/running';
import { scrapingPrometheus, servePage } from '../support/scraping-prometheus';
import type { Answer, ScrapingPrometheus } from '../support/scraping-prometheus';
import { until } from '../support/wait';

const context: DeliveryContext = {
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['relayer:9090'] }],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://monitoring.example.org',
};
const deliveredAs = (dialect: string): ServiceDelivery => fusion.deliver({ ...context, dialect });
const catalogue: readonly Metric[] = Object.values(metrics);
const own = catalogue.filter(({ name }) => name !== 'up');

/** Name and type by behaviour of the 14 metrics of the monitoring page, in its order. */
const DOCUMENTED: readonly (readonly [name: string, type: string])[] = [
  ['connections_total', 'gauge'],
  ['connections_active', 'gauge'],
  ['connections_idle', 'gauge'],
  ['requests_total', 'counter'],
  ['request_duration_ms', 'histogram'],
  ['queue_size', 'gauge'],
  ['queue_timeouts_total', 'counter'],
  ['health_status', 'gauge'],
  ['circuit_breaker_status', 'gauge'],
  ['endpoint_weight', 'gauge'],
  ['errors_total', 'counter'],
  ['health_check_failures_total', 'counter'],
  ['connections_created_total', 'counter'],
  ['connections_destroyed_total', 'counter'],
];

describe('the catalogue', () => {
  it('has the fourteen metrics of the monitoring page, typed by behaviour', () => {
    expect(own.map(({ name, metricType }) => [name.replace('fusion_connection_pool_', ''), metricType])).toEqual(
      DOCUMENTED,
    );
  });

  it('stays below the limit of samples with ten times the expected pools and endpoints', () => {
    const samples = own.flatMap(({ labels, metricType, seriesNames }) => {
      const combinations = Object.values(labels).reduce((product, { card = 1 }) => product * card, 1);
      return combinations * (metricType === 'histogram' ? 14 : seriesNames.length);
    });
    const expected = samples.reduce((a, b) => a + b, 0);
    expect(deliveredAs('documented').scrapeJobs[0]?.sampleLimit).toBeGreaterThan(10 * expected);
  });
});

describe('the rules', () => {
  const exprOf = (name: string, dialect = 'documented', thresholds: DeliveryContext['thresholds'] = {}): string => {
    const { ruleGroups } = fusion.deliver({ ...context, dialect, thresholds });
    const rule = ruleGroups.flatMap(({ rules }) => rules).find((r) => 'alert' in r && r.alert === name);
    return rule?.expr ?? '';
  };

  it.each([
    ['ConnectionPoolHighUtilization', '80%', ' > 0.8) and (sum by'],
    ['ConnectionPoolHighLatency', '1000 milliseconds, not 1', '> 1000'],
    ['ConnectionPoolQueueGrowing', '10', '> 10'],
    ['EndpointUnhealthy', '1, which is unhealthy', '== 1'],
    ['NoHealthyEndpoints', '1, which is unhealthy', '== 1'],
    ['CircuitBreakerOpen', '1, which is open', '== 1'],
  ])('compare %s with %s', (name, _words, end) => {
    expect(exprOf(name)).toContain(end);
  });

  it('call a pool unhealthy where the best endpoint is, since 0 is the healthy one', () => {
    expect(exprOf('NoHealthyEndpoints')).toBe(
      'min by (job, instance, pool) (fusion_connection_pool_health_status{job="fusion"}) == 1',
    );
  });

  it('never rate the gauge that is named like a counter', () => {
    const all = deliveredAs('documented').ruleGroups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
    expect(all.filter((expr) => /(rate|increase)\(fusion_connection_pool_connections_total/.test(expr))).toEqual([]);
  });

  it('are the same for every relayer, since names are made canonical at the scrape', () => {
    expect(deliveredAs('unprefixed').ruleGroups).toEqual(deliveredAs('documented').ruleGroups);
  });

  it('take an environment’s own threshold, in milliseconds', () => {
    const thresholds = { ConnectionPoolHighLatency: millisecondsRaw(400) };
    expect(exprOf('ConnectionPoolHighLatency', 'documented', thresholds)).toMatch(/ > 400$/);
  });

  it('refuse a threshold in seconds for a time in milliseconds', () => {
    expect(
      refusal(() => exprOf('ConnectionPoolHighLatency', 'documented', { ConnectionPoolHighLatency: seconds(1) })),
    ).toContain('threshold is 1s (seconds), must be in milliseconds, the unit of the expression');
  });

  it('have the documented severities', () => {
    const severities = new Map(fusion.spec.alerts.map(({ name, spec }) => [name as string, spec.severity]));
    const critical = [
      'ConnectionPoolExhausted',
      'CircuitBreakerOpen',
      'NoHealthyEndpoints',
      'ConnectionPoolQueueTimeouts',
    ];
    const warning = [
      'ConnectionPoolHighUtilization',
      'EndpointUnhealthy',
      'ConnectionPoolHighErrorRate',
      'ConnectionPoolHighLatency',
      'ConnectionPoolQueueGrowing',
      'ConnectionPoolHighChurn',
    ];
    expect(critical.map((name) => severities.get(name))).toEqual(critical.map(() => 'critical'));
    expect(warning.map((name) => severities.get(name))).toEqual(warning.map(() => 'warning'));
  });
});

describe('states', () => {
  it('are said in words, 0 being the good one', () => {
    expect(HEALTH_WORDS).toEqual({
      0: { text: 'Healthy', colour: 'green' },
      1: { text: 'Unhealthy', colour: 'red' },
    });
    expect(BREAKER_WORDS).toEqual({ 0: { text: 'Closed', colour: 'green' }, 1: { text: 'Open', colour: 'red' } });
    expect([HEALTH.healthy.value, BREAKER.closed.value]).toEqual([0, 0]);
  });
});

describe('the board', () => {
  interface Drawn {
    readonly type: string;
    readonly title: string;
  }
  const panels = deliveredAs('documented').dashboards[0]?.model['panels'] as readonly Drawn[];

  it('has the five rows of the monitoring page first', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows.slice(0, 5)).toEqual([
      'Pool status overview',
      'Performance metrics',
      'Error tracking',
      'Health monitoring',
      'Queue metrics',
    ]);
  });

  it('has its ten panels in sight, each of the documented kind', () => {
    const found = new Map(panels.map(({ title, type }) => [title, type]));
    expect(
      [
        'Connections',
        'Pool utilisation',
        'Request rate',
        'Request latency (p50, p95, p99)',
        'Error rate by type',
        'Circuit breaker status',
        'Endpoint health status',
        'Weight distribution',
        'Queue size',
        'Queue timeout rate',
      ].map((title) => [title, found.get(title)]),
    ).toEqual([
      ['Connections', 'timeseries'],
      ['Pool utilisation', 'gauge'],
      ['Request rate', 'timeseries'],
      ['Request latency (p50, p95, p99)', 'timeseries'],
      ['Error rate by type', 'timeseries'],
      ['Circuit breaker status', 'state-timeline'],
      ['Endpoint health status', 'state-timeline'],
      ['Weight distribution', 'table'],
      ['Queue size', 'timeseries'],
      ['Queue timeout rate', 'timeseries'],
    ]);
  });

  it('leaves nothing out for any relayer', () => {
    expect([...deliveredAs('documented').omissions, ...deliveredAs('unprefixed').omissions]).toEqual([]);
  });
});

describe('the runbook', () => {
  it.each(['No metrics appear', 'The dashboard does not load', 'Alerts do not fire'])(
    'has the procedure "%s"',
    (title) => {
      expect(fusion.spec.runbook()).toContain(`\n### ${title}\n\n1. `);
    },
  );
});

describe('names of a relayer', () => {
  it('keep the canonical ones last, after every renaming', () => {
    const rules = deliveredAs('unprefixed').scrapeJobs[0]?.metricRelabelings ?? [];
    expect(rules.filter(({ action }) => action === 'keep')).toEqual([
      { sourceLabels: ['__name__'], regex: 'fusion_connection_pool_.+', action: 'keep' },
    ]);
    expect(rules.at(-1)?.action).toBe('keep');
  });

  it('are refused where Prometheus could not take them', () => {
    const ours = { prefix: '1inch-', pool: '__pool', endpoint: 'type' };
    expect(refusal(() => relayerDialect('ours', ours))).toBe(
      [
        "dialect ours: prefix is '1inch-', must be of letters, digits and _, and not begin with a digit; write what the names on its /metrics page begin with",
        "dialect ours: label 'pool' is '__pool', must be of letters, digits and _, and not begin with __; write the label as its /metrics page has it",
        "dialect ours: labels 'endpoint' and 'type' are both 'type', must differ; name each label of its /metrics page once",
      ].join('\n'),
    );
  });
});

/** A page of a relayer. A Node.js client library adds `process_` and `nodejs_` metrics of its own. */
const page = (prefix: string, pool: string): string => `
# TYPE ${prefix}connections_total gauge
${prefix}connections_total{${pool}="ethereum",endpoint="https://rpc.example.org",pool_type="http"} 8
# TYPE ${prefix}errors_total counter
${prefix}errors_total{${pool}="ethereum",type="timeout"} 3
# TYPE ${prefix}request_duration_ms histogram
${prefix}request_duration_ms_bucket{${pool}="ethereum",endpoint="https://rpc.example.org",le="1000"} 7
${prefix}request_duration_ms_bucket{${pool}="ethereum",endpoint="https://rpc.example.org",le="+Inf"} 9
${prefix}request_duration_ms_sum{${pool}="ethereum",endpoint="https://rpc.example.org"} 4000
${prefix}request_duration_ms_count{${pool}="ethereum",endpoint="https://rpc.example.org"} 9
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 12
# TYPE nodejs_eventloop_lag_seconds gauge
nodejs_eventloop_lag_seconds 0.002
`;

describe('a real Prometheus', () => {
  const cleanup = new Cleanup();
  const folder = testFolder();
  const targets = new Map<string, string>();
  let prometheus: ScrapingPrometheus;
  const ask = (query: string): Promise<readonly Answer[]> => prometheus.ask(query);

  beforeAll(async () => {
    targets.set('unprefixed', await servePage(cleanup, page('connection_pool_', 'pool_name')));
    targets.set('documented', await servePage(cleanup, page('fusion_connection_pool_', 'pool')));
    prometheus = await scrapingPrometheus(cleanup, {
      folder,
      service: fusion,
      targets: { discovery: [{ kind: 'static', targets: [...targets.values()] }], dialect: 'unprefixed' },
    });
    await until('both relayers', 20, async () => (await ask('up{job="fusion"} == 1')).length === 2);
  }, 60_000);

  it.each(['documented', 'unprefixed'])(
    'stores a relayer with %s names under the canonical ones only',
    async (names) => {
      const stored = await ask(`{job="fusion", instance="${targets.get(names) ?? ''}"}`);
      const made = /^(up|scrape_\w+)$/;
      expect(
        [...new Set(stored.map(({ metric }) => metric['__name__'] ?? ''))].filter((n) => !made.test(n)).sort(),
      ).toEqual([
        'fusion_connection_pool_connections_total',
        'fusion_connection_pool_errors_total',
        'fusion_connection_pool_request_duration_ms_bucket',
        'fusion_connection_pool_request_duration_ms_count',
        'fusion_connection_pool_request_duration_ms_sum',
      ]);
      const pools = stored.filter(({ metric }) => !made.test(metric['__name__'] ?? ''));
      expect(pools.map(({ metric: { pool, pool_name: real } }) => [pool, real])).toEqual(
        pools.map(() => ['ethereum', undefined]),
      );
    },
  );
});
