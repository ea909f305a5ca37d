/** What a change of an environment or a service means for those on call. */
import { slack, webhook } from '../../../constructs/alertmanager/receivers';
import type { Environment } from '../../../constructs/monitoring/environment';
import { alert, below, count, hours, millis, minutes, promql, ratio, seconds } from '../../../model';
import type { Service } from '../../../model';
import { days, gibibytes } from '../../../model/quantity';
import { validEnvironment } from '../../constructs/fixture';
import { absent, down, errors, fewWorkers, metrics, slow } from '../../support/shop';
import { changes, edited, rendered, shopShowing, shopWith } from './deployments';

const base = rendered();
const { alertmanager, prometheus, purpose } = validEnvironment();
const { receivers } = alertmanager;

const withAlertmanager = (difference: Partial<Environment['alertmanager']>): Partial<Environment> => ({
  alertmanager: { ...alertmanager, ...difference },
});
const shopDown = { label: 'alertname', op: '=', value: 'ShopDown' } as const;

/** They follow from the alerts, so they change with them. */
const INHIBITIONS = 'rest | monitoring/alertmanager-config: alertmanager.yml: other inhibit_rules';

it('of nothing is nothing', () => {
  expect(changes(base, rendered())).toEqual([]);
});

describe('a change of the environment', () => {
  const cases: readonly (readonly [string, Partial<Environment>, readonly string[]])[] = [
    [
      'a threshold that is reached sooner',
      { thresholds: { ShopSlow: millis(250) } },
      [
        'alert | ShopSlow (warning): threshold > 250ms, was > 1s: fires sooner',
        'alert | ShopSlow (warning): other description',
      ],
    ],
    [
      'a threshold that is reached later',
      { thresholds: { ShopErrors: ratio(0.3) } },
      [
        'alert | ShopErrors (warning): threshold > 30%, was > 10%: fires later',
        'alert | ShopErrors (warning): other description',
      ],
    ],
    [
      'another pager',
      withAlertmanager({
        receivers: { ...receivers, oncall: [slack({ channel: '#night', apiUrl: { secret: 'slack', key: 'url' } })] },
      }),
      [
        'told | receiver oncall: no pagerduty /etc/alertmanager/secrets/receivers/pagerduty',
        'told | receiver oncall: new slack #night',
        'workload | StatefulSet monitoring/alertmanager: other settings',
      ],
    ],
    [
      'a route of one’s own',
      withAlertmanager({
        receivers: { ...receivers, shops: [webhook({ url: 'http://shops.example.svc:8080/' })] },
        routes: [{ receiver: 'shops', matchers: [shopDown] }],
      }),
      [
        'told | ShopDown (critical): tells shops, no longer oncall, team',
        'told | receiver shops: new',
        'rest | NetworkPolicy monitoring/alertmanager: other spec',
        'rest | monitoring/alertmanager-config: alertmanager.yml: other route',
      ],
    ],
    [
      'an inhibition',
      withAlertmanager({
        inhibitions: [
          { source: [shopDown], target: [{ label: 'alertname', op: '=', value: 'ShopSlow' }], equal: ['instance'] },
        ],
      }),
      // It mutes already, by the inhibition that follows from the severities.
      [INHIBITIONS],
    ],
    [
      'less data for less time',
      {
        prometheus: {
          ...prometheus,
          retention: days(10),
          retentionSize: gibibytes(20),
          volume: { size: gibibytes(32) },
        },
      },
      [
        'data | Prometheus: retention time 10d, was 30d: older data go',
        'data | Prometheus: retention size 20GB, was 50GB',
        'workload | StatefulSet monitoring/prometheus: volume data 32Gi, was 64Gi',
      ],
    ],
    [
      'a target less',
      { services: { shop: { discovery: [{ kind: 'static', targets: ['192.0.2.7:8081'] }] } } },
      [
        'data | job shop: targets 192.0.2.7:8081, was shop-1.example.org:8080, 192.0.2.7:8081',
        'data | series of the catalogues: about 1075, was 1087 (-12): shop -12',
        'rest | NetworkPolicy monitoring/prometheus: other spec',
      ],
    ],
    [
      'less memory',
      {
        prometheus: {
          ...prometheus,
          resources: { ...prometheus.resources, memory: { request: gibibytes(2), limit: gibibytes(3) } },
        },
      },
      [
        'workload | StatefulSet monitoring/prometheus: memory request 2Gi, was 4Gi',
        'workload | StatefulSet monitoring/prometheus: memory limit 3Gi, was 4Gi',
      ],
    ],
    [
      'another host, without a word about each link',
      { host: 'status.example.org' },
      [
        'workload | Deployment monitoring/grafana: other files, and so its pods restart',
        'workload | Deployment monitoring/nginx-proxy: other files, and so its pods restart',
        'rest | public address: host status.example.org, was monitoring.example.org',
      ],
    ],
    [
      'a longer scrape interval',
      { scrapeInterval: seconds(30) },
      [
        'data | job prometheus: scrape_interval 30s, was 15s',
        'data | job shop: scrape_interval 30s, was 15s',
        'workload | Deployment monitoring/grafana: other files, and so its pods restart',
        'rest | monitoring/grafana-provisioning-datasources: vedette.yml: other content',
        'rest | monitoring/prometheus-config: prometheus.yml: other global',
      ],
    ],
  ];
  it.each(cases)('tells of %s', (_name, difference, expected) => {
    expect(changes(base, rendered(difference))).toEqual(expected);
  });

  it('tells of each image', () => {
    const told = changes(base, rendered({ images: { registry: 'registry.example.org' } }));
    const wrong = told.filter(
      (text) => !/^workload \| \w+ \S+: image.* registry\.example\.org(\/\S+), was \S+\.io\1$/.test(text),
    );
    expect([wrong, told.length]).toEqual([[], 8]);
  });

  it('tells of each alert that is told at other times', () => {
    const told = changes(
      base,
      rendered(withAlertmanager({ timing: { ...alertmanager.timing, repeatCritical: hours(4) } })),
    );
    expect(told).toContain('told | ShopDown (critical): oncall hears again every 4h, was 1h');
    expect(told).toContain('told | ShopDown (critical): team hears again every 4h, was 1h');
    expect(told.filter((text) => text.includes('(warning)'))).toEqual([]);
  });

  it('counts the Watchdog that tells nobody any more among what is lost', () => {
    const { deadMansSwitch: _switch, ...others } = receivers;
    const tested = { ...withAlertmanager({ receivers: others }), purpose: 'test' } as const;
    expect(purpose).toBe('production');
    expect(changes(base, rendered(tested))[0]).toBe('lost | Watchdog (none): tells nobody, no longer deadMansSwitch');
  });
});

describe('a change of a service', () => {
  const { escalates: _rung, ...flat } = fewWorkers.spec;
  const idle = promql`2 * ${metrics.workers}`;
  const cases: readonly (readonly [string, Service, readonly string[]])[] = [
    [
      'a critical alert that is gone',
      shopWith({ alerts: [absent, fewWorkers, errors, slow] }),
      ['lost | ShopDown (critical): removed; told oncall, team', INHIBITIONS],
    ],
    [
      'a critical rung that is gone',
      shopWith({ alerts: [down, absent, alert('ShopFewWorkers', flat), errors, slow] }),
      ['lost | ShopFewWorkers (critical): removed; told oncall, team', INHIBITIONS],
    ],
    [
      'a warning that is gone',
      shopWith({ alerts: [down, absent, fewWorkers, errors] }),
      ['removed | ShopSlow (warning): removed; told team', INHIBITIONS],
    ],
    [
      'a page that was a warning',
      shopWith({
        alerts: [down, absent, fewWorkers, alert('ShopErrors', { ...errors.spec, severity: 'critical' }), slow],
      }),
      ['told | ShopErrors (warning): severity critical, was warning; tells oncall, team'],
    ],
    [
      'a longer wait',
      shopWith({ alerts: [down, absent, fewWorkers, alert('ShopErrors', { ...errors.spec, for: minutes(10) }), slow] }),
      ['alert | ShopErrors (warning): for 10m, was 2m: fires later'],
    ],
    [
      'another condition',
      shopWith({
        alerts: [down, absent, alert('ShopFewWorkers', { ...flat, when: below(idle, count(10)) }), errors, slow],
      }),
      [
        'lost | ShopFewWorkers (critical): removed; told oncall, team',
        'alert | ShopFewWorkers (warning): other condition',
        `- shop_idle_workers{job="shop"} < 10`,
        `+ (2 * shop_idle_workers{job="shop"}) < 10`,
        INHIBITIONS,
      ],
    ],
    [
      'a recording that is gone',
      shopWith({ recordings: [] }),
      [
        'data | series of the catalogues: about 1086, was 1087 (-1): recorded -1',
        'recording | job:shop_errors:ratio_rate5m: removed',
        'rest | monitoring/prometheus-rules: shop.yml: no group shop.recordings',
      ],
    ],
  ];
  it.each(cases)('tells of %s', (_name, service, expected) => {
    expect(changes(base, rendered({}, service))).toEqual(expected);
  });
});

describe('a change of the manifests', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'a page that becomes a warning',
      'alert: "ShopDown"((?:.|\n)*?)severity: "critical"',
      'alert: "ShopDown"$1severity: "warning"',
      ['lost | ShopDown (critical): severity warning, was critical; tells team, no longer oncall'],
    ],
    [
      'another name',
      '"ShopSlow"',
      '"ShopCrawls"',
      [
        'told | ShopSlow (warning): no longer muted while ShopDown (critical) fires',
        'told | ShopSlow (warning): no longer muted while ShopFewWorkers (critical) fires',
        'alert | ShopSlow (warning): renamed to ShopCrawls: silences name it by hand',
      ],
    ],
    [
      'another owner',
      'team: "shop-team"',
      'team: "others"',
      [
        'alert | ShopAbsent (critical): label team others, was shop-team',
        'alert | ShopDown (critical): label team others, was shop-team',
        'alert | ShopFewWorkers (critical): label team others, was shop-team',
        'alert | ShopErrors (warning): label team others, was shop-team',
        'alert | ShopFewWorkers (warning): label team others, was shop-team',
        'alert | ShopSlow (warning): label team others, was shop-team',
      ],
    ],
    [
      'nobody on call',
      '    pagerduty_configs:(?:.|\n)*?- email',
      '  - email',
      [
        'told | receiver oncall: no pagerduty /etc/alertmanager/secrets/receivers/pagerduty',
        'told | PrometheusAbsent (critical): tells team, no longer oncall',
        'told | PrometheusConfigReloadFailed (critical): tells team, no longer oncall',
        'told | PrometheusErrorSendingAlerts (critical): tells team, no longer oncall',
        'told | PrometheusNotConnectedToAlertmanagers (critical): tells team, no longer oncall',
        'told | PrometheusNotIngestingSamples (critical): tells team, no longer oncall',
        'told | PrometheusRemoteStorageFailures (critical): tells team, no longer oncall',
        'told | PrometheusRemoteWriteBehind (critical): tells team, no longer oncall',
        'told | PrometheusRuleFailures (critical): tells team, no longer oncall',
        'told | PrometheusTargetSyncFailure (critical): tells team, no longer oncall',
        'told | PrometheusWALWriteFailures (critical): tells team, no longer oncall',
        'told | ShopAbsent (critical): tells team, no longer oncall',
        'told | ShopDown (critical): tells team, no longer oncall',
        'told | ShopFewWorkers (critical): tells team, no longer oncall',
      ],
    ],
  ];
  it.each(cases)('tells of %s', (_name, from, to, expected) => {
    expect(changes(base, edited(base, new RegExp(from, 'g'), to))).toEqual(expected);
  });
});

describe('a change of a dashboard', () => {
  const stat = (title: string, more: object = {}): object => ({
    type: 'stat',
    title,
    targets: [{ expr: 'up' }],
    fieldConfig: { defaults: { unit: 'short', thresholds: { steps: [{ value: 1 }] } } },
    gridPos: { x: 0, y: 0 },
    ...more,
  });
  const board = rendered({}, shopShowing([stat('Up'), { type: 'row', title: 'More', panels: [stat('Inside')] }]));
  const cases: readonly (readonly [string, Service, readonly string[]])[] = [
    [
      'a panel that is gone',
      shopShowing([{ type: 'row', title: 'More', panels: [stat('Inside')] }]),
      [`dashboard | shop-overview panel 'Up': removed`, 'dashboard | shop-overview: other layout'],
    ],
    [
      'a panel that is new',
      shopShowing([stat('Up'), stat('Up'), { type: 'row', title: 'More', panels: [stat('Inside')] }]),
      [`dashboard | shop-overview panel 'Up' 2: new`, 'dashboard | shop-overview: other layout'],
    ],
    [
      'a panel that asks something else, in another unit',
      shopShowing([
        stat('Up'),
        {
          type: 'row',
          title: 'More',
          panels: [
            stat('Inside', {
              targets: [{ expr: 'down' }],
              fieldConfig: { defaults: { unit: 's', thresholds: { steps: [{ value: 2 }] } } },
            }),
          ],
        },
      ]),
      [
        `dashboard | shop-overview panel 'Inside': unit s, was short`,
        `dashboard | shop-overview panel 'Inside': other queries, thresholds`,
      ],
    ],
    [
      'another title',
      shopShowing([stat('Up'), { type: 'row', title: 'More', panels: [stat('Inside')] }], { title: 'The shop' }),
      ['dashboard | shop-overview: title The shop, was Shop'],
    ],
  ];
  it.each(cases)('tells of %s', (_name, service, expected) => {
    expect(changes(board, rendered({}, service))).toEqual(expected);
  });
});
