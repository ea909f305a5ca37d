import { catalogue, counter, gauge, histogram, summary, up } from '../../../model/metric';
import { timeline } from '../../../model/proof/timeline';
import { millis, seconds } from '../../../model/quantity';
import { gone, grows, holds, idle, observes, quantile, series } from '../../../model/scenario';
import type { Behaviour } from '../../../model/scenario';
import { refusal } from '../../support/refusal';

const declared = {
  queue: gauge('shop_queue', { help: 'Orders that wait' }),
  sold: counter('shop_sold_total', { help: 'Orders' }),
  latency: histogram('shop_latency_seconds', { help: 'Latency', unit: 'seconds', buckets: [0.1, 1, 2.5] }),
  size: summary('shop_size_bytes', { help: 'Size', unit: 'bytes' }),
};
const m = catalogue('shop', declared);
const phases = { step: 15, healthy: 3, broken: 3, recovery: 2 };
const values = (...args: Parameters<typeof timeline>): unknown => timeline(...args).map(({ samples }) => samples);

describe('timeline', () => {
  it('goes from healthy to broken and back', () => {
    expect(timeline('test', [series(m.queue).turns(holds(1), holds(9))], phases)).toEqual([
      { name: 'shop_queue', labels: { job: 'shop', instance: 'shop-0:9100' }, samples: [1, 1, 1, 9, 9, 9, 1, 1] },
    ]);
  });

  it('starts a growing series at its start, and lets each phase go on where the one before ended', () => {
    expect(values('test', [series(m.sold).from(100).turns(grows(1), grows(10))], phases)).toEqual([
      [100, 115, 130, 280, 430, 580, 595, 610],
    ]);
  });

  it('hides the noise of binary fractions', () => {
    expect(values('test', [series(m.queue).always(grows(0.01))], { ...phases, healthy: 5 })).toEqual([
      [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.05, 1.2, 1.35],
    ]);
  });

  it('starts at the start, when there is no healthy phase', () => {
    expect(values('test', [series(m.sold).always(grows(1))], { ...phases, healthy: 0 })).toEqual([[0, 15, 30, 45, 60]]);
  });

  it('marks a series stale when it goes, and lets it come back', () => {
    expect(values('test', [series(m.queue).turns(holds(4), gone())], phases)).toEqual([
      [4, 4, 4, 'stale', undefined, undefined, 4, 4],
    ]);
  });

  it('has nothing to mark for a series that never came', () => {
    expect(values('test', [series(m.queue).turns(gone(), holds(4))], phases)).toEqual([
      [undefined, undefined, undefined, 4, 4, 4, 'stale', undefined],
    ]);
  });

  it('gives series of every job a job, and keeps the labels that the scenario gives', () => {
    const [first, second] = timeline(
      'test',
      [series(up).always(holds(1)), series(up, { job: 'a', instance: 'b' }).always(holds(1))],
      phases,
    );
    expect([first?.labels, second?.labels]).toEqual([
      { job: 'example', instance: 'example-0:9100' },
      { job: 'a', instance: 'b' },
    ]);
  });

  it('loses a scrape of all series at once', () => {
    const both = [series(m.queue).turns(holds(1), gone()), series(m.sold).always(idle())];
    expect(values('test', both, phases, { missedAt: 1 })).toEqual([
      [1, undefined, 1, 'stale', undefined, undefined, 1, 1],
      [0, undefined, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('starts counters again from zero, and leaves gauges alone', () => {
    const both = [series(m.queue).always(grows(1)), series(m.sold).from(100).always(grows(1))];
    expect(values('test', both, phases, { resetAt: 4 })).toEqual([
      [0, 15, 30, 45, 60, 75, 90, 105],
      [100, 115, 130, 145, 0, 15, 30, 45],
    ]);
  });
});

describe('a histogram on a timeline', () => {
  const rates = (behaviour: Behaviour): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      timeline('test', [series(m.latency).always(behaviour)], { step: 1, healthy: 2, broken: 0, recovery: 0 }).map(
        ({ name, labels, samples }) => [labels['le'] ?? name, samples[1]],
      ),
    );

  it('counts what it observes in every bucket that holds it', () => {
    expect(rates(observes([millis(100), 3], [seconds(1.5), 2], [seconds(9), 1]))).toEqual({
      '0.1': 3,
      '1.0': 3,
      '2.5': 5,
      '+Inf': 6,
      shop_latency_seconds_sum: 12.3,
      shop_latency_seconds_count: 6,
    });
  });

  /** As Prometheus computes it: linear in the bucket that holds the rank. */
  function histogramQuantile(phi: number, buckets: Readonly<Record<string, unknown>>): number {
    const bounds = [0.1, 1, 2.5, Infinity];
    const counts = ['0.1', '1.0', '2.5', '+Inf'].map((le) => Number(buckets[le]));
    const rank = phi * (counts.at(-1) ?? 0);
    const b = counts.findIndex((count) => count >= rank - 1e-12);
    if (b === bounds.length - 1) return bounds[b - 1] ?? NaN;
    const [lo, hi] = [bounds[b - 1] ?? 0, bounds[b] ?? NaN];
    const below = counts[b - 1] ?? 0;
    return lo + ((hi - lo) * (rank - below)) / ((counts[b] ?? 0) - below);
  }

  it.each([
    [0.99, 0.1],
    [0.99, 0.0995],
    [0.99, 0.5],
    [0.99, 1],
    [0.99, 2],
    [0.5, 0.06],
    [0.5, 0.4],
    [0.5, 0.9],
    [0.5, 2.5],
  ])('has %d-quantile exactly at %d', (phi, value) => {
    expect(histogramQuantile(phi, rates(quantile(phi, seconds(value))))).toBeCloseTo(value, 10);
  });

  it('counts so many observations a second as the quantile says', () => {
    expect(rates(quantile(0.9, seconds(2), 7))['+Inf']).toBe(7);
  });

  it('stands still, goes, and starts again from zero', () => {
    expect(new Set(Object.values(rates(idle())))).toEqual(new Set([0]));
    expect(
      values('test', [series(m.latency).turns(observes([millis(50), 1]), gone())], {
        step: 1,
        healthy: 1,
        broken: 1,
        recovery: 0,
      }),
    ).toEqual(Array(6).fill([0, 'stale']));
    expect(
      values(
        'test',
        [series(m.size).always(observes([{ unit: 'bytes', value: 10 }, 2]))],
        { step: 1, healthy: 4, broken: 0, recovery: 0 },
        { resetAt: 2 },
      ),
    ).toEqual([
      [0, 20, 0, 20],
      [0, 2, 0, 2],
    ]);
  });
});

describe('a behaviour that a metric cannot have', () => {
  const message = (one: ReturnType<ReturnType<typeof series>['always']>): string =>
    refusal(() => timeline('alert A/it breaks', [one], phases));

  it.each([
    [
      'a value of a histogram',
      series(m.latency).always(holds(3)),
      "alert A/it breaks/shop_latency_seconds: a histogram cannot hold one value; say what it 'observes', or its 'quantile'; correct the scenario",
    ],
    [
      'growth of a histogram',
      series(m.latency).always(grows(3)),
      "alert A/it breaks/shop_latency_seconds: a histogram cannot grow as a whole; say what it 'observes', or its 'quantile'; correct the scenario",
    ],
    [
      'a quantile above the highest bucket',
      series(m.latency).always(quantile(0.99, seconds(3))),
      'alert A/it breaks/shop_latency_seconds: quantile value is 3, must be at most 2.5, the highest bucket; correct the scenario',
    ],
    [
      'a quantile too low in the lowest bucket',
      series(m.latency).always(quantile(0.99, millis(40))),
      'alert A/it breaks/shop_latency_seconds: quantile value is 0.04, must be at least 0.099 with 0.1 as the lowest bucket; correct the scenario',
    ],
    [
      'a quantile that is no share',
      series(m.latency).always(quantile(99, seconds(1))),
      'alert A/it breaks/shop_latency_seconds: quantile is 99, must be between 0 and 1; correct the scenario',
    ],
    [
      'observations of a gauge',
      series(m.queue).always(observes([seconds(1), 3])),
      "alert A/it breaks/shop_queue: 'observes' is for histograms, and this is a gauge; use 'holds' or 'grows'",
    ],
    [
      'a quantile of a counter',
      series(m.sold).always(quantile(0.9, seconds(1))),
      "alert A/it breaks/shop_sold_total: 'quantile' is for histograms, and this is a counter; use 'holds' or 'grows'",
    ],
    [
      'a value of a summary',
      series(m.size).always(holds(3)),
      "alert A/it breaks/shop_size_bytes: 'holds' is not for summaries; use 'observes'",
    ],
    [
      'a counter that falls',
      series(m.sold).turns(holds(9), holds(3)),
      'alert A/it breaks/shop_sold_total: a counter falls from 9 to 3; let it grow; resets have a case of their own',
    ],
  ])('is refused: %s', (_, one, text) => {
    expect(message(one)).toBe(text);
  });
});
