import { instance, job, le, matching } from '../../../model/label';
import { fixed, promql, ratioOf, window } from '../../../model/promql';
import type { Expr } from '../../../model/promql';
import * as q from '../../../model/quantity';
import type { Unit } from '../../../model/quantity';
import { any, host, shop } from './metrics';

const { op, code } = shop.requests.label;
const { cpu, mode } = host.busy.label;
const { version } = shop.build.label;
const requests = promql`rate(${shop.requests}[${window}])`;
const hour = fixed(q.hours(1));

/** Possible labels carry a question mark; `undefined` is a unit that cannot be told. */
type Row = readonly [build: () => Expr, labels: string, unit: Unit | undefined];

const selectors: readonly Row[] = [
  [() => promql`${shop.connections}`, 'instance job', 'count'],
  [() => promql`${shop.requests}`, 'code instance job op', 'count'],
  [() => promql`${shop.requests.where({ code: '' })}`, 'instance job op', 'count'],
  [() => promql`${shop.requests.where({ code: '500' })}`, 'code instance job op', 'count'],
  [() => promql`${shop.requests.where({ code: matching('5..') })}`, 'code instance job op', 'count'],
  [() => promql`${shop.memory} offset ${q.days(1)}`, 'instance job', 'bytes'],
  [() => promql`${shop.latency.bucket}`, 'instance job le op', 'count'],
  [() => promql`${shop.latency.sum}`, 'instance job op', 'seconds'],
  [() => promql`${shop.pause.quantile}`, 'instance job quantile', 'seconds'],
  [() => promql`${shop.build}`, 'instance job revision version', 'bool'],
];

const aggregations: readonly Row[] = [
  [() => promql`sum(${shop.memory})`, '', 'bytes'],
  [() => promql`sum by (${op}) (${requests})`, 'op', 'count/second'],
  [() => promql`sum without (${op}) (${requests})`, 'code instance job', 'count/second'],
  [() => promql`sum without (${cpu}, ${mode}) (rate(${host.busy}[${window}]))`, 'instance job', 'ratio'],
  [() => promql`count by (${job}) (${shop.memory})`, 'job', 'count'],
  [() => promql`group by (${job}) (${shop.memory})`, 'job', 'bool'],
  [() => promql`sum by (${job}) (${shop.up})`, 'job', 'count'],
  [() => promql`avg by (${job}) (${shop.up})`, 'job', 'ratio'],
  [() => promql`min by (${job}) (${shop.up})`, 'job', 'bool'],
  [() => promql`stdvar(${shop.memory})`, '', undefined],
  [() => promql`topk(3, ${requests})`, 'code instance job op', 'count/second'],
  [() => promql`topk by (${job}) (3, ${requests})`, 'code instance job op', 'count/second'],
  [() => promql`quantile(0.9, ${shop.memory})`, '', 'bytes'],
  [() => promql`count_values by (${job}) ("limit", ${shop.limit})`, 'job limit', 'count'],
];

const functions: readonly Row[] = [
  [() => promql`absent(${shop.up})`, 'job', 'bool'],
  [() => promql`absent(${any.up.where({ job: 'a', instance: 'b' })})`, 'instance job', 'bool'],
  [() => promql`absent(${shop.up.where({ instance: matching('a.+') })})`, 'job', 'bool'],
  [() => promql`absent_over_time(${shop.up}[${hour}])`, 'job', 'bool'],
  [() => promql`absent(${shop.up} == 1)`, '', 'bool'],
  [() => promql`vector(1)`, '', undefined],
  [() => promql`vector(${q.bytes(5)})`, '', 'bytes'],
  [() => promql`time()`, '', 'timestamp'],
  [() => promql`hour()`, '', 'count'],
  [() => promql`timestamp(${shop.memory})`, 'instance job', 'timestamp'],
  [() => promql`scalar(sum(${shop.memory}))`, '', 'bytes'],
  [() => promql`label_replace(${shop.up}, "role", "$1", "job", "(.*)")`, 'instance job role?', 'bool'],
  [() => promql`label_replace(${shop.up}, "role", "server", "", "")`, 'instance job role', 'bool'],
  [() => promql`label_join(${shop.up}, "key", "/", "job", "instance")`, 'instance job key?', 'bool'],
  [() => promql`histogram_quantile(0.9, rate(${shop.latency.bucket}[${window}]))`, 'instance job op', 'seconds'],
  [() => promql`histogram_quantile(0.9, sum by (${le}) (rate(${shop.latency.bucket}[${window}])))`, '', 'seconds'],
  [() => promql`histogram_fraction(0, 0.5, sum by (${le}) (rate(${shop.latency.bucket}[${window}])))`, '', 'ratio'],
  [() => promql`increase(${shop.written}[${hour}])`, 'instance job', 'bytes'],
  [() => promql`rate(${shop.written}[${hour}])`, 'instance job', 'bytes/second'],
  [() => promql`deriv(${shop.memory}[${hour}])`, 'instance job', 'bytes/second'],
  [() => promql`deriv(${shop.lag}[${hour}])`, 'instance job peer', 'ratio'],
  [() => promql`delta(${shop.started}[${hour}])`, 'instance job', 'seconds'],
  [() => promql`deriv(${shop.heat}[${hour}])`, 'instance job', undefined],
  [() => promql`predict_linear(${shop.memory}[${hour}], ${q.hours(4)})`, 'instance job', 'bytes'],
  [() => promql`changes(${shop.started}[${hour}])`, 'instance job', 'count'],
  [() => promql`count_over_time(${shop.memory}[${hour}])`, 'instance job', 'count'],
  [() => promql`present_over_time(${shop.memory}[${hour}])`, 'instance job', 'bool'],
  [() => promql`max_over_time(${shop.memory}[${hour}])`, 'instance job', 'bytes'],
  [() => promql`avg_over_time(${shop.up}[${hour}])`, 'instance job', 'ratio'],
  [() => promql`sum_over_time(${shop.up}[${hour}])`, 'instance job', 'count'],
  [() => promql`max_over_time(${requests}[${hour}:])`, 'code instance job op', 'count/second'],
  [() => promql`clamp_min(${shop.memory}, 0)`, 'instance job', 'bytes'],
  [() => promql`sqrt(${shop.memory})`, 'instance job', undefined],
];

const matched: readonly Row[] = [
  [() => promql`${shop.memory} > ${q.bytes(1)}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} > bool ${q.bytes(1)}`, 'instance job', 'bool'],
  [() => promql`${shop.memory} / ${shop.memoryLimit}`, 'instance job', 'ratio'],
  [() => promql`${shop.memory} / on (${instance}) ${shop.memoryLimit}`, 'instance', 'ratio'],
  [() => promql`${shop.memory} > on (${instance}) ${shop.memoryLimit}`, 'instance', 'bytes'],
  [
    () => promql`${shop.state.where({ state: 'failed' })} - ignoring (${shop.state.label.state}) ${shop.up}`,
    'instance job',
    'bool',
  ],
  [
    () => promql`${shop.lag} * on (${job}, ${instance}) group_left (${version}) ${shop.build}`,
    'instance job peer version',
    'seconds',
  ],
  [() => promql`${shop.up} * on (${job}, ${instance}) group_right () ${shop.lag}`, 'instance job peer', 'seconds'],
  [() => promql`${shop.lag} and on (${instance}) ${shop.up}`, 'instance job peer', 'seconds'],
  [() => promql`${shop.lag} unless on (${instance}) ${shop.up}`, 'instance job peer', 'seconds'],
  [() => promql`${shop.lag} or on (${instance}) ${shop.started} - ${shop.started}`, 'instance job peer?', 'seconds'],
  [() => ratioOf(promql`sum by (${op}) (${requests})`, promql`sum by (${op}) (${requests})`), 'op', 'ratio'],
];

const units: readonly Row[] = [
  [() => promql`time() - ${shop.started}`, 'instance job', 'seconds'],
  [() => promql`${shop.started} + ${q.hours(1)}`, 'instance job', 'timestamp'],
  [() => promql`${q.hours(1)} + ${shop.started}`, 'instance job', 'timestamp'],
  [() => promql`${shop.started} - ${q.hours(1)}`, 'instance job', 'timestamp'],
  [() => promql`1 - ${shop.fill}`, 'instance job', 'ratio'],
  [() => promql`0.8 * ${shop.memory}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} * ${shop.fill}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} * ${shop.up}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} / ${shop.fill}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} / 1024`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} / ${shop.connections}`, 'instance job', 'bytes'],
  [() => promql`${shop.connections} * ${shop.memory}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} / deriv(${shop.memory}[${hour}])`, 'instance job', 'seconds'],
  [() => promql`increase(${shop.written}[${hour}]) / ${q.hours(1)}`, 'instance job', 'bytes/second'],
  [() => promql`rate(${shop.written}[${hour}]) * ${q.hours(1)}`, 'instance job', 'bytes'],
  [
    () => promql`rate(${shop.latency.sum}[${hour}]) / rate(${shop.latency.count}[${hour}])`,
    'instance job op',
    'seconds',
  ],
  [() => promql`${shop.connections} / ${shop.limit}`, 'instance job', 'ratio'],
  [() => promql`-${shop.memory}`, 'instance job', 'bytes'],
  [() => promql`${shop.memory} * ${shop.memory}`, 'instance job', undefined],
  [() => promql`${shop.memory} ^ 2`, 'instance job', undefined],
  [() => promql`1 / ${shop.memory}`, 'instance job', undefined],
  [() => promql`${shop.memory} % 1024`, 'instance job', 'bytes'],
  [() => promql`sqrt(${shop.memory}) * ${shop.memory}`, 'instance job', undefined],
];

describe('the inference of an expression', () => {
  const rows = { selectors, aggregations, functions, matched, units };
  describe.each(Object.entries(rows))('%s', (_, table) => {
    it.each(table.map((row) => [shown(row[0]), ...row] as const))('%s', (_text, build, labels, unit) => {
      const expr = build();
      expect({ labels: labelsOf(expr), unit: expr.unit }).toEqual({ labels, unit });
    });
  });

  it('guarantees what every sample carries, and no more', () => {
    expect(promql`${shop.lag} or on (${instance}) ${shop.up}`.guaranteedLabels).toEqual(['job', 'instance']);
    expect(promql`label_replace(${shop.up}, "role", "$1", "job", "(.*)")`.guaranteedLabels).toEqual([
      'job',
      'instance',
    ]);
  });

  it('lets code fall away with a status of its own', () => {
    expect(promql`sum by (${code}) (${requests})`.guaranteedLabels).toEqual(['code']);
  });
});

function labelsOf(expr: Expr): string {
  return [...expr.inferred.labels]
    .map(([name, certainty]) => (certainty === 'guaranteed' ? name : `${name}?`))
    .sort()
    .join(' ');
}

function shown(build: () => Expr): string {
  return build().text();
}
