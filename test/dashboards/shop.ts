/** A small service with a board, right in everything; each test breaks one thing. */
import { board, collapsed, legend, panelForAlert, row, stat, timeSeries, UP_DOWN } from '../../dashboards';
import type { BoardSpec, Dashboard, PanelDefinition } from '../../dashboards';
import {
  above,
  absent,
  alert,
  catalogue,
  coveredBy,
  counter,
  defineService,
  dialect,
  gauge,
  histogram,
  holds,
  jobAbsent,
  le,
  millis,
  minutes,
  promql,
  scenario,
  seconds,
  series,
  targetDown,
  text,
  up,
  unreliable,
  value,
  window,
} from '../../model';
import type { BoardContext, DeliveryContext, Service, ServiceDelivery } from '../../model';

const op = { values: ['GET', 'PUT'] } as const;

export const m = catalogue('shop', {
  up,
  requests: counter('shop_requests_total', {
    help: 'Requests answered',
    labels: { op },
    presence: 'after-first-event',
  }),
  duration: histogram('shop_duration_seconds', {
    help: 'Time of a request',
    unit: 'seconds',
    labels: { op },
    buckets: [0.1, 0.5, 1],
  }),
  memory: gauge('shop_memory_bytes', { help: 'Memory in use', unit: 'bytes' }),
  disk: gauge('shop_disk_bytes', { help: 'Disk in use', unit: 'bytes' }),
  basket: gauge('shop_basket_items', { help: 'Items in baskets', labels: { shelf: { card: 30 } } }),
  odd: gauge('shop_odd', { help: 'Items', unit: 'celsius' }),
  startTime: gauge('process_start_time_seconds', { help: 'Start', unit: 'timestamp' }),
});

export const label = m.requests.label;

export const ask = {
  up: promql`${m.up}`,
  rate: promql`sum by (${label.op}) (rate(${m.requests}[${window}]))`,
  p99: promql`histogram_quantile(0.99, sum by (${le}, ${label.op}) (rate(${m.duration.bucket}[${window}])))`,
  memory: promql`${m.memory}`,
};

const always = scenario('always', [series(m.memory).always(holds(1))]);

export const slow = alert('ShopSlow', {
  kind: 'symptom',
  severity: 'warning',
  for: minutes(5),
  when: above(ask.p99, millis(500)),
  escalates: { severity: 'critical', at: seconds(2) },
  summary: text`p99 of ${label.op} is ${value}`,
  description: text`p99 of ${label.op} is ${value}`,
  noData: coveredBy('ShopAbsent'),
  fires: always,
  quiet: always,
  edge: () => [],
});
export const down = targetDown('ShopDown', 'ShopAbsent', m.up, { thing: 'shop', impact: 'nobody can buy' });
export const gone = jobAbsent('ShopAbsent', m.up, { thing: 'shop', impact: 'nobody can buy' });

/** Long enough for DB-07. */
export const WORDS = 'What it shows, what is normal, and what to do when it is not.';

export const upStat = stat({ title: 'Up', description: WORDS, query: ask.up, words: UP_DOWN, alerts: [down, gone] });
export const memoryLines = timeSeries({ title: 'Memory', description: WORDS, queries: [{ expr: ask.memory }] });

export const spec = (changes: Partial<BoardSpec> = {}): BoardSpec => ({
  uid: 'shop-overview',
  title: 'Web / shop',
  service: 'shop',
  description: 'Is the shop open and fast?',
  variablesFrom: m.up,
  moments: { Restarts: promql`${m.startTime}` },
  rows: [
    row('Health', [upStat, panelForAlert(slow, { title: 'Latency p99', legend: legend`${label.op}` })]),
    collapsed('Resources', [memoryLines]),
  ],
  ...changes,
});

export const deliveryContext: DeliveryContext = {
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['shop:9100'] }],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://watch.example.org',
};

export const dialects = [
  dialect('1.0', { absent: [absent(m.memory, '1.0 does not tell')] }),
  dialect('2.0', { unreliable: [unreliable(m.duration, '2.0 counts twice'), unreliable(m.memory, '2.0 lies')] }),
];

/** The service with a board. */
export const shop = (boards: (context: BoardContext) => ReturnType<typeof board>): Service =>
  defineService({
    id: 'shop',
    title: 'Shop',
    owner: 'web',
    metrics: m,
    scrape: { sampleLimit: 100 },
    dialects,
    alerts: [slow, down, gone],
    board: 'shop-overview',
    boards,
    runbook: () => '',
  });

/** What the shop delivers with this board. */
export function deliver(
  changes: Partial<BoardSpec> = {},
  context: Partial<DeliveryContext> = {},
): ServiceDelivery & { readonly model: Dashboard } {
  const delivery = shop((b) => board(b, spec(changes))).deliver({ ...deliveryContext, ...context });
  return { ...delivery, model: delivery.dashboards[0]?.model as unknown as Dashboard };
}

/** One panel as the board draws it, with its id and place. */
export function drawn(panel: PanelDefinition, context: Partial<DeliveryContext> = {}): Dashboard['panels'][number] {
  const { model } = deliver({ rows: [row('Only', [panel])] }, context);
  const found = model.panels.find((p) => p.title === panel.title);
  if (found === undefined) throw new Error(`no panel '${panel.title}'`);
  return found;
}

/** The message with which a board refuses the panel. */
export function refusal(panel: PanelDefinition): string {
  try {
    deliver({ rows: [row('Only', [panel])] });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'not refused';
}
