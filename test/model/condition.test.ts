import { above, atLeast, atMost, below, differs, equals, present } from '../../model/condition';
import { instance, job } from '../../model/label';
import { catalogue, gauge } from '../../model/metric';
import { promql } from '../../model/promql';
import { bool, bytes, count, gibibytes, seconds } from '../../model/quantity';
import { refusal } from '../support/refusal';

const declared = {
  free: gauge('shop_free_bytes', { help: 'Room', unit: 'bytes' }),
  ready: gauge('shop_ready', { help: 'Ready', unit: 'bool' }),
  readOnly: gauge('shop_read_only', { help: 'Read only', unit: 'bool' }),
};
const { free, ready, readOnly } = catalogue('shop', declared);
const room = promql`${free}`;

describe('a condition', () => {
  it.each([
    ['above', above, '>'],
    ['atLeast', atLeast, '>='],
    ['below', below, '<'],
    ['atMost', atMost, '<='],
    ['equals', equals, '=='],
    ['differs', differs, '!='],
  ])('of %s compares with its threshold', (_, make, operator) => {
    expect(make(room, bytes(512)).expr.text()).toBe(`shop_free_bytes{job="shop"} ${operator} 512`);
  });

  it('of present is the expression itself', () => {
    const absent = promql`absent(${free})`;
    expect(present(absent).expr).toBe(absent);
  });

  it('keeps what is compared apart from the threshold', () => {
    const condition = below(room, gibibytes(1));
    expect([condition.left, condition.threshold, condition.comparator]).toEqual([room, gibibytes(1), '<']);
  });

  it('is narrowed by guards, on all labels or on some, in their order', () => {
    const condition = below(room, bytes(512))
      .and(promql`${ready} == ${bool(true)}`)
      .unless(promql`${readOnly} == ${bool(true)}`, [job, instance]);
    expect(condition.expr.text()).toBe(
      '((shop_free_bytes{job="shop"} < 512) and (shop_ready{job="shop"} == 1)) ' +
        'unless on (job, instance) (shop_read_only{job="shop"} == 1)',
    );
  });

  it('moves to another threshold with its guards', () => {
    const moved = below(room, bytes(512))
      .and(promql`${ready} == ${bool(true)}`)
      .at(bytes(64));
    expect(moved.expr.text()).toBe('(shop_free_bytes{job="shop"} < 64) and (shop_ready{job="shop"} == 1)');
  });

  it('refuses a threshold in another unit', () => {
    const message =
      '[PQ-28] condition: threshold is 5s (seconds), must be in bytes, the unit of the expression; ' +
      'write the threshold in bytes\n    shop_free_bytes{job="shop"}';
    expect(refusal(() => below(room, seconds(5)))).toBe(message);
    expect(refusal(() => below(room, bytes(1)).at(seconds(5)))).toBe(message);
    expect(refusal(() => below(room, count(3)))).toBe(
      '[PQ-28] condition: threshold is 3 (count), must be in bytes, the unit of the expression; ' +
        'write the threshold in bytes\n    shop_free_bytes{job="shop"}',
    );
  });
});
