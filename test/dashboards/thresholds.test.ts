import type { Rung } from '../../model';
import {
  above,
  atMost,
  below,
  bool,
  differs,
  equals,
  gauge,
  minutes,
  present,
  promql,
  ratio,
  catalogue,
  count,
} from '../../model';
import type { Condition, Severity } from '../../model';
import { rungsText, thresholdsOf } from '../../dashboards/thresholds';

const m = catalogue('shop', {
  share: gauge('shop_share', { help: 'Share', unit: 'ratio' }),
  on: gauge('shop_on', { help: 'On', unit: 'bool' }),
  items: gauge('shop_items', { help: 'Items' }),
});
const share = promql`${m.share}`;
const on = promql`${m.on}`;
const items = promql`${m.items}`;

const rung = (severity: Severity, condition: Condition): Rung => ({ severity, for: minutes(5), condition });
/** `green 0.8 orange 0.9 red`. */
const colours = (...rungs: readonly Rung[]): string =>
  thresholdsOf(rungs, 'ratio')
    .steps.map(({ value, color }) => (value === null ? color : `${value} ${color}`))
    .join(' ');

describe('thresholdsOf', () => {
  it.each<[string, readonly Rung[], string]>([
    ['one limit above', [rung('critical', above(share, ratio(0.9)))], 'green 0.9 red'],
    [
      'two limits above, in whatever order',
      [rung('critical', above(share, ratio(0.9))), rung('warning', above(share, ratio(0.8)))],
      'green 0.8 orange 0.9 red',
    ],
    [
      'two limits below',
      [rung('warning', below(share, ratio(0.2))), rung('critical', atMost(share, ratio(0.1)))],
      'red 0.1 orange 0.2 green',
    ],
    [
      'limits on both sides',
      [rung('warning', below(share, ratio(0.2))), rung('critical', above(share, ratio(0.9)))],
      'orange 0.2 green 0.9 red',
    ],
    ['a state that must not be', [rung('critical', equals(on, bool(false)))], 'green 0 red 1 green'],
    ['a state that must be', [rung('warning', differs(on, bool(true)))], 'orange 1 green 2 orange'],
    [
      'a worse limit hidden behind a milder one',
      [rung('critical', above(share, ratio(0.5))), rung('warning', above(share, ratio(0.8)))],
      'green 0.5 red 0.8 red',
    ],
    ['an alert without a threshold', [rung('critical', present(on))], 'green'],
    ['more than none, where none is green', [rung('warning', above(items, count(0)))], 'green 0.000001 orange'],
    ['nothing', [], 'green'],
  ])('colours %s', (_, rungs, expected) => {
    expect(colours(...rungs)).toBe(expected);
  });

  it('has moments in milliseconds, as Grafana does', () => {
    const late = above(promql`${m.share}`, ratio(3));
    expect(thresholdsOf([rung('info', late)], 'timestamp').steps).toEqual([
      { value: null, color: 'green' },
      { value: 3000, color: 'blue' },
    ]);
  });
});

describe('rungsText', () => {
  it('reads as a person would say it', () => {
    const all = [rung('warning', above(share, ratio(0.8))), rung('critical', above(share, ratio(0.9)))];
    expect(rungsText(all)).toBe('above 80% (warning), above 90% (critical)');
    expect(rungsText([rung('critical', present(on))])).toBe('');
  });
});
