import { job } from '../../../model/label';
import { matching, noneOf, not } from '../../../model/label';
import { catalogue, counter, gauge, histogram, info } from '../../../model/metric';
import { recordingCases } from '../../../model/proof';
import { samplesFor } from '../../../model/proof/samples-for';
import { promql, ratioOf, window } from '../../../model/promql';
import { record } from '../../../model/recording';
import { refusal } from '../../support/refusal';

const declared = {
  sold: counter('shop_sold_total', { help: 'Orders', labels: { result: { values: ['ok', 'error', 'late'] } } }),
  disk: gauge('shop_disk_bytes', { help: 'Disk', unit: 'bytes', labels: { device: {} } }),
  latency: histogram('shop_latency_seconds', { help: 'Latency', unit: 'seconds', buckets: [0.1, 1] }),
  build: info('shop_build_info', { help: 'Build', labels: { version: {} } }),
};
const m = catalogue('shop', declared);
const rate = (of: typeof m.sold | ReturnType<typeof m.sold.where>) => promql`sum by (${job}) (rate(${of}[${window}]))`;
const labels = (expr: Parameters<typeof samplesFor>[0]): unknown => samplesFor(expr).map((one) => one.labels);

describe('samplesFor', () => {
  it('makes one series for each selector, which it selects', () => {
    expect(labels(ratioOf(rate(m.sold.where({ result: 'error' })), rate(m.sold)))).toEqual([
      { result: 'error', job: 'shop' },
      { result: 'ok', job: 'shop' },
    ]);
  });

  it('finds a value for every kind of matcher', () => {
    expect(labels(rate(m.sold.where({ result: noneOf('ok', 'error') })))).toEqual([{ result: 'late', job: 'shop' }]);
    expect(labels(rate(m.sold.where({ result: not('ok') })))).toEqual([{ result: 'error', job: 'shop' }]);
    expect(labels(promql`${m.disk.where({ device: matching('sda|vda') })}`)).toEqual([{ device: 'sda', job: 'shop' }]);
    expect(labels(promql`${m.disk}`)).toEqual([{ device: 'some-device', job: 'shop' }]);
  });

  it('fills every bucket of a histogram', () => {
    const p99 = promql`histogram_quantile(0.99, sum by (${job}, le) (rate(${m.latency.bucket}[${window}])))`;
    expect(samplesFor(p99).map((one) => [one.labels['le'], one.broken])).toEqual([
      ['0.1', { kind: 'grows', perSecond: 1 }],
      ['1.0', { kind: 'grows', perSecond: 2 }],
      ['+Inf', { kind: 'grows', perSecond: 3 }],
    ]);
  });

  it('refuses a selector that nothing satisfies', () => {
    expect(refusal(() => samplesFor(promql`${m.disk.where({ device: matching('[0-9]{40}') })}`))).toBe(
      'shop_disk_bytes: no value of \'device\' satisfies device=~"[0-9]{40}"; correct the matchers',
    );
  });
});

describe('recordingCases', () => {
  const options = { ruleFiles: ['rules.yml'], groupOrder: ['shop.recordings'] };

  it('asks for the result once its range is full, and for no NaN without traffic', () => {
    const share = record('shop_errors', 'ratio_rate5m', ratioOf(rate(m.sold.where({ result: 'error' })), rate(m.sold)));
    const cases = recordingCases(share, [share], options);
    expect(cases.map(({ title, claim, labels: names, expr }) => [title, claim, names, expr])).toEqual([
      [
        'records job:shop_errors:ratio_rate5m with the labels and the value that were reviewed',
        'result',
        ['job'],
        'job:shop_errors:ratio_rate5m',
      ],
      [
        'records no NaN as job:shop_errors:ratio_rate5m when nothing happens',
        'no NaN',
        ['job'],
        'job:shop_errors:ratio_rate5m != job:shop_errors:ratio_rate5m',
      ],
    ]);
    expect(cases[0]?.file).toMatchObject({
      rule_files: ['rules.yml'],
      group_eval_order: ['shop.recordings'],
      tests: [
        {
          input_series: [
            { series: 'shop_sold_total{instance="shop-0:9100", job="shop", result="error"}', values: '0+7.5x23' },
            { series: 'shop_sold_total{instance="shop-0:9100", job="shop", result="ok"}', values: '0+15x23' },
          ],
          promql_expr_test: [{ eval_time: '345s' }],
        },
      ],
    });
    expect(cases[1]?.file.tests[0].input_series.map(({ values }) => values)).toEqual(['0x23', '0x23']);
  });

  it('asks for no traffic only where something counts', () => {
    const used = record('shop_disk', 'max', promql`max by (${job}) (${m.disk})`);
    expect(recordingCases(used, [used], options).map(({ claim }) => claim)).toEqual(['result']);
  });
});
