import { catalogue, counter, gauge, histogram } from '../../model/metric';
import { count, millis, minutes, perSecond, seconds } from '../../model/quantity';
import { gone, grows, holds, idle, observes, quantile, scenario, series, throughout } from '../../model/scenario';

const declared = {
  queue: gauge('shop_queue', { help: 'Orders that wait' }),
  requests: counter('shop_requests_total', { help: 'Requests', labels: { result: { values: ['ok', 'error'] } } }),
  latency: histogram('shop_latency_seconds', { help: 'Latency', unit: 'seconds', buckets: [0.1, 1] }),
};
const m = catalogue('shop', declared);

describe('behaviours', () => {
  it('take quantities and bare numbers', () => {
    expect([holds(count(3)), holds(3)]).toEqual(Array(2).fill({ kind: 'holds', value: 3 }));
    expect([grows(perSecond(2)), grows(2)]).toEqual(Array(2).fill({ kind: 'grows', perSecond: 2 }));
    expect(idle()).toEqual({ kind: 'grows', perSecond: 0 });
    expect(observes([millis(50), 4])).toEqual({ kind: 'observes', at: [[0.05, 4]] });
    expect(quantile(0.99, seconds(0.8))).toEqual({ kind: 'quantile', phi: 0.99, value: 0.8, perSecond: 10 });
    expect(gone()).toEqual({ kind: 'gone' });
  });
});

describe('series', () => {
  it('behaves one way while healthy and another while broken', () => {
    expect(series(m.queue).turns(holds(1), holds(9))).toEqual({
      metric: m.queue,
      labels: {},
      healthy: holds(1),
      broken: holds(9),
      start: 0,
      dispensable: false,
    });
  });

  it('begins at a value, and can be dispensable', () => {
    const one = series(m.requests, { result: 'ok', instance: 'a:1' }).from(count(50)).dispensable().always(grows(2));
    expect(one).toMatchObject({ labels: { result: 'ok', instance: 'a:1' }, start: 50, dispensable: true });
    expect(one.healthy).toEqual(one.broken);
  });

  it('does not change the builder that it comes from', () => {
    const builder = series(m.queue);
    builder.from(7).dispensable();
    expect(builder.always(holds(1))).toMatchObject({ start: 0, dispensable: false });
  });
});

describe('scenario', () => {
  it('is true from the onset on, unless it says otherwise', () => {
    expect(scenario('orders pile up', []).trueFrom).toEqual(seconds(0));
    expect(scenario('orders pile up', [], { trueFrom: minutes(2), warmUp: minutes(9) })).toEqual({
      name: 'orders pile up',
      series: [],
      trueFrom: minutes(2),
      warmUp: minutes(9),
    });
  });
});

describe('throughout', () => {
  it('leaves no healthy phase', () => {
    const [one] = throughout([series(m.queue).turns(holds(1), holds(9))]);
    expect([one?.healthy, one?.broken]).toEqual([holds(9), holds(9)]);
  });
});
