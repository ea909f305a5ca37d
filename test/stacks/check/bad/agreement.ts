/** Parts that do not agree, and questions that cost too much. */
import { defineService } from '../../../../model';
import type { ServiceDelivery } from '../../../../model';
import { waive } from '../../../../stacks/check/waive';
import type { Waiver } from '../../../../stacks/check/waiver';
import { fileProblems, shop, withAlert, withRecording } from '../sound';
import type { Row } from './row';
import { deployed } from './row';

const url = (change: (url: string) => string) =>
  withAlert('ShopSlow', (rule) => ({
    ...rule,
    annotations: { ...rule.annotations, dashboard_url: change(rule.annotations['dashboard_url'] ?? '') },
  }));

/** The boards, one of them with a name in its description: a reader of what is recorded. */
const mentioning = (name: string, delivery: ServiceDelivery): ServiceDelivery => ({
  ...delivery,
  dashboards: delivery.dashboards.map((file) => ({
    ...file,
    model: { ...file.model, description: `What of ${name}?` },
  })),
});

export const agreement: readonly Row[] = [
  deployed('X-01', 'a link to a variable that is not there', {
    delivery: url((old) => old.replace('var-job', 'var-shelf')),
  }),
  deployed('X-01', 'a link by a label that is not there', {
    delivery: url((old) => old.replace('var-job={{ $labels.job', 'var-job={{ $labels.op')),
  }),
  deployed('X-02', 'an alert that no panel shows', {
    delivery: (delivery) => ({
      ...delivery,
      dashboards: delivery.dashboards.map((file) => ({
        ...file,
        model: JSON.parse(JSON.stringify(file.model).replaceAll('#ShopSlow', '')) as typeof file.model,
      })),
    }),
  }),
  deployed('X-03', 'a runbook that leads to no board', {
    delivery: (delivery) => ({ ...delivery, runbook: `${delivery.runbook}\nSee /d/shop-cellar.\n` }),
  }),
  deployed('X-04', 'a job that nothing scrapes', {
    delivery: withAlert('ShopSlow', (rule) => ({ ...rule, expr: `${rule.expr} unless on (job) up{job="stall"} == 1` })),
  }),
  {
    id: 'X-05',
    fault: 'rules that no glob matches',
    problems: () =>
      fileProblems((path, content) =>
        path === 'config/prometheus.yml' ? content.replace('rules/*.yml', 'rule/*.yml') : content,
      ),
  },
  {
    id: 'X-06',
    fault: 'a file that tells when it was made',
    problems: () =>
      fileProblems((path, content) => (path === 'rules/shop.yml' ? `# 2026-11-21T14:00:00Z\n${content}` : content)),
  },
  {
    id: 'X-06',
    fault: 'a number with the noise of a computer',
    problems: () =>
      fileProblems((path, content) => (path === 'rules/shop.yml' ? `# 0.0009999999999999432\n${content}` : content)),
  },
  deployed('X-07', 'a service that users come for and nothing is promised of', {
    shop: defineService({ ...shop.spec, level: 'service' }),
  }),
  deployed('X-07', 'a service without a scrape job', {
    delivery: (delivery) => ({ ...delivery, scrapeJobs: [] }),
    wiring: (wiring) => ({
      ...wiring,
      prometheus: {
        ...wiring.prometheus,
        scrapeJobs: [
          ...wiring.prometheus.scrapeJobs,
          ...wiring.prometheus.scrapeJobs.map((job) => ({ ...job, job: 'shop' })),
        ],
      },
    }),
  }),
];

export const cost: readonly Row[] = [
  deployed('CO-01', 'an evaluation that loads millions', {
    delivery: withAlert('ShopDown', (rule) => ({
      ...rule,
      expr: `${rule.expr} unless on (job) sum by (job) (max_over_time(shop_visitors{job="shop"}[30m])) > 0`,
    })),
  }),
  deployed('CO-03', 'thousands of rows', {
    delivery: (delivery) =>
      withRecording(
        'job_user:shop_visitors:max',
        'max by (job, user) (shop_visitors{job="shop"})',
      )(mentioning('job_user:shop_visitors:max', delivery)),
  }),
  deployed('CO-04', 'a day every moment', {
    delivery: (delivery) =>
      withRecording(
        'job:shop_all:rate1d',
        'sum by (job) (rate(shop_requests_total{job="shop"}[1d]))',
      )(mentioning('job:shop_all:rate1d', delivery)),
  }),
  deployed('CO-05', 'a job without a limit', {
    wiring: (wiring) => ({
      ...wiring,
      deliveries: wiring.deliveries.map((each) => ({
        ...each,
        scrapeJobs: each.scrapeJobs.map((job) => ({ ...job, sampleLimit: job.job === 'shop' ? 0 : job.sampleLimit })),
      })),
    }),
  }),
];

const excuse: Waiver = {
  id: 'AL-21',
  where: 'shop/ShopSlow',
  owner: 'web',
  reason: 'a sentence that explains',
  expires: '2026-11-30',
};
const warning = { id: 'AL-21', where: 'shop/ShopSlow', what: 'the limit is absolute' };

export const waiving: readonly Row[] = [
  {
    id: 'WV-01',
    fault: 'a waiver that has expired',
    problems: () => waive([warning], [excuse], { today: '2026-12-01', complete: true }).problems,
  },
  {
    id: 'WV-02',
    fault: 'a waiver of nothing',
    problems: () => waive([], [excuse], { today: '2026-11-30', complete: true }).problems,
  },
  {
    id: 'WV-03',
    fault: 'a waiver of an error',
    problems: () =>
      waive([{ ...warning, id: 'AL-02' }], [{ ...excuse, id: 'AL-02' as never }], {
        today: '2026-11-30',
        complete: true,
      }).problems,
  },
];
