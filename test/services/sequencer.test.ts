import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { count, perSecond, seconds } from '../../model';
import type { DeliveryContext, Metric, ServiceDelivery } from '../../model';
import { relabelings } from '../../model/dialect';
import { sequencer } from '../../services/sequencer';
import { documented, release027 } from '../../services/sequencer/dialects';
import { DOCUMENTED, metrics } from '../../services/sequencer/metrics';
import { dev } from '../../stacks/environment/dev';
import { withEveryProbe } from '../support/probed';
import { refusal } from '../support/refusal';
import { readExposition, relabelled } from '../support/relabel';

const context: DeliveryContext = {
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['sequencer:8080'] }],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://monitoring.example.org',
  ...withEveryProbe(sequencer),
};
const dialectNames = ['documented', '0.2.7'] as const;
const deliveredAs = (dialect: string, thresholds: DeliveryContext['thresholds'] = {}): ServiceDelivery =>
  sequencer.deliver({ ...context, dialect, thresholds });
const catalogue: readonly Metric[] = Object.values(metrics);
const own = catalogue.filter(({ name }) => name !== 'up');
const recorded = readFileSync(join(__dirname, '../fixtures/sequencer-0.2.7.prom'), 'utf8');

/** Labels that are part of a series' form. */
const FORM = ['__name__', 'le'];

describe('the catalogue', () => {
  it('has every metric that guide and runbook name, with its type by behaviour', () => {
    expect(DOCUMENTED.map(({ name, metricType }) => [name, metricType])).toEqual([
      ['stateset_sequencer_errors_total', 'counter'],
      ['stateset_sequencer_request_duration_seconds', 'histogram'],
      ['stateset_sequencer_db_pool_active_connections', 'gauge'],
      ['stateset_sequencer_db_pool_max_connections', 'gauge'],
      ['stateset_sequencer_circuit_breaker_state', 'stateset'],
      ['stateset_sequencer_events_ingested_total', 'counter'],
      ['sequencer_ingest_latency_seconds', 'histogram'],
      ['sequencer_ratelimit_rejected', 'counter'],
      ['sequencer_events_rejected', 'counter'],
    ]);
  });

  it('declares every other metric absent from the documented names', () => {
    const told = documented.absent.map(({ metric }) => metric.name);
    const others = own.filter((metric) => !DOCUMENTED.some(({ name }) => name === metric.name));
    expect(told).toEqual(others.map(({ name }) => name));
  });

  it('gives no metric the label that alerts carry themselves', () => {
    expect(catalogue.filter(({ labelNames }) => labelNames.includes('service'))).toEqual([]);
  });
});

describe('release 0.2.7, by a page that it served', () => {
  const page = readExposition(recorded);
  const stored = page.series.map((series) => relabelled(series, relabelings(release027)));
  const names = new Set(stored.map(({ __name__ = '' }) => __name__));

  it('yields every canonical name that it is not declared to lack, but for what did not happen', () => {
    const absent = release027.absent.map(({ metric }) => metric.name);
    const missing = own.filter(({ name, seriesNames }) => !absent.includes(name) && !names.has(seriesNames[0] ?? ''));
    expect(missing.map(({ name }) => name)).toEqual([
      'stateset_sequencer_errors_total',
      'sequencer_metrics_cardinality_overflow',
    ]);
    expect(missing.filter(({ presence }) => presence !== 'after-first-event')).toEqual([]);
  });

  it('yields no name that the catalogue does not have', () => {
    const known = new Set(own.flatMap(({ seriesNames }) => seriesNames));
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(own.map((metric) => [metric.name, metric] as const))('%s has the type and the labels told', (_, metric) => {
    const real = release027.renamed.find((one) => one.metric.name === metric.name)?.realName ?? metric.name;
    const found = stored.filter(({ __name__ = '' }) => metric.seriesNames.includes(__name__));
    const lacking = release027.withoutLabels.filter((l) => l.metric.name === metric.name).map(({ label }) => label);
    // Only a metric with 1000 label sets has it.
    const labels = Object.keys(metric.labels).filter((label) => !lacking.includes(label) && label !== 'overflow');
    for (const series of found) {
      const others = Object.fromEntries(Object.entries(series).filter(([label]) => !FORM.includes(label)));
      expect(Object.keys(others).sort()).toEqual(labels.sort());
      const foreign = Object.entries(others).filter(([label, value]) =>
        [metric.labels[label]?.values ?? [value]].every((values) => !values.includes(value)),
      );
      expect(foreign).toEqual([]);
    }
    expect(found.length === 0 ? metric.metricType : page.types.get(real)).toBe(metric.metricType);
  });

  it('has the buckets that the catalogue tells, for times and for events', () => {
    for (const histogram of [metrics.requestDuration, metrics.ingestLatency, metrics.eventsPerBatch]) {
      const found = stored.filter(({ __name__ }) => __name__ === histogram.bucket.name);
      expect([...new Set(found.map(({ le }) => le))]).toEqual([...histogram.bounds.map(String), '+Inf']);
    }
  });

  it('tells its utilisation in per cent, so that a limit in shares is refused', () => {
    expect(recorded).toContain('sequencer_pool_utilization 20\n');
    expect(metrics.poolUtilization.unit).toBe('percent');
  });
});

describe('the documented alerts', () => {
  interface Rule {
    readonly alert: string;
    readonly expr: string;
    readonly labels: { readonly severity: string };
    readonly for?: { readonly value: number };
  }
  const rulesOf = (dialect: string, name: string): readonly Rule[] =>
    deliveredAs(dialect)
      .ruleGroups.flatMap(({ rules }) => rules)
      .filter((rule): rule is Rule & typeof rule => 'alert' in rule && rule.alert === name);

  it.each([
    ['SequencerHighErrorRate', '0.1', 'warning', 300],
    ['SequencerHighLatency', '1', 'warning', 300],
    ['SequencerLowThroughput', '10', 'warning', 600],
  ])('%s has its limit, severity and wait under both names', (name, limit, severity, wait) => {
    for (const dialect of dialectNames) {
      const [rule, ...others] = rulesOf(dialect, name);
      expect(others).toEqual([]);
      expect(rule?.expr).toMatch(new RegExp(` [<>] ${limit.replace('.', '\\.')}$`));
      expect([rule?.labels.severity, rule?.for?.value]).toEqual([severity, wait]);
    }
  });

  it('the pool warns at 80 per cent and is critical at 90, each after 5m', () => {
    for (const dialect of dialectNames) {
      const rungs = rulesOf(dialect, 'SequencerDatabasePoolExhausted');
      expect(rungs.map(({ expr, labels, for: wait }) => [expr.slice(-6).trim(), labels.severity, wait?.value])).toEqual(
        [
          ['> 0.8', 'warning', 300],
          ['> 0.9', 'critical', 300],
        ],
      );
    }
  });

  it('a breaker is critical after 1m, and left out where no release registers one', () => {
    const [rule] = rulesOf('documented', 'SequencerCircuitBreakerOpen');
    expect([rule?.labels.severity, rule?.for?.value]).toEqual(['critical', 60]);
    expect(rulesOf('0.2.7', 'SequencerCircuitBreakerOpen')).toEqual([]);
  });

  it('never ask a quantile for more than its last bucket can tell', () => {
    const limits = sequencer.spec.alerts
      .filter(({ spec }) => spec.when.left.text().startsWith('histogram_quantile'))
      .map(({ spec }) => spec.when.threshold?.value ?? Infinity);
    expect(limits).toHaveLength(2);
    expect(Math.max(...limits)).toBeLessThan(10);
  });

  it('can be told another throughput, and not one that is no rate', () => {
    const rule = (limit: ReturnType<typeof perSecond>): string | undefined =>
      JSON.stringify(deliveredAs('0.2.7', { SequencerLowThroughput: limit }).ruleGroups);
    expect(rule(perSecond(2))).toContain(' < 2"');
    expect(refusal(() => deliveredAs('0.2.7', { SequencerLowThroughput: count(2) }))).toContain('[PQ-28]');
  });

  it('do not tell of low throughput where nobody sends', () => {
    expect(dev.thresholds.SequencerLowThroughput).toEqual(perSecond(0));
  });
});

describe('what a dialect leaves out', () => {
  const alertsLeftOut = (dialect: string): readonly string[] =>
    deliveredAs(dialect)
      .omissions.filter(({ kind }) => kind === 'alert')
      .map(({ name }) => name);

  it('is what 0.2.7 does not measure', () => {
    expect(deliveredAs('0.2.7').omissions.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'alert SequencerRateLimitRejections',
      'alert SequencerCircuitBreakerOpen',
      'panel Open circuit breakers',
      'panel Breaker states',
      'panel Throughput by entity type',
      'panel Throughput by tenant and store',
      'panel Rate limit rejections',
    ]);
  });

  it('is what the documents do not name', () => {
    expect(alertsLeftOut('documented')).toEqual([
      'SequencerScrapesRefused',
      'SequencerRestarting',
      'SequencerMetricsOverflow',
      'SequencerServerErrors',
      'SequencerSignatureFailures',
      'SequencerRateLimited',
      'SequencerCommitmentsFailing',
      'SequencerAnchoringFailing',
    ]);
  });
});

describe('the board', () => {
  it('has the sections of the monitoring guide, in its order', () => {
    const panels = deliveredAs('documented').dashboards[0]?.model['panels'] as { type: string; title: string }[];
    expect(panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
      'Overview',
      'Ingestion rate',
      'Request latency',
      'Error rate',
      'Database pool',
      'Circuit breakers',
      'Event throughput',
      'API key usage',
      'From outside',
      'Servers',
      'Not available in this release',
    ]);
  });

  it('never trusts the waits that 0.2.7 does not count', () => {
    const text = JSON.stringify(deliveredAs('0.2.7').dashboards[0]);
    expect(text).toContain('Not to be trusted in this release: sequencer_pool_timed_out_acquisitions');
  });
});

describe('the runbook', () => {
  const text = sequencer.spec.runbook();
  const anchors = new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, ''),
    ),
  );

  it.each([
    'High latency on event ingestion',
    'Rate limit exceeded',
    'Signature verification failures',
    'Sequence gap detected',
    'Run migrations',
    'Back up the database',
    'Restore the database',
    'Vacuum and analyse',
    'Check index usage',
    'High memory usage',
    'Slow commitment creation',
    'Database connection exhaustion',
    'Recover from a corrupt commitment',
    'Recover dead letter events',
    'Recover from a failure of anchoring',
    'High latency',
    'High error rate',
    'Database pool exhaustion',
    'Circuit breaker open',
  ])('has the procedure "%s"', (title) => {
    expect(text).toMatch(new RegExp(`^### ${title}\n\n\\S`, 'm'));
  });

  it('links to sections that it has', () => {
    const linked = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(linked.length).toBeGreaterThan(50);
    expect(linked.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  it('never sends a key as a bearer token, nor asks tables that are not there', () => {
    expect(text).not.toMatch(/Authorization: Bearer/);
    expect(text).not.toMatch(/FROM (agent_keys|dead_letter_events)/);
  });

  it('maps every tuning value of the monitoring guide', () => {
    const keys = [...text.matchAll(/^\| `(database|rateLimit|circuitBreaker)\.(\w+)`/gm)].map(
      ([, a, b]) => `${a}.${b}`,
    );
    expect(keys).toEqual([
      'database.maxConnections',
      'database.minIdleConnections',
      'database.acquireTimeoutMs',
      'database.idleTimeoutSecs',
      'database.maxLifetimeSecs',
      'rateLimit.perMinute',
      'rateLimit.maxEntries',
      'circuitBreaker.failureThreshold',
      'circuitBreaker.successThreshold',
      'circuitBreaker.timeout',
      'circuitBreaker.maxWait',
    ]);
  });
});
