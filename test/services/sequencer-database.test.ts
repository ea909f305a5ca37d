import { parse } from 'yaml';

import type { Metric } from '../../model';
import { sequencerDatabase } from '../../services/sequencer-database';
import { KINDS, metrics, TABLES } from '../../services/sequencer-database/metrics';

interface Collector {
  readonly metrics: readonly {
    readonly metric_name: string;
    readonly type: string;
    readonly key_labels?: readonly string[];
    readonly values: readonly string[];
    readonly query: string;
  }[];
}

const [, text = ''] = /^```yaml\n([^]*?)^```/m.exec(sequencerDatabase.spec.runbook()) ?? [];
const collector = parse(text) as Collector;
const own = Object.values(metrics).filter(({ name }: Metric) => name !== 'up') as readonly Metric[];

describe('the collector of the runbook', () => {
  it('makes the metrics of the catalogue, with their types and labels, and no others', () => {
    const told = collector.metrics.map(({ metric_name: name, type, key_labels: labels = [] }) => [
      name,
      type,
      ...labels,
    ]);
    const wanted = own.map(({ name, metricType, labels }) => [name, metricType, ...Object.keys(labels)]);
    expect(told).toEqual(wanted);
  });

  it.each(collector.metrics.map((metric) => [metric.metric_name, metric] as const))(
    '%s takes its value and its labels from columns of its query',
    (_name, { query, values, key_labels: labels = [] }) => {
      expect(values).toHaveLength(1);
      for (const column of [...values, ...labels]) expect(query).toMatch(new RegExp(`\\b(AS )?${column}\\b`));
    },
  );

  it('gives labels the values that the catalogue tells', () => {
    const queries = collector.metrics.map(({ query }) => query).join('\n');
    for (const value of [...KINDS, ...TABLES]) expect(queries).toContain(`'${value}'`);
  });

  it('changes nothing in the database', () => {
    expect(collector.metrics.filter(({ query }) => !/^SELECT /.test(query))).toEqual([]);
  });
});

describe('the service', () => {
  it('delivers no job and no rule where an environment names no exporter', () => {
    const { scrapeJobs, ruleGroups, alerts } = sequencerDatabase.deliver({
      environment: 'test',
      discovery: [],
      thresholds: {},
      scrapeInterval: { unit: 'seconds', value: 15 },
      scrapeTimeout: { unit: 'seconds', value: 10 },
      evaluationInterval: { unit: 'seconds', value: 15 },
      publicUrl: 'https://monitoring.example.org',
    });
    expect({ scrapeJobs, ruleGroups, alerts }).toEqual({ scrapeJobs: [], ruleGroups: [], alerts: [] });
  });
});
