import { alert, coveredBy, itself, neverQuiet, okBecause } from '../../model/alert';
import type { AlertSpec } from '../../model/alert';
import { above, below, present } from '../../model/condition';
import { catalogue, gauge } from '../../model/metric';
import { promql } from '../../model/promql';
import { count, hours, minutes, percent, seconds } from '../../model/quantity';
import { holds, scenario, series } from '../../model/scenario';
import { text } from '../../model/text';
import { refusal } from '../support/refusal';

const declared = { queue: gauge('shop_queue', { help: 'Orders that wait' }) };
const { queue } = catalogue('shop', declared);
const long = scenario('orders pile up', [series(queue).turns(holds(3), holds(70))]);
const short = scenario('few orders wait', [series(queue).always(holds(20))]);

/** All that an alert needs without a threshold. */
const withoutEdge = (): AlertSpec => ({
  kind: 'symptom',
  severity: 'critical',
  for: minutes(2),
  when: above(promql`${queue}`, count(50)),
  summary: text`Orders wait`,
  description: text`Orders wait`,
  noData: coveredBy('ShopAbsent'),
  fires: long,
  quiet: short,
});

/** A spec with nothing wrong in it. */
const valid = (): AlertSpec => ({ ...withoutEdge(), edge: (at) => [series(queue).always(holds(at))] });

describe('alert', () => {
  it('takes one scenario or several', () => {
    expect(alert('ShopQueueLong', valid()).fires).toEqual([long]);
    expect(alert('ShopQueueLong', { ...valid(), quiet: [short, long] }).quiet).toEqual([short, long]);
  });

  it('has no quiet scenario when it is meant to fire at all times', () => {
    expect(
      alert('ShopQueueLong', { ...valid(), severity: 'none', quiet: neverQuiet('it is a heartbeat') }).quiet,
    ).toEqual([]);
  });

  it.each([
    [
      'Sho',
      "[AL-01] alert Sho: name is 'Sho', must be PascalCase of 4 to 60 letters and digits; write <Component><State>",
    ],
    [
      'shopQueue',
      "[AL-01] alert shopQueue: name is 'shopQueue', must be PascalCase of 4 to 60 letters and digits; write <Component><State>",
    ],
    [
      'Shop_Queue',
      "[AL-01] alert Shop_Queue: name is 'Shop_Queue', must be PascalCase of 4 to 60 letters and digits; write <Component><State>",
    ],
  ])("refuses the name '%s'", (name, message) => {
    expect(refusal(() => alert(name, valid()))).toBe(message);
  });

  it('refuses a critical alert about a cause', () => {
    expect(refusal(() => alert('ShopQueueLong', { ...valid(), kind: 'cause' }))).toBe(
      "[AL-04] alert ShopQueueLong: a critical alert is of kind 'cause'; use one of: imminent-loss, meta, symptom",
    );
  });

  it('refuses to escalate a cause to critical', () => {
    const escalates = { severity: 'critical', at: count(90) } as const;
    expect(refusal(() => alert('ShopQueueLong', { ...valid(), kind: 'cause', severity: 'warning', escalates }))).toBe(
      "[AL-04] alert ShopQueueLong: a critical alert is of kind 'cause'; use one of: imminent-loss, meta, symptom",
    );
  });

  it.each([
    [seconds(0), '0s'],
    [seconds(30), '30s'],
    [hours(1), '1h'],
  ])("refuses a 'for' out of the bounds of its kind", (wait, words) => {
    expect(refusal(() => alert('ShopQueueLong', { ...valid(), for: wait }))).toBe(
      `[AL-05] alert ShopQueueLong: 'for' is ${words}, must be 1m to 15m for a symptom; change 'for' or 'kind'`,
    );
  });

  it('refuses a threshold without a boundary case', () => {
    expect(refusal(() => alert('ShopQueueLong', withoutEdge()))).toBe(
      "[AL-25] alert ShopQueueLong: a threshold has no boundary case; give 'edge': the series under which the " +
        'expression has a given value',
    );
  });

  it('asks for no boundary case at 0 and 1, nor without a threshold', () => {
    const conditions = [
      below(promql`${queue}`, count(1)),
      above(promql`${queue}`, count(0)),
      present(promql`absent(${queue})`),
    ];
    expect(conditions.map((when) => alert('ShopQueueLong', { ...withoutEdge(), when }).name)).toHaveLength(3);
  });

  it('reports all faults together', () => {
    expect(
      refusal(() => alert('queue', { ...withoutEdge(), kind: 'drift' }))
        .split('\n')
        .map((line) => line.slice(0, 7)),
    ).toEqual(['[AL-01]', '[AL-04]', '[AL-05]', '[AL-25]']);
  });
});

describe('Alert.rungs', () => {
  const ladder = alert('ShopQueueLong', {
    ...valid(),
    severity: 'warning',
    escalates: { severity: 'critical', at: count(100), for: minutes(1) },
  });
  const rungs = (...args: Parameters<typeof ladder.rungs>): readonly unknown[] =>
    ladder
      .rungs(...args)
      .map(({ severity, for: wait, condition }) => [severity, wait.value, condition.threshold?.value]);

  it('is one rule, or two where it escalates', () => {
    expect(alert('ShopQueueLong', valid()).rungs()).toHaveLength(1);
    expect(rungs()).toEqual([
      ['warning', 120, 50],
      ['critical', 60, 100],
    ]);
  });

  it("takes an environment's own thresholds, for each rule apart", () => {
    expect(rungs({ ShopQueueLong: count(40), 'ShopQueueLong/critical': count(80), Other: count(1) })).toEqual([
      ['warning', 120, 40],
      ['critical', 60, 80],
    ]);
  });

  it('waits as long as the first rule, when the worse one says nothing', () => {
    const plain = alert('ShopQueueLong', {
      ...valid(),
      severity: 'warning',
      escalates: { severity: 'critical', at: count(99) },
    });
    expect(plain.rungs().map((rung) => rung.for)).toEqual([minutes(2), minutes(2)]);
  });

  it('narrows the worse rule where it says so', () => {
    const guarded = alert('ShopQueueLong', {
      ...valid(),
      severity: 'warning',
      escalates: {
        severity: 'critical',
        at: count(99),
        narrowed: (c) => c.and(promql`${queue} offset ${minutes(5)} > ${count(99)}`),
      },
    });
    expect(guarded.rungs().map(({ condition }) => condition.expr.text())).toEqual([
      'shop_queue{job="shop"} > 50',
      '(shop_queue{job="shop"} > 99) and (shop_queue{job="shop"} offset 5m > 99)',
    ]);
  });

  it('refuses a threshold in another unit', () => {
    expect(refusal(() => ladder.rungs({ ShopQueueLong: percent(5) }))).toBe(
      '[PQ-28] condition: threshold is 5% (ratio), must be in count, the unit of the expression; ' +
        'write the threshold in count\n    shop_queue{job="shop"}',
    );
  });
});

describe('the meaning of no data', () => {
  it('is another alert, a reason, or the alert itself', () => {
    expect([coveredBy('ShopAbsent'), okBecause('nothing was sold'), itself]).toEqual([
      { kind: 'covered', by: 'ShopAbsent' },
      { kind: 'ok', reason: 'nothing was sold' },
      { kind: 'itself' },
    ]);
  });
});
