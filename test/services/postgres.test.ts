import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Metric } from '../../model';
import { seconds } from '../../model';
import { postgres } from '../../services/postgres';
import { metrics } from '../../services/postgres/metrics';
import { readExposition } from '../support/relabel';
import type { Exposition } from '../support/relabel';

/**
 * Pages that postgres_exporter served, without their HELP lines: beside PostgreSQL 15.18 with one standby, one slot that
 * nobody reads, a deadlock and two transactions left open. Started with
 * `--collector.postmaster --collector.database_wraparound --collector.stat_wal_receiver`.
 */
const pageOf = (name: string): Exposition =>
  readExposition(readFileSync(join(__dirname, `../fixtures/postgres-exporter-${name}.prom`), 'utf8'));

const primary = pageOf('0.20.1-primary');
const older = pageOf('0.19.1-primary');
const standby = pageOf('0.20.1-standby');
/** The same standby after its primary stopped. */
const cutOff = pageOf('0.20.1-cut-off');
/** The primary with every connection of ordinary users taken. */
const full = pageOf('0.20.1-full');
const stopped = pageOf('0.20.1-stopped');

const catalogue: readonly Metric[] = Object.values(metrics).filter(({ name }: Metric) => name !== 'up');
const namesOn = ({ series }: Exposition): ReadonlySet<string> => new Set(series.map(({ __name__ = '' }) => __name__));

describe('the catalogue', () => {
  it.each([
    ['0.20.1', primary, standby],
    ['0.19.1', older, standby],
  ])('has only names that release %s exposes, on a primary or a standby', (_release, ...pages) => {
    const exposed = new Set(pages.flatMap((page) => [...namesOn(page)]));
    expect(catalogue.map(({ name }) => name).filter((name) => !exposed.has(name))).toEqual([]);
  });

  it.each([
    ['0.20.1', primary],
    ['0.19.1', older],
  ])('has the types that release %s tells', (_release, page) => {
    // An info metric is a gauge, or has no type, on a page of text.
    const told = (metric: Metric): readonly string[] =>
      metric.metricType === 'info' ? ['gauge', 'untyped'] : [metric.metricType];
    const wrong = catalogue.filter((metric) => {
      const type = page.types.get(metric.name);
      return type !== undefined && !told(metric).includes(type);
    });
    expect(wrong.map(({ name }) => [name, page.types.get(name)])).toEqual([]);
    expect(catalogue.filter(({ name }) => page.types.has(name)).length).toBeGreaterThan(catalogue.length - 2);
  });

  it('has the labels of 0.20.1, and the values of those with a closed set', () => {
    const page = [...primary.series, ...standby.series];
    for (const metric of catalogue) {
      const series = page.filter(({ __name__ }) => __name__ === metric.name);
      expect([metric.name, series.length > 0]).toEqual([metric.name, true]);
      for (const sample of series) {
        const labels = Object.entries(sample).filter(([label]) => label !== '__name__');
        // An empty label is no label.
        const known = Object.keys(metric.labels);
        expect([metric.name, labels.map(([label]) => label).filter((label) => !known.includes(label))]).toEqual([
          metric.name,
          [],
        ]);
        const values = labels.filter(([label, text]) => {
          const { values: closed } = metric.labels[label] ?? {};
          return closed !== undefined && !closed.includes(text);
        });
        expect([metric.name, values]).toEqual([metric.name, []]);
      }
    }
  });

  it('has of 0.19.1 the same labels, but for a `server` that no question keeps', () => {
    const extra = catalogue.flatMap((metric) =>
      older.series
        .filter(({ __name__ }) => __name__ === metric.name)
        .flatMap((sample) => Object.keys(sample).filter((label) => label !== '__name__' && !(label in metric.labels))),
    );
    expect([...new Set(extra)]).toEqual(['server']);
    const { ruleGroups } = deliver();
    expect(
      ruleGroups.flatMap(({ rules }) => rules.map(({ expr }) => expr)).filter((e) => /\bserver\b/.test(e)),
    ).toEqual([]);
  });

  it('stays far below the limit of samples', () => {
    expect(deliver().scrapeJobs[0]?.sampleLimit).toBeGreaterThan(20 * primary.series.length);
  });
});

describe('what the alerts rely on, as recorded', () => {
  const valueOn = ({ values }: Exposition, name: string): readonly number[] =>
    values.filter((sample) => sample.name === name).map(({ value }) => value);

  it('pg_up is 0 once the server is stopped', () => {
    expect(valueOn(stopped, 'pg_up')).toEqual([0]);
  });

  it('pg_up stays 1 while every connection is taken, and all that needs a new one vanishes', () => {
    expect(valueOn(full, 'pg_up')).toEqual([1]);
    const gone = ['pg_scrape_collector_success', 'pg_stat_activity_count', 'pg_settings_max_connections'];
    expect(gone.filter((name) => namesOn(full).has(name))).toEqual([]);
    expect(gone.filter((name) => !namesOn(primary).has(name))).toEqual([]);
  });

  it('a standby that is cut off shows no lag, and no receiver', () => {
    expect(valueOn(cutOff, 'pg_replication_lag_seconds')).toEqual([0]);
    expect(valueOn(cutOff, 'pg_replication_is_replica')).toEqual([1]);
    expect(namesOn(cutOff)).not.toContain('pg_stat_wal_receiver_last_msg_receipt_time');
    expect(namesOn(standby)).toContain('pg_stat_wal_receiver_last_msg_receipt_time');
    const watched = { __name__: 'pg_scrape_collector_success', collector: 'stat_wal_receiver' };
    expect(cutOff.series).toContainEqual(watched);
  });
});

describe('the rules', () => {
  it('ask of connections what ordinary users may have', () => {
    expect(exprOf('PostgresConnectionsNearLimit')).toBe(
      '(sum by (job, instance) (pg_stat_activity_count{job="postgres"}) / ' +
        '((max by (job, instance) (pg_settings_max_connections{job="postgres"}) - ' +
        'max by (job, instance) (pg_settings_superuser_reserved_connections{job="postgres"})) > 0)) > 0.8',
    );
  });

  it('keep a few rollbacks of a database without traffic from being an alert', () => {
    expect(exprOf('PostgresHighRollbackRatio')).toMatch(/ > 0\.1\) and \(.* > 1\)$/);
  });

  it('have no window of a minute', () => {
    const { ruleGroups } = deliver();
    expect(
      ruleGroups.flatMap(({ rules }) => rules.map(({ expr }) => expr)).filter((e) => /\[\d+s\]|\[1m\]/.test(e)),
    ).toEqual([]);
  });

  it('are nowhere without an exporter', () => {
    const { scrapeJobs, ruleGroups, alerts } = deliver([]);
    expect({ scrapeJobs, ruleGroups, alerts }).toEqual({ scrapeJobs: [], ruleGroups: [], alerts: [] });
  });
});

describe('the runbook', () => {
  it('says which collectors must be switched on', () => {
    const flags = ['postmaster', 'database_wraparound', 'stat_wal_receiver'].map((name) => `--collector.${name}`);
    expect(postgres.spec.runbook()).toContain(flags.join(' '));
  });
});

function deliver(targets: readonly string[] = ['postgres-exporter:9187']): ReturnType<typeof postgres.deliver> {
  return postgres.deliver({
    environment: 'test',
    discovery: targets.length === 0 ? [] : [{ kind: 'static', targets }],
    thresholds: {},
    scrapeInterval: seconds(15),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(15),
    publicUrl: 'https://monitoring.example.org',
  });
}

function exprOf(name: string): string {
  const rules = deliver().ruleGroups.flatMap((group) => group.rules);
  return rules.find((rule) => 'alert' in rule && rule.alert === name)?.expr ?? '';
}
