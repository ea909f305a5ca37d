import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { millis, seconds } from '../../model';
import type { DeliveryContext, Discovery, Metric, ServiceDelivery } from '../../model';
import { Histogram } from '../../model/metric';
import { relabelings } from '../../model/dialect';
import { rstmdb } from '../../services/rstmdb';
import { documented, release030 } from '../../services/rstmdb/dialects';
import { metrics } from '../../services/rstmdb/metrics';
import { readExposition, relabelled } from '../support/relabel';

const STATIC: Discovery = { kind: 'static', targets: ['rstmdb.databases.svc:9090'] };
const SRV: Discovery = { kind: 'dns', names: ['_rstmdb._tcp.service.consul'], type: 'SRV' };

const bare: DeliveryContext = {
  environment: 'test',
  prober: { address: 'blackbox.example.org:9115' },
  discovery: [STATIC],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://monitoring.example.org',
};
const context = (overrides: Partial<DeliveryContext> = {}): DeliveryContext => ({
  ...bare,
  dialect: '0.3.0',
  ...overrides,
});

const catalogue: readonly Metric[] = Object.values(metrics);
const dialectNames = ['documented', '0.3.0'] as const;
const deliveredAs = (dialect: string): ServiceDelivery => rstmdb.deliver(context({ dialect }));

/** Name, type and labels, as the tables of rstmdb's monitoring page give them. */
const DOCUMENTED: readonly (readonly [name: string, type: string, ...labels: string[]])[] = [
  ['rstmdb_connections_active', 'gauge'],
  ['rstmdb_connections_total', 'counter'],
  ['rstmdb_connections_rejected', 'counter'],
  ['rstmdb_connections_limit', 'gauge'],
  ['rstmdb_requests_total', 'counter', 'op'],
  ['rstmdb_requests_duration_seconds', 'histogram', 'op'],
  ['rstmdb_requests_errors_total', 'counter', 'code', 'op'],
  ['rstmdb_machines_total', 'gauge'],
  ['rstmdb_instances_total', 'gauge'],
  ['rstmdb_instances_by_state', 'gauge', 'machine', 'state'],
  ['rstmdb_events_applied_total', 'counter', 'machine'],
  ['rstmdb_transitions_total', 'counter', 'from', 'machine', 'to'],
  ['rstmdb_wal_offset', 'gauge'],
  ['rstmdb_wal_size_bytes', 'gauge'],
  ['rstmdb_wal_segments', 'gauge'],
  ['rstmdb_wal_writes_total', 'counter'],
  ['rstmdb_wal_write_duration_seconds', 'histogram'],
  ['rstmdb_wal_fsyncs_total', 'counter'],
  ['rstmdb_subscriptions_active', 'gauge'],
  ['rstmdb_events_broadcast_total', 'counter'],
  ['rstmdb_uptime_seconds', 'gauge'],
  ['rstmdb_memory_used_bytes', 'gauge'],
];

describe('the catalogue', () => {
  it('has every metric of the monitoring page, with its type and labels', () => {
    const absent = new Set(documented.absent.map(({ metric }) => metric.name));
    const hidden = documented.withoutLabels.map(({ metric, label }) => `${metric.name}/${label}`);
    const found = catalogue
      .filter(({ name }) => name !== 'up' && !absent.has(name))
      .map(({ name, metricType, labels }) => [
        name,
        metricType,
        ...Object.keys(labels)
          .filter((label) => !hidden.includes(`${name}/${label}`))
          .sort(),
      ]);
    expect(found).toEqual(DOCUMENTED);
  });

  it('has one metric of each name', () => {
    const names = catalogue.flatMap(({ seriesNames }) => seriesNames);
    expect(names).toEqual([...new Set(names)]);
  });

  it('stays far below the limit of samples, even with every operation and code at once', () => {
    const absent = new Set(release030.absent.map(({ metric }) => metric.name));
    const perTarget = catalogue
      .filter(
        ({ name }) => !absent.has(name) && !['up', 'rstmdb_uptime_seconds', 'rstmdb_connections_limit'].includes(name),
      )
      .map(samplesOf)
      .reduce((a, b) => a + b, 0);
    expect(perTarget).toBe(WORST_CASE);
    expect(deliveredAs('0.3.0').scrapeJobs[0]?.sampleLimit).toBeGreaterThan(20 * WORST_CASE);
  });
});

/** Samples of one page of release 0.3.0 on which every operation and every code has occurred. */
const WORST_CASE = 321;

/** Labels that the release leaves out multiply nothing. */
function samplesOf(metric: Metric): number {
  const lacking = release030.withoutLabels.filter((l) => l.metric.name === metric.name).map(({ label }) => label);
  const combinations = Object.entries(metric.labels)
    .filter(([label]) => !lacking.includes(label))
    .reduce((product, [, { values = [] }]) => product * values.length, 1);
  return combinations * (metric instanceof Histogram ? metric.bounds.length + 3 : 1);
}

describe('release 0.3.0, by a page that it served', () => {
  const page = readExposition(readFileSync(join(__dirname, '../fixtures/rstmdb-0.3.0.prom'), 'utf8'));
  const stored = page.series.map((series) => relabelled(series, relabelings(release030)));
  const ofMetric = (metric: Metric): typeof stored =>
    stored.filter(({ __name__ = '' }) => metric.seriesNames.includes(__name__));

  it('yields exactly the canonical names that it is not declared to lack', () => {
    const made = ['up', ...release030.derived.map(({ name }) => name)];
    const absent = release030.absent.map(({ metric }) => metric.name);
    const expected = catalogue
      .filter(({ name }) => !made.includes(name) && !absent.includes(name))
      .flatMap(({ seriesNames }) => seriesNames);
    expect([...new Set(stored.map(({ __name__ }) => __name__))].sort()).toEqual([...expected].sort());
  });

  it.each(catalogue.filter((metric) => ofMetric(metric).length > 0).map((metric) => [metric.name, metric] as const))(
    '%s has the labels and the values that the catalogue tells',
    (_name, metric) => {
      const lacking = release030.withoutLabels.filter((l) => l.metric.name === metric.name).map(({ label }) => label);
      const labels = Object.keys(metric.labels).filter((label) => !lacking.includes(label));
      for (const series of ofMetric(metric)) {
        const found = Object.entries(series).filter(([label]) => label !== '__name__' && label !== 'le');
        expect(found.map(([label]) => label).sort()).toEqual(labels.sort());
        for (const [label, value] of found) {
          expect(metric.labels[label]?.values ?? [value]).toContain(value);
        }
      }
    },
  );

  it('has the types that the catalogue tells', () => {
    const realNames = new Map(release030.renamed.map(({ metric, realName }) => [metric.name, realName]));
    const types = catalogue
      .filter((metric) => ofMetric(metric).length > 0)
      .map(({ name, metricType }) => ({
        name,
        told: metricType as string,
        served: page.types.get(realNames.get(name) ?? name),
      }));
    expect(types.filter(({ told, served }) => told !== served)).toEqual([]);
  });

  it('has the buckets that the catalogue tells', () => {
    const bounds = ofMetric(metrics.requestDuration).flatMap(({ le }) => le ?? []);
    expect([...new Set(bounds)]).toEqual([...metrics.requestDuration.bounds.map(String), '+Inf']);
  });

  it('holds an error of the full disk that it was recorded on', () => {
    expect(stored).toContainEqual({ __name__: 'rstmdb_requests_errors_total', code: 'WAL_IO_ERROR' });
  });
});

describe('the documented names', () => {
  it('are taken as they are', () => {
    expect(deliveredAs('documented').scrapeJobs[0]?.metricRelabelings).toEqual([]);
  });

  it('are meant when no dialect is chosen', () => {
    expect(rstmdb.deliver(bare)).toEqual(deliveredAs('documented'));
  });
});

describe('what a dialect leaves out', () => {
  const omitted = (dialect: string): readonly string[] =>
    deliveredAs(dialect).omissions.map(({ kind, name, reason }) => `${kind} ${name} | ${reason}`);

  it('is listed with its reason for 0.3.0', () => {
    expect(omitted('0.3.0')).toEqual([
      'alert RstmdbWALSizeGrowing | rstmdb_wal_size_bytes: 0.3.0 counts the bytes found at its start and nothing written since',
      "panel Errors by operation and code | rstmdb_requests_errors_total: no label 'op': 0.3.0 counts errors by code only",
      'panel WAL offset | rstmdb_wal_offset: 0.3.0 tells its offset only to the command line (wal-stats)',
      'panel WAL write latency (p99) | rstmdb_wal_write_duration_seconds: 0.3.0 does not time its writes',
      'panel Instances by state | rstmdb_instances_by_state: 0.3.0 counts instances in all, not by state',
      'panel Transitions | rstmdb_transitions_total: 0.3.0 does not count transitions',
      'panel Connections accepted and rejected: rejected | rstmdb_connections_rejected: a refused connection leaves only a line in the log of 0.3.0',
    ]);
  });

  it('is listed with its reason for the documented names', () => {
    const unlisted = (name: string): string => `${name}: the documentation lists no such metric`;
    expect(omitted('documented')).toEqual([
      `alert RstmdbRestarting | ${unlisted('process_start_time_seconds')}`,
      `alert RstmdbWALGrowing | ${unlisted('rstmdb_wal_bytes_written_total')}`,
      `alert RstmdbFileDescriptorsLow | ${unlisted('process_open_fds')}; ${unlisted('process_max_fds')}`,
      `alert RstmdbReplicationStalled | ${unlisted('rstmdb_replication_connected_replicas')}; ${unlisted('rstmdb_replication_entries_sent_total')}`,
      `panel Entries sent to replicas: sent | ${unlisted('rstmdb_replication_entries_sent_total')}`,
      `panel WAL written per hour | ${unlisted('rstmdb_wal_bytes_written_total')}`,
      `panel WAL bytes written | ${unlisted('rstmdb_wal_bytes_written_total')}`,
      `panel WAL entries | ${unlisted('rstmdb_wal_entries')}`,
      "panel Active subscriptions by type | rstmdb_subscriptions_active: no label 'type': the documentation lists the metric without it",
      `panel Connected replicas | ${unlisted('rstmdb_replication_connected_replicas')}`,
      `panel Replication trouble | ${unlisted('rstmdb_replication_slow_replica_disconnects_total')}`,
      `panel Restarts | ${unlisted('process_start_time_seconds')}`,
      `panel CPU | ${unlisted('process_cpu_seconds_total')}`,
      `panel File descriptors in use | ${unlisted('process_open_fds')}; ${unlisted('process_max_fds')}`,
      `panel Threads | ${unlisted('process_threads')}`,
      `panel annotation Restarts | ${unlisted('process_start_time_seconds')}`,
    ]);
  });

  it.each(dialectNames)('leaves the seven panels of the monitoring page on the board (%s)', (dialect) => {
    const titles = (deliveredAs(dialect).dashboards[0]?.model['panels'] as { title: string }[]).map((p) => p.title);
    expect(titles).toEqual(
      expect.arrayContaining([
        'Request rate',
        'Request latency (p99)',
        'Error rate',
        'Active connections',
        'Instance count',
        'WAL size',
        'Events per second',
      ]),
    );
  });

  it('shows events where they are counted, and requests for them where not', () => {
    const query = (dialect: string): unknown => {
      const panels = deliveredAs(dialect).dashboards[0]?.model['panels'] as { title: string; targets: object[] }[];
      return panels.find(({ title }) => title === 'Events per second')?.targets[0];
    };
    expect(query('documented')).toMatchObject({
      expr: 'sum by (machine) (rate(rstmdb_events_applied_total{job=~"$job", instance=~"$instance"}[$__rate_interval]))',
    });
    expect(query('0.3.0')).toMatchObject({
      expr: 'sum by (job, instance) (rate(rstmdb_requests_total{job=~"$job", instance=~"$instance", op="APPLY_EVENT"}[$__rate_interval]))',
    });
  });
});

describe('the scrape job', () => {
  it.each([
    ['static targets', STATIC],
    ['DNS SRV records', SRV],
  ])('finds its servers by %s', (_name, discovery) => {
    const [job, ...others] = rstmdb.deliver(context({ discovery: [discovery] })).scrapeJobs;
    expect(others.map((each) => each.job)).toEqual(['probe-rstmdb-clients', 'probe-rstmdb-health']);
    expect(job).toEqual({
      job: 'rstmdb',
      discovery: [discovery],
      scheme: 'http',
      metricsPath: '/metrics',
      interval: seconds(15),
      timeout: seconds(10),
      sampleLimit: 10_000,
      metricRelabelings: relabelings(release030),
    });
  });

  it('is left out with its rules where there are no servers', () => {
    const { scrapeJobs, ruleGroups, alerts } = rstmdb.deliver(context({ discovery: [] }));
    expect({ scrapeJobs, ruleGroups, alerts }).toEqual({ scrapeJobs: [], ruleGroups: [], alerts: [] });
  });
});

describe('the probes', () => {
  const asked = (name: string, address: string, overrides: Partial<DeliveryContext> = {}): string | undefined => {
    const { scrapeJobs } = rstmdb.deliver(context(overrides));
    const found = scrapeJobs.find(({ job }) => job === `probe-rstmdb-${name}`);
    return found && relabelled({ __address__: address }, found.relabelings ?? [])['instance'];
  };

  it('ask the health page where the metrics are, and the service port beside it', () => {
    expect(asked('health', 'rstmdb-1.example.org:9090')).toBe('http://rstmdb-1.example.org:9090/health');
    expect(asked('clients', 'rstmdb-1.example.org:9090')).toBe('rstmdb-1.example.org:7401');
    const { probeModules = [] } = deliveredAs('0.3.0');
    expect(probeModules.find(({ name }) => name === 'rstmdb-health')).toMatchObject({ statuses: [200], body: '^OK' });
  });

  it('never begin a handshake, which 0.3.0 would count as open for ever', () => {
    const { probeModules = [] } = deliveredAs('0.3.0');
    expect(probeModules.map((each) => each.prober !== 'dns' && each.tls)).toEqual([false, false]);
  });

  it('leave the service port alone where the environment says so', () => {
    expect(asked('clients', 'rstmdb-1.example.org:9090', { probeTargets: { clients: [] } })).toBeUndefined();
    expect(asked('health', 'rstmdb-1.example.org:9090', { probeTargets: { clients: [] } })).toBeDefined();
  });

  it('page when nobody can connect, and not for a page that never tells the truth', () => {
    const severities = rstmdb.spec.alerts
      .filter(({ name }) => ['RstmdbPortClosed', 'RstmdbHealthFailed'].includes(name))
      .map(({ name, spec }) => [name, spec.severity]);
    expect(severities).toEqual([
      ['RstmdbPortClosed', 'critical'],
      ['RstmdbHealthFailed', 'warning'],
    ]);
  });
});

describe('the rules', () => {
  it('derive the uptime and the limit of connections under their documented names', () => {
    const [recordings] = deliveredAs('0.3.0').ruleGroups;
    expect(recordings?.rules).toEqual([
      { record: 'rstmdb_connections_limit', expr: '0 * rstmdb_connections_active{job="rstmdb"} + 1000' },
      { record: 'rstmdb_uptime_seconds', expr: 'time() - process_start_time_seconds{job="rstmdb"}' },
    ]);
  });

  it('take an environment’s own threshold', () => {
    const { ruleGroups } = rstmdb.deliver(context({ thresholds: { RstmdbHighLatency: millis(250) } }));
    const rule = ruleGroups.flatMap(({ rules }) => rules).find((r) => 'alert' in r && r.alert === 'RstmdbHighLatency');
    expect(rule?.expr).toMatch(/ > 0\.25$/);
  });

  it('never ask a quantile for more than its last bucket can tell', () => {
    const limit = rstmdb.spec.alerts.find(({ name }) => name === 'RstmdbHighLatency')?.spec.when.threshold?.value;
    expect(limit).toBeLessThan(Math.max(...metrics.requestDuration.bounds));
  });
});

describe('the runbook', () => {
  const text = rstmdb.spec.runbook();
  const sections = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n')[0] ?? '', section]),
  );

  it('has one section for each alert, in their order', () => {
    expect([...sections.keys()]).toEqual(rstmdb.alertNames);
  });

  it.each(rstmdb.alertNames)('says what %s means, what it does, and what to do', (name) => {
    const parts = (sections.get(name) ?? '').split(/^### /m).slice(1);
    expect(parts.map((part) => part.split('\n')[0])).toEqual([
      'Meaning',
      'Impact',
      'Diagnosis',
      'Mitigation',
      'Escalation',
    ]);
    expect(parts.filter((part) => part.split('\n').slice(1).join('').trim().length < 20)).toEqual([]);
  });

  it('links to sections that it has', () => {
    const linked = [...text.matchAll(/\]\(#(\w+)\)/g)].map(([, name = '']) => name);
    expect(linked).not.toEqual([]);
    expect(linked.filter((name) => !sections.has(name))).toEqual([]);
  });

  it('names commands of rstmdb-cli 0.3.0 only', () => {
    const named = [...text.matchAll(/rstmdb-cli -s HOST:7401\s+([a-z-]+)/g)].map(([, verb = '']) => verb);
    expect([...new Set(named)].sort()).toEqual([
      'compact',
      'delete-instance',
      'info',
      'list-machines',
      'ping',
      'repl',
      'replication-status',
      'wal-read',
      'watch-all',
    ]);
  });
});
