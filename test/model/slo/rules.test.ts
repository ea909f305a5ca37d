import { severityInhibitions } from '../../../constructs/alertmanager/inhibitions';
import { absent, days, dialect, durationText, minutes, percent, seconds, slo, withoutLabel } from '../../../model';
import type { AlertingRule, RecordedRule, ServiceDelivery } from '../../../model';
import { exact, tierOf, WORKBOOK_TIERS } from '../../../model/slo/tiers';
import { refusal } from '../../support/refusal';
import { availability, context, deliver, latency, m, serviceWith, sound } from './orders';

const delivery = deliver([availability, latency]);

const recordings = (of: ServiceDelivery, id = 'orders-availability'): ReadonlyMap<string, string> =>
  new Map(
    of.ruleGroups
      .flatMap(({ rules }) => rules)
      .filter((rule): rule is RecordedRule => 'record' in rule && rule.labels?.['slo'] === id)
      .map(({ record, expr }) => [record, expr]),
  );
const alerts = (of: ServiceDelivery, id = 'orders-availability'): readonly AlertingRule[] =>
  of.ruleGroups
    .flatMap(({ rules }) => rules)
    .filter((rule): rule is AlertingRule => 'alert' in rule && rule.labels['slo'] === id);

const own = (name: string): string => `${name}{slo="orders-availability", service="orders"}`;

describe('what is recorded', () => {
  const recorded = recordings(delivery);

  it('is every window of the alerts, the totals, the promise, the budget and its burn', () => {
    expect([...recorded.keys()]).toEqual([
      'slo:objective:ratio',
      'slo:error_budget:ratio',
      'slo:sli_total:rate5m',
      'slo:sli_bad:rate5m',
      'slo:sli_error:ratio_rate5m',
      'slo:sli_error:ratio_rate30m',
      'slo:sli_error:ratio_rate1h',
      'slo:sli_error:ratio_rate2h',
      'slo:sli_error:ratio_rate6h',
      'slo:current_burn_rate:ratio',
      'slo:sli_error:ratio_rate1d',
      'slo:sli_error:ratio_rate3d',
      'slo:sli_error:ratio_rate30d',
      'slo:period_error_budget_remaining:ratio',
    ]);
  });

  it('counts a missing numerator as none, and nothing without traffic (SL-03, SL-04)', () => {
    const bad = (window: string): string =>
      `sum(rate(orders_requests_total{job="orders", code=~"500|503"}[${window}]))`;
    const total = (window: string): string => `sum(rate(orders_requests_total{job="orders"}[${window}]))`;
    expect(recorded.get('slo:sli_error:ratio_rate1h')).toBe(
      `(${bad('1h')} or 0 * ${total('1h')}) / (${total('1h')} > 0)`,
    );
    expect(recorded.get('slo:sli_bad:rate5m')).toBe(`${bad('5m')} or 0 * ${total('5m')}`);
  });

  it('weighs long windows by requests, from recorded rates (SL-05, SL-19)', () => {
    const sum = (name: string): string => `sum_over_time(${own(name)}[30d])`;
    expect(recorded.get('slo:sli_error:ratio_rate30d')).toBe(
      `${sum('slo:sli_bad:rate5m')} / (${sum('slo:sli_total:rate5m')} > 0)`,
    );
  });

  it('counts against the budget only what was watched (SL-07)', () => {
    expect(recorded.get('slo:period_error_budget_remaining:ratio')).toBe(
      `1 - (${own('slo:sli_error:ratio_rate30d')} / ${own('slo:error_budget:ratio')}) * ` +
        `clamp_max(count_over_time(${own('slo:sli_total:rate5m')}[30d]) / 43200, 1)`,
    );
  });

  it('prints numbers without noise (SL-15)', () => {
    const of = recordings(deliver([slo('availability', { ...sound, objective: percent(99.9999), minPerHour: 1e6 })]));
    expect([of.get('slo:objective:ratio'), of.get('slo:error_budget:ratio')]).toEqual([
      'vector(0.999999)',
      'vector(0.000001)',
    ]);
  });

  it('has the labels of the objective, and no others (SL-20)', () => {
    const labels = delivery.ruleGroups
      .flatMap(({ rules }) => rules)
      .flatMap((rule) =>
        'record' in rule
          ? [
              Object.entries(rule.labels ?? {})
                .flat()
                .join(' '),
            ]
          : [],
      );
    expect([...new Set(labels)]).toEqual([
      'slo orders-availability service orders',
      'slo orders-latency service orders',
    ]);
  });
});

describe('rule groups', () => {
  it('evaluate long windows less often than short ones (SL-19)', () => {
    expect(delivery.ruleGroups.map(({ name, interval }) => `${name} ${durationText(interval)}`)).toEqual([
      'orders.slo-availability 1m',
      'orders.slo-availability-slow 2m',
      'orders.slo-availability-alerts 1m',
      'orders.slo-latency 1m',
      'orders.slo-latency-slow 2m',
      'orders.slo-latency-alerts 1m',
    ]);
  });

  it('are not there where the service is watched nowhere', () => {
    const nowhere = deliver([availability], { discovery: [] });
    expect([nowhere.ruleGroups, nowhere.alerts, nowhere.omissions]).toEqual([[], [], []]);
  });
});

describe('alerts', () => {
  it('ask for both windows of a tier, and believe a long one when it is nearly full (SL-07)', () => {
    const ratio = (window: string, factor: number): string =>
      `(${own(`slo:sli_error:ratio_rate${window}`)} > ${factor} * 0.001)`;
    const warm = (window: string, samples: number): string =>
      `(count_over_time(${own('slo:sli_total:rate5m')}[${window}]) >= ${samples})`;
    const [page, ticket] = alerts(delivery);
    expect(page?.expr).toBe(
      `(${ratio('5m', 14.4)} and ${ratio('1h', 14.4)}) or ` +
        `((${ratio('30m', 6)} and ${ratio('6h', 6)}) and ${warm('6h', 324)})`,
    );
    expect(ticket?.expr).toBe(
      `((${ratio('2h', 3)} and ${ratio('1d', 3)}) and ${warm('1d', 1296)}) or ` +
        `((${ratio('6h', 1)} and ${ratio('3d', 1)}) and ${warm('3d', 3888)})`,
    );
  });

  it('ask for a number of bad events where traffic is low (SL-08)', () => {
    const [page] = alerts(deliver([slo('availability', { ...sound, minPerHour: 5, minBad: 3 })]));
    expect(page?.expr).toContain(`and (avg_over_time(${own('slo:sli_bad:rate5m')}[1h]) * 3600) > 3)`);
  });

  it('wait two minutes at most for a burn, and stay for a while (SL-09)', () => {
    const times = alerts(delivery).map(({ alert, labels, for: wait, keepFiringFor }) =>
      [alert, labels.severity, wait && durationText(wait), keepFiringFor && durationText(keepFiringFor)].join(' '),
    );
    expect(times).toEqual([
      'SloErrorBudgetBurn critical 2m 5m',
      'SloErrorBudgetBurn warning 2m 30m',
      'SloErrorBudgetExhausted warning 5m 30m',
      'SloSliAbsent warning 5m ',
    ]);
  });

  it('miss what was never measured (SL-13), and a counter that is born late only after events', () => {
    const absence = (of: ServiceDelivery): AlertingRule | undefined =>
      alerts(of).find(({ alert }) => alert === 'SloSliAbsent');
    const total = own('slo:sli_total:rate5m');
    expect(absence(delivery)?.expr).toBe(`absent(${total})`);
    const late = {
      ...sound.sli,
      bornLate: true,
    };
    const rule = absence(deliver([slo('availability', { ...sound, sli: late })]));
    expect([rule?.expr, rule?.for]).toEqual([
      `absent(${total}) and on () (sum_over_time(${total}[1d]) > 0)`,
      minutes(60),
    ]);
  });

  it('wait for the absence as long as a total outage takes to page, where that is longer', () => {
    const loose = slo('availability', { ...sound, objective: percent(95) });
    const rule = alerts(deliver([loose])).find(({ alert }) => alert === 'SloSliAbsent');
    expect(rule?.for).toEqual(minutes(46));
  });

  it('say whose error ratio the value is (SL-17)', () => {
    const [page] = alerts(delivery);
    expect(page?.annotations['description']).toMatch(
      /^The short-window error ratio is \{\{ \$value \| humanizePercentage \}\}/,
    );
  });

  it('carry the objective, the service and the team; their shapes, too', () => {
    const wanted = { service: 'orders', slo: 'orders-availability', team: 'shop' };
    expect(alerts(delivery)[0]?.labels).toEqual({ ...wanted, severity: 'critical' });
    expect(delivery.alerts[0]).toEqual({
      alertname: 'SloErrorBudgetBurn',
      labels: { ...wanted, severity: 'critical' },
      guaranteed: ['slo', 'service'],
    });
  });

  it('are muted as tickets by the page of the same objective and no other (SL-16)', () => {
    const [inhibition, ...others] = severityInhibitions(delivery.alerts);
    expect(others).toEqual([]);
    expect(inhibition).toEqual({
      source: [
        { label: 'severity', op: '=', value: 'critical' },
        { label: 'alertname', op: '=~', value: 'SloErrorBudgetBurn' },
      ],
      target: [
        { label: 'severity', op: '=', value: 'warning' },
        { label: 'alertname', op: '=~', value: 'SloErrorBudgetBurn' },
      ],
      equal: ['alertname', 'cluster', 'environment', 'service', 'slo', 'team'],
    });
  });
});

describe('an environment', () => {
  it('is refused where a short window has fewer than four scrapes (SL-18)', () => {
    expect(refusal(() => deliver([availability], { scrapeInterval: minutes(2) }))).toBe(
      '[SL-18] slo orders-availability: short window is 5m, must be at least 8m (4 scrapes of 2m); scrape more often, ' +
        'or give longer windows',
    );
  });

  it('keeps samples for too short a time for a tier or the period: they are left out with the reason (SL-06)', () => {
    const short = deliver([availability], { retention: days(2) });
    expect(short.omissions.filter(({ kind }) => kind === 'slo')).toEqual([
      {
        kind: 'slo',
        name: 'orders-availability',
        reason: 'the warning of 3d/6h looks back further than samples are kept for 2d (SL-06)',
      },
      {
        kind: 'slo',
        name: 'orders-availability',
        reason: 'the budget left of 30d looks back further than samples are kept for 2d (SL-06)',
      },
    ]);
    const texts = short.ruleGroups.flatMap(({ rules }) => rules).map(({ expr }) => expr);
    expect(texts.filter((text) => /\[3d\]|\[30d\]|ratio_rate3d/.test(text))).toEqual([]);
    expect(alerts(short).map(({ alert }) => alert)).not.toContain('SloErrorBudgetExhausted');
  });

  it('evaluates as seldom as the environment does, and counts its samples accordingly', () => {
    const seldom = deliver([availability], { evaluationInterval: minutes(2), scrapeInterval: seconds(30) });
    expect(seldom.ruleGroups.map(({ interval }) => interval)).toEqual([minutes(2), minutes(4), minutes(2)]);
    expect(alerts(seldom)[0]?.expr).toContain('>= 162)');
  });
});

describe('a release', () => {
  it('without the metric leaves the objective out, and says why', () => {
    const service = serviceWith(availability, latency);
    const lacking = dialect('1.0', { absent: [absent(m.duration, '1.0 times nothing')] });
    const of = serviceLike(service, [lacking]);
    expect(of.omissions.filter(({ kind }) => kind === 'slo')).toEqual([
      { kind: 'slo', name: 'orders-latency', reason: 'orders_duration_seconds: 1.0 times nothing' },
    ]);
    expect(of.alerts.map(({ labels }) => labels['slo'])).not.toContain('orders-latency');
  });

  it('without a label that tells the bad events leaves it out as well', () => {
    const lacking = dialect('1.0', { withoutLabels: [withoutLabel(m.requests, 'code', '1.0 has none')] });
    expect(serviceLike(serviceWith(availability), [lacking]).omissions.map(({ reason }) => reason)).toContain(
      "orders_requests_total: no label 'code': 1.0 has none",
    );
  });
});

function serviceLike(
  { spec }: ReturnType<typeof serviceWith>,
  dialects: readonly ReturnType<typeof dialect>[],
): ServiceDelivery {
  const Kind = serviceWith().constructor as new (of: typeof spec) => ReturnType<typeof serviceWith>;
  return new Kind({ ...spec, dialects }).deliver({ ...context, dialect: '1.0' });
}

describe('the runbook', () => {
  it('has a section for each alert, made from the objectives', () => {
    const titles = [...delivery.runbook.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(titles).toEqual([...serviceWith(availability).sloAlertNames]);
    expect(delivery.runbook).toContain(
      '- **orders-availability**: Orders taken without a fault, 99.9% over 30d; bad are answers with 500 or 503. ' +
        '0.1% may fail.',
    );
    expect(delivery.runbook).toContain(
      '| orders-availability | critical | 1h and 5m | 14.4 × | 1.44% | 2% of the budget |',
    );
  });

  it('has none for a service without objectives', () => {
    expect([serviceWith().runbook(), serviceWith().sloAlertNames]).toEqual(['# Orders\n', []]);
  });
});

it('computes factors from share, period and window', () => {
  const factors = (period: number): readonly number[] =>
    WORKBOOK_TIERS.map((tier) => tierOf(tier, days(period), 0.001).factor);
  expect(factors(28)).toEqual([13.44, 5.6, 2.8, 0.933333333333]);
  expect(factors(90)).toEqual([43.2, 18, 9, 3]);
  expect(exact(1 - 0.999)).toBe(0.001);
});
