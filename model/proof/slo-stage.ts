/** The stage on which an objective's alerts are tried: a stretch without failures, one with them, and one without again. */
import { walk } from '../promql/ast';
import type { MatcherNode, SelectorNode } from '../promql/ast';
import { accepts } from '../promql/rules/matchers';
import { fixed } from '../promql/source';
import { seconds } from '../quantity';
import type { Duration } from '../quantity';
import type { SloAlertName } from '../slo';
import { BoundSlo, LONGEST_RAW } from '../slo/bound-slo';
import { burnCondition } from '../slo/conditions';
import { RATE_WINDOW } from '../slo/series';
import type { Play } from '../slo/sli';
import type { Tier } from '../slo/tiers';
import type { Behaviour, ScenarioSeries } from '../scenario';
import type { Pages, ProofCase } from './case';
import type { Claim } from './claim';
import type { CaseKind } from './kinds';
import { timeline } from './timeline';
import type { Samples } from './timeline';

/** Seconds between samples: four fit into the shortest window. */
export const SLO_STEP = 60;
/** Evaluations in a long window: enough to tell when, and few enough to run in a moment. */
const EVALUATIONS = 60;
/** What a rate recorded over 5m lags behind. */
const RECORDED_LAG = 300;
/** How many times as many events a busy hour has; with it no window is half full of failures when a tier ends. */
const RUSH = 12;

/** Seconds of each stretch. */
export interface Acts {
  readonly healthy: number;
  readonly broken: number;
  readonly recovery: number;
}

/** One timeline of an objective. */
export interface Scene {
  readonly alert: SloAlertName;
  readonly kind: CaseKind;
  readonly title: string;
  readonly acts: Acts;
  /** Seconds between evaluations. */
  readonly evaluation: number;
  readonly series: readonly ScenarioSeries[];
  /** Series of the same metrics that are none of the objective's business; see {@link SloStage.strangers}. */
  readonly strangers?: readonly ScenarioSeries[];
  readonly claims: readonly Claim[];
}

/** An objective with the pages that were reviewed. */
export class SloStage {
  readonly #selectors: readonly SelectorNode[];

  constructor(
    readonly bound: BoundSlo,
    private readonly pages: Readonly<Record<string, Pages>> | undefined,
  ) {
    const { sli } = bound.slo.spec;
    const read = [sli.bad(fixed(RATE_WINDOW)), sli.total(fixed(RATE_WINDOW))].flatMap(({ root }) => [...walk(root)]);
    this.#selectors = read.filter((node) => node.type === 'selector');
  }

  /** Events per second that the objective's author expects at least. */
  get leastTraffic(): number {
    return this.bound.slo.spec.minPerHour / 3600;
  }

  /** Events per second at which a tier's limit means twice as many bad events as it asks for. */
  get traffic(): number {
    const { tiers, spec } = this.bound.slo;
    const asked = spec.minBad === undefined ? 0 : 2 * (spec.minBad + 1);
    return Math.max(this.leastTraffic, ...tiers.map(({ limit, long }) => asked / (limit * long.value)));
  }

  /** Multiple of the traffic while it is broken in {@link rushing}; states have no traffic. */
  get rush(): number {
    return this.hasTraffic ? RUSH : 1;
  }

  private get hasTraffic(): boolean {
    return this.series({}).some(({ broken }) => broken.kind !== 'holds');
  }

  /** The series with many times as many events while they are broken: ratios of unlike windows then differ (SL-05). */
  rushing(series: readonly ScenarioSeries[]): readonly ScenarioSeries[] {
    return series.map((one) => ({ ...one, broken: busier(one.broken, this.rush) }));
  }

  /**
   * Seconds that the samples of a window tell of: a rate needs two of them for the time between, a state one.
   */
  told(window: Duration): number {
    return this.hasTraffic ? window.value - SLO_STEP : window.value;
  }

  /** When the burn alert of a severity is true, with so many seconds between evaluations. */
  burning(severity: Tier['severity'], evaluation: number): string {
    const { slo, service, context } = this.bound;
    const bound = new BoundSlo(slo, service, { ...context, evaluationInterval: seconds(evaluation) });
    return burnCondition(bound, severity)?.text() ?? '';
  }

  /** All series under these error ratios. */
  series(play: Partial<Play>): readonly ScenarioSeries[] {
    const { total, bad } = this.bound.slo.spec.sli.series({ healthy: 0, broken: 0, traffic: this.traffic, ...play });
    return [...total, ...bad];
  }

  /**
   * Series of the same metrics, one for each label that a selector names, with a value that it refuses; and of another
   * job. Half of what they count is bad.
   */
  strangers(): readonly ScenarioSeries[] {
    const half = this.series({ healthy: 0.5, broken: 0.5 });
    return half.flatMap((one) => {
      const names = [
        one.metric.name,
        ...('bucket' in one.metric ? [one.metric.bucket.name, one.metric.count.name] : []),
      ];
      const matchers = this.#selectors
        .filter(({ name }) => name !== undefined && names.includes(name))
        .flatMap((selector) => selector.matchers);
      const labels = new Set(matchers.map(({ label }) => label).filter((label) => label !== 'le'));
      return [...labels].map((label) => {
        const refused = refusedBy(matchers.filter((matcher) => matcher.label === label));
        return { ...one, labels: { ...one.labels, [label]: refused } };
      });
    });
  }

  case({ kind, title, acts, evaluation, series, strangers = [], claims }: Scene): ProofCase {
    return {
      kind,
      title: `${this.bound.id} ${title}`,
      step: SLO_STEP,
      evaluation,
      inputs: [
        ...this.inputs(title, acts, series).filter((one) => this.isLike(one)),
        ...this.inputs(title, acts, strangers).filter((one) => this.isLike(one) && !this.isRead(one)),
      ],
      claims,
    };
  }

  /** A claim that exactly these texts are sent. */
  page(alert: SloAlertName, of: string, at: number): Claim {
    const key = `${this.bound.slo.name}: ${of}`;
    return { kind: 'page', of: key, at, pages: this.pages?.[alert]?.[key] ?? [] };
  }

  private inputs(
    title: string,
    { healthy, broken, recovery }: Acts,
    series: readonly ScenarioSeries[],
  ): readonly Samples[] {
    const steps = (time: number): number => Math.round(time / SLO_STEP);
    const phases = { step: SLO_STEP, healthy: steps(healthy), broken: steps(broken), recovery: steps(recovery) };
    return timeline(`slo ${this.bound.id}/${title}`, series, phases);
  }

  /** What the indicator reads. */
  private isRead({ name, labels }: Samples): boolean {
    return this.#selectors.some(
      (selector) =>
        selector.name === name && selector.matchers.every((matcher) => accepts(matcher, labels[matcher.label] ?? '')),
    );
  }

  /** A histogram has many buckets; of the same name are the one that is read, and the last. */
  private isLike({ name, labels: { le = '' } }: Samples): boolean {
    return this.#selectors.some(
      (selector) =>
        selector.name === name &&
        selector.matchers.every((matcher) => matcher.label !== 'le' || le === '+Inf' || accepts(matcher, le)),
    );
  }
}

/** The same, so many times as often. */
function busier(behaviour: Behaviour, times: number): Behaviour {
  switch (behaviour.kind) {
    case 'grows':
    case 'quantile':
      return { ...behaviour, perSecond: behaviour.perSecond * times };
    case 'observes':
      return { ...behaviour, at: behaviour.at.map(([value, perSecond]) => [value, perSecond * times]) };
    case 'holds':
    case 'gone':
      return behaviour;
  }
}

/** A value that none of these matchers of one label accepts. */
function refusedBy(matchers: readonly MatcherNode[]): string {
  const candidates = ['another', ...matchers.flatMap(({ value }) => value.split('|'))];
  const found = candidates.find((value) => !matchers.some((matcher) => accepts(matcher, value)));
  if (found === undefined) throw new Error(`every value is accepted by ${JSON.stringify(matchers)}`);
  return found;
}

/** Seconds between evaluations of a tier's cases: a whole number of samples. */
export const evaluationOf = ({ long }: Pick<Tier, 'long'>): number =>
  Math.max(SLO_STEP, Math.floor(long.value / EVALUATIONS / SLO_STEP) * SLO_STEP);

/** Seconds by which what is added up from recorded rates lags behind. */
export const lagOf = (window: Duration): number => (window.value > LONGEST_RAW.value ? RECORDED_LAG : 0);

/** Seconds by which a sample, an evaluation and a recorded rate may delay or hasten what the formulas give. */
export const toleranceOf = ({ long }: Pick<Tier, 'long'>, evaluation: number): number =>
  SLO_STEP + evaluation + lagOf(long);

/** The next evaluation at or after a moment. */
export const evaluationAfter = (time: number, evaluation: number): number => Math.ceil(time / evaluation) * evaluation;
