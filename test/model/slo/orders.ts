/** A made-up service with two objectives, for the tests of objectives. */
import {
  catalogue,
  counter,
  defineService,
  eventsSli,
  gauge,
  histogram,
  latencySli,
  millis,
  oneOf,
  percent,
  seconds,
  slo,
  up,
} from '../../../model';
import type { DeliveryContext, Service, ServiceDelivery, Slo, SloSpec } from '../../../model';
import { sloBoard } from '../../../dashboards';

const code = { values: ['200', '404', '500', '503'] } as const;
const path = { values: ['/orders', '/health'] } as const;

export const m = catalogue('orders', {
  up,
  requests: counter('orders_requests_total', { help: 'Requests answered', labels: { code, path } }),
  errors: counter('orders_errors_total', { help: 'Requests that failed', labels: { path } }),
  lost: counter('orders_lost_total', { help: 'Orders lost', presence: 'after-first-event' }),
  duration: histogram('orders_duration_seconds', {
    help: 'Time of a request',
    unit: 'seconds',
    labels: { path },
    buckets: [0.1, 0.25, 1],
  }),
  depth: gauge('orders_queue_length', { help: 'Orders that wait' }),
  healthy: gauge('orders_healthy', { help: '1 when it can take orders', unit: 'bool' }),
});

export const failures = eventsSli({
  bad: m.requests.where({ code: oneOf('500', '503') }),
  total: m.requests,
  badIs: 'answers with 500 or 503',
});

/** A sound objective, of which each test spoils something. */
export const sound: SloSpec = {
  title: 'Orders taken without a fault',
  objective: percent(99.9),
  sli: failures,
  journey: 'A customer sends an order and gets a number',
  owner: 'shop',
  policy: 'Nothing but repairs is released until budget is left',
  review: '2027-01-31',
  minPerHour: 600,
};

export const availability = slo('availability', sound);
export const latency = slo('latency', {
  ...sound,
  title: 'Orders taken within 250ms',
  objective: percent(99),
  sli: latencySli({ histogram: m.duration, within: millis(250), where: { path: '/orders' } }),
});

export function serviceWith(...slos: readonly Slo[]): Service {
  return defineService({
    id: 'orders',
    title: 'Orders',
    owner: 'shop',
    metrics: m,
    scrape: { sampleLimit: 100 },
    alerts: [],
    slos,
    board: 'orders-slo',
    boards: (context) =>
      sloBoard(context, { service: 'orders', title: 'Shops / Orders objectives', variablesFrom: m.up }),
    runbook: () => '# Orders\n',
  });
}

export const context: DeliveryContext = {
  environment: 'test',
  discovery: [{ kind: 'static', targets: ['orders:9100'] }],
  thresholds: {},
  scrapeInterval: seconds(15),
  scrapeTimeout: seconds(10),
  evaluationInterval: seconds(15),
  publicUrl: 'https://monitoring.example.org',
};

export const deliver = (slos: readonly Slo[], more: Partial<DeliveryContext> = {}): ServiceDelivery =>
  serviceWith(...slos).deliver({ ...context, ...more });
