/** The scenarios of a service's alerts, made fit to be played now instead of on a timeline that begins at 0. */
import type { Alert } from '../../model/alert';
import { memoryOf } from '../../model/proof/memory';
import { Plan } from '../../model/proof/plan';
import type { Recording } from '../../model/recording';
import type { Behaviour, Scenario, ScenarioSeries } from '../../model/scenario';
import { CLOCK_LIMIT } from './plan';

/** A firing scenario of an alert. */
export interface Story {
  readonly alert: Alert;
  readonly name: string;
  readonly series: readonly ScenarioSeries[];
  readonly trueAfter: number;
  readonly memory: number;
}

/** The firing scenarios of an alert. */
export function storiesOf(alert: Alert, recordings: readonly Recording[]): readonly Story[] {
  const plan = new Plan({ alert, recordings });
  const memory = memoryOf(alert.spec.when.expr, recordings);
  return alert.fires.map((scenario) => ({
    alert,
    name: scenario.name,
    series: playable(plan, scenario),
    trueAfter: scenario.trueFrom.value,
    memory: Math.max(memory, scenario.warmUp?.value ?? 0),
  }));
}

function playable(plan: Plan, scenario: Scenario): readonly ScenarioSeries[] {
  const { onset } = plan.moments(scenario);
  return scenario.series.map((each) => (each.metric.unit === 'timestamp' ? onClock(each, onset) : each));
}

/**
 * Points in time: while healthy, relative to now, since what is fresh stays fresh; while broken, relative to the onset.
 * Absolute ones stand for the start of the program, and are counted from there.
 */
function onClock(series: ScenarioSeries, onset: number): ScenarioSeries {
  const { start, healthy, broken } = series;
  const before = at(start, healthy, onset);
  if (before >= CLOCK_LIMIT) {
    const shifted = (behaviour: Behaviour): Behaviour =>
      behaviour.kind === 'holds' ? { kind: 'holds', value: CLOCK_LIMIT + behaviour.value - before } : behaviour;
    return { ...series, start: CLOCK_LIMIT, healthy: shifted(healthy), broken: shifted(broken) };
  }
  const since = (behaviour: Behaviour): Behaviour =>
    behaviour.kind === 'holds' ? { kind: 'holds', value: behaviour.value - onset } : behaviour;
  const fresh: Behaviour = healthy.kind === 'gone' ? healthy : { kind: 'holds', value: before - onset };
  return { ...series, start: 0, healthy: fresh, broken: since(broken) };
}

function at(start: number, behaviour: Behaviour, time: number): number {
  if (behaviour.kind === 'holds') return behaviour.value;
  return behaviour.kind === 'grows' ? start + behaviour.perSecond * time : start;
}
