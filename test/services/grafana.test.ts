import { metrics } from '../../services/grafana/metrics';
import { grafana } from '../../services/grafana';
import { inEveryRelease } from '../support/service-claims';

/** Name, type and labels, as the sources of Grafana have them; see metrics.ts. Nothing here was seen on a Grafana. */
const SOURCES: readonly (readonly [name: string, type: string, ...labels: string[]])[] = [
  ['grafana_build_info', 'info', 'branch', 'edition', 'goversion', 'revision', 'version'],
  [
    'grafana_http_request_duration_seconds',
    'histogram',
    'handler',
    'method',
    'slo_group',
    'status_code',
    'status_source',
  ],
  ['grafana_http_request_in_flight', 'gauge'],
  ['grafana_plugin_request_total', 'counter', 'endpoint', 'plugin_id', 'status', 'status_source', 'target'],
];

describe('the catalogue', () => {
  it('has what the sources of Grafana register', () => {
    const found = Object.values(metrics)
      .filter(({ name }) => name.startsWith('grafana_'))
      .map(({ name, metricType, labels }) => [name, metricType, ...Object.keys(labels).sort()]);
    expect(found).toEqual(SOURCES);
  });
});

describe('the rules of Grafana', () => {
  const [delivered] = inEveryRelease(grafana);
  const exprOf = (name: string): string =>
    delivered?.delivery.ruleGroups
      .flatMap((group) => group.rules)
      .flatMap((rule) => ('alert' in rule && rule.alert === name ? [rule.expr] : []))
      .join() ?? '';

  it('leave the queries of data sources to the alert on them', () => {
    expect(exprOf('GrafanaRequestsFailing')).toContain('handler!~"/api/datasources/(uid/)?proxy/.*|/api/ds/query"');
    expect(exprOf('GrafanaDatasourceFailing')).toContain('endpoint="queryData"');
  });

  it('never ask a quantile for more than the last bucket can tell', () => {
    const limit = grafana.spec.alerts.find(({ name }) => name === 'GrafanaSlow')?.spec.when.threshold?.value;
    expect(limit).toBeLessThan(Math.max(...metrics.requestDuration.bounds));
  });

  it('call nobody at night: alerts do not pass through Grafana', () => {
    expect([...new Set(grafana.spec.alerts.map(({ spec }) => spec.severity))]).toEqual(['warning']);
  });
});
