/** The plan of an alert's timelines: how long each phase lasts, and when what is due. */
import type { Alert, Rung } from '../alert';
import { VedetteError } from '../problem';
import { durationText, hours, seconds } from '../quantity';
import type { Duration } from '../quantity';
import type { Recording } from '../recording';
import type { Scenario, ScenarioSeries } from '../scenario';
import type { Pages } from './case';
import { memoryOf } from './memory';
import { timeline } from './timeline';
import type { Accident, Phases, Samples } from './timeline';

/** What is proven, and what it stands on. */
export interface Subject {
  readonly alert: Alert;
  /** Recording rules whose series its expressions may read. */
  readonly recordings: readonly Recording[];
  /** The reviewed pages; absent while they are being written. */
  readonly pages?: Pages;
}

/** Samples of a usual scrape interval; coarser ones keep a long timeline short. */
const STEP = 15;
const COARSE_STEP = 60;
const LONG = hours(8).value;
/** Seconds for which Prometheus takes the last sample of a series for its value. */
const LOOKBACK = 300;
/** Evaluations beyond the last one that matters, and the least length of the healthy phase. */
const MARGIN = 4;

/** Moments of one scenario, in seconds since the start of its timeline. */
export interface Moments {
  readonly phases: Phases;
  readonly onset: number;
  /** The first evaluation at which the condition is true. */
  readonly first: number;
  /** The evaluation at which the first rule fires. */
  readonly fires: number;
  /** The last evaluation of the broken phase. */
  readonly brokenEnd: number;
  readonly end: number;
}

/** An alert with everything that its cases have in common. */
export class Plan {
  readonly alert: Alert;
  readonly recordings: readonly Recording[];
  readonly pages: Pages | undefined;
  readonly base: Rung;
  readonly worse: Rung | undefined;
  /** Seconds between samples and between evaluations. */
  readonly step: number;
  readonly #memory: number;
  readonly #keep: number;

  /** @throws VedetteError for durations that no evaluation meets, and for scenarios of the same name */
  constructor({ alert, recordings, pages }: Subject) {
    const [base, worse] = alert.rungs();
    if (base === undefined) throw new Error(`alert ${alert.name} has no rule`);
    this.alert = alert;
    this.recordings = recordings;
    this.pages = pages;
    this.base = base;
    this.worse = worse;
    this.#memory = Math.max(...alert.rungs().map(({ condition }) => memoryOf(condition.expr, recordings)));
    this.#keep = alert.spec.keepFiringFor?.value ?? 0;
    this.step = STEP;
    const total = Math.max(...[...alert.fires, ...alert.quiet].map((scenario) => this.moments(scenario).end));
    if (total > LONG) this.step = COARSE_STEP;
    this.check();
  }

  /** Seconds that the rule waits; the rule of a dead man's switch has no `for`. */
  wait(rung: Rung): number {
    const { kind, severity } = this.alert.spec;
    return kind === 'meta' && severity === 'none' ? 0 : rung.for.value;
  }

  /** Seconds that the alert stays after its condition ends. */
  get keep(): number {
    return this.#keep;
  }

  /** It falls silent when the cause is gone; what is meant to fire at all times does not. */
  get recovers(): boolean {
    return this.alert.quiet.length > 0 && this.alert.spec.exempt?.recovery === undefined;
  }

  moments(scenario: Scenario): Moments {
    const { step } = this;
    const ticks = (time: number): number => Math.ceil(time / step);
    const trueFrom = scenario.trueFrom.value;
    const healthy = Math.max(scenario.warmUp?.value ?? 0, this.#memory);
    const phases: Phases = {
      step,
      // Without a series there is nothing that could turn.
      healthy: scenario.series.length === 0 ? 0 : ticks(healthy) + MARGIN,
      broken: ticks(trueFrom) + ticks(this.longestWait) + MARGIN,
      recovery: ticks(this.#memory) + ticks(trueFrom) + ticks(this.#keep) + MARGIN,
    };
    return this.momentsOf(phases, trueFrom);
  }

  /** Seconds from the last sample of all until the alert has forgotten it. */
  get oblivion(): number {
    return LOOKBACK + this.#memory + this.#keep + MARGIN * this.step;
  }

  /** Moments of a timeline on which the condition settles before the rules wait: no matter when it becomes true. */
  settled(): Moments {
    const { step } = this;
    const slowest = Math.max(...this.alert.fires.map(({ trueFrom }) => trueFrom.value));
    const warmUp = Math.max(...this.alert.fires.map((scenario) => scenario.warmUp?.value ?? 0));
    const settling = this.#memory + slowest;
    const phases: Phases = {
      step,
      healthy: Math.ceil(Math.max(this.#memory, warmUp) / step) + MARGIN,
      broken: Math.ceil(settling / step) + Math.ceil(this.longestWait / step) + MARGIN,
      recovery: 0,
    };
    return this.momentsOf(phases, settling);
  }

  inputs(name: string, of: readonly ScenarioSeries[], phases: Phases, accident?: Accident): readonly Samples[] {
    return timeline(`alert ${this.alert.name}/${name}`, of, phases, accident);
  }

  private get longestWait(): number {
    return Math.max(...this.alert.rungs().map((rung) => this.wait(rung)));
  }

  private momentsOf(phases: Phases, trueFrom: number): Moments {
    const { step, healthy, broken, recovery } = phases;
    const onset = healthy * step;
    return {
      phases,
      onset,
      first: onset + trueFrom,
      fires: onset + trueFrom + this.wait(this.base),
      brokenEnd: onset + (broken - 1) * step,
      end: onset + (broken + recovery - 1) * step,
    };
  }

  private check(): void {
    const { alert, step } = this;
    const where = `alert ${alert.name}`;
    const remedy = `make it a multiple of ${durationText(seconds(step))}, the interval of its proof`;
    const met = (what: string, duration: Duration): { where: string; what: string; remedy: string }[] =>
      duration.value % step === 0 ? [] : [{ where, what: `${what} is ${durationText(duration)}`, remedy }];
    const names = [...alert.fires, ...alert.quiet].map(({ name }) => name);
    const problems = [
      ...alert.rungs().flatMap((rung) => met(`'for' of severity ${rung.severity}`, rung.for)),
      ...met("'keepFiringFor'", seconds(this.#keep)),
      ...alert.fires.flatMap(({ name, trueFrom }) => met(`'trueFrom' of '${name}'`, trueFrom)),
      ...names
        .filter((name, i) => names.indexOf(name) !== i)
        .map((name) => ({ where, what: `two scenarios are named '${name}'`, remedy: 'rename one' })),
    ];
    if (problems.length > 0) throw new VedetteError(problems);
  }
}
