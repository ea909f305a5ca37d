/** An objective as one service has it in one environment. */
import type { Omission } from '../delivery';
import type { Selector } from '../metric';
import { Problems } from '../problem';
import { durationText, hours, minutes, seconds } from '../quantity';
import type { Duration } from '../quantity';
import type { DeliveryContext } from '../delivery';
import type { SloSeries } from './series';
import type { Slo } from './slo';
import type { Tier } from './tiers';

/** What an objective needs to know of the environment. */
export type SloContext = Pick<DeliveryContext, 'scrapeInterval' | 'evaluationInterval' | 'retention' | 'publicUrl'>;

/** Scrapes that a rate must see, so that one can be lost. */
const SCRAPES = 4;
/** Evaluations more often than that tell nothing that a window of 5m would not smooth away. */
const INTERVAL = minutes(1);
/** Windows up to this are read from the metrics; longer ones from the recorded rates, which costs little (SL-19). */
export const LONGEST_RAW = hours(6);
/** Share of a window that must hold data before its tier is believed (SL-07). */
export const WARM = 0.9;
/** A tier with a long window up to this fires from the first data on; slower ones wait until it is nearly full (SL-07). */
const ALWAYS_BELIEVED = hours(1);

export const isGated = ({ long }: Pick<Tier, 'long'>): boolean => long.value > ALWAYS_BELIEVED.value;

/** Bound to a service and an environment: what of it can be delivered there, and what is left out. */
export class BoundSlo {
  /** The `slo` label. */
  readonly id: string;
  /** Tiers whose windows the environment's retention holds. */
  readonly tiers: readonly Tier[];
  readonly omissions: readonly Omission[];
  /** Between evaluations of windows up to {@link LONGEST_RAW} and of the alerts. */
  readonly interval: Duration;
  /** Between evaluations of longer windows; well under the 5m for which a sample counts as the present one. */
  readonly slowInterval: Duration;

  /** @throws VedetteError when a short window is too short for the scrape interval (SL-18) */
  constructor(
    readonly slo: Slo,
    readonly service: string,
    readonly context: SloContext,
  ) {
    this.id = `${service}-${slo.name}`;
    this.tiers = slo.tiers.filter(({ long }) => this.isKept(long));
    this.omissions = this.leftOut();
    this.interval = context.evaluationInterval.value > INTERVAL.value ? context.evaluationInterval : INTERVAL;
    this.slowInterval = seconds(2 * this.interval.value);
    this.checkWindows();
  }

  /** The retention holds the whole period, so that the budget left can be told (SL-06). */
  get hasPeriod(): boolean {
    return this.isKept(this.slo.period);
  }

  /** Every window whose error ratio is recorded, ascending; without the period. */
  get windows(): readonly Duration[] {
    const all = this.tiers.flatMap(({ short, long }) => [short, long]);
    const unique = new Map(all.map((window) => [window.value, window]));
    return [...unique.values()].sort((a, b) => a.value - b.value);
  }

  /** A recorded series of this objective alone. */
  of(series: SloSeries): Selector {
    return series.where({ slo: this.id, service: this.service }) as unknown as Selector;
  }

  /** Samples of a recorded series that a window must hold before its error ratio is believed. */
  warmSamples(window: Duration): number {
    return Math.floor((WARM * window.value) / this.interval.value);
  }

  private isKept(window: Duration): boolean {
    const { retention } = this.context;
    return retention === undefined || window.value <= retention.value;
  }

  private leftOut(): readonly Omission[] {
    const { retention } = this.context;
    if (retention === undefined) return [];
    const kept = `samples are kept for ${durationText(retention)}`;
    const tiers = this.slo.tiers
      .filter((tier) => !this.tiers.includes(tier))
      .map(({ severity, long, short }) => `the ${severity} of ${durationText(long)}/${durationText(short)}`);
    const period = this.hasPeriod ? [] : [`the budget left of ${durationText(this.slo.period)}`];
    return [...tiers, ...period].map((what) => ({
      kind: 'slo',
      name: this.id,
      reason: `${what} looks back further than ${kept} (SL-06)`,
    }));
  }

  private checkWindows(): void {
    const { scrapeInterval } = this.context;
    const least = SCRAPES * scrapeInterval.value;
    const problems = new Problems();
    for (const { short } of this.slo.tiers.filter((tier) => tier.short.value < least)) {
      const needed = `${durationText(seconds(least))} (${SCRAPES} scrapes of ${durationText(scrapeInterval)})`;
      const what = `short window is ${durationText(short)}, must be at least ${needed}`;
      problems.add({ id: 'SL-18', where: `slo ${this.id}`, what, remedy: 'scrape more often, or give longer windows' });
    }
    problems.throwIfAny();
  }
}
