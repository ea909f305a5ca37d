/** A small grammar of expressions, right and wrong, written with the template as a person would. */
import fc from 'fast-check';
import { instance, job, le, matching, not, oneOf } from '../../../model/label';
import { fixed, promql, ratioOf, window } from '../../../model/promql';
import type { Expr, Hole } from '../../../model/promql';
import * as q from '../../../model/quantity';
import { host, shop } from './metrics';

/** Writes an expression; throws where a check refuses it. */
export type Writing = () => Expr;

/** The template called with words that are chosen by chance: words[0] holes[0] words[1] … */
function written(words: readonly string[], ...holes: readonly Hole[]): Expr {
  return promql(Object.assign([...words], { raw: words }), ...holes);
}

const { op } = shop.requests.label;
const gauges = [shop.connections, shop.memory, shop.memoryLimit, shop.lag, shop.up, host.available, shop.build];
const counters = [shop.requests, shop.failures, shop.written, shop.latency.count, shop.latency.bucket, host.busy];
const filtered = [
  shop.requests.where({ op: oneOf('get', 'put') }),
  shop.requests.where({ code: matching('5..'), op: not('get') }),
  shop.requests.where({ code: 'a "quoted" \\ value\n' }),
  shop.latency.atMost(1),
  shop.state.where({ state: 'failed' }),
];
const quantities = [
  q.seconds(0.5),
  q.bytes(1e12),
  q.ratio(1e-7),
  q.count(3),
  q.perSecond(-2),
  q.bool(true),
  0,
  1e21,
  -5,
];
const groupings = [[], [job], [job, instance], [op], [op, job], [le, op]];

const oneOfThese = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const range = fc.oneof(
  fc.constant(window),
  oneOfThese([q.minutes(1), q.hours(6), q.millis(1500)]).map((d) => fixed(d)),
);
const leaf: fc.Arbitrary<Hole> = oneOfThese<Hole>([...gauges, ...counters, ...filtered]);

/** Words around one instant vector. */
const around: readonly (readonly [string, string])[] = [
  ['abs(', ')'],
  ['-', ''],
  ['', ' > 0'],
  ['clamp_min(', ', 1)'],
  ['(', ')'],
  ['scalar(', ')'],
  ['vector(', ')'],
  ['label_replace(', ', "a", "$1-x", "job", "(.*)")'],
  ['histogram_quantile(0.9, ', ')'],
  ['', ' offset 1h'],
  ['sum(', ')'],
  ['absent(', ')'],
  ['max_over_time(', '[1h:1m])'],
  ['rate(', '[1h:])'],
  ['topk(3, ', ')'],
  ['count_values("v", ', ')'],
  ['1 - ', ''],
  ['timestamp(', ')'],
];
const rangeFunctions = [
  'rate',
  'increase',
  'irate',
  'delta',
  'deriv',
  'max_over_time',
  'avg_over_time',
  'changes',
  'last_over_time',
];
const aggregations = ['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev'];
const operators = ['+', '-', '*', '/', '%', '^', '==', '> bool', '<', '!=', 'and', 'or', 'unless', 'atan2'];
const matchings = [
  '',
  ' on (job, instance)',
  ' ignoring (op, code)',
  ' on (job) group_left ()',
  ' on (instance) group_right (job)',
  ' on ()',
];

/** Expressions up to a few operators deep. */
export const randomExpression: fc.Arbitrary<Writing> = fc.letrec<{ vector: Writing }>((tie) => ({
  vector: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'vector' },
    leaf.map((hole) => () => promql`${hole}`),
    fc.tuple(oneOfThese(rangeFunctions), leaf, range).map(([name, hole, over]): Writing => {
      return () => written([`${name}(`, '[', '])'], hole, over);
    }),
    fc.tuple(oneOfThese(around), tie('vector')).map(
      ([words, inner]): Writing =>
        () =>
          written(words, inner()),
    ),
    fc.tuple(oneOfThese(aggregations), oneOfThese(groupings), tie('vector')).map(([name, labels, inner]): Writing => {
      return () => written([`${name} by (`, ') (', ')'], labels, inner());
    }),
    fc.tuple(oneOfThese(operators), oneOfThese(quantities), tie('vector')).map(([name, quantity, inner]): Writing => {
      return () => written(['', ` ${name} `, ''], inner(), quantity);
    }),
    fc.tuple(tie('vector'), oneOfThese(operators), oneOfThese(matchings), tie('vector')).map(
      ([left, name, clause, right]): Writing =>
        () =>
          written(['', ` ${name}${clause} `, ''], left(), right()),
    ),
    fc.tuple(tie('vector'), tie('vector')).map(
      ([left, right]): Writing =>
        () =>
          ratioOf(left(), right()),
    ),
  ),
})).vector;
