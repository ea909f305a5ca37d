/** Bad expressions: metrics, labels and values that do not exist, and selectors that say too little. */
import { instance, matching, notMatching } from '../../../../model/label';
import { promql, window } from '../../../../model/promql';
import * as q from '../../../../model/quantity';
import { host, shop } from '../metrics';
import { bad } from './bad';
import type { Bad } from './bad';

const { op } = shop.requests.label;
const { device } = host.errors.label;

export const names: readonly Bad[] = [
  bad(
    () => promql`sum(shop_requests)`,
    "[PQ-02] promql: metric 'shop_requests' is typed by hand; declare it in a catalogue and write ${metrics.…}",
    '    sum(shop_requests)',
    '        ^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`histogram_quantile(0.9, rate(${shop.latency}[${window}]))`,
    "[PQ-02] promql: histogram 'shop_latency_seconds' has no series of that name; write its .bucket, .sum or .count",
    '    histogram_quantile(0.9, rate(shop_latency_seconds{job="shop"}[5m]))',
    '                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.pause} > ${q.seconds(1)}`,
    "[PQ-02] promql: summary 'shop_pause_seconds' stands for three series; write its .quantile, .sum or .count",
    '    shop_pause_seconds{job="shop"} > 1',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum by (${device}) (${shop.memory})`,
    "[PQ-03] promql: label 'device' does not exist here; use one of: instance, job",
    '    sum by (device) (shop_memory_bytes{job="shop"})',
    '            ^^^^^^',
  ),
  bad(
    () => promql`sum by (${op}, opp) (rate(${shop.requests}[${window}]))`,
    "[PQ-03] promql: label 'opp' does not exist here; did you mean 'op'? (allowed: code, instance, job, op)",
    '    sum by (op, opp) (rate(shop_requests_total{job="shop"}[5m]))',
    '                ^^^',
  ),
  bad(
    () => promql`${shop.connections} * on (${instance}) group_left (${device}) ${shop.build}`,
    "[PQ-03] promql: label 'device' does not exist here; use one of: instance, job, revision, version",
    '    shop_connections{job="shop"} * on (instance) group_left (device) shop_build_info{job="shop"}',
    '                                                             ^^^^^^',
  ),
  bad(
    () => promql`label_replace(${shop.up}, "role", "$1", "role", "(.*)")`,
    "[PQ-03] promql: label 'role' does not exist here; use one of: instance, job",
    '    label_replace(up{job="shop"}, "role", "$1", "role", "(.*)")',
    '                                                ^^^^^^',
  ),
  bad(
    () => promql`label_join(${shop.up}, "key", "/", "job", "zone")`,
    "[PQ-03] promql: label 'zone' does not exist here; use one of: instance, job",
    '    label_join(up{job="shop"}, "key", "/", "job", "zone")',
    '                                                  ^^^^^^',
  ),
  bad(
    () => promql`${shop.memory.where({ ['zone' as 'job']: 'a' })} > 0`,
    "[PQ-03] promql: 'shop_memory_bytes' has no label 'zone'; use one of: instance, job",
    '    shop_memory_bytes{job="shop", zone="a"} > 0',
    '                                  ^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ op: 'gett' as 'get' })}[${window}])`,
    "[PQ-04] promql: label 'op' is never 'gett'; did you mean 'get'? (allowed: delete, get, put)",
    '    rate(shop_requests_total{job="shop", op="gett"}[5m])',
    '                                         ^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.state.where({ state: matching('failed|faild') })} == 1`,
    "[PQ-04] promql: label 'state' is never 'faild'; did you mean 'failed'? (allowed: draining, failed, running)",
    '    shop_state{job="shop", state=~"failed|faild"} == 1',
    '                           ^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ code: matching('^5..$') })}[${window}])`,
    "[PQ-20] promql: Prometheus anchors regular expressions at both ends already; drop '^' and '$'",
    '    rate(shop_requests_total{job="shop", code=~"^5..$"}[5m])',
    '                                         ^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ code: matching('500') })}[${window}])`,
    '[PQ-20] promql: \'500\' has nothing of a regular expression; write code="500"',
    '    rate(shop_requests_total{job="shop", code=~"500"}[5m])',
    '                                         ^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ code: notMatching('.*') })}[${window}])`,
    '[PQ-20] promql: code!~".*" matches nothing; drop the matcher',
    '    rate(shop_requests_total{job="shop", code!~".*"}[5m])',
    '                                         ^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ code: matching('(5..') })}[${window}])`,
    "[PQ-20] promql: '(5..' is not a regular expression; correct it, or escape what is meant literally",
    '    rate(shop_requests_total{job="shop", code=~"(5.."}[5m])',
    '                                         ^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests.where({ code: matching('(?!2)..') })}[${window}])`,
    '[PQ-20] promql: lookarounds and back references are unknown to RE2; split it into two matchers',
    '    rate(shop_requests_total{job="shop", code=~"(?!2).."}[5m])',
    '                                         ^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`count({job="shop"})`,
    '[PQ-21] promql: a selector without a metric name reads every series of the server; write ${metrics.…}, one for each metric',
    '    count({job="shop"})',
    '          ^^^^^^^^^^^^',
  ),
  bad(
    () => promql`count({__name__=~"shop_.+"})`,
    '[PQ-21] promql: a selector without a metric name reads every series of the server; write ${metrics.…}, one for each metric',
    '    count({__name__=~"shop_.+"})',
    '           ^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.memory.where({ job: 'host' })}`,
    '[PQ-24] promql: \'shop_memory_bytes\' is of job "shop", must be selected there; drop the job matcher',
    '    shop_memory_bytes{job="host"}',
    '                      ^^^^^^^^^^',
  ),
];
