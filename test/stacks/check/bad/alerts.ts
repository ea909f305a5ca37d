/** Alerts with one fault each. */
import * as v from '../../../../model';
import { fileProblems, shop, slow, withAlert, withGroups } from '../sound';
import type { Row } from './row';
import { deployed, written } from './row';

const { spec } = shop;
const alert = (changes: Partial<v.AlertSpec>, name = 'ShopSlow') => v.alert(name, { ...slow.spec, ...changes });
const text = (key: string, change: (text: string) => string) =>
  withAlert('ShopSlow', (rule) => ({
    ...rule,
    annotations: { ...rule.annotations, [key]: change(rule.annotations[key] ?? '') },
  }));
const label = (key: string, value: string) =>
  withAlert('ShopSlow', (rule) => ({ ...rule, labels: { ...rule.labels, [key]: value } }));

export const alerts: readonly Row[] = [
  written('AL-01', 'a name that is no name', () => alert({}, 'shop_slow')),
  deployed('AL-02', 'no condition', {
    delivery: withAlert('ShopDown', (rule) => ({ ...rule, expr: 'up{job="shop"} == 0 or up{job="shop"}' })),
  }),
  written('AL-04', 'a cause that pages', () => alert({ kind: 'cause', for: v.minutes(10), severity: 'critical' })),
  written('AL-05', 'a wait that does not fit', () => alert({ for: v.hours(3) })),
  deployed('AL-05', 'a wait between two evaluations', {
    delivery: withAlert('ShopSlow', (rule) => ({ ...rule, for: v.seconds(90) })),
  }),
  deployed('AL-06', 'an absence that is told at once', {
    delivery: withAlert('ShopAbsent', (rule) => ({ ...rule, for: v.minutes(1) })),
  }),
  deployed('AL-07', 'a page that flaps', {
    delivery: withAlert('ShopSlow', ({ keepFiringFor, ...rule }) =>
      keepFiringFor === undefined ? { ...rule, expr: '' } : rule,
    ),
  }),
  deployed('AL-08', 'a label that moves', { delivery: label('load', '{{ $value }}') }),
  deployed('AL-08', 'a label of the series', { delivery: label('instance', 'shop-1') }),
  deployed('AL-03', 'a severity that nobody knows', { delivery: label('severity', 'page') }),
  deployed('AL-09', 'nobody who answers for it', { delivery: label('team', '') }),
  {
    id: 'AL-24',
    fault: 'a text that is read as a boolean',
    problems: () =>
      fileProblems((path, content) => (path === 'rules/shop.yml' ? content.replace('"web"', 'no') : content)),
  },
  deployed('AL-10', 'no description', { delivery: text('description', () => ' ') }),
  deployed('AL-10', 'a summary of two lines', { delivery: text('summary', (old) => `${old}\nand more`) }),
  deployed('AL-11', 'a label that is gone', { delivery: text('summary', () => '{{ $labels.op }} is slow') }),
  written('AL-11', 'a text with a label that is gone', () =>
    v.defineService({ ...spec, alerts: [alert({ summary: v.text`${v.label('op')} is slow` })] }),
  ),
  deployed('AL-12', 'seconds as a share', {
    delivery: text('description', () => 'It takes {{ $value | humanizePercentage }}.'),
  }),
  deployed('AL-13', 'a window that is not the rule’s', {
    delivery: text('description', (old) => old.replace('within 5m', 'within 10m')),
  }),
  deployed('AL-14', 'a label in a link as it is', {
    delivery: text('dashboard_url', (old) => old.replaceAll(' | urlquery', '')),
  }),
  deployed('AL-15', 'an external label that the server has not', {
    delivery: text('description', (old) => `${old} In {{ $externalLabels.region }}.`),
  }),
  deployed('AL-15', 'a query that reads what is nowhere', {
    delivery: text('description', (old) => `${old} {{ query "shop_carts" | first | value }} carts.`),
  }),
  deployed('AL-16', 'an alert without a section', {
    delivery: (delivery) => ({ ...delivery, runbook: delivery.runbook.replace('### Impact', 'Impact') }),
  }),
  deployed('AL-16', 'a section without an alert', {
    delivery: (delivery) => ({ ...delivery, runbook: `${delivery.runbook}\n## ShopClosed\n\nWords.\n` }),
  }),
  deployed('AL-17', 'two rules that tell the same', {
    delivery: withGroups((groups) =>
      groups.map((group) =>
        group.name === 'shop.alerts' ? { ...group, rules: [...group.rules, ...group.rules.slice(0, 1)] } : group,
      ),
    ),
  }),
  written('AL-17', 'two alerts of one name', () => v.defineService({ ...spec, alerts: [slow, slow] })),
  deployed('AL-18', 'a critical limit before the warning', {
    environment: { thresholds: { ShopSlow: v.seconds(2) } },
  }),
  deployed('AL-19', 'a cover that is no alert', {
    shop: v.defineService({
      ...spec,
      alerts: [...spec.alerts.filter(({ name }) => name !== 'ShopSlow'), alert({ noData: v.coveredBy('ShopAbsnt') })],
    }),
  }),
  deployed('AL-20', 'a job that nobody watches', {
    delivery: (delivery) => ({
      ...delivery,
      scrapeJobs: delivery.scrapeJobs.flatMap((job) => [job, { ...job, job: 'stall' }]),
    }),
  }),
  deployed('AL-21', 'a limit for one installation', {
    delivery: withAlert('ShopSlow', (rule) => ({
      ...rule,
      expr: rule.expr.replace(
        /^histogram_quantile\(.*\)/,
        'sum by (job, instance) (rate(shop_duration_seconds_bucket{job="shop"}[5m]))',
      ),
      annotations: { ...rule.annotations, description: 'Within 5m it is {{ $value }}.' },
    })),
  }),
  deployed('AL-22', 'an alert in a thousand copies', {
    delivery: withAlert('ShopDown', (rule) => ({
      ...rule,
      expr: 'shop_visitors{job="shop"} == 0 or up{job="shop"} == 0',
    })),
  }),
  deployed('AL-23', 'a group that is seldom evaluated', {
    delivery: withGroups((groups) =>
      groups.map((group) => ({ ...group, interval: v.minutes(10), rules: group.rules.map(patient) })),
    ),
  }),
  written('AL-25', 'a limit without an edge', () => {
    const { edge, ...rest } = slow.spec;
    return edge === undefined ? undefined : v.alert('ShopSlow', rest);
  }),
];

/** Waits that fit any group. */
function patient(rule: v.RuleGroup['rules'][number]): v.RuleGroup['rules'][number] {
  return 'alert' in rule ? { ...rule, for: v.minutes(20) } : rule;
}
