import type { DeliveryContext } from '../../model/delivery';
import { absent, dialect, renamed } from '../../model/dialect';
import { minutes, percent, ratio, seconds } from '../../model/quantity';
import { defineService } from '../../model/service';
import type { ServiceSpec } from '../../model/service';
import { text } from '../../model/text';
import { label } from '../../model/label';
import { Alert } from '../../model/alert';
import { refusal } from '../support/refusal';
import { down, errorRatio, errors, metrics, shop } from '../support/shop';

const context = (changes: Partial<DeliveryContext> = {}): DeliveryContext => ({
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['shop-0:9100'] }],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(30),
  publicUrl: 'https://monitoring.example.org',
  ...changes,
});

const withDialects = defineService({
  ...shop.spec,
  dialects: [
    dialect('1.0', { renamed: [renamed(metrics.workers, 'workers_idle')] }),
    dialect('0.9', { absent: [absent(metrics.requests, '0.9 does not count requests')] }),
  ],
});

describe('Service.deliver', () => {
  it('delivers one scrape job, named after the service', () => {
    expect(shop.deliver(context({ metricsPath: '/shop/metrics' })).scrapeJobs).toEqual([
      {
        job: 'shop',
        discovery: [{ kind: 'static', targets: ['shop-0:9100'] }],
        scheme: 'http',
        metricsPath: '/shop/metrics',
        interval: seconds(15),
        timeout: seconds(10),
        sampleLimit: 100,
      },
    ]);
  });

  it('scrapes the page that the dialect names, unless the environment names another', () => {
    const page = { metricsPath: '/probe', params: { module: ['shop'] } };
    const { spec } = defineService({
      ...shop.spec,
      scrape: { ...shop.spec.scrape, relabelings: [{ targetLabel: 'region', replacement: 'eu' }] },
      dialects: [dialect('by-exporter', { page })],
    });
    const jobOf = (changes: Partial<DeliveryContext>) => defineService(spec).deliver(context(changes)).scrapeJobs[0];
    expect(jobOf({ dialect: 'by-exporter' })).toMatchObject({
      ...page,
      relabelings: [{ targetLabel: 'region', replacement: 'eu' }],
    });
    expect(jobOf({ dialect: 'by-exporter', metricsPath: '/other' })?.metricsPath).toBe('/other');
    expect(jobOf({})).not.toHaveProperty('params');
  });

  it('delivers recordings before alerts, at the evaluation interval', () => {
    const groups = shop.deliver(context()).ruleGroups;
    expect(groups.map(({ name, interval, rules }) => [name, interval.value, rules.length])).toEqual([
      ['shop.recordings', 30, 1],
      ['shop.alerts', 30, 6],
    ]);
  });

  it('renders an alert with its labels, texts and links', () => {
    const [rule] = shop.deliver(context()).ruleGroups.at(-1)?.rules ?? [];
    expect(rule).toEqual({
      alert: 'ShopDown',
      expr: 'up{job="shop"} == 0',
      for: minutes(1),
      labels: { severity: 'critical', service: 'shop', team: 'shop-team' },
      annotations: {
        summary: 'the shop at {{ $labels.instance }} does not answer scrapes',
        description:
          'Prometheus cannot scrape the shop at {{ $labels.instance }} (up is {{ $value }}): nobody can buy anything. ' +
          'See whether the process runs and its metrics port is reachable.',
        runbook_url: 'https://monitoring.example.org/runbooks/shop.html#ShopDown',
        dashboard_url:
          'https://monitoring.example.org/d/shop-overview?var-job={{ $labels.job | urlquery }}' +
          '&var-instance={{ $labels.instance | urlquery }}&from=now-1h&to=now',
      },
    });
  });

  it('links to no instance that the alert does not tell apart', () => {
    const rules = shop.deliver(context()).ruleGroups.flatMap((group) => group.rules);
    const rule = rules.find((one) => 'alert' in one && one.alert === 'ShopErrors');
    expect(rule && 'annotations' in rule ? rule.annotations['dashboard_url'] : '').toBe(
      'https://monitoring.example.org/d/shop-overview?var-job={{ $labels.job | urlquery }}&from=now-1h&to=now',
    );
  });

  it("takes the environment's thresholds into the condition and the text", () => {
    const { ruleGroups } = shop.deliver(context({ thresholds: { ShopErrors: ratio(0.02) } }));
    const rule = ruleGroups.flatMap(({ rules }) => rules).find((one) => 'alert' in one && one.alert === 'ShopErrors');
    expect(rule).toMatchObject({
      expr: 'job:shop_errors:ratio_rate5m{job="shop"} > 0.02',
      annotations: { description: expect.stringContaining('more than 2%') as string },
    });
  });

  it('delivers neither scrape job nor rules where the service has no targets', () => {
    expect(shop.deliver(context({ discovery: [] }))).toMatchObject({ scrapeJobs: [], ruleGroups: [], alerts: [] });
  });

  it('tells which labels its alerts carry, for routes and inhibitions', () => {
    expect(shop.deliver(context()).alerts[0]).toEqual({
      alertname: 'ShopDown',
      labels: { severity: 'critical', service: 'shop', team: 'shop-team' },
      guaranteed: ['job', 'instance'],
    });
  });

  it('renames at the scrape what a release calls otherwise', () => {
    expect(withDialects.deliver(context({ dialect: '1.0' })).scrapeJobs[0]?.metricRelabelings).toEqual([
      { sourceLabels: ['__name__'], regex: 'workers_idle', targetLabel: '__name__', replacement: 'shop_idle_workers' },
    ]);
  });

  it('leaves out, with the reason, what a release cannot support, by way of a recording too', () => {
    const delivery = withDialects.deliver(context({ dialect: '0.9' }));
    expect(delivery.omissions).toEqual([
      { kind: 'alert', name: 'ShopErrors', reason: 'shop_requests_total: 0.9 does not count requests' },
    ]);
    const rules = delivery.ruleGroups.flatMap((group) => group.rules);
    expect(rules.map((rule) => ('alert' in rule ? rule.alert : rule.record))).toEqual([
      'ShopDown',
      'ShopAbsent',
      'ShopFewWorkers',
      'ShopFewWorkers',
      'ShopSlow',
    ]);
  });

  it('refuses a dialect that it does not know', () => {
    expect(refusal(() => withDialects.deliver(context({ dialect: '1.00' })))).toBe(
      "services.shop.dialect: dialect '1.00' is not known; did you mean '1.0'? (allowed: 0.9, 1.0)",
    );
  });

  it('refuses a threshold in another unit', () => {
    expect(refusal(() => shop.deliver(context({ thresholds: { ShopSlow: percent(5) } })))).toMatch(
      /^\[PQ-28\] condition: threshold is 5% \(ratio\), must be in seconds, the unit of the expression; write the threshold in seconds\n/,
    );
  });
});

describe('Service.runbook', () => {
  it('says at the head of a section when its alert fires, at each severity, and which board shows it', () => {
    const book = '# Shop\n\n## ShopFewWorkers\n\n### Meaning\n\nToo few.\n\n## Notes\n';
    expect(defineService({ ...shop.spec, runbook: () => book }).runbook()).toBe(`# Shop

## ShopFewWorkers

Severity **warning**, after 2m, when:

\`\`\`promql
shop_idle_workers{job="shop"} < 10
\`\`\`

Severity **critical**, after 2m, when:

\`\`\`promql
shop_idle_workers{job="shop"} < 2
\`\`\`

Thresholds are those of the service; an environment may set others. See the board [shop-overview](/d/shop-overview).

### Meaning

Too few.

## Notes
`);
  });
});

describe('defineService', () => {
  const spec = (changes: Partial<ServiceSpec<string>>): ServiceSpec<string> => ({ ...shop.spec, ...changes });

  it('lists its alerts in order', () => {
    expect(shop.alertNames).toEqual(['ShopDown', 'ShopAbsent', 'ShopFewWorkers', 'ShopErrors', 'ShopSlow']);
  });

  it('refuses two alerts of one name', () => {
    expect(refusal(() => defineService(spec({ alerts: [down, errors, down] })))).toBe(
      "[AL-17] shop/alerts: two alerts are named 'ShopDown'; rename one",
    );
  });

  it('refuses a text that prints a label which was aggregated away', () => {
    const wrong = new Alert('ShopErrors', { ...errors.spec, summary: text`Requests to ${label('instance')} fail` });
    expect(errorRatio.expr.guaranteedLabels).toEqual(['job']);
    expect(refusal(() => defineService(spec({ alerts: [wrong] })))).toBe(
      "[AL-11] shop/ShopErrors: summary prints label 'instance', which the expression aggregates away; use one of: job",
    );
  });
});
