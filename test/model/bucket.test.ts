import { bucketMatcher } from '../../model/bucket';
import { catalogue, histogram } from '../../model/metric';
import { fixed, promql } from '../../model/promql';
import { minutes } from '../../model/quantity';

describe('bucketMatcher', () => {
  it.each([
    [0.5, '=', '0.5', ['0.5']],
    [1, '=~', '1(\\.0)?', ['1', '1.0']],
    [100_000, '=~', '100000(\\.0)?', ['100000', '100000.0']],
    [2_500_000, '=~', '2500000|2\\.5e\\+06', ['2500000', '2.5e+06']],
    [0.00001, '=~', '0\\.00001|1e-05', ['0.00001', '1e-05']],
    [Infinity, '=', '+Inf', ['+Inf']],
  ])('selects the bound %d however programs and Prometheus write it', (bound, op, value, literals) => {
    expect(bucketMatcher(bound)).toEqual({ label: 'le', op, value, literals });
  });

  it.each([0.5, 1, 2_500_000, 0.00001])('matches each of the texts that it means by %d, and nothing else', (bound) => {
    const { op, value, literals = [] } = bucketMatcher(bound);
    const matches = (text: string): boolean => (op === '=' ? text === value : new RegExp(`^(?:${value})$`).test(text));
    expect(literals.filter((text) => !matches(text))).toEqual([]);
    expect(['10', '1x0', '0.50', '2.5e 06', '', '+Inf'].filter(matches)).toEqual([]);
  });
});

describe('Histogram.atMost', () => {
  const { latency } = catalogue('shop', {
    latency: histogram('shop_latency_seconds', { help: 'time to answer', unit: 'seconds', buckets: [0.1, 1, 2.5] }),
  });

  it('selects the bucket of its bound', () => {
    expect(promql`rate(${latency.atMost(1)}[${fixed(minutes(5))}])`.text()).toBe(
      'rate(shop_latency_seconds_bucket{job="shop", le=~"1(\\\\.0)?"}[5m])',
    );
  });

  it('refuses a bound that no bucket has, with those there are', () => {
    expect(() => latency.atMost(0.3)).toThrow(
      '[PQ-12] shop_latency_seconds: bound is 0.3, must be one of 0.1, 1, 2.5; choose a bucket that the program has',
    );
  });
});
