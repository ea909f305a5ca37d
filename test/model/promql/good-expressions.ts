/** Expressions as people write them for real alerts, rules and panels, none of which may be refused. */
import { instance, job, le, noneOf, not, notMatching, oneOf } from '../../../model/label';
import { fixed, promql, ratioOf, window } from '../../../model/promql';
import type { Expr } from '../../../model/promql';
import * as q from '../../../model/quantity';
import { any, host, shop } from './metrics';

const { op } = shop.requests.label;
const { cpu, mode, device } = { ...host.busy.label, ...host.errors.label };
const { revision, version } = shop.build.label;

const errors = promql`sum by (${job}, ${op}) (rate(${shop.failures}[${window}]))`;
const requests = promql`sum by (${job}, ${op}) (rate(${shop.requests}[${window}]))`;
const fullness = promql`${host.available} / ${host.size}`;

/** Built on demand, so that a refusal is the failure of one test. */
export const goodExpressions: Readonly<Record<string, () => Expr>> = {
  'a heartbeat': () => promql`vector(1)`,
  'share of targets down': () => promql`count by (${job}) (${any.up} == 0) / count by (${job}) (${any.up}) > 0.1`,
  'a job without targets': () => promql`absent(${shop.up})`,
  'an instance that does not answer': () => promql`${shop.up} == ${q.bool(false)}`,
  'a reload that failed': () => promql`max_over_time(${shop.reloaded}[${fixed(q.minutes(5))}]) == 0`,
  'any failure': () => promql`increase(${shop.failures}[${window}]) > 0`,
  'one gauge against another': () => promql`${shop.connections} > ${shop.limit}`,
  'too few of something': () => promql`max_over_time(${shop.connections}[${fixed(q.minutes(5))}]) < 1`,
  'every one failing': () =>
    promql`min without (${device}) (rate(${host.errors}[${window}]) / (rate(${host.packets}[${window}]) > 0)) > 0.03`,
  'a queue that will overflow': () =>
    promql`predict_linear(${shop.connections}[${fixed(q.minutes(5))}], ${q.minutes(30)}) > min_over_time(${shop.limit}[${fixed(q.minutes(5))}])`,
  'nothing ingested although targets exist': () =>
    promql`sum without (${op}, ${shop.requests.label.code}) (rate(${shop.requests}[${window}])) <= 0 and (sum without (${shop.state.label.state}) (${shop.state}) > 0 or ${shop.connections} > 0)`,
  'utilisation over time': () =>
    promql`avg_over_time(${shop.connections}[${fixed(q.minutes(5))}]) / max_over_time(${shop.limit}[${fixed(q.minutes(5))}]) > 0.8`,
  'near a limit that may be unset': () => promql`${shop.memory} / (${shop.memoryLimit} > 0) > 0.9`,
  'churn against yesterday': () => promql`${shop.connections} > 1.5 * (${shop.connections} offset ${q.days(1)})`,
  'growth since yesterday, the offset last': () =>
    promql`${shop.connections} - ${shop.connections} offset ${q.days(1)} > 100`,
  'crash looping': () => promql`changes(${shop.started}[${fixed(q.minutes(15))}]) > 2`,
  'members that disagree': () =>
    promql`max_over_time(${shop.connections}[${fixed(q.minutes(5))}]) < on (${job}) group_left () count by (${job}) (max_over_time(${shop.connections}[${fixed(q.minutes(5))}]))`,
  'share of failures': () => promql`${errors} / (${requests} > 0) > 0.01`,
  'share of failures, whole': () => ratioOf(errors, requests),
  'share of failures above a limit': () => promql`${ratioOf(errors, requests)} > ${q.percent(5)}`,
  availability: () => promql`1 - ${ratioOf(errors, requests)}`,
  'configurations that differ': () =>
    promql`count by (${job}) (count_values by (${job}) ("limit", ${shop.limit})) != 1`,
  'half the cluster down': () =>
    promql`count by (${job}) (avg_over_time(${shop.up}[${fixed(q.minutes(5))}]) < 0.5) / count by (${job}) (${shop.up}) >= 0.5`,
  'half the cluster restarting': () =>
    promql`count by (${job}) (changes(${shop.started}[${fixed(q.minutes(10))}]) > 4) / count by (${job}) (${shop.up}) >= 0.5`,
  'share of server errors': () =>
    promql`sum by (${job}) (rate(${shop.requests.where({ code: { op: '=~', values: ['5..' as never], regex: true } })}[${window}])) / (sum by (${job}) (rate(${shop.requests}[${window}])) > 0) > 0.5`,
  'a high percentile': () =>
    promql`histogram_quantile(0.99, sum by (${job}, ${le}) (rate(${shop.latency.bucket}[${window}]))) > ${q.seconds(5)}`,
  'a percentile for each instance': () => promql`histogram_quantile(0.5, rate(${shop.latency.bucket}[${window}]))`,
  'mean time': () => promql`rate(${shop.latency.sum}[${window}]) / rate(${shop.latency.count}[${window}])`,
  'fast enough': () =>
    promql`sum by (${job}) (rate(${shop.latency.atMost(0.5)}[${window}])) / (sum by (${job}) (rate(${shop.latency.count}[${window}])) > 0)`,
  'fast enough, at a whole second': () => promql`rate(${shop.latency.atMost(1)}[${window}])`,
  'slow ones': () =>
    promql`sum by (${job}) (rate(${shop.latency.count}[${window}])) - sum by (${job}) (rate(${shop.latency.atMost(1)}[${window}]))`,
  'a file system filling up': () =>
    promql`${fullness} < 0.15 and predict_linear(${host.available}[${fixed(q.hours(6))}], ${q.hours(24)}) < 0 and ${host.readonly} == 0`,
  'memory used': () => promql`1 - ${shop.memory} / ${shop.memoryLimit} > 0.9`,
  'page faults': () => promql`rate(${host.faults}[${window}]) > ${q.perSecond(500)}`,
  'processors busy': () =>
    promql`sum without (${mode}) (avg without (${cpu}) (rate(${host.busy.where({ mode: noneOf('idle', 'iowait') })}[${window}]))) > 0.9`,
  'load for each processor': () =>
    promql`${host.load} / count without (${cpu}, ${mode}) (${host.busy.where({ mode: 'idle' })}) > 2`,
  'errors on a device': () =>
    promql`rate(${host.errors}[${window}]) / (rate(${host.packets}[${window}]) > 0) > ${q.ratio(0.01)}`,
  'a clock that runs away': () =>
    promql`(${host.offset} > ${q.seconds(0.05)} and deriv(${host.offset}[${window}]) >= 0) or (${host.offset} < ${q.seconds(-0.05)} and deriv(${host.offset}[${window}]) <= 0)`,
  'a clock that follows nothing': () =>
    promql`min_over_time(${host.synced}[${window}]) == 0 and ${host.offset} >= ${q.seconds(16)}`,
  'a unit that failed': () => promql`${shop.state.where({ state: 'failed' })} == 1`,
  'accepted but not handled': () => promql`rate(${host.packets}[${window}]) - rate(${host.errors}[${window}]) > 0`,
  'traffic that vanished': () =>
    promql`rate(${host.packets}[${fixed(q.minutes(10))}]) == 0 and rate(${host.packets}[${fixed(q.minutes(10))}] offset ${q.days(1)}) > ${q.perSecond(1)}`,
  'a certificate that expires': () =>
    promql`min by (${job}, ${instance}) (last_over_time(${shop.started}[${fixed(q.hours(1))}])) - time() < ${q.days(14)}`,
  uptime: () => promql`time() - ${shop.started}`,
  'the last start, a day later': () => promql`${shop.started} + ${q.days(1)} < time()`,
  'availability of a probe': () => promql`avg_over_time(${shop.up}[${fixed(q.days(30))}]) < ${q.ratio(0.99)}`,
  'nearly out of connections': () =>
    promql`sum by (${instance}, ${job}) (${shop.connections}) > 0.8 * max by (${instance}, ${job}) (${shop.limit})`,
  'the version beside the value': () =>
    promql`${shop.connections} * on (${job}, ${instance}) group_left (${version}) ${shop.build}`,
  'several versions at once': () => promql`count by (${job}) (count by (${job}, ${version}) (${shop.build})) > 1`,
  'one of many for a join': () =>
    promql`${shop.connections} * on (${instance}) group_left (${revision}) topk by (${instance}) (1, ${shop.build})`,
  'burn rate of two windows': () =>
    promql`(${ratioOf(errors, requests)} > 0.014 and ${ratioOf(errors, requests)} > 0.014) or (${ratioOf(errors, requests)} > 0.006 and ${ratioOf(errors, requests)} > 0.006)`,
  'the maximum of a percentile': () =>
    promql`max_over_time(histogram_quantile(0.9, sum by (${le}) (rate(${shop.latency.bucket}[${window}])))[${q.hours(1)}:${q.minutes(1)}])`,
  'none but': () => promql`${shop.connections} unless on (${instance}) ${shop.reloaded} == 0`,
  'anything at all, or none': () => promql`sum(rate(${shop.requests}[${window}])) or vector(0)`,
  'zero where there is nothing': () => promql`sum by (${op}) (rate(${shop.failures}[${window}])) or on () vector(0)`,
  'other codes': () => promql`rate(${shop.requests.where({ op: not('get'), code: notMatching('[45]..') })}[${window}])`,
  'some operations': () => promql`increase(${shop.requests.where({ op: oneOf('put', 'delete') })}[${q.hours(1)}])`,
  'a bare counter, for a larger expression': () => promql`${shop.requests}`,
  'a bare range, for a larger expression': () => promql`${shop.requests}[${window}]`,
  'counters that exist': () => promql`count by (${job}) (${shop.requests})`,
  'two states side by side': () =>
    promql`rate(${shop.requests.where({ op: 'get' })}[${window}]) - ignoring (${op}, ${shop.requests.label.code}) group_left () sum without (${op}, ${shop.requests.label.code}) (rate(${shop.requests.where({ op: 'put' })}[${window}]))`,
  'time to full': () => promql`${host.available} / -deriv(${host.available}[${fixed(q.hours(6))}]) < ${q.hours(4)}`,
  'bytes for each request': () =>
    promql`sum by (${job}) (rate(${shop.written}[${window}])) / sum by (${job}) (rate(${shop.requests}[${window}])) > ${q.kibibytes(64)}`,
  'an extra label': () => promql`label_replace(${shop.up}, "role", "$1", "instance", "([^:]+):.*")`,
  'the summary of a program': () => promql`${shop.pause.quantile.where({ quantile: '0.99' })} > ${q.seconds(1)}`,
};
