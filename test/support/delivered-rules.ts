/** The rules of a service as it delivers them, for promtool. */
import type { RelabelRule, RuleGroup, ServiceDelivery } from '../../model/delivery';
import { SLO_STEP } from '../../model/proof';
import { seconds } from '../../model/quantity';
import type { Service } from '../../model/service';
import { BoundSlo } from '../../model/slo';
import type { Slo } from '../../model/slo';
import { withEveryProbe } from './probed';

/** The recordings of a service and the rules of one alert, as delivered to a target whose release supports the alert. */
export function rulesFor(service: Service, alert: string, step: number): readonly RuleGroup[] {
  const dialects = [undefined, ...(service.spec.dialects ?? []).map(({ name }) => name)];
  for (const dialect of dialects) {
    const groups = rulesIn(service, dialect, alert, step);
    if (groups !== undefined) return groups;
  }
  throw new Error(`${service.id}: ${alert} is delivered for no release, since each lacks a metric that it needs`);
}

/** The same for targets of one release; undefined where it lacks what the alert needs. */
export function rulesIn(
  service: Service,
  dialect: string | undefined,
  alert: string,
  step: number,
): readonly RuleGroup[] | undefined {
  // A long timeline is evaluated less often; targets are scraped as usual all the same.
  const groups = deliveredGroups(service, dialect, Math.min(step, USUAL_STEP), step).map((group) => ({
    ...group,
    rules: group.rules.filter((rule) => !('alert' in rule) || rule.alert === alert),
  }));
  const isThere = groups.some(({ rules }) => rules.some((rule) => 'alert' in rule));
  return isThere ? groups.filter(({ rules }) => rules.length > 0) : undefined;
}

const PUBLIC_URL = 'https://monitoring.example.org';

/** An objective of a service, as its proofs have it. */
export const boundSlo = (service: Service, slo: Slo): BoundSlo =>
  new BoundSlo(slo, service.id, {
    scrapeInterval: seconds(SLO_STEP),
    evaluationInterval: seconds(SLO_STEP),
    publicUrl: PUBLIC_URL,
  });

/** The recordings of one objective and the rules of one of its alerts; what they read is made up. */
export function sloRulesFor(service: Service, slo: string, alert: string, evaluation: number): readonly RuleGroup[] {
  const dialects = [undefined, ...(service.spec.dialects ?? []).map(({ name }) => name)];
  for (const dialect of dialects) {
    const all = deliveredGroups(service, dialect, SLO_STEP, evaluation);
    const own = all.filter(({ rules }) => rules.some(({ labels }) => labels?.['slo'] === slo));
    if (own.length === 0) continue;
    return own
      .map((group) => ({ ...group, rules: group.rules.filter((rule) => !('alert' in rule) || rule.alert === alert) }))
      .filter(({ rules }) => rules.length > 0);
  }
  throw new Error(`${service.id}: ${slo} is delivered for no release, since each lacks a metric that it needs`);
}

/** Kept, because the proofs of every objective ask for the same few. */
const delivered = new WeakMap<Service, Map<string, ServiceDelivery>>();

function deliveredGroups(
  service: Service,
  dialect: string | undefined,
  step: number,
  evaluation = step,
): readonly RuleGroup[] {
  return deliveryOf(service, dialect, step, evaluation).ruleGroups;
}

/** Seconds: the usual scrape interval of a proof. */
export const USUAL_STEP = 15;

/** What Prometheus does with the labels of a scraped page of a release. */
export function scrapeRules(service: Service, dialect: string): readonly RelabelRule[] {
  const { scrapeJobs } = deliveryOf(service, dialect, USUAL_STEP, USUAL_STEP);
  return scrapeJobs.find(({ job }) => job === service.id)?.metricRelabelings ?? [];
}

function deliveryOf(service: Service, dialect: string | undefined, step: number, evaluation: number): ServiceDelivery {
  const known = delivered.get(service) ?? new Map<string, ServiceDelivery>();
  delivered.set(service, known);
  const key = `${dialect ?? ''} ${step} ${evaluation}`;
  const delivery = known.get(key) ?? deliver(service, dialect, step, evaluation);
  known.set(key, delivery);
  return delivery;
}

function deliver(service: Service, dialect: string | undefined, step: number, evaluation: number): ServiceDelivery {
  return service.deliver({
    environment: 'proof',
    ...withEveryProbe(service),
    discovery: [{ kind: 'static', targets: ['localhost:9100'] }],
    ...(dialect !== undefined && { dialect }),
    thresholds: {},
    scrapeInterval: seconds(step),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(evaluation),
    publicUrl: PUBLIC_URL,
  });
}

/** The recording rules that are delivered to targets of a release. */
export function recordingRules(service: Service, dialect: string | undefined, step: number): readonly RuleGroup[] {
  return deliveredGroups(service, dialect, step)
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => 'record' in rule) }))
    .filter(({ rules }) => rules.length > 0);
}
