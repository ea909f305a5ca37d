/** What the compiler must refuse, and beside it what it must not. test/model/types.test.ts compiles this file. */
import { catalogue, counter, gauge, histogram } from '../../model/metric';
import { promql, window } from '../../model/promql';
import { bytes, seconds } from '../../model/quantity';
import type { Duration } from '../../model/quantity';
import type { AlertName } from '../../services/registry';
import { waiver } from '../../stacks/check/waiver';
import { base, extend } from '../../stacks/environments';

/**
 * What must not compile. Each mark below is an error of its own, once the line under it compiles after all. Nothing here
 * is ever run.
 */
export function mustNotCompile(): unknown[] {
  const requests = counter('shop_requests_total', { help: 'requests', labels: { op: { values: ['get', 'put'] } } });
  const m = catalogue('shop', {
    requests,
    latency: histogram('shop_latency_seconds', { help: 'time', unit: 'seconds', labels: { op: {} }, buckets: [1] }),
    memory: gauge('shop_memory_bytes', { help: 'memory', unit: 'bytes' }),
  });
  const wait = (duration: Duration): Duration => duration;
  return [
    // @ts-expect-error: no such label in a matcher
    m.requests.where({ opp: 'get' }),
    // @ts-expect-error: the label never has this value
    m.requests.where({ op: 'gett' }),
    // @ts-expect-error: `le` belongs to the buckets alone
    m.latency.count.where({ le: '1' }),
    // @ts-expect-error: no such label as a value
    m.requests.label.opp,
    // @ts-expect-error: labels of one metric are not labels of another
    m.memory.label.op,
    // @ts-expect-error: no such metric
    m.request,
    // @ts-expect-error: a metric's name as text is no metric
    promql`rate(${'shop_requests_total'}[${window}])`,
    // @ts-expect-error: an error has no excuse
    waiver({ id: 'AL-02', where: 'shop', owner: 'web', reason: 'because', expires: '2027-01-01' }),
    // @ts-expect-error: a length of time has a unit
    wait(300),
    // @ts-expect-error: an amount of data is no length of time
    wait(bytes(300)),
    // @ts-expect-error: a histogram needs its buckets
    histogram('shop_size_bytes', { help: 'size', unit: 'bytes' }),
    // @ts-expect-error: no such unit
    gauge('shop_speed', { help: 'speed', unit: 'knots' }),
    // @ts-expect-error: no such alert
    'RstmdbHighLatncy' satisfies AlertName,
    // @ts-expect-error: no such alert to set a threshold of
    extend(base, { name: 'mine', thresholds: { RstmdbHighLatncy: seconds(1) } }),
  ];
}

/** What must compile, so that the above does not fail for another reason. */
export function mustCompile(): unknown[] {
  const m = catalogue('shop', {
    requests: counter('shop_requests_total', { help: 'requests', labels: { op: { values: ['get', 'put'] } } }),
    latency: histogram('shop_latency_seconds', { help: 'time', unit: 'seconds', labels: { op: {} }, buckets: [1] }),
  });
  return [
    m.requests.where({ op: 'get', job: 'other', instance: 'a:1' }),
    m.latency.bucket.where({ le: '1' }),
    promql`sum by (${m.requests.label.op}) (rate(${m.requests}[${window}]))`,
    'RstmdbHighLatency' satisfies AlertName,
    extend(base, { name: 'mine', thresholds: { RstmdbHighLatency: seconds(1) } }),
  ];
}
