/** Expressions that are well in themselves, and wrong for what they are used. */
import { instance, job } from '../../../../model/label';
import { fixed, promql, window } from '../../../../model/promql';
import type { Expr, LintContext } from '../../../../model/promql';
import * as q from '../../../../model/quantity';
import { shop } from '../metrics';
import { bad } from './bad';
import type { Bad } from './bad';

/** A misuse, and where it becomes one. */
export interface Misuse extends Bad {
  readonly context: LintContext;
}

export function misuse(context: LintContext, build: () => Expr, ...lines: readonly string[]): Misuse {
  return { ...bad(build, ...lines), context };
}

const alert: LintContext = { use: 'alert', scrapeInterval: q.seconds(30), retention: q.days(15) };
const record: LintContext = { ...alert, use: 'record' };
const panel: LintContext = { ...alert, use: 'panel' };
const minute = fixed(q.minutes(1));

export const misuses: readonly Misuse[] = [
  misuse(
    panel,
    () => promql`${shop.memory}[${window}]`,
    '[PQ-01] here: the result is a range vector, must be an instant vector or a number; apply a function to it, such as rate(…)',
    '    shop_memory_bytes{job="shop"}[5m]',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    panel,
    () => promql`${shop.requests}`,
    "[PQ-06] here: counter 'shop_requests_total' is read raw: its value depends on when the program started; write rate(…[${window}]) or increase(…[${window}])",
    '    shop_requests_total{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`rate(${shop.requests}[${minute}]) > 0`,
    '[PQ-08] here: range is 1m, must be at least 2m (4 scrapes of 30s); write a longer range',
    '    rate(shop_requests_total{job="shop"}[1m]) > 0',
    '         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    record,
    () => promql`rate(${shop.requests}[${minute}] offset ${q.days(1)})`,
    '[PQ-08] here: range is 1m, must be at least 2m (4 scrapes of 30s); write a longer range',
    '    rate(shop_requests_total{job="shop"}[1m] offset 1d)',
    '         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`avg_over_time(${shop.fill}[${fixed(q.days(30))}]) > 0.9`,
    "[PQ-09] here: looks back 30d, must be at most 15d (the retention); shorten the range, or raise 'retention'",
    '    avg_over_time(shop_cache_fill_ratio{job="shop"}[30d]) > 0.9',
    '                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    panel,
    () => promql`max_over_time(rate(${shop.requests}[${window}] offset ${q.days(10)})[${q.days(7)}:])`,
    "[PQ-09] here: looks back 17d5m, must be at most 15d (the retention); shorten the range, or raise 'retention'",
    '    max_over_time(rate(shop_requests_total{job="shop"}[5m] offset 10d)[7d:])',
    '                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    record,
    () =>
      promql`sum by (${job}) (rate(${shop.failures}[${window}])) / (sum by (${job}) (rate(${shop.requests}[${window}])) > 0)`,
    '[PQ-14] here: the numerator has no sample before its first event, must be 0 then; write ratioOf(numerator, denominator)',
    '    sum by (job) (rate(shop_failures_total{job="shop"}[5m])) / (sum by (job) (rate(shop_requests_total{job="shop"}[5m])) > 0)',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    record,
    () =>
      promql`sum by (${job}) (rate(${shop.requests.where({ op: 'get' })}[${window}])) / (sum by (${job}) (rate(${shop.requests}[${window}])) > 0)`,
    '[PQ-14] here: the numerator has no sample before its first event, must be 0 then; write ratioOf(numerator, denominator)',
    '    sum by (job) (rate(shop_requests_total{job="shop", op="get"}[5m])) / (sum by (job) (rate(shop_requests_total{job="shop"}[5m])) > 0)',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`topk(3, ${shop.memory}) > ${q.gibibytes(1)}`,
    "[PQ-22] here: 'topk' changes its choice from one evaluation to the next, and the alert flaps; compare with a threshold instead",
    '    topk(3, shop_memory_bytes{job="shop"}) > 1073741824',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () =>
      promql`${shop.connections} > on (${instance}) topk by (${instance}) (2, max by (${instance}) (${shop.limit}))`,
    "[PQ-22] here: 'topk' changes its choice from one evaluation to the next, and the alert flaps; compare with a threshold instead",
    '    shop_connections{job="shop"} > on (instance) topk by (instance) (2, max by (instance) (shop_connections_limit{job="shop"}))',
    '                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`${shop.memory} > bool ${q.gibibytes(1)}`,
    "[PQ-23] here: 'bool' gives a sample whether the comparison holds or not, so the alert always fires; drop 'bool'",
    '    shop_memory_bytes{job="shop"} > bool 1073741824',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`${shop.up} == 0 and (${shop.connections} > bool 5)`,
    "[PQ-23] here: 'bool' gives a sample whether the comparison holds or not, so the alert always fires; drop 'bool'",
    '    up{job="shop"} == 0 and (shop_connections{job="shop"} > bool 5)',
    '                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
];
