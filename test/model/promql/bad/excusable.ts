/** Expressions that a good reason can excuse, which `vedette check` warns of. */
import { matching } from '../../../../model/label';
import { fixed, promql, window } from '../../../../model/promql';
import type { LintContext } from '../../../../model/promql';
import * as q from '../../../../model/quantity';
import { any, host, shop } from '../metrics';
import { misuse } from './misuses';
import type { Misuse } from './misuses';

const alert: LintContext = { use: 'alert', for: q.minutes(15) };
const five = fixed(q.minutes(5));

export const excusable: readonly Misuse[] = [
  misuse(
    alert,
    () => promql`irate(${shop.requests}[${window}]) > 0`,
    "[PQ-10] here: 'irate' looks at the last two samples and flaps; write rate(…)",
    '    irate(shop_requests_total{job="shop"}[5m]) > 0',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`${shop.memory.where({ instance: matching('shop-.+') })} > ${q.gibibytes(1)}`,
    '[PQ-20] here: instance=~"shop-.+" lets in targets that nobody has thought of; name the targets, or a label that they share',
    '    shop_memory_bytes{job="shop", instance=~"shop-.+"} > 1073741824',
    '                                  ^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`${shop.reloaded} == 0`,
    '[PQ-29] here: one lost scrape starts the wait of 15m anew; write max_over_time(…[${fixed(minutes(5))}])',
    '    shop_config_reload_success{job="shop"} == 0',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`${host.readonly} == 1`,
    '[PQ-29] here: one lost scrape starts the wait of 15m anew; write min_over_time(…[${fixed(minutes(5))}])',
    '    host_filesystem_readonly{job="host"} == 1',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`avg_over_time(${shop.connections}[${fixed(q.minutes(10))}]) > 100`,
    "[PQ-29] here: the average over 10m and the wait of 15m say the same twice: it is told 10m late; compare the value itself, or shorten 'for'",
    '    avg_over_time(shop_connections{job="shop"}[10m]) > 100',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () =>
      promql`predict_linear(${shop.memory}[${five}], ${q.hours(1)}) > ${q.gibibytes(1)} and ${shop.memory} > ${q.bytes(9)}`,
    '[PQ-30] here: range is 5m, must be at least 15m, a quarter of what is foretold; write a longer range, or foretell less',
    '    predict_linear(shop_memory_bytes{job="shop"}[5m], 3600) > 1073741824 and shop_memory_bytes{job="shop"} > 9',
    '                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`predict_linear(${shop.memory}[${fixed(q.hours(1))}], ${q.hours(4)}) > ${q.gibibytes(1)}`,
    '[PQ-30] here: a forecast alone fires on every dip; add .and(…) with the value below which it matters',
    '    predict_linear(shop_memory_bytes{job="shop"}[1h], 14400) > 1073741824',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  misuse(
    alert,
    () => promql`time() - ${any.started} < ${q.minutes(5)}`,
    '[PQ-31] here: every start fires, a planned one too; write changes(process_start_time_seconds[…]) > 1',
    '    time() - process_start_time_seconds < 300',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
];
