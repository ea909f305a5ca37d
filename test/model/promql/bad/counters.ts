/** Bad expressions: counters, histograms and presence, read in the wrong way. */
import { job, le } from '../../../../model/label';
import { fixed, promql, window } from '../../../../model/promql';
import * as q from '../../../../model/quantity';
import { any, shop } from '../metrics';
import { bad } from './bad';
import type { Bad } from './bad';

const hour = fixed(q.hours(1));

export const counters: readonly Bad[] = [
  bad(
    () => promql`rate(${shop.memory}[${window}])`,
    "[PQ-05] promql: 'rate' reads 'shop_memory_bytes', which is a gauge, must read a counter; write deriv(…)",
    '    rate(shop_memory_bytes{job="shop"}[5m])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`increase(${shop.connections}[${window}])`,
    "[PQ-05] promql: 'increase' reads 'shop_connections', which is a gauge, must read a counter; write delta(…)",
    '    increase(shop_connections{job="shop"}[5m])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`delta(${shop.requests}[${window}])`,
    "[PQ-05] promql: 'delta' reads the counter 'shop_requests_total', which falls to 0 at each restart; must read a gauge; write increase(…)",
    '    delta(shop_requests_total{job="shop"}[5m])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`max_over_time(${shop.requests}[${hour}])`,
    "[PQ-05] promql: 'max_over_time' reads the counter 'shop_requests_total', which falls to 0 at each restart; must read a gauge; rate it first: max_over_time(rate(…)[1h:])",
    '    max_over_time(shop_requests_total{job="shop"}[1h])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`predict_linear(${shop.written}[${hour}], ${q.hours(4)})`,
    "[PQ-05] promql: 'predict_linear' reads the counter 'shop_written_bytes_total', which falls to 0 at each restart; must read a gauge; rate it first: predict_linear(rate(…)[1h:])",
    '    predict_linear(shop_written_bytes_total{job="shop"}[1h], 14400)',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.failures} > 10`,
    "[PQ-06] promql: counter 'shop_failures_total' is read raw: its value depends on when the program started; write rate(…[${window}]) or increase(…[${window}])",
    '    shop_failures_total{job="shop"} > 10',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum(${shop.latency.count})`,
    "[PQ-06] promql: counter 'shop_latency_seconds_count' is read raw: its value depends on when the program started; write rate(…[${window}]) or increase(…[${window}])",
    '    sum(shop_latency_seconds_count{job="shop"})',
    '        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.connections} > ${shop.failures}`,
    "[PQ-06] promql: counter 'shop_failures_total' is read raw: its value depends on when the program started; write rate(…[${window}]) or increase(…[${window}])",
    '    shop_connections{job="shop"} > shop_failures_total{job="shop"}',
    '                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    "[PQ-18] promql: the right side has 'op' and the left has not; samples match only where it is empty; write on (instance, job), with group_left where many samples meet one",
    '    shop_connections{job="shop"} > shop_failures_total{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(sum(${shop.requests})[${hour}:])`,
    "[PQ-07] promql: 'rate' reads an aggregate, must read a counter as it was scraped; write sum by (…) (rate(…[${window}]))",
    '    rate(sum(shop_requests_total{job="shop"})[1h:])',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`histogram_quantile(99, rate(${shop.latency.bucket}[${window}]))`,
    '[PQ-11] promql: φ is 99, must be between 0 and 1; write 0.99 for the 99th percentile',
    '    histogram_quantile(99, rate(shop_latency_seconds_bucket{job="shop"}[5m]))',
    '                       ^^',
  ),
  bad(
    () => promql`histogram_quantile(0.99, sum by (${job}) (rate(${shop.latency.bucket}[${window}])))`,
    "[PQ-11] promql: label 'le' is aggregated away, must be kept; add ${le} to the by (…) inside",
    '    histogram_quantile(0.99, sum by (job) (rate(shop_latency_seconds_bucket{job="shop"}[5m])))',
    '                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`histogram_quantile(0.99, sum by (${le}) (${shop.latency.bucket}))`,
    '[PQ-11] promql: buckets are read raw, must be rated; write rate(…[${window}]) around the metric',
    '    histogram_quantile(0.99, sum by (le) (shop_latency_seconds_bucket{job="shop"}))',
    '                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`histogram_quantile(0.99, rate(${shop.latency.sum}[${window}]))`,
    "[PQ-11] promql: 'histogram_quantile' reads 'shop_latency_seconds_sum', which has no buckets; read the histogram's .bucket",
    '    histogram_quantile(0.99, rate(shop_latency_seconds_sum{job="shop"}[5m]))',
    '                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`histogram_quantile(0.99, ${shop.pause.quantile})`,
    "[PQ-11] promql: 'histogram_quantile' reads 'shop_pause_seconds', which has no buckets; read the histogram's .bucket",
    '    histogram_quantile(0.99, shop_pause_seconds{job="shop"})',
    '                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`histogram_count(rate(${shop.latency.count}[${window}]))`,
    "[PQ-11] promql: 'histogram_count' reads native histograms, 'shop_latency_seconds_count' has buckets of its own; read the histogram's .count, .sum or .bucket",
    '    histogram_count(rate(shop_latency_seconds_count{job="shop"}[5m]))',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.latency.bucket.where({ le: '1' })}[${window}])`,
    '[PQ-12] promql: le="1" misses the bucket where Prometheus writes its bound otherwise; write ${metrics.….atMost(1)}',
    '    rate(shop_latency_seconds_bucket{job="shop", le="1"}[5m])',
    '                                                 ^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.latency.bucket.where({ le: '0.3' })}[${window}])`,
    '[PQ-12] promql: le is "0.3", must be one of 0.1, 0.5, 1, 2.5; write ${metrics.….atMost(bound)}',
    '    rate(shop_latency_seconds_bucket{job="shop", le="0.3"}[5m])',
    '                                                 ^^^^^^^^',
  ),
  bad(
    () => promql`absent(sum(${shop.up}))`,
    "[PQ-26] promql: 'absent' reads an aggregation, so its result has no labels; write absent(metric), with matchers for what must exist",
    '    absent(sum(up{job="shop"}))',
    '           ^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`absent(${any.up})`,
    "[PQ-26] promql: 'absent' has no = matcher, so its result has no labels; write metric.where({ job: '…' })",
    '    absent(up)',
    '           ^^',
  ),
  bad(
    () => promql`${shop.build} == 0`,
    "[PQ-27] promql: 'shop_build_info' is 1 or not there, so == 0 never holds; write absent(…), or compare with unless",
    '    shop_build_info{job="shop"} == 0',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`1 > ${shop.build}`,
    "[PQ-27] promql: 'shop_build_info' is 1 or not there, so < 1 never holds; write absent(…), or compare with unless",
    '    1 > shop_build_info{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
];
