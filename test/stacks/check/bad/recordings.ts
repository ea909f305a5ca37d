/** Recording rules and objectives with one fault each. */
import * as v from '../../../../model';
import { prometheus, shop, withGroups, withRecording } from '../sound';
import type { Row } from './row';
import { deployed, written } from './row';

const { spec } = shop;
const m = spec.metrics as Readonly<Record<'requests' | 'visitors', v.Metric>>;
const { job, instance } = v;
const byJob = 'sum by (job) (rate(shop_requests_total{job="shop"}[5m]))';
/** A panel reads the name, so that it is of use. */
const recorded = (record: string, expr: string, labels?: Readonly<Record<string, string>>) => ({
  delivery: (delivery: v.ServiceDelivery) =>
    withRecording(
      record,
      expr,
      labels,
    )({ ...delivery, runbook: delivery.runbook, dashboards: mentioning(record, delivery) }),
});

/** Reads what is recorded after it. */
const early = { record: 'job:shop_all:rate5m', expr: 'sum by (job) (job_op:shop_requests:rate5m)' };

/** The boards, one of them with a name in its description. */
function mentioning(name: string, { dashboards }: v.ServiceDelivery): readonly v.DashboardFile[] {
  return dashboards.map((file) => ({ ...file, model: { ...file.model, description: `What of ${name}?` } }));
}

export const recordings: readonly Row[] = [
  written('RR-01', 'an operation with a capital', () =>
    v.record('shop_up', 'Max', v.promql`max by (${job}) (${spec.metrics['up'] as v.Metric})`),
  ),
  deployed('RR-01', 'a name with _total', recorded('job:shop_requests_total:rate5m', byJob)),
  deployed('RR-02', 'a level that is not there', recorded('job_op:shop_all:rate5m', byJob)),
  deployed('RR-03', 'another window in the name', recorded('job:shop_all:rate1h', byJob)),
  written('RR-04', 'a result without its job', () =>
    v.record('shop_up', 'max', v.promql`max by (${instance}) (${spec.metrics['up'] as v.Metric})`),
  ),
  deployed(
    'RR-04',
    'a result without its job, as delivered',
    recorded('op:shop_all:rate5m', 'sum by (op) (rate(shop_requests_total{job="shop"}[5m]))'),
  ),
  deployed('RR-05', 'an average of ratios', {
    delivery: (delivery) =>
      withRecording(
        'job:shop_share:avg',
        'avg by (job) (job_op:shop_share:ratio)',
      )(
        withRecording(
          'job_op:shop_share:ratio',
          'job_op:shop_requests:rate5m / (job_op:shop_requests:rate5m > 0)',
        )({
          ...delivery,
          dashboards: mentioning('job:shop_share:avg', delivery),
        }),
      ),
  }),
  deployed('RR-06', 'what is read before it is recorded', {
    delivery: (delivery) => ({
      ...withGroups((groups) =>
        groups.map((group) =>
          group.name === 'shop.recordings' ? { ...group, rules: [early, ...group.rules] } : group,
        ),
      )(delivery),
      dashboards: mentioning(early.record, delivery),
    }),
  }),
  deployed('RR-07', 'a recording that nobody reads', { delivery: withRecording('job:shop_all:rate5m', byJob) }),
  deployed('RR-08', 'the same from many series in two alerts', {
    delivery: withGroups((groups) =>
      groups.map((group) => ({
        ...group,
        rules: group.rules.map((rule) =>
          'alert' in rule && rule.alert !== 'ShopAbsent' && rule.labels.severity === 'critical' ? dear(rule) : rule,
        ),
      })),
    ),
  }),
  deployed('RR-09', 'a label that is there already', recorded('job:shop_all:rate5m', byJob, { job: 'other' })),
  deployed(
    'RR-10',
    'a recording of thousands',
    recorded('instance_job_shelf_user:shop_visitors:max', 'max without () (shop_visitors{job="shop"})'),
  ),
  written('RR-11', 'a unit that nobody can tell', () => v.record('shop_up', 'sqrt', v.promql`sqrt(${m.visitors})`)),
];

/** Reads what another alert reads too. */
const dear = (rule: v.AlertingRule): v.AlertingRule => ({
  ...rule,
  expr: `(${rule.expr}) and on (job) (sum by (job) (shop_visitors{job="shop"}) > 0)`,
});

const objective = (changes: Partial<v.SloSpec> = {}) =>
  v.slo('availability', {
    title: 'Requests that are answered',
    objective: v.percent(99.9),
    journey: 'A visitor asks for a page and gets it',
    owner: 'web',
    policy: 'Nothing else is released until budget is left',
    review: '2027-03-31',
    minPerHour: 360,
    sli: v.eventsSli({ bad: m.requests.where({ op: 'put' }), total: m.requests, badIs: 'puts' }),
    ...changes,
  });

export const objectives: readonly Row[] = [
  written('SL-01', 'a tier that cannot fire', () => objective({ objective: v.percent(90) })),
  written('SL-02', 'all that happens is bad', () =>
    objective({ sli: v.eventsSli({ bad: m.requests, total: m.requests, badIs: 'all' }) }),
  ),
  written('SL-08', 'one bad event that pages', () => objective({ minPerHour: 1 })),
  written('SL-11', 'a limit that is no bucket', () =>
    objective({ sli: v.latencySli({ histogram: spec.metrics['duration'] as v.Histogram, within: v.millis(300) }) }),
  ),
  written('SL-12', 'an exclusion on one side', () =>
    objective({
      sli: v.eventsSli({
        bad: m.requests.where({ op: 'put' }),
        total: m.requests,
        badIs: 'puts',
        excludes: { path: ['/health'] },
      }),
    }),
  ),
  written('SL-18', 'windows shorter than four scrapes', () =>
    v.defineService({ ...prometheus.spec, id: 'shop', slos: [objective()] }).deliver({
      environment: 'test',
      discovery: [{ kind: 'static', targets: ['shop:80'] }],
      thresholds: {},
      scrapeInterval: v.minutes(2),
      scrapeTimeout: v.seconds(10),
      evaluationInterval: v.minutes(2),
      publicUrl: 'https://watch.example.org',
    }),
  ),
  written('SL-21', 'nobody who answers for it', () => objective({ owner: '' })),
];
