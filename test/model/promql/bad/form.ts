/** Bad expressions: what does not parse, does not type-check, or needs a feature flag. */
import { instance } from '../../../../model/label';
import { fixed, promql, window } from '../../../../model/promql';
import * as q from '../../../../model/quantity';
import { shop } from '../metrics';
import { bad } from './bad';
import type { Bad } from './bad';

const hour = fixed(q.hours(1));

export const form: readonly Bad[] = [
  bad(() => promql``, '[PQ-01] promql: the expression is empty; write one', '    ', '    ^'),
  bad(
    () => promql`sum(rate(${shop.requests}[${window}])`,
    '[PQ-01] promql: the expression ends too early; correct the syntax at the caret',
    '    sum(rate(shop_requests_total{job="shop"}[5m])',
    '                                                 ^',
  ),
  bad(
    () => promql`${shop.memory} >`,
    '[PQ-01] promql: the expression ends too early; correct the syntax at the caret',
    '    shop_memory_bytes{job="shop"} >',
    '                                   ^',
  ),
  bad(
    () => promql`avrg(${shop.memory})`,
    "[PQ-01] promql: 'avrg' is not a PromQL function; did you mean 'avg'?",
    '    avrg(shop_memory_bytes{job="shop"})',
    '    ^^^^',
  ),
  bad(
    () => promql`${shop.memory}{op="get"}`,
    '[PQ-01] promql: unexpected \'{op="get"}\'; correct the syntax at the caret',
    '    shop_memory_bytes{job="shop"}{op="get"}',
    '                                 ^',
  ),
  bad(
    () => promql`rate(${shop.requests})`,
    "[PQ-01] promql: argument 1 of 'rate' is an instant vector, must be a range vector; add a range: …[${window}]",
    '    rate(shop_requests_total{job="shop"})',
    '         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`sum(${shop.memory}[${hour}])`,
    "[PQ-01] promql: what 'sum' aggregates is a range vector, must be an instant vector; apply a function to the range: rate(…)",
    '    sum(shop_memory_bytes{job="shop"}[1h])',
    '        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.memory}[${hour}] > 0`,
    "[PQ-01] promql: an operand of '>' is a range vector, must be a value; apply a function to the range: rate(…)",
    '    shop_memory_bytes{job="shop"}[1h] > 0',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`clamp_min(${shop.memory})`,
    "[PQ-01] promql: number of arguments of 'clamp_min' is 1, must be 2; correct the call",
    '    clamp_min(shop_memory_bytes{job="shop"})',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`round(${shop.memory}, 1, 2)`,
    "[PQ-01] promql: number of arguments of 'round' is 3, must be 1 to 2; correct the call",
    '    round(shop_memory_bytes{job="shop"}, 1, 2)',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`label_join(${shop.up}, "a")`,
    "[PQ-01] promql: number of arguments of 'label_join' is 2, must be at least 3; correct the call",
    '    label_join(up{job="shop"}, "a")',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`clamp_max(${shop.memory}, ${shop.memoryLimit})`,
    "[PQ-01] promql: argument 2 of 'clamp_max' is an instant vector, must be a number; write a number, or scalar(…)",
    '    clamp_max(shop_memory_bytes{job="shop"}, shop_memory_limit_bytes{job="shop"})',
    '                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`label_replace(${shop.up}, "a", "b", 1, "c")`,
    "[PQ-01] promql: argument 4 of 'label_replace' is a number, must be a string; write it in quotes",
    '    label_replace(up{job="shop"}, "a", "b", 1, "c")',
    '                                            ^',
  ),
  bad(
    () => promql`topk(${shop.memory})`,
    "[PQ-01] promql: number of arguments of 'topk' is 1, must be 2; write topk(parameter, …)",
    '    topk(shop_memory_bytes{job="shop"})',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`topk("3", ${shop.memory})`,
    "[PQ-01] promql: the parameter of 'topk' is a string, must be a number; write a number, or scalar(…)",
    '    topk("3", shop_memory_bytes{job="shop"})',
    '         ^^^',
  ),
  bad(
    () => promql`count_values(1, ${shop.limit})`,
    "[PQ-01] promql: the parameter of 'count_values' is a number, must be a string; write it in quotes",
    '    count_values(1, shop_connections_limit{job="shop"})',
    '                 ^',
  ),
  bad(
    () => promql`abs(5)`,
    "[PQ-01] promql: argument 1 of 'abs' is a number, must be an instant vector; write vector(…)",
    '    abs(5)',
    '        ^',
  ),
  bad(
    () => promql`(${shop.memory} + ${shop.memoryLimit})[1h]`,
    '[PQ-01] promql: a range follows an expression, must follow a metric; write a subquery: (…)[1h:]',
    '    (shop_memory_bytes{job="shop"} + shop_memory_limit_bytes{job="shop"})[1h]',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests}[${window}]) offset 1d`,
    "[PQ-01] promql: 'offset' follows an expression, must follow a metric, its range or a subquery; move it to the metric inside",
    '    rate(shop_requests_total{job="shop"}[5m]) offset 1d',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.memory} offset 1d offset 2d`,
    "[PQ-01] promql: 'offset' follows an expression, must follow a metric, its range or a subquery; move it to the metric inside",
    '    shop_memory_bytes{job="shop"} offset 1d offset 2d',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`1 > 2`,
    '[PQ-01] promql: two numbers are compared, at least one side must be a vector; write > bool',
    '    1 > 2',
    '    ^^^^^',
  ),
  bad(
    () => promql`${shop.connections} + bool ${shop.limit}`,
    "[PQ-01] promql: 'bool' follows '+', must follow a comparison; drop 'bool'",
    '    shop_connections{job="shop"} + bool shop_connections_limit{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`${shop.connections} and 1`,
    "[PQ-01] promql: an operand of 'and' is a number, must be a vector; write vector(…)",
    '    shop_connections{job="shop"} and 1',
    '                                     ^',
  ),
  bad(
    () => promql`${shop.connections} + on (instance) 1`,
    "[PQ-01] promql: 'on' matches a number, must match two vectors; drop 'on (…)'",
    '    shop_connections{job="shop"} + on (instance) 1',
    '                                       ^^^^^^^^',
  ),
  bad(
    () => promql`${shop.up} and on (${instance}) group_left () ${shop.up}`,
    "[PQ-01] promql: 'group_left' stands with 'and', which matches many to many; drop 'group_left'",
    '    up{job="shop"} and on (instance) group_left () up{job="shop"}',
    '                           ^^^^^^^^',
  ),
  bad(
    () => promql`${shop.up} * on (${instance}) group_left (${instance}) ${shop.build}`,
    "[PQ-01] promql: label 'instance' is in both 'on' and 'group_left'; drop it from 'group_left (…)'",
    '    up{job="shop"} * on (instance) group_left (instance) shop_build_info{job="shop"}',
    '                                               ^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests}[0s])`,
    '[PQ-01] promql: duration is 0s, must be above 0; give it a length',
    '    rate(shop_requests_total{job="shop"}[0s])',
    '                                         ^^',
  ),
  bad(
    () => promql`label_replace(${shop.up}, "a", "\d", "job", "c")`,
    "[PQ-01] promql: '\\d' is not an escape that PromQL knows; double the backslash",
    '    label_replace(up{job="shop"}, "a", "\\d", "job", "c")',
    '                                       ^^^^',
  ),
  bad(
    () => promql`-${shop.connections}[${hour}]`,
    '[PQ-01] promql: the operand is a range vector, must be a value; drop the sign',
    '    -shop_connections{job="shop"}[1h]',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`mad_over_time(${shop.memory}[${hour}])`,
    "[PQ-25] promql: 'mad_over_time' is experimental, and Prometheus refuses it without --enable-feature=promql-experimental-functions; write it without",
    '    mad_over_time(shop_memory_bytes{job="shop"}[1h])',
    '    ^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`limitk(3, ${shop.memory})`,
    "[PQ-25] promql: 'limitk' is experimental, and Prometheus refuses it without --enable-feature=promql-experimental-functions; write it without",
    '    limitk(3, shop_memory_bytes{job="shop"})',
    '    ^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests}[${window}] smoothed)`,
    '[PQ-25] promql: smoothed is experimental, and Prometheus refuses it without a feature flag; write it without',
    '    rate(shop_requests_total{job="shop"}[5m] smoothed)',
    '         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
  bad(
    () => promql`rate(${shop.requests}[5m * 2])`,
    '[PQ-25] promql: arithmetic in a duration is experimental, and Prometheus refuses it without a feature flag; write it without',
    '    rate(shop_requests_total{job="shop"}[5m * 2])',
    '                                         ^^^^^^',
  ),
  bad(
    () => promql`${shop.up} + fill(0) ${shop.up}`,
    '[PQ-25] promql: fill is experimental, and Prometheus refuses it without a feature flag; write it without',
    '    up{job="shop"} + fill(0) up{job="shop"}',
    '    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  ),
];
