/** An environment as it runs on one machine: local receivers, a demonstration target, and time going faster if asked. */
import type { Environment, RoutingTiming } from '../../constructs/monitoring/environment';
import type { Wiring } from '../../constructs/monitoring/settings';
import type { Integration } from '../../constructs/alertmanager/receivers';
import { type Endpoint, endpointText } from '../../constructs/program';
import type { RuleGroup, ScrapeJob } from '../../model/delivery';
import { type Duration, seconds } from '../../model/quantity';

/** What differs on this machine. */
export interface LocalOptions {
  /** Where Alertmanager reaches the webhook that shows notifications. */
  readonly receiver: Endpoint;
  /** How many times faster than written; 1 is as written. */
  readonly speed: number;
  /** The rstmdb that is run as something to watch; absent when there is none. */
  readonly rstmdb?: { readonly release: string; readonly metrics: Endpoint; readonly clients: Endpoint };
}

/** Nothing goes faster than this: programs round to whole seconds in places. */
const SHORTEST = 1;

/** A duration in a world that is `speed` times faster. */
export function faster(duration: Duration, speed: number): Duration {
  if (speed === 1 || duration.value <= SHORTEST) return duration;
  return seconds(Math.max(SHORTEST, Math.round((duration.value / speed) * 1000) / 1000));
}

/** The environment with every receiver replaced by the webhook on this machine: nobody is told by a trial. */
export function localEnvironment(base: Environment, { receiver, speed, rstmdb }: LocalOptions): Environment {
  const webhook: readonly Integration[] = [
    { kind: 'webhook', url: `http://${endpointText(receiver)}/`, sendResolved: true },
  ];
  const names = new Set([...Object.keys(base.alertmanager.receivers), 'deadMansSwitch']);
  return {
    ...base,
    scrapeInterval: faster(base.scrapeInterval, speed),
    scrapeTimeout: faster(base.scrapeTimeout, speed),
    evaluationInterval: faster(base.evaluationInterval, speed),
    services: rstmdb === undefined ? base.services : withRstmdb(base, rstmdb),
    alertmanager: {
      ...base.alertmanager,
      receivers: { oncall: webhook, team: webhook, ...Object.fromEntries([...names].map((name) => [name, webhook])) },
      timing: fasterTiming(base.alertmanager.timing, speed),
    },
  };
}

/** What the environment itself says of rstmdb wins. */
function withRstmdb(
  base: Environment,
  { release, metrics, clients }: NonNullable<LocalOptions['rstmdb']>,
): Environment['services'] {
  const discovery = [{ kind: 'static', targets: [endpointText(metrics)] }] as const;
  const probes = { clients: [endpointText(clients)] };
  return { rstmdb: { discovery, dialect: release, probes }, ...base.services };
}

function fasterTiming(timing: RoutingTiming, speed: number): RoutingTiming {
  return {
    groupWait: faster(timing.groupWait, speed),
    groupInterval: faster(timing.groupInterval, speed),
    repeatCritical: faster(timing.repeatCritical, speed),
    repeatWarning: faster(timing.repeatWarning, speed),
    heartbeat: faster(timing.heartbeat, speed),
  };
}

/** The wiring with every wait in its jobs and rules shortened. Expressions and thresholds stay as they are. */
export function fasterRules(wiring: Wiring, speed: number): Wiring {
  if (speed === 1) return wiring;
  const { prometheus } = wiring;
  const scrapeJobs = prometheus.scrapeJobs.map((job) => fasterJob(job, prometheus.scrapeInterval));
  const rules = prometheus.rules.map(({ service, groups }) => ({
    service,
    groups: groups.map((group) => fasterGroup(group, speed, prometheus.evaluationInterval)),
  }));
  return { ...wiring, prometheus: { ...prometheus, scrapeJobs, rules } };
}

/** A job with an interval of its own waits no longer than the others. */
function fasterJob(job: ScrapeJob, scrapeInterval: Duration): ScrapeJob {
  const interval = seconds(Math.min(job.interval.value, scrapeInterval.value));
  return { ...job, interval, timeout: seconds(Math.min(job.timeout.value, interval.value)) };
}

function fasterGroup(group: RuleGroup, speed: number, evaluationInterval: Duration): RuleGroup {
  return {
    ...group,
    interval: seconds(Math.min(group.interval.value, evaluationInterval.value)),
    rules: group.rules.map((rule) => ({
      ...rule,
      ...('for' in rule && rule.for !== undefined ? { for: faster(rule.for, speed) } : {}),
      ...('keepFiringFor' in rule && rule.keepFiringFor !== undefined
        ? { keepFiringFor: faster(rule.keepFiringFor, speed) }
        : {}),
    })),
  };
}
