/** Bad expressions: ratios, fallbacks, matching and units. */
import { instance, job, le, noneOf } from '../../../../model/label';
import { promql, ratioOf, window } from '../../../../model/promql';
import * as q from '../../../../model/quantity';
import { host, shop } from '../metrics';
import { bad } from './bad';
import type { Bad } from './bad';

const { op } = shop.requests.label;

export const arithmetic: readonly Bad[] = [
  bad(
    () => promql`avg(histogram_quantile(0.9, sum by (${le}, ${instance}) (rate(${shop.latency.bucket}[${window}]))))`,
    "[PQ-13] promql: 'avg' of a quantile means nothing; aggregate the buckets: histogram_quantile(φ, sum by (${le}, …) (rate(…)))",
    '    avg(histogram_quantile(0.9, sum by (le, instance) (rate(shop_latency_seconds_bucket{job="shop"}[5m]))))',
    '    ^^^',
  ),
  bad(
    () => promql`sum(${shop.pause.quantile})`,
    "[PQ-13] promql: 'sum' of a quantile means nothing; aggregate the buckets: histogram_quantile(φ, sum by (${le}, …) (rate(…)))",
    '    sum(shop_pause_seconds{job="shop"})',
    '    ^^^',
  ),
  bad(
    () => promql`avg by (${job}) (${host.available} / (${host.size} > 0))`,
    "[PQ-13] promql: 'avg' of ratios weighs an idle target like a busy one; aggregate numerator and denominator, then divide; or take max or min",
    '    avg by (job) (host_filesystem_available_bytes{job="host"} / (host_filesystem_size_bytes{job="host"} > 0))',
    '    ^^^',
  ),
  bad(
    () => promql`sum(rate(${shop.failures}[${window}])) / sum(rate(${shop.requests}[${window}]))`,
    '[PQ-14] promql: the denominator is 0 without traffic, and 0/0 is NaN; must be guarded; write ratioOf(numerator, denominator), or divide by (… > 0)',
    '    sum(rate(shop_failures_total{job="shop"}[5m])) / sum(rate(shop_requests_total{job="shop"}[5m]))',
    '                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`avg(rate(${shop.latency.sum}[${window}]) / rate(${shop.latency.count}[${window}]))`,
    "[PQ-15] promql: one divisor of 0 makes the whole 'avg' NaN; must be guarded; divide by (… > 0)",
    '    avg(rate(shop_latency_seconds_sum{job="shop"}[5m]) / rate(shop_latency_seconds_count{job="shop"}[5m]))',
    '                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum(${shop.memory} / ${shop.connections})`,
    "[PQ-15] promql: one divisor of 0 makes the whole 'sum' NaN; must be guarded; divide by (… > 0)",
    '    sum(shop_memory_bytes{job="shop"} / shop_connections{job="shop"})',
    '                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum by (${op}) (rate(${shop.failures}[${window}])) or vector(0)`,
    '[PQ-16] promql: the left side has labels (op), so vector(…) adds a sample beside it instead of standing in; write or 0 * <denominator>, or, where one sample will do, or on () vector(0)',
    '    sum by (op) (rate(shop_failures_total{job="shop"}[5m])) or vector(0)',
    '                                                               ^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${host.errors}[${window}]) or rate(${host.packets}[${window}])`,
    '[PQ-17] promql: both sides have the same labels and no metric name, so the left hides the right; compare each side first: f(a) > x or f(b) > x',
    '    rate(host_receive_errors_total{job="host"}[5m]) or rate(host_receive_packets_total{job="host"}[5m])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.lag} > ${shop.started} - ${shop.started}`,
    "[PQ-18] promql: the left side has 'peer' and the right has not; samples match only where it is empty; write on (instance, job), with group_left where many samples meet one",
    '    shop_replication_lag_seconds{job="shop"} > shop_start_time_seconds{job="shop"} - shop_start_time_seconds{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum by (${job}, ${op}) (rate(${shop.requests}[${window}])) * on (${job}) ${shop.up}`,
    "[PQ-18] promql: the left side can have several samples for one match: it also differs by 'op'; aggregate it: max by (job) (…)",
    '    sum by (job, op) (rate(shop_requests_total{job="shop"}[5m])) * on (job) up{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    "[PQ-18] promql: the right side can have several samples for one match: it also differs by 'instance'; aggregate it: max by (job) (…)",
    '    sum by (job, op) (rate(shop_requests_total{job="shop"}[5m])) * on (job) up{job="shop"}',
    '                                                                            ^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.lag} * on (${job}) group_left () ${shop.up}`,
    "[PQ-18] promql: the right side can have several samples for one match: it also differs by 'instance'; aggregate it: max by (job) (…)",
    '    shop_replication_lag_seconds{job="shop"} * on (job) group_left () up{job="shop"}',
    '                                                                      ^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum by (${op}) (sum by (${job}) (rate(${shop.requests}[${window}])))`,
    "[PQ-19] promql: label 'op' is gone here (what is left: job); keep it in the aggregation inside",
    '    sum by (op) (sum by (job) (rate(shop_requests_total{job="shop"}[5m])))',
    '            ^^',
  ),
  bad(
    () => promql`${shop.up} unless sum(${shop.connections})`,
    '[PQ-19] promql: the right side has no labels and the other has, so they never match; write on (), or scalar(…) around the side without labels',
    '    up{job="shop"} unless sum(shop_connections{job="shop"})',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.up} == 1 and ${host.up} == 1`,
    '[PQ-19] promql: label \'job\' is "shop" on the left and "host" on the right, so they never match; leave it out: on (…) without job, or ignoring (job)',
    '    up{job="shop"} == 1 and up{job="host"} == 1',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () =>
      promql`rate(${shop.requests.where({ op: 'get' })}[${window}]) > rate(${shop.requests.where({ op: 'put' })}[${window}])`,
    '[PQ-19] promql: label \'op\' is "get" on the left and "put" on the right, so they never match; leave it out: on (…) without op, or ignoring (op)',
    '    rate(shop_requests_total{job="shop", op="get"}[5m]) > rate(shop_requests_total{job="shop", op="put"}[5m])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ op: noneOf('get', 'put', 'delete') })}[${window}])`,
    '[PQ-19] promql: no value of \'op\' passes op!~"get|put|delete"; let one pass',
    '    rate(shop_requests_total{job="shop", op!~"get|put|delete"}[5m])',
    '                                         ^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.memory} > ${q.seconds(5)}`,
    "[PQ-28] promql: unit is seconds, must be bytes as on the other side of '>'; convert one of them",
    '    shop_memory_bytes{job="shop"} > 5',
    '                                    ^',
  ),
  bad(
    () => promql`${shop.lag} > 0.5`,
    '[PQ-28] promql: 0.5 has no unit, must be a quantity in seconds; write ${seconds(…)}',
    '    shop_replication_lag_seconds{job="shop"} > 0.5',
    '                                               ^^^',
  ),
  bad(
    () => promql`rate(${shop.written}[${window}]) > ${q.mebibytes(1)}`,
    "[PQ-28] promql: unit is bytes, must be bytes/second as on the other side of '>'; convert one of them",
    '    rate(shop_written_bytes_total{job="shop"}[5m]) > 1048576',
    '                                                     ^^^^^^^',
  ),
  bad(
    () => promql`${shop.delay} > ${q.seconds(2)}`,
    "[PQ-28] promql: unit is seconds, must be milliseconds as on the other side of '>'; convert one of them",
    '    shop_delay_milliseconds{job="shop"} > 2',
    '                                          ^',
  ),
  bad(
    () => promql`${shop.fill} > ${q.percentPoints(80)}`,
    "[PQ-28] promql: unit is percent, must be ratio as on the other side of '>'; convert one of them",
    '    shop_cache_fill_ratio{job="shop"} > 80',
    '                                        ^^',
  ),
  bad(
    () => promql`time() - ${shop.started} > 3600`,
    '[PQ-28] promql: 3600 has no unit, must be a quantity in seconds; write ${seconds(…)}',
    '    time() - shop_start_time_seconds{job="shop"} > 3600',
    '                                                   ^^^^',
  ),
  bad(
    () => promql`${shop.started} > 1700000000`,
    '[PQ-28] promql: 1700000000 has no unit, must be a quantity in timestamp; compare with time()',
    '    shop_start_time_seconds{job="shop"} > 1700000000',
    '                                          ^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.memory} + ${shop.connections}`,
    "[PQ-28] promql: unit is count, must be bytes as on the other side of '+'; convert one of them",
    '    shop_memory_bytes{job="shop"} + shop_connections{job="shop"}',
    '                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.heat} > -5`,
    '[PQ-28] promql: -5 has no unit, must be a quantity in celsius; write ${celsius(…)}',
    '    shop_temperature_celsius{job="shop"} > -5',
    '                                           ^^',
  ),
  bad(
    () =>
      ratioOf(
        promql`sum by (${job}, ${op}) (rate(${shop.failures}[${window}]))`,
        promql`sum by (${job}) (rate(${shop.requests}[${window}]))`,
      ),
    "[PQ-18] promql: the left side has 'op' and the right has not; samples match only where it is empty; write on (job), with group_left where many samples meet one",
    '    (sum by (job, op) (rate(shop_failures_total{job="shop"}[5m])) or 0 * sum by (job) (rate(shop_requests_total{job="shop"}[5m]))) / (sum by (job) (rate(shop_requests_total{job="shop"}[5m])) > 0)',
    `    ${'^'.repeat(191)}`,
  ),
  bad(
    () =>
      ratioOf(
        promql`sum by (${job}) (rate(${shop.failures}[${window}]))`,
        promql`sum by (${job}) (rate(${host.packets}[${window}]))`,
      ),
    `[PQ-19] promql: label 'job' is "shop" on the left and "host" on the right, so they never match; leave it out: on (…) without job, or ignoring (job)`,
    '    (sum by (job) (rate(shop_failures_total{job="shop"}[5m])) or 0 * sum by (job) (rate(host_receive_packets_total{job="host"}[5m]))) / (sum by (job) (rate(host_receive_packets_total{job="host"}[5m])) > 0)',
    `    ${'^'.repeat(201)}`,
  ),
];
