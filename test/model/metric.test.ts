import { catalogue, counter, gauge, histogram, info, stateSet, summary, up } from '../../model/metric';
import { refusal } from '../support/refusal';

const declared = {
  up,
  requests: counter('shop_requests_total', { help: 'Requests', labels: { result: { values: ['ok', 'error'] } } }),
  free: gauge('shop_free_bytes', { help: 'Room', unit: 'bytes', presence: 'optional' }),
  phase: stateSet('shop_phase', { help: 'Phase', labels: { phase: { values: ['open', 'closed'] } } }),
  build: info('shop_build_info', { help: 'Build', labels: { version: {} } }),
  latency: histogram('shop_latency_seconds', { help: 'Latency', unit: 'seconds', buckets: [0.1, 1] }),
  size: summary('shop_size_bytes', { help: 'Size', unit: 'bytes' }),
};
const metrics = catalogue('shop', declared);

describe('catalogue', () => {
  it('gives each metric its job, and leaves the declarations as they were', () => {
    expect(Object.values(metrics).map(({ job }) => job)).toEqual(Array(7).fill('shop'));
    expect(declared.requests.job).toBeUndefined();
  });

  it('reaches every series of a histogram and of a summary', () => {
    const { latency, size } = metrics;
    expect([latency.bucket, latency.sum, latency.count, size.quantile, size.sum].map(({ job }) => job)).toEqual(
      Array(5).fill('shop'),
    );
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(metrics)).toBe(true);
  });
});

describe('a metric', () => {
  it('has the unit count and is always there, unless it says otherwise', () => {
    expect(metrics.requests).toMatchObject({ unit: 'count', presence: 'always', help: 'Requests' });
    expect(metrics.free).toMatchObject({ unit: 'bytes', presence: 'optional' });
    expect(metrics.phase.unit).toBe('bool');
  });

  it('has its labels as values, with those of its target', () => {
    expect(metrics.requests.label.result).toEqual({ kind: 'label', name: 'result' });
    expect(metrics.requests.labelNames).toEqual(['result', 'job', 'instance']);
  });

  it('tells the names that a scrape shows', () => {
    expect(Object.values(metrics).flatMap(({ seriesNames }) => seriesNames)).toEqual([
      'up',
      'shop_requests_total',
      'shop_free_bytes',
      'shop_phase',
      'shop_build_info',
      'shop_latency_seconds_bucket',
      'shop_latency_seconds_sum',
      'shop_latency_seconds_count',
      'shop_size_bytes',
      'shop_size_bytes_sum',
      'shop_size_bytes_count',
    ]);
  });

  it('counts in its _count, whatever unit it observes', () => {
    expect([metrics.latency.sum.unit, metrics.latency.count.unit, metrics.latency.count.type]).toEqual([
      'seconds',
      'count',
      'counter',
    ]);
  });

  it('is narrowed by matchers', () => {
    expect(metrics.requests.where({ result: 'error' })).toMatchObject({
      kind: 'selector',
      series: metrics.requests,
      matchers: [{ label: 'result', op: '=', value: 'error' }],
    });
  });
});

describe('a declaration', () => {
  it.each([
    ['shop-requests', "metric: name is 'shop-requests', must be of letters, digits and _, and not begin with a digit"],
    ['2xx_total', "metric: name is '2xx_total', must be of letters, digits and _, and not begin with a digit"],
    ['', "metric: name is '', must be of letters, digits and _, and not begin with a digit"],
    [
      'job:shop:rate5m',
      "metric: name is 'job:shop:rate5m', must be of letters, digits and _, and not begin with a digit",
    ],
  ])("refuses the name '%s'", (name, message) => {
    expect(refusal(() => gauge(name, { help: 'x' }))).toBe(`${message}; write it as the program exposes it`);
  });

  it('refuses names of labels that no program may expose, all of them', () => {
    expect(refusal(() => counter('shop_total', { help: 'x', labels: { 'a-b': {}, fine: {}, __name__: {} } }))).toBe(
      "metric shop_total: label is 'a-b', must be of letters, digits and _, and not begin with a digit or __; " +
        'write it as the program exposes it\n' +
        "metric shop_total: label is '__name__', must be of letters, digits and _, and not begin with a digit or __; " +
        'write it as the program exposes it',
    );
  });

  it.each([
    [[], '[]'],
    [[0.1, 0.1], '[0.1, 0.1]'],
    [[1, 0.5], '[1, 0.5]'],
    [[1, Infinity], '[1, Infinity]'],
  ])('refuses the buckets %j', (buckets, text) => {
    expect(refusal(() => histogram('shop_seconds', { help: 'x', buckets }))).toBe(
      `metric shop_seconds: buckets are ${text}, must be finite, ascending and at least one; ` +
        'list the upper bounds without +Inf',
    );
  });
});
