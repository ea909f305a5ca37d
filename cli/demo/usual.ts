/** What a metric usually does, judged by its type, its unit and the words of its name; for metrics of no scenario. */
import { Histogram, Summary } from '../../model/metric';
import type { Metric } from '../../model/metric';
import type { Behaviour } from '../../model/scenario';
import { CLOCK_START } from './plan';

/** Words of names and label values that tell of trouble: there is little of it. */
const TROUBLE =
  /abort|backlog|behind|conflict|corrupt|dead|degraded|denied|drop|error|evict|exceed|exhaust|expired|fail|halt|invalid|lag|lost|mismatch|missed|orphan|overflow|panic|pending|reject|retr(y|ies)|shed|skipped|slow|stall|stuck|throttl|time(d_)?out|unhealthy|violation|inactive|[45]xx|^[45]\d\d$/i;
/** Words of what is configured, and does not move. */
const CONFIGURED = /(^|_)(limit|max|maximum|capacity|size|configured|threshold|desired|total)(_|$)/;

const SOME = 12;
const MEBIBYTES = 2 ** 20;

/** How far what is measured swings with the day and by chance, as a share of its level. */
export const SWING = 0.25;
/** A gauge near a limit must not cross it by chance. */
export const GAUGE_SWING = 0.015;

/** Whether the metric with these labels tells of trouble. */
export function tellsTrouble({ name }: Metric, labels: Readonly<Record<string, string>>): boolean {
  return TROUBLE.test(name) || Object.values(labels).some((value) => TROUBLE.test(value));
}

/** Whether the value is configured rather than measured. */
export function isConfigured({ name, type }: Metric): boolean {
  return type === 'gauge' && CONFIGURED.test(name);
}

/**
 * The behaviour of one series while all is well.
 * @param share the part of the metric's traffic that falls to it, 0 to 1
 */
export function usual(metric: Metric, labels: Readonly<Record<string, string>>, share: number): Behaviour {
  const trouble = tellsTrouble(metric, labels);
  if (metric instanceof Histogram || metric instanceof Summary) {
    const perSecond = 8 * share;
    return trouble ? { kind: 'grows', perSecond: 0 } : { kind: 'observes', at: observations(metric, perSecond) };
  }
  switch (metric.type) {
    case 'counter':
      return { kind: 'grows', perSecond: trouble ? 0 : rateOf(metric) * share };
    case 'info':
      return { kind: 'holds', value: 1 };
    case 'stateset':
      return { kind: 'holds', value: 0 };
    default:
      return gaugeBehaviour(metric, trouble);
  }
}

function rateOf({ unit }: Metric): number {
  switch (unit) {
    case 'bytes':
      return 40_000;
    case 'seconds':
      return 0.2;
    case 'milliseconds':
      return 200;
    default:
      return 6;
  }
}

function gaugeBehaviour({ name, unit }: Metric, trouble: boolean): Behaviour {
  const holds = (value: number): Behaviour => ({ kind: 'holds', value });
  switch (unit) {
    case 'timestamp':
      return /start|boot|created|built/.test(name) ? holds(CLOCK_START) : holds(-5);
    case 'bool':
      return holds(trouble ? 0 : 1);
    case 'ratio':
      return holds(trouble ? 0 : 0.35);
    case 'percent':
      return holds(trouble ? 0 : 35);
    case 'bytes':
      return holds(256 * MEBIBYTES);
    case 'celsius':
      return holds(45);
    case 'seconds':
      return /uptime/.test(name) ? { kind: 'grows', perSecond: 1 } : holds(trouble ? 0 : 0.05);
    case 'milliseconds':
      return holds(trouble ? 0 : 50);
    default:
      return holds(trouble ? 0 : CONFIGURED.test(name) ? 10 * SOME : SOME);
  }
}

/** Shares of the observations by how far up the buckets they fall, as latencies do: many fast, a thin tail. */
const SPREAD: readonly (readonly [place: number, share: number])[] = [
  [0, 0.2],
  [0.2, 0.45],
  [0.35, 0.25],
  [0.5, 0.09],
  [0.65, 0.01],
];
/** Where a summary, which has no buckets, observes. */
const SUMMARY_BOUNDS = [0.001, 0.005, 0.01, 0.05, 0.1];

function observations(metric: Histogram | Summary, perSecond: number): readonly (readonly [number, number])[] {
  const bounds = metric instanceof Histogram ? metric.bounds : SUMMARY_BOUNDS;
  return SPREAD.map(([place, share]) => {
    const index = Math.floor(place * bounds.length);
    const [low = 0, high = low] = [bounds[index - 1] ?? 0, bounds[index]];
    return [low + (high - low) * 0.6, perSecond * share] as const;
  });
}
