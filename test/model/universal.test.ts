import { gauge } from '../../model/metric';
import { catalogue } from '../../model/metric';
import { minutes } from '../../model/quantity';
import { holds, series } from '../../model/scenario';
import { jobAbsent, metricsMissing, targetDown } from '../../model/universal';

const declared = { up: gauge('up', { unit: 'bool', help: 'x' }) };
const { up } = catalogue('shop', declared);
const words = { thing: 'the shop', impact: 'nobody can buy anything' };

describe('targetDown', () => {
  it('is critical after a minute, and covered by the alert on the job', () => {
    const { name, spec } = targetDown('ShopDown', 'ShopAbsent', up, words);
    expect([name, spec.severity, spec.for, spec.noData]).toEqual([
      'ShopDown',
      'critical',
      minutes(1),
      { kind: 'covered', by: 'ShopAbsent' },
    ]);
    expect(spec.when.expr.text()).toBe('up{job="shop"} == 0');
  });

  it('is as severe and as patient as it is told to be', () => {
    const { spec } = targetDown('ShopDown', 'ShopAbsent', up, { ...words, severity: 'warning', for: minutes(9) });
    expect([spec.severity, spec.for]).toEqual(['warning', minutes(9)]);
  });
});

describe('a target with labels of its own', () => {
  const site = {
    up: gauge('up', { unit: 'bool', help: 'x', labels: { region: { values: ['eu', 'us'], target: true } } }),
  };
  const own = catalogue('shop', site).up;

  it('has them in the scenarios of both alerts', () => {
    const options = { ...words, labels: { region: 'eu' } };
    const alerts = [targetDown('ShopDown', 'ShopAbsent', own, options), jobAbsent('ShopAbsent', own, options)];
    const labels = alerts.flatMap(({ fires, quiet }) =>
      [...fires, ...quiet].flatMap(({ series }) => series.map((one) => one.labels)),
    );
    expect(labels).toEqual(Array.from({ length: 4 }, () => ({ region: 'eu' })));
  });

  it('is asked about in rules by its job alone, and in panels by the choice of whoever reads them', () => {
    const { expr } = targetDown('ShopDown', 'ShopAbsent', own, words).spec.when;
    expect(expr.text()).toBe('up{job="shop"} == 0');
    expect(expr.text('panel')).toBe('up{job=~"$job", region=~"$region", instance=~"$instance"} == 0');
  });
});

describe('jobAbsent', () => {
  it('fires on a job without targets, and is itself about missing data', () => {
    const { spec } = jobAbsent('ShopAbsent', up, words);
    expect([spec.severity, spec.for, spec.noData]).toEqual(['critical', minutes(5), { kind: 'itself' }]);
    expect(spec.when.expr.text()).toBe('absent(up{job="shop"})');
    expect(spec.when.expr.guaranteedLabels).toEqual(['job']);
  });
});

describe('metricsMissing', () => {
  const depth = gauge('shop_queue_depth', { help: 'x' });
  const shop = catalogue('shop', { ...declared, depth });

  it('fires on a target that is up without the metric, and is silent about one that is down', () => {
    const page = series(shop.depth).always(holds(3));
    const { spec, fires } = metricsMissing('ShopMetricsMissing', 'ShopAbsent', shop.up, page, { thing: 'the shop' });
    expect(spec.when.expr.text()).toBe('(up{job="shop"} == 1) unless on (job, instance) shop_queue_depth{job="shop"}');
    expect([spec.severity, spec.noData]).toEqual(['warning', { kind: 'covered', by: 'ShopAbsent' }]);
    expect(fires.flatMap((one) => one.series.map(({ metric, broken }) => [metric.name, broken.kind]))).toEqual([
      ['up', 'holds'],
      ['shop_queue_depth', 'gone'],
    ]);
  });
});
