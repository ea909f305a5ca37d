import type { RuleGroup } from '../../../model/delivery';
import { mutantsOf } from '../../../model/proof';
import { minutes, seconds } from '../../../model/quantity';

const alerting = (expr: string, changes: object = {}): RuleGroup['rules'][number] => ({
  alert: 'ShopSlow',
  expr,
  for: minutes(2),
  labels: { severity: 'warning' },
  annotations: {},
  ...changes,
});
const group = (...rules: RuleGroup['rules']): RuleGroup => ({ name: 'shop', interval: seconds(15), rules });
const exprs = (groups: readonly RuleGroup[]): readonly (readonly [string, ...string[]])[] =>
  mutantsOf(groups).map(({ fault, groups: changed }) => [
    fault,
    ...changed.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ]);

describe('mutantsOf', () => {
  it('flips the comparison, moves the threshold and the wait, and drops each matcher', () => {
    expect(exprs([group(alerting('max by (op) (shop_seconds{job="shop", op!="x", le="1"}) > 4'))])).toEqual([
      ["'>' became '<' in ShopSlow", 'max by (op) (shop_seconds{job="shop", op!="x", le="1"}) < 4'],
      ['threshold 4 became 8 in ShopSlow', 'max by (op) (shop_seconds{job="shop", op!="x", le="1"}) > 8'],
      ['threshold 4 became 2 in ShopSlow', 'max by (op) (shop_seconds{job="shop", op!="x", le="1"}) > 2'],
      ['op!="x" was dropped in ShopSlow', 'max by (op) (shop_seconds{job="shop", le="1"}) > 4'],
      ['le="1" was dropped in ShopSlow', 'max by (op) (shop_seconds{job="shop", op!="x"}) > 4'],
      ["'for' is one evaluation longer in ShopSlow", 'max by (op) (shop_seconds{job="shop", op!="x", le="1"}) > 4'],
      ["'for' is one evaluation shorter in ShopSlow", 'max by (op) (shop_seconds{job="shop", op!="x", le="1"}) > 4'],
      ['severity warning became critical in ShopSlow', 'max by (op) (shop_seconds{job="shop", op!="x", le="1"}) > 4'],
      ['the job was dropped from every selector', 'max by (op) (shop_seconds{op!="x", le="1"}) > 4'],
    ]);
  });

  it('changes the times by one evaluation each way', () => {
    const rule = alerting('up == 0', { keepFiringFor: minutes(1) });
    const times = mutantsOf([group(rule)]).flatMap(({ fault, groups }) =>
      fault.startsWith("'for'") || fault.startsWith("'keep")
        ? groups.flatMap(({ rules }) =>
            rules.map((one) => ('alert' in one ? [one.for?.value, one.keepFiringFor?.value] : [])),
          )
        : [],
    );
    expect(times).toEqual([
      [135, 60],
      [120, 75],
      [105, 60],
      [120, 45],
    ]);
  });

  it('makes one of a threshold of zero, and leaves guards against zero their number', () => {
    expect(exprs([group(alerting('a / (b > 0) > 0'))]).map(([fault]) => fault)).toEqual([
      "'>' became '<' in ShopSlow",
      'threshold 0 became 1 in ShopSlow',
      "'>' became '<' in ShopSlow, place 2",
      "'for' is one evaluation longer in ShopSlow",
      "'for' is one evaluation shorter in ShopSlow",
      'severity warning became critical in ShopSlow',
    ]);
  });

  it('finds the operator behind parentheses', () => {
    expect(exprs([group(alerting('((a)) >= ((3))', { for: undefined }))])).toEqual([
      ["'>=' became '<=' in ShopSlow", '((a)) <= ((3))'],
      ['threshold 3 became 6 in ShopSlow', '((a)) >= ((6))'],
      ['threshold 3 became 1.5 in ShopSlow', '((a)) >= ((1.5))'],
      ['severity warning became critical in ShopSlow', '((a)) >= ((3))'],
    ]);
  });

  it('drops the only matcher, and the job from recordings too', () => {
    const recorded = group({ record: 'job:a:sum', expr: 'sum by (job) (a{job="shop"})' });
    const alert = group(alerting('job:a:sum{job="shop"} > 4', { for: undefined }));
    expect(exprs([recorded, alert]).at(-1)).toEqual([
      'the job was dropped from every selector',
      'sum by (job) (a{})',
      'job:a:sum{} > 4',
    ]);
  });

  it('names the rule of a ladder by its severity', () => {
    const rules = [alerting('a > 4'), alerting('a > 9', { labels: { severity: 'critical' } })];
    expect(mutantsOf([group(...rules)]).map(({ fault }) => fault)).toContain(
      'threshold 9 became 18 in ShopSlow (critical)',
    );
  });

  it('leaves each side of the logic alone, and moves the number of a guard', () => {
    expect(exprs([group(alerting('((a)) > 4 and on (op) (b > 6) unless (c)', { for: undefined }))])).toEqual([
      ["what is behind 'unless' was dropped in ShopSlow", '(((a)) > 4 and on (op) (b > 6))'],
      ["what is behind 'and' was dropped in ShopSlow", '(((a)) > 4) unless (c)'],
      ["what is before 'and' was dropped in ShopSlow", '((b > 6)) unless (c)'],
      ["'>' became '<' in ShopSlow", '((a)) < 4 and on (op) (b > 6) unless (c)'],
      ['threshold 4 became 8 in ShopSlow', '((a)) > 8 and on (op) (b > 6) unless (c)'],
      ['threshold 4 became 2 in ShopSlow', '((a)) > 2 and on (op) (b > 6) unless (c)'],
      ["'>' became '<' in ShopSlow, place 2", '((a)) > 4 and on (op) (b < 6) unless (c)'],
      ['guard 6 became 12 in ShopSlow', '((a)) > 4 and on (op) (b > 12) unless (c)'],
      ['guard 6 became 3 in ShopSlow', '((a)) > 4 and on (op) (b > 3) unless (c)'],
      ['severity warning became critical in ShopSlow', '((a)) > 4 and on (op) (b > 6) unless (c)'],
    ]);
  });

  it('takes a limit that is a product by its factor, and windows where they are wanted', () => {
    const rule = alerting('(a > 14.4 * 0.001) or (sum_over_time(b{slo="x"}[1h]) > 3)', { for: undefined });
    const options = { identity: ['job', 'slo'], windows: true };
    expect(mutantsOf([group(rule)], options).map(({ kind, fault }) => `${kind}: ${fault}`)).toEqual([
      "operand: what is behind 'or' was dropped in ShopSlow",
      "operand: what is before 'or' was dropped in ShopSlow",
      "comparison: '>' became '<' in ShopSlow",
      'threshold: threshold 14.4 became 28.8 in ShopSlow',
      'threshold: threshold 14.4 became 7.2 in ShopSlow',
      "comparison: '>' became '<' in ShopSlow, place 2",
      'threshold: threshold 3 became 6 in ShopSlow',
      'threshold: threshold 3 became 1.5 in ShopSlow',
      'window: window 1h became 2h in ShopSlow',
      'window: window 1h became 30m in ShopSlow',
      'severity: severity warning became critical in ShopSlow',
    ]);
  });

  it('leaves the range of what is multiplied by zero', () => {
    const rule = alerting('a > 3 or 0 * sum_over_time(b[1h])', { for: undefined });
    const options = { identity: [], windows: true };
    expect(mutantsOf([group(rule)], options).filter(({ kind }) => kind === 'window')).toEqual([]);
  });

  it('changes the summary that a person reads', () => {
    const rule = alerting('a == 0', { for: undefined, annotations: { summary: 'Slow' } });
    const [changed] = mutantsOf([group(rule)]).filter(({ kind }) => kind === 'text');
    expect(changed?.groups[0]?.rules[0]).toEqual({ ...rule, annotations: { summary: 'Slow!' } });
  });
});
