/** A deployment with nothing wrong: a shop, and the Prometheus that watches it. Each negative fixture breaks one thing. */
import type { Environment } from '../../../constructs/monitoring/environment';
import { kubernetesAddresses } from '../../../constructs/monitoring/kubernetes-addresses';
import { wire } from '../../../constructs/monitoring/wiring';
import type { Wiring } from '../../../constructs/monitoring/settings';
import { board, legend, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../../dashboards';
import * as v from '../../../model';
import type { DeliverableService, RuleGroup, Service, ServiceDelivery } from '../../../model';
import { RUNBOOK_HEADINGS } from '../../../model/runbook';
import { VedetteError } from '../../../model/problem';
import type { Problem } from '../../../model/problem';
import { checkDeployment } from '../../../stacks/check/deployment';
import { files, renderedFiles } from '../../../stacks/check/files';
import { subjectOf } from '../../../stacks/check/subject';
import type { Subject } from '../../../stacks/check/subject';
import type { Program } from '../../../constructs/program';
import { validEnvironment } from '../../constructs/fixture';

const WORDS = 'What it shows, what is normal, and what to do when it is not.';
const { up } = v;
const started = v.gauge('process_start_time_seconds', { help: 'Start', unit: 'timestamp' });

const m = v.catalogue('shop', {
  up,
  started,
  requests: v.counter('shop_requests_total', { help: 'Requests', labels: { op: { values: ['get', 'put'] } } }),
  duration: v.histogram('shop_duration_seconds', {
    help: 'Time of a request',
    unit: 'seconds',
    labels: { op: { values: ['get', 'put'] } },
    buckets: [0.1, 0.5, 1],
  }),
  visitors: v.gauge('shop_visitors', { help: 'Visitors', labels: { user: { card: 4000 }, shelf: { card: 40 } } }),
});
const { op } = m.requests.label;

export const rate = v.record(
  'shop_requests',
  'rate5m',
  v.promql`sum by (${[v.job, op]}) (rate(${m.requests}[${v.window}]))`,
);

const p99 = v.promql`histogram_quantile(0.99, sum by (${[v.job, v.instance, v.le]}) (rate(${m.duration.bucket}[${v.window}])))`;
const names = { thing: 'the shop', impact: 'nobody can buy' };
const down = v.targetDown('ShopDown', 'ShopAbsent', m.up, names);
const absent = v.jobAbsent('ShopAbsent', m.up, names);
const always = v.scenario('always', [v.series(m.up).always(v.holds(1))]);

export const slow = v.alert('ShopSlow', {
  kind: 'symptom',
  severity: 'warning',
  for: v.minutes(5),
  keepFiringFor: v.minutes(5),
  when: v.above(p99, v.millis(500)),
  escalates: { severity: 'critical', at: v.seconds(0.9) },
  summary: v.text`The shop at ${v.instance} is slow`,
  description: v.text`The slowest 1% of answers take ${v.value}, limit ${v.threshold}, within 5m. See its database.`,
  noData: v.coveredBy('ShopAbsent'),
  fires: always,
  quiet: always,
  edge: () => [],
});

export const section = (name: string): string =>
  `## ${name}\n\n${RUNBOOK_HEADINGS.map((h) => `### ${h}\n\nWords.\n`).join('\n')}`;
const runbook =
  (...alerts: readonly string[]) =>
  (): string =>
    `# Runbook\n\n${alerts.map(section).join('\n')}`;

export const shop: Service = v.defineService({
  level: 'resource',
  id: 'shop',
  title: 'Shop',
  owner: 'web',
  metrics: m,
  scrape: { sampleLimit: 100 },
  recordings: [rate],
  alerts: [down, absent, slow],
  board: 'shop-overview',
  boards: (context) =>
    board(context, {
      uid: 'shop-overview',
      title: 'Web / shop',
      service: 'shop',
      description: 'Is the shop open and fast?',
      variablesFrom: m.up,
      moments: { Restarts: v.promql`${m.started}` },
      rows: [
        row('Health', [
          stat({ title: 'Up', description: WORDS, query: v.promql`${m.up}`, words: UP_DOWN, alerts: [down, absent] }),
          panelForAlert(slow, { title: 'Latency', legend: legend`${v.instance}` }),
          timeSeries({ title: 'Requests', description: WORDS, queries: [{ expr: v.promql`${rate.series}` }] }),
        ]),
      ],
    }),
  runbook: runbook('ShopDown', 'ShopAbsent', 'ShopSlow'),
});

const own = v.catalogue('prometheus', { up, started });
const ownDown = v.targetDown('PrometheusDown', 'PrometheusAbsent', own.up, names);
const ownAbsent = v.jobAbsent('PrometheusAbsent', own.up, names);
const watchdog = v.alert('Watchdog', {
  kind: 'meta',
  severity: 'none',
  for: v.minutes(1),
  when: v.present(v.promql`vector(1)`),
  summary: v.text`Alerts arrive`,
  description: v.text`It always fires, so that its silence tells that alerts do not arrive.`,
  noData: v.itself,
  fires: always,
  quiet: v.neverQuiet('it tells by falling silent'),
});

export const prometheus: Service = v.defineService({
  level: 'monitoring',
  id: 'prometheus',
  title: 'Prometheus',
  owner: 'platform',
  metrics: own,
  scrape: { sampleLimit: 200 },
  alerts: [ownDown, ownAbsent, watchdog],
  board: 'prometheus-overview',
  boards: (context) =>
    board(context, {
      uid: 'prometheus-overview',
      title: 'Stack / Prometheus',
      service: 'prometheus',
      description: 'Does monitoring work?',
      variablesFrom: own.up,
      moments: { Restarts: v.promql`${own.started}` },
      rows: [
        row('Health', [
          stat({
            title: 'Up',
            description: WORDS,
            query: v.promql`${own.up}`,
            words: UP_DOWN,
            alerts: [ownDown, ownAbsent],
          }),
        ]),
      ],
    }),
  runbook: runbook('PrometheusDown', 'PrometheusAbsent', 'Watchdog'),
});

/** What is broken; everything else is sound. */
export interface Change {
  readonly environment?: Partial<Environment>;
  /** The shop with another definition. */
  readonly shop?: Service;
  /** What the shop delivers. */
  readonly delivery?: (delivery: ServiceDelivery) => ServiceDelivery;
  /** What was wired. */
  readonly wiring?: (wiring: Wiring) => Wiring;
}

/** Everything that is reported of the sound deployment with a change. */
export function problemsOf(change: Change = {}): readonly Problem[] {
  const definition = change.shop ?? shop;
  const delivering: DeliverableService = {
    id: 'shop',
    title: 'Shop',
    deliver: (context) => (change.delivery ?? ((same) => same))(definition.deliver(context)),
  };
  const environment = validEnvironment(change.environment);
  try {
    const wired = wire(environment, [delivering, prometheus], kubernetesAddresses(environment));
    const wiring = (change.wiring ?? ((same) => same))(wired);
    return checkDeployment({ environment, services: [definition, prometheus], wiring });
  } catch (error) {
    if (error instanceof VedetteError) return error.problems;
    throw error;
  }
}

/** The sound deployment, read once. */
export function soundSubject(): Subject {
  const environment = validEnvironment();
  const wiring = wire(environment, [shop, prometheus], kubernetesAddresses(environment));
  return subjectOf({ environment, services: [shop, prometheus], wiring });
}

/** What is reported of the sound deployment's files when one of them says something else. */
export function fileProblems(change: (path: string, content: string) => string): readonly Problem[] {
  const subject = soundSubject();
  const changed = (program: Program): Program => ({
    ...program,
    files: program.files.map(({ path, content }) => ({ path, content: change(path, content) })),
  });
  const rendered = renderedFiles(subject);
  return files(subject, { prometheus: changed(rendered.prometheus), grafana: changed(rendered.grafana) }, () => ({
    prometheus: changed(rendered.prometheus),
    grafana: changed(rendered.grafana),
  }));
}

/** The shop's delivery with one of its alerting rules changed; the first of the name, or all of it. */
export const withAlert =
  (name: string, change: (rule: v.AlertingRule) => v.AlertingRule) =>
  (delivery: ServiceDelivery): ServiceDelivery => ({
    ...delivery,
    ruleGroups: delivery.ruleGroups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ('alert' in rule && rule.alert === name ? change(rule) : rule)),
    })),
  });

/** The shop's delivery with other rule groups. */
export const withGroups =
  (change: (groups: readonly RuleGroup[]) => readonly RuleGroup[]) =>
  (delivery: ServiceDelivery): ServiceDelivery => ({ ...delivery, ruleGroups: change(delivery.ruleGroups) });

/** The shop's delivery with one more recording rule, which a panel reads. */
export const withRecording = (record: string, expr: string, labels?: Readonly<Record<string, string>>) =>
  withGroups((groups) =>
    groups.map((group) =>
      group.name === 'shop.recordings'
        ? { ...group, rules: [...group.rules, { record, expr, ...(labels && { labels }) }] }
        : group,
    ),
  );
