import {
  bool,
  days,
  eventsSli,
  hours,
  latencySli,
  millis,
  minutes,
  noneOf,
  percent,
  probeSli,
  promql,
  record,
  seconds,
  slo,
  WORKBOOK_TIERS,
} from '../../../model';
import type { SloSpec } from '../../../model';
import { fixed } from '../../../model/promql';
import { refusal } from '../../support/refusal';
import { failures, m, sound } from './orders';

const refused = (spoilt: Partial<SloSpec>, name = 'availability'): string =>
  refusal(() => slo(name, { ...sound, ...spoilt }));

describe('an objective', () => {
  it('has 30 days and the tiers of the workbook where it names none', () => {
    const { period, tiers } = slo('availability', sound);
    expect(period).toEqual(days(30));
    expect(tiers.map(({ factor, limit }) => [factor, limit])).toEqual([
      [14.4, 0.0144],
      [6, 0.006],
      [3, 0.003],
      [1, 0.001],
    ]);
  });

  it('is refused where a tier could never fire (SL-01)', () => {
    expect(refused({ objective: percent(93) })).toBe(
      '[SL-01] slo availability: objective is 93%, must be above 93.06%: tier critical 1h/5m waits for 100.8% of ' +
        "failures; raise 'objective', or give 'tiers' with smaller shares",
    );
  });

  it('is refused where a tier fires at a burn that leaves budget (SL-01)', () => {
    expect(refused({ period: days(7), minPerHour: 10_000 })).toBe(
      [
        '[SL-01] slo availability: factor of tier warning 1d/2h is 0.7, must be at least 0.9: such a burn leaves ' +
          "budget; lengthen 'period', or give 'tiers' with larger shares",
        '[SL-01] slo availability: factor of tier warning 3d/6h is 0.233333333333, must be at least 0.9: such a burn ' +
          "leaves budget; lengthen 'period', or give 'tiers' with larger shares",
      ].join('\n'),
    );
  });

  it('is refused with tiers of one severity, and with windows in the wrong order', () => {
    const tiers = [{ severity: 'critical', share: percent(2), long: minutes(5), short: hours(1) }] as const;
    expect(refused({ tiers })).toBe(
      [
        'slo availability: no tier is warning; give one for the page and one for the ticket',
        'slo availability: windows of tier critical 5m/1h must be short, long and period (30d) in this order; make ' +
          'the short one a twelfth of the long one',
      ].join('\n'),
    );
  });

  it.each([
    [100, 'slo availability: objective is 100%, must be above 0% and below 100%'],
    [0, 'slo availability: objective is 0%, must be above 0% and below 100%'],
  ])('is refused at %s per cent', (objective, message) => {
    expect(refused({ objective: percent(objective) })).toBe(`${message}; promise a little less: 100% leaves no budget`);
  });

  it('is refused over less than a day', () => {
    expect(refused({ period: hours(6) })).toBe(
      "slo availability: period is 6h, must be at least 1d; lengthen 'period'",
    );
  });

  it('is refused where one bad event would fire a tier (SL-08)', () => {
    expect(refused({ minPerHour: 60 })).toBe(
      '[SL-08] slo availability: minPerHour is 60, must be at least 70: with fewer, one bad event fires a tier; ' +
        "give 'minBad', lower 'objective', or probe more often",
    );
    expect(refused({ minPerHour: 0 })).toBe(
      '[SL-08] slo availability: minPerHour is 0, must be above 0; say how many events an hour come at least',
    );
    expect(refused({ minPerHour: 60, minBad: 0.5 })).toBe(
      '[SL-08] slo availability: minBad is 0.5, must be a whole number, 1 or more; say how many bad events are more ' +
        'than chance',
    );
  });

  it('takes little traffic together with a number of bad events', () => {
    expect(slo('availability', { ...sound, minPerHour: 5, minBad: 3 }).spec.minBad).toBe(3);
  });

  it('is refused without an owner, a journey, a policy and a day of review (SL-21)', () => {
    expect(refused({ owner: ' ', journey: '', policy: 'none', review: '2027-02-30', title: 'Orders' })).toBe(
      [
        "[SL-21] slo availability: 'title' is 'Orders', must be at least 15 characters; say it in a sentence",
        "[SL-21] slo availability: 'journey' is '', must be at least 15 characters; say it in a sentence",
        "[SL-21] slo availability: 'policy' is 'none', must be at least 15 characters; say it in a sentence",
        "[SL-21] slo availability: 'owner' is empty, must be a team; name who answers for it",
        "[SL-21] slo availability: 'review' is '2027-02-30', must be a day; write it like 2027-01-31",
      ].join('\n'),
    );
  });

  it('is refused with a name or a title that does not fit', () => {
    expect(refused({ title: 'x'.repeat(51) }, 'Availability')).toBe(
      [
        "slo Availability: name is 'Availability', must be kebab-case of at most 40 letters and digits; write it like " +
          'availability or write-latency',
        "slo Availability: 'title' has 51 characters, must have at most 50: a page begins with it; say it shorter",
      ].join('\n'),
    );
  });

  it('takes tiers of its own', () => {
    const [fast] = WORKBOOK_TIERS;
    const tiers = [
      ...(fast === undefined ? [] : [fast]),
      { severity: 'warning', share: percent(20), long: days(1), short: hours(2) } as const,
    ];
    expect(slo('availability', { ...sound, period: days(28), tiers }).tiers.map(({ factor }) => factor)).toEqual([
      13.44, 5.6,
    ]);
  });
});

describe('events', () => {
  const events = (options: Partial<Parameters<typeof eventsSli>[0]>): string =>
    refused({ sli: eventsSli({ bad: m.errors, total: m.requests, badIs: 'failures', ...options }) });

  it('are refused where bad and all are the same (SL-02)', () => {
    expect(events({ bad: m.requests })).toBe(
      "[SL-02] slo availability/sli: 'bad' and 'total' are both orders_requests_total; narrow 'bad' to the events " +
        'that failed',
    );
  });

  it('are refused where the bad ones are no part of all (SL-02)', () => {
    const total = m.requests.where({ path: '/orders' });
    expect(events({ bad: m.requests.where({ code: '500' }), total })).toBe(
      "[SL-02] slo availability/sli: 'bad' is orders_requests_total{code=\"500\"}, must be a part of 'total', which " +
        "is orders_requests_total{path=\"/orders\"}; give 'bad' every matcher of 'total', and more",
    );
  });

  it('are refused where the bad ones are of another metric, without a reason (SL-02)', () => {
    expect(events({})).toBe(
      "[SL-02] slo availability/sli: 'bad' is orders_errors_total, and 'total' counts another metric; say in " +
        "'subset' why every bad event is counted in 'total' too",
    );
  });

  it('are refused where what is excluded stays in on one side (SL-12)', () => {
    const excludes = { code: ['404'] };
    expect(events({ excludes, subset: 'each failure is an answer' })).toBe(
      "[SL-12] slo availability/sli: 'excludes' has label 'code', which 'orders_errors_total' lacks: it would be left " +
        'out on one side only; exclude by a label that both sides have',
    );
  });

  it('leave out on both sides what is excluded (SL-12)', () => {
    const sli = eventsSli({
      bad: m.errors,
      total: m.requests.where({ code: noneOf('404', '503') }),
      badIs: 'failures',
      subset: 'each failure is an answer',
      excludes: { path: ['/health'] },
    });
    const window = fixed(minutes(5));
    expect(sli.bad(window).text()).toBe('sum(rate(orders_errors_total{job="orders", path!="/health"}[5m]))');
    expect(sli.total(window).text()).toBe(
      'sum(rate(orders_requests_total{job="orders", code!~"404|503", path!="/health"}[5m]))',
    );
    expect(sli.meaning).toBe('bad are failures; not counted at all: path /health');
  });

  it('of several counters are added, though one may be missing', () => {
    const sli = eventsSli({
      bad: [m.errors, m.lost],
      total: [m.requests, m.lost],
      badIs: 'failures and losses',
      subset: 'each failure is an answer',
    });
    const window = fixed(minutes(5));
    const [errors, lost] = ['errors', 'lost'].map((name) => `sum(rate(orders_${name}_total{job="orders"}[5m]))`);
    expect(sli.bad(window).text()).toBe(`(${errors} or 0 * ${lost}) + (${lost} or 0 * ${errors})`);
  });

  it('are refused for a gauge', () => {
    expect(refusal(() => eventsSli({ bad: m.depth, total: m.depth, badIs: 'x' }).total(windowOf5m))).toContain(
      "[PQ-05] promql: 'rate' reads 'orders_queue_length', which is a gauge, must read a counter; write deriv(…)",
    );
  });
});

const windowOf5m = fixed(minutes(5));

describe('latency', () => {
  it('is refused at a bound that is no bucket (SL-11)', () => {
    expect(refusal(() => latencySli({ histogram: m.duration, within: millis(300) }))).toBe(
      "[SL-11] orders_duration_seconds: 'within' is 0.3 seconds, must be one of the buckets 0.1, 0.25, 1; choose a " +
        'bucket that the program has',
    );
  });

  it('is refused in another unit (SL-11)', () => {
    expect(refusal(() => latencySli({ histogram: m.duration, within: percent(25) }))).toBe(
      "[SL-11] orders_duration_seconds: 'within' is 25% (ratio), must be in seconds, the histogram's unit; write the " +
        'bound in seconds',
    );
  });

  it('counts what no bucket up to the bound holds, under each way to write the bound', () => {
    const sli = latencySli({ histogram: m.duration, within: seconds(1), where: { path: '/orders' } });
    const of = (series: string): string => `sum(rate(orders_duration_seconds_${series}[5m]))`;
    expect(sli.bad(windowOf5m).text()).toBe(
      `${of('count{job="orders", path="/orders"}')} - ` + of('bucket{job="orders", path="/orders", le=~"1(\\\\.0)?"}'),
    );
  });
});

describe('probes', () => {
  it('count each sample of a state', () => {
    const sli = probeSli({ success: m.healthy, badIs: 'moments at which it cannot take orders' });
    const count = 'sum(count_over_time(orders_healthy{job="orders"}[5m])) / 300';
    expect(sli.total(windowOf5m).text()).toBe(count);
    expect(sli.bad(windowOf5m).text()).toBe(`(${count}) - sum(sum_over_time(orders_healthy{job="orders"}[5m])) / 300`);
  });

  it('take a recorded comparison, and no other gauge', () => {
    const short = record('orders_queue', 'short', promql`${m.depth} < bool 10`);
    expect(probeSli({ success: short.series, badIs: 'moments of a long queue' }).bornLate).toBe(false);
    expect(refusal(() => probeSli({ success: m.depth, badIs: 'x' }))).toBe(
      "[SL-02] sli: 'success' is 'orders_queue_length' in count, must be in bool; record a comparison with bool",
    );
    expect(m.healthy.unit).toBe(bool(true).unit);
  });
});

it('says of the indicator what it counts', () => {
  expect(failures.meaning).toBe('bad are answers with 500 or 503');
});
