/** The scenarios of a service's alerts, made fit to be played now instead of on a timeline that begins at 0. */
import type { Alert } from '../../model/alert';
import { memoryOf } from '../../model/proof/memory';
import { Plan } from '../../model/proof/plan';
import type { Expr } from '../../model/promql';
import { walk } from '../../model/promql/ast';
import type { AstNode } from '../../model/promql/ast';
import type { Recording } from '../../model/recording';
import type { Behaviour, Scenario, ScenarioSeries } from '../../model/scenario';
import { CLOCK_LIMIT, CLOCK_NEVER, CLOCK_START } from './plan';

/** A firing scenario of an alert. */
export interface Story {
  readonly alert: Alert;
  readonly name: string;
  readonly series: readonly ScenarioSeries[];
  readonly trueAfter: number;
  readonly memory: number;
  /** The longest range of the condition: so long it sees what was before. */
  readonly range: number;
  /** Names of the series that the condition reads, through recordings too. */
  readonly reads: readonly string[];
}

/** The firing scenarios of an alert. */
export function storiesOf(alert: Alert, recordings: readonly Recording[]): readonly Story[] {
  const plan = new Plan({ alert, recordings });
  const { expr } = alert.spec.when;
  const memory = memoryOf(expr, recordings);
  const read = expressionsOf(expr, recordings);
  const reads = [...new Set(read.flatMap(({ series }) => series.map(({ name }) => name)))];
  const range = Math.max(0, ...read.flatMap(({ root }) => [...walk(root)].map(rangeOf)));
  return alert.fires.map((scenario) => ({
    alert,
    name: scenario.name,
    series: playable(plan, scenario),
    trueAfter: scenario.trueFrom.value,
    memory: Math.max(memory, scenario.warmUp?.value ?? 0),
    range,
    reads,
  }));
}

/** The expression, and those of the recordings that it reads. */
function expressionsOf(expr: Expr, recordings: readonly Recording[]): readonly Expr[] {
  const names = new Set(expr.series.map(({ name }) => name));
  const read = recordings.filter(({ name }) => names.has(name));
  const others = recordings.filter((recording) => !read.includes(recording));
  return [expr, ...read.flatMap((recording) => expressionsOf(recording.expr, others))];
}

const rangeOf = (node: AstNode): number => (node.type === 'matrix' || node.type === 'subquery' ? node.range : 0);

function playable(plan: Plan, scenario: Scenario): readonly ScenarioSeries[] {
  const { onset } = plan.moments(scenario);
  const latest = Math.max(...scenario.series.map((each) => at(each.start, each.healthy, onset)));
  const chased = scenario.series.find((each) => isGrower(each) && isSame(each));
  return scenario.series.map((each) => {
    if (each.metric.unit === 'timestamp') return onClock(each, onset, latest);
    return isGrower(each) ? atOnset(each, onset, chased) : each;
  });
}

/** A gauge that climbs or falls while all is well. */
const isGrower = ({ metric, healthy }: ScenarioSeries): boolean =>
  metric.type === 'gauge' && healthy.kind === 'grows' && healthy.perSecond !== 0;

const isSame = ({ healthy, broken }: ScenarioSeries): boolean => JSON.stringify(healthy) === JSON.stringify(broken);

/**
 * While all is well, for however long, gauges stand to each other as they do at the onset: one that would run ahead of,
 * or away from, another keeps pace with it, and one that has nothing to keep pace with stays.
 */
function atOnset(series: ScenarioSeries, onset: number, chased: ScenarioSeries | undefined): ScenarioSeries {
  const start = at(series.start, series.healthy, onset);
  const pace: Behaviour = chased?.healthy ?? { kind: 'holds', value: start };
  return { ...series, start, healthy: pace };
}

/**
 * Points in time: while healthy, relative to now, since what is fresh stays fresh; while broken, relative to the onset.
 * The latest absolute one stands for the start of the program, and the others are counted from there.
 */
function onClock(series: ScenarioSeries, onset: number, latest: number): ScenarioSeries {
  const { start, healthy, broken } = series;
  const before = at(start, healthy, onset);
  if (before >= CLOCK_LIMIT) {
    const shifted = (behaviour: Behaviour): Behaviour =>
      behaviour.kind === 'holds' ? { kind: 'holds', value: fromStart(behaviour.value, latest) } : behaviour;
    return { ...series, start: CLOCK_START + before - latest, healthy: shifted(healthy), broken: shifted(broken) };
  }
  const since = (behaviour: Behaviour): Behaviour =>
    behaviour.kind === 'holds' ? { kind: 'holds', value: behaviour.value - onset } : behaviour;
  const age = healthy.kind === 'grows' ? Math.min(0, before - onset) : before - onset;
  const fresh: Behaviour = healthy.kind === 'gone' ? healthy : { kind: 'holds', value: age };
  return { ...series, start: 0, healthy: fresh, broken: since(broken) };
}

const fromStart = (value: number, latest: number): number =>
  value < CLOCK_LIMIT ? CLOCK_NEVER : CLOCK_START + value - latest;

function at(start: number, behaviour: Behaviour, time: number): number {
  if (behaviour.kind === 'holds') return behaviour.value;
  return behaviour.kind === 'grows' ? start + behaviour.perSecond * time : start;
}
