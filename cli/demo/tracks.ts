/** From canonical series to the tracks of a page, and from a scenario to what they do meanwhile. */
import type { Metric } from '../../model/metric';
import { tracks } from '../../model/proof/timeline';
import type { Step, Track } from '../../model/proof/timeline';
import type { ScenarioSeries } from '../../model/scenario';
import type { Exposure } from './exposure';
import type { DemoTrack } from './plan';
import { GAUGE_SWING, SWING, isConfigured } from './usual';

/** One track with both of its behaviours, under the release's names. */
export interface PlayedTrack {
  readonly track: DemoTrack;
  readonly broken: Step;
}

/** What an event a minute adds to a counter. */
const ONE_A_MINUTE: Step = { kind: 'grows', perSecond: 1 / 60 };
/** Rarer events would leave gaps that a condition sees, since half an event does not count. */
const RAREST = 1 / 300;

/** A counter that is born with its first event gets more, so that it does not matter whether it was there before. */
function countable(broken: Step, whole: boolean): Step {
  if (broken.kind === 'holds') return ONE_A_MINUTE;
  const isRare = broken.kind === 'grows' && broken.perSecond > 0 && broken.perSecond < RAREST;
  return whole && isRare ? { kind: 'grows', perSecond: RAREST } : broken;
}

/** A swing may be this share of the way from healthy to broken. */
const OF_THE_MOVE = 0.05;

/** Identity of a track on the exporter. */
export function trackKey({ name, labels, instance }: Pick<DemoTrack, 'name' | 'labels' | 'instance'>): string {
  return JSON.stringify([instance, name, Object.entries(labels).sort()]);
}

/**
 * The tracks of one series.
 * @param named whether a scenario names it
 * @throws Error for a behaviour that its metric cannot have; the proofs of the service refuse that before
 */
export function playedTracks(series: ScenarioSeries, exposure: Exposure, named: boolean): readonly PlayedTrack[] {
  const instance = series.labels['instance'] ?? '';
  const found = tracks(series, (what) => {
    throw new Error(`${series.metric.name}: ${what}`);
  });
  const metric = exposure.metricOf(series.metric.name);
  // What the scenarios name swings together: shares and differences of it stay as they are.
  const row = named ? '' : JSON.stringify([series.metric.name, Object.entries(series.labels).sort()]);
  return found.flatMap((one) => {
    const { counter, start, healthy, broken } = one;
    const exposed = exposure.exposed(one.name, one.labels);
    if (exposed === undefined) return [];
    const base = { ...exposed, instance, counter, row, start, healthy };
    const clock = metric?.unit === 'timestamp' && !counter;
    const track = { ...base, whole: isWhole(metric, one), clock, swing: swingOf(metric, named, one) };
    return [{ track, broken: track.counter ? countable(broken, track.whole) : broken }];
  });
}

/** It counts things: no fraction is ever seen. */
function isWhole(metric: Metric | undefined, { name, counter, start, healthy, broken }: Track): boolean {
  if (metric === undefined) return false;
  if (counter) return !name.endsWith('_sum') && (['count', 'bytes'].includes(metric.unit) || metric.name !== name);
  const levels = [healthy, broken].flatMap((step) => (step.kind === 'holds' ? [step.value] : []));
  const rates = [healthy, broken].some((step) => step.kind === 'grows' && step.perSecond !== 0);
  return ['count', 'bytes'].includes(metric.unit) && [start, ...levels].every(Number.isInteger) && !rates;
}

/** What a scenario holds at one value is configured, and does not swing; what it moves a little swings far less. */
function swingOf(metric: Metric | undefined, named: boolean, { counter, healthy, broken }: Track): number {
  if (counter) return SWING;
  if (metric === undefined || metric.type !== 'gauge' || healthy.kind !== 'holds') return 0;
  if (metric.unit === 'bool' || metric.unit === 'timestamp' || isConfigured(metric)) return 0;
  if (JSON.stringify(healthy) === JSON.stringify(broken)) return named ? 0 : GAUGE_SWING;
  if (broken.kind !== 'holds' || healthy.value === 0) return GAUGE_SWING;
  return Math.min(GAUGE_SWING, OF_THE_MOVE * Math.abs(broken.value / healthy.value - 1));
}
