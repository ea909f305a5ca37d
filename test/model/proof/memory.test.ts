import { job } from '../../../model/label';
import { catalogue, counter, gauge, histogram } from '../../../model/metric';
import { dependsOnTraffic, memoryOf, selectsJob } from '../../../model/proof/memory';
import { fixed, promql, ratioOf, window } from '../../../model/promql';
import { days, hours, minutes } from '../../../model/quantity';
import { record } from '../../../model/recording';

const declared = {
  queue: gauge('shop_queue', { help: 'Orders that wait' }),
  sold: counter('shop_sold_total', { help: 'Orders' }),
  failed: counter('shop_failed_total', { help: 'Orders that failed' }),
  latency: histogram('shop_latency_seconds', { help: 'Latency', unit: 'seconds', buckets: [0.1, 1] }),
};
const m = catalogue('shop', declared);
const rate = record('shop_sold', 'rate5m', promql`sum by (${job}) (rate(${m.sold}[${window}]))`);
const share = record(
  'shop_failed',
  'ratio_rate5m',
  ratioOf(promql`sum by (${job}) (rate(${m.failed}[${window}]))`, promql`${rate.series}`),
);
const p99 = promql`histogram_quantile(0.99, sum by (${job}, le) (rate(${m.latency.bucket}[${window}])))`;
const recordings = [rate, share];

describe('memoryOf', () => {
  it.each([
    ['nothing', promql`${m.queue}`, 0],
    ['a range', promql`max_over_time(${m.queue}[${fixed(hours(1))}])`, 3600],
    [
      'the longest of two ranges',
      promql`rate(${m.sold}[${fixed(minutes(5))}]) / (rate(${m.sold}[${fixed(minutes(20))}]) > 0)`,
      1200,
    ],
    ['a range and its offset', promql`rate(${m.sold}[${fixed(minutes(5))}] offset ${days(1)})`, 86_700],
    [
      'a subquery over a range',
      promql`max_over_time(rate(${m.sold}[${fixed(minutes(5))}])[${fixed(hours(1))}:])`,
      3900,
    ],
    ['a recording', promql`${rate.series}`, 300],
    ['a range over a recording of a recording', promql`max_over_time(${share.series}[${fixed(minutes(10))}])`, 1200],
  ])('adds up %s', (_, expr, expected) => {
    expect(memoryOf(expr, recordings)).toBe(expected);
  });
});

describe('dependsOnTraffic', () => {
  it.each([
    ['a gauge', promql`${m.queue}`, false],
    ['a gauge divided by a number', promql`${m.queue} / 3`, false],
    ['a ratio of gauges', promql`${m.queue} / (${m.queue} > 0)`, true],
    ['a quantile', p99, true],
    ['a recorded ratio', promql`${share.series}`, true],
    ['a recorded rate', promql`${rate.series}`, false],
  ])('tells it of %s', (_, expr, expected) => {
    expect(dependsOnTraffic(expr, recordings)).toBe(expected);
  });
});

describe('selectsJob', () => {
  it('tells a catalogue of one job from one that spans jobs', () => {
    const anyJob = catalogue(undefined, declared);
    expect([selectsJob(promql`${m.queue}`, []), selectsJob(promql`${anyJob.queue}`, [])]).toEqual([true, false]);
  });
});
