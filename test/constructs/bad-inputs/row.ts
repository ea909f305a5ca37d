/** Bad inputs as rows: one change to what is good, and the whole message that refuses it. */
import type { Environment } from '../../../constructs/monitoring/environment';
import type { DeliverableService, RuleGroup, ScrapeJob, ServiceDelivery } from '../../../model/delivery';
import { minutes, seconds } from '../../../model/quantity';
import { service, shop, validEnvironment, watchdog } from '../fixture';

/** What is judged. */
export interface Input {
  readonly environment: unknown;
  readonly services: readonly DeliverableService[];
}

export interface BadInput {
  /** Number of the input in the public list of things to refuse. */
  readonly id: number;
  readonly what: string;
  readonly input: Input;
  /** Every problem, one a line. */
  readonly message: string;
}

export function row(id: number, what: string, input: Input, message: string | readonly string[]): BadInput {
  return { id, what, input, message: typeof message === 'string' ? message : message.join('\n') };
}

function goodServices(shopChanges: Partial<ServiceDelivery> = {}): readonly DeliverableService[] {
  return [shop(shopChanges), watchdog()];
}

/** The good input with one setting changed: `set('prometheus.replicas', 0)`. `undefined` removes it. */
export function set(path: string, value: unknown): Input {
  const environment = JSON.parse(JSON.stringify(validEnvironment())) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let place = environment;
  for (const key of keys) place = (place[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return { environment, services: goodServices() };
}

/** The good input with several settings changed. */
export function setAll(changes: Partial<Environment>): Input {
  return { environment: validEnvironment(changes), services: goodServices() };
}

/** The good input with a service that delivers something else. */
export function delivers(changes: Partial<ServiceDelivery>): Input {
  return { environment: validEnvironment(), services: goodServices(changes) };
}

/** A service whose scrape job has a field changed. */
export function job(changes: Partial<ScrapeJob>): Input {
  return delivers({ scrapeJobs: [{ ...goodJob, ...changes }] });
}

export const goodJob: ScrapeJob = {
  job: 'shop',
  discovery: [{ kind: 'static', targets: ['shop-1.example.org:8080'] }],
  scheme: 'http',
  metricsPath: '/metrics',
  interval: seconds(30),
  timeout: seconds(12),
  sampleLimit: 4000,
};

/** A service with one rule group. */
export function group(changes: Partial<RuleGroup>): Input {
  return delivers({ ruleGroups: [{ ...goodGroup, ...changes }] });
}

export const goodAlert = {
  alert: 'shopSlow',
  expr: 'up == 0',
  for: minutes(7),
  labels: { severity: 'warning', service: 'shop' },
  annotations: { summary: 'slow', description: 'very' },
} as const;

const goodGroup: RuleGroup = { name: 'shop.symptoms', interval: seconds(20), rules: [goodAlert] };

export { goodServices, service };
