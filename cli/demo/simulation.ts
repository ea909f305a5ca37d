/** Plays the plan of one service: what each of its series has at a moment, with the incidents that are on. */
import type { Step } from '../../model/proof/timeline';
import { hash, swingAt } from './chance';
import { CLOCK_LIMIT, CLOCK_NEVER, CLOCK_START } from './plan';
import type { DemoIncident, DemoService, DemoTrack } from './plan';

/** When each incident of a service began, in seconds since 1970. */
export type Begun = Readonly<Record<string, number>>;

/** A sample under the release's names. */
export interface DemoSample {
  readonly track: DemoTrack;
  readonly value: number;
}

/** The step that a track takes now, and since when; `played` by an incident, it does not swing. */
interface Part {
  readonly step: Step;
  readonly since?: number;
}

/** Seconds over which a rate is taken for even. */
const EVEN = 15;

export class Simulation {
  readonly #levels: number[];
  /** What each track swings with. */
  readonly #rows: readonly number[];
  readonly #healthyParts: readonly Part[];
  #time: number;
  /** What holds for all tracks at the time that was last asked for. */
  #swings = { time: NaN, of: swingAt(0) };

  /** @param startedAt in seconds since 1970: counters begin there */
  constructor(
    readonly service: DemoService,
    seed: number,
    readonly startedAt: number,
  ) {
    this.#time = startedAt;
    this.#levels = service.tracks.map(({ start }) => start);
    this.#healthyParts = service.tracks.map(({ healthy }) => ({ step: healthy }));
    this.#rows = service.tracks.map(({ row }) => hash(seed, `${service.id} ${row}`));
  }

  /** Whether a target answers. */
  answers(instance: string, begun: Begun): boolean {
    return !this.#on(begun).some(({ fails }) => fails.includes(instance));
  }

  /** Everything on the page of a target at a moment, which is not before the last one asked for. */
  samples(instance: string, time: number, begun: Begun): readonly DemoSample[] {
    this.#advance(time, begun);
    const parts = this.#parts(begun, time);
    return this.service.tracks.flatMap((track, i) => {
      const part = parts[i];
      if (track.instance !== instance || part === undefined || part.step.kind === 'gone') return [];
      return [{ track, value: this.#value(track, i, part, time) }];
    });
  }

  #on(begun: Begun): readonly DemoIncident[] {
    return this.service.incidents.filter(({ name }) => begun[name] !== undefined);
  }

  /** What each track does; the latest incident has the last word, and what is played goes before what rests. */
  #parts(begun: Begun, time: number): readonly Part[] {
    const parts = [...this.#healthyParts];
    const since = ({ name }: DemoIncident): number => begun[name] ?? time;
    const on = this.#on(begun)
      .filter((each) => since(each) <= time)
      .toSorted((a, b) => since(a) - since(b));
    for (const incident of on) {
      for (const index of incident.rests) {
        const counter = this.service.tracks[index]?.counter === true;
        const healthy = this.service.tracks[index]?.healthy.kind;
        parts[index] = { step: counter && healthy !== 'gone' ? { kind: 'grows', perSecond: 0 } : { kind: 'gone' } };
      }
    }
    for (const incident of on) {
      for (const [index, step] of Object.entries(incident.plays))
        parts[Number(index)] = { step, since: since(incident) };
    }
    return parts;
  }

  /** Lets the counters rise, in pieces that lie on one grid: it does not matter how often anybody looks. */
  #advance(time: number, begun: Begun): void {
    while (this.#time < time) {
      const from = this.#time;
      const to = Math.min(time, (Math.floor(from / EVEN) + 1) * EVEN, ...this.#beginnings(begun, from));
      const parts = this.#parts(begun, from);
      this.service.tracks.forEach((track, i) => {
        if (track.counter) this.#levels[i] = this.#risen(track, i, parts[i], from, to);
      });
      this.#time = to;
    }
  }

  #beginnings(begun: Begun, after: number): readonly number[] {
    return Object.values(begun).filter((time) => time > after);
  }

  #risen(track: DemoTrack, index: number, part: Part | undefined, from: number, to: number): number {
    const level = this.#levels[index] ?? track.start;
    if (part === undefined || part.step.kind === 'gone') return level;
    if (part.step.kind === 'holds') return Math.max(level, part.step.value);
    const { perSecond } = part.step;
    if (perSecond === 0) return level;
    if (part.since === undefined) {
      return level + perSecond * this.#factor(track, index, Math.floor(from / EVEN) * EVEN) * (to - from);
    }
    // What is rare happens for the first time at once.
    const begins = part.since === from && perSecond > 0 && track.whole;
    return (begins ? Math.floor(level) + 1 : level) + perSecond * (to - from);
  }

  #factor({ swing: width }: DemoTrack, index: number, time: number): number {
    if (width === 0) return 1;
    if (this.#swings.time !== time) this.#swings = { time, of: swingAt(time) };
    return Math.max(0, 1 + width * this.#swings.of(this.#rows[index] ?? 0));
  }

  #value(track: DemoTrack, index: number, part: Part, time: number): number {
    if (track.counter) return rounded(track, this.#levels[index] ?? track.start);
    const { step, since } = part;
    const healthy = this.#healthy(track, index, since ?? time);
    if (since === undefined) return rounded(track, healthy);
    if (step.kind === 'grows') return rounded(track, healthy + step.perSecond * (time - since));
    return rounded(track, step.kind === 'holds' ? this.#moment(track, step.value, since) : healthy);
  }

  #healthy(track: DemoTrack, index: number, time: number): number {
    const { healthy, start } = track;
    if (healthy.kind === 'grows') return this.#moment(track, start, time) + healthy.perSecond * (time - this.startedAt);
    const level = healthy.kind === 'holds' ? healthy.value : start;
    return this.#moment(track, level, time) * this.#factor(track, index, time);
  }

  /** A point in time is written relative to a moment, or to the start of the program; other values stand for themselves. */
  #moment({ clock }: DemoTrack, value: number, moment: number): number {
    if (!clock) return value;
    if (value === CLOCK_NEVER) return 0;
    return value >= CLOCK_LIMIT ? this.startedAt + value - CLOCK_START : moment + value;
  }
}

/** Numbers as programs expose them: counts whole, the rest without the noise of binary fractions. */
function rounded({ whole, counter }: DemoTrack, value: number): number {
  if (whole) return counter ? Math.floor(value + 1e-9) : Math.round(value);
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
}
