import { check, explain } from '../../../model/proof';
import type { Claim } from '../../../model/proof';

type Checked = Exclude<Claim, { kind: 'page' }>;

const trueFrom: Checked = { kind: 'true from', expr: 'up == 0', onset: 60, first: 90, at: 150 };
const fires: Checked = { kind: 'fires', severity: 'critical', at: 150 };
const never: Checked = { kind: 'never fires', severity: 'warning', until: 135 };
const silent: Checked = { kind: 'silent', at: 600 };
const waits: Checked = { kind: 'waits', expr: 'up == 0', severity: 'critical', lasting: 120, at: 600 };
const keeps: Checked = { kind: 'keeps firing', expr: 'up == 0', severity: 'warning', lasting: 60, at: 600 };

describe('check', () => {
  it.each<[string, Checked, unknown]>([
    [
      'the first moment of a condition',
      trueFrom,
      { expr: 'min(min_over_time(timestamp((up == 0) + 0)[151s:15s]))', at: 150, expected: 90 },
    ],
    [
      'that moment, or one near it',
      { ...trueFrom, within: 15 },
      {
        expr:
          '(0 * (abs(min(min_over_time(timestamp((up == 0) + 0)[151s:15s])) - 90) <= 15) + 90) ' +
          'or min(min_over_time(timestamp((up == 0) + 0)[151s:15s]))',
        at: 150,
        expected: 90,
      },
    ],
    [
      'that it fires',
      fires,
      { expr: 'count(ALERTS{alertname="A", alertstate="firing", severity="critical"}) > bool 0', at: 150, expected: 1 },
    ],
    [
      'how often it fires',
      { ...fires, instances: 3 },
      { expr: 'count(ALERTS{alertname="A", alertstate="firing", severity="critical"})', at: 150, expected: 3 },
    ],
    [
      'that it never fires',
      never,
      {
        expr: 'min(min_over_time(timestamp(ALERTS{alertname="A", alertstate="firing", severity="warning"})[136s:15s]))',
        at: 135,
        expected: undefined,
      },
    ],
    [
      'that nothing fires',
      silent,
      { expr: 'count(ALERTS{alertname="A", alertstate="firing"})', at: 600, expected: undefined },
    ],
    [
      'how long it waits',
      waits,
      {
        expr:
          'min(min_over_time(timestamp(ALERTS{alertname="A", alertstate="firing", severity="critical"})[601s:15s])) - ' +
          'min(min_over_time(timestamp((up == 0) + 0)[601s:15s]))',
        at: 600,
        expected: 120,
      },
    ],
    [
      'how long it stays',
      keeps,
      {
        expr:
          'max(max_over_time(timestamp(ALERTS{alertname="A", alertstate="firing", severity="warning"})[601s:15s])) - ' +
          'max(max_over_time(timestamp((up == 0) + 0)[601s:15s]))',
        at: 600,
        expected: 60,
      },
    ],
  ])('asks promtool %s', (_, claim, expected) => {
    expect(check(claim, 'A', 15)).toEqual(expected);
  });
});

describe('explain', () => {
  it.each<[Checked, number | undefined, string]>([
    [trueFrom, 105, 'trueFrom is 30s, must be 45s, when the condition is first true'],
    [trueFrom, 15, 'the condition is true already 45s before the onset; the healthy phase must be quiet'],
    [trueFrom, undefined, 'the condition is never true in the 1m30s after the onset; correct the scenario'],
    [fires, undefined, 'does not fire at 2m30s with severity critical, and must'],
    [{ ...fires, instances: 2 }, 1, 'fires 1 times at 2m30s with severity critical, must fire 2 times'],
    [{ ...fires, instances: 2 }, undefined, 'does not fire at 2m30s with severity critical, and must'],
    [never, 75, 'fires from 1m15s on with severity warning, must not fire before 2m15s is over'],
    [{ kind: 'never fires', until: 60 }, 0, 'fires from 0s on, must not fire before 1m is over'],
    [silent, 1, 'still fires at 10m, the end of the recovery, and must be silent'],
    [waits, 135, 'fires 2m15s after its condition is first true with severity critical, must be 2m'],
    [waits, undefined, 'does not fire with severity critical, or its condition is never true'],
    [keeps, 75, 'fires for 1m15s after the condition ends, must be 1m'],
    [keeps, -15, 'fires for -15s after the condition ends, must be 1m'],
    [keeps, undefined, 'never fires, or its condition is never true'],
  ])('says of %j with %d in words what is wrong', (claim, got, text) => {
    expect(explain(claim, got)).toBe(text);
  });
});
