import { instance, job } from '../../model/label';
import { catalogue, counter, gauge } from '../../model/metric';
import { promql, window } from '../../model/promql';
import { derive, record } from '../../model/recording';
import { refusal } from '../support/refusal';

const declared = {
  requests: counter('shop_requests_total', { help: 'Requests', labels: { op: {} } }),
  limit: gauge('shop_limit', { help: 'Limit' }),
};
const m = catalogue('shop', declared);
const byOp = promql`sum by (${job}, ${m.requests.label.op}) (rate(${m.requests}[${window}]))`;

describe('record', () => {
  it('names the rule after the labels of its result', () => {
    expect(record('shop_requests', 'rate5m', byOp).name).toBe('job_op:shop_requests:rate5m');
  });

  it('makes a series of the same unit and job, with the labels that are left', () => {
    const { series } = record('shop_requests', 'rate5m', byOp);
    expect(series).toMatchObject({
      name: 'job_op:shop_requests:rate5m',
      type: 'gauge',
      unit: 'count/second',
      job: 'shop',
    });
    expect(series.labelNames).toEqual(['op', 'job']);
    expect(promql`${series}`.guaranteedLabels).toEqual(['op', 'job']);
  });

  it('selects no instance on a panel, when the rule aggregated it away', () => {
    const { series } = record('shop_requests', 'rate5m', byOp);
    const perInstance = record(
      'shop_requests',
      'rate5m',
      promql`sum by (${job}, ${instance}) (rate(${m.requests}[${window}]))`,
    );
    expect(promql`${series}`.text('panel')).toBe('job_op:shop_requests:rate5m{job=~"$job"}');
    expect(promql`${perInstance.series}`.text('panel')).toBe(
      'instance_job:shop_requests:rate5m{job=~"$job", instance=~"$instance"}',
    );
  });

  it('refuses a name that is not in snake case', () => {
    expect(refusal(() => record('shop requests', 'rate5m', byOp))).toBe(
      "[RR-01] recording rule job_op:shop requests:rate5m: name must be level:metric:operation in snake case; correct 'of' or 'operation'",
    );
  });

  it('refuses a result without its job', () => {
    const alone = promql`sum by (${m.requests.label.op}) (rate(${m.requests}[${window}]))`;
    expect(refusal(() => record('shop_requests', 'rate5m', alone))).toBe(
      "[RR-04] recording rule op:shop_requests:rate5m: the result has no label 'job'; keep it: by (${job}, …)",
    );
  });

  it('refuses a result whose unit cannot be told', () => {
    const odd = promql`${m.limit} ^ 2`;
    expect(refusal(() => record('shop_limit', 'square', odd))).toBe(
      '[RR-11] recording rule instance_job:shop_limit:square: the unit of the result cannot be told; record a simpler expression',
    );
  });
});

describe('derive', () => {
  it('records under the name of the metric that is missing', () => {
    const expr = promql`0 * ${m.limit} + 5`;
    expect(derive(m.limit, expr)).toEqual({ name: 'shop_limit', expr, series: m.limit });
  });
});
