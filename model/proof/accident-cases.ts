/** Cases of what happens to any program: no data, a lost scrape, a restart, a second replica, a neighbour, silence. */
import { idle } from '../scenario';
import type { Scenario, ScenarioSeries } from '../scenario';
import { countPages } from './case';
import type { ProofCase } from './case';
import type { Claim } from './claim';
import type { ExemptableKind } from './kinds';
import type { Plan } from './plan';
import { isCounter, targetLabels } from './timeline';
import type { Accident } from './timeline';

/** Evaluations by which an accident may delay an alert whose condition was not true yet. */
const DELAY = 2;

interface Variant {
  readonly title: string;
  readonly series: readonly ScenarioSeries[];
  readonly claims: readonly Claim[];
  readonly accident?: Accident;
}

function variant(plan: Plan, kind: ExemptableKind, scenario: Scenario, of: Variant): ProofCase {
  const { phases } = plan.moments(scenario);
  // The recovery tells nothing more.
  const inputs = plan.inputs(scenario.name, of.series, { ...phases, recovery: 0 }, of.accident);
  return { kind, title: of.title, step: plan.step, inputs, claims: of.claims };
}

/** Each series missing in turn. */
export function noDataCases(plan: Plan, scenario: Scenario): readonly ProofCase[] {
  const { alert, base } = plan;
  const { brokenEnd } = plan.moments(scenario);
  const claim: Claim =
    alert.spec.noData.kind === 'itself'
      ? { kind: 'fires', severity: base.severity, at: brokenEnd }
      : { kind: 'never fires', until: brokenEnd };
  const verb = claim.kind === 'fires' ? 'fires' : 'stays quiet';
  return scenario.series
    .filter(({ dispensable }) => !dispensable)
    .map((missing) =>
      variant(plan, 'no data', scenario, {
        title: `${verb} without ${missing.metric.name}${labelText(missing)}, though ${scenario.name}`,
        series: scenario.series.filter((series) => series !== missing),
        claims: [claim],
      }),
    );
}

export function missedScrapeCase(plan: Plan, scenario: Scenario): ProofCase {
  return variant(plan, 'missed scrape', scenario, {
    title: `fires when ${scenario.name} and one scrape is missed`,
    series: scenario.series,
    claims: [firesInSpite(plan, scenario)],
    accident: { missedAt: midBroken(plan, scenario) },
  });
}

/** Restarts while broken and while healthy. */
export function counterResetCases(plan: Plan, scenario: Scenario): readonly ProofCase[] {
  const { phases, onset } = plan.moments(scenario);
  const { series } = scenario;
  return [
    variant(plan, 'counter reset', scenario, {
      title: `fires when ${scenario.name} and the counters start again from zero meanwhile`,
      series,
      claims: [firesInSpite(plan, scenario)],
      accident: { resetAt: midBroken(plan, scenario) },
    }),
    variant(plan, 'counter reset', scenario, {
      title: `stays quiet when the counters start again from zero before ${scenario.name}`,
      series,
      claims: [{ kind: 'never fires', until: onset - plan.step }],
      accident: { resetAt: Math.floor(phases.healthy / 2) },
    }),
  ];
}

/** A second instance with the same series: one more alert where the result tells instances apart. */
export function twoReplicasCase(plan: Plan, scenario: Scenario): ProofCase {
  const { severity } = plan.base;
  const { fires } = plan.moments(scenario);
  const each = countPages(plan.pages?.[scenario.name], severity, ({ labels }) => (labels['instance'] ? 2 : 1));
  const second = scenario.series.map((series) => {
    const { instance } = targetLabels(series);
    return { ...series, labels: { ...series.labels, instance: `second-${instance}` } };
  });
  return variant(plan, 'two replicas', scenario, {
    title: `fires once per instance that its result tells apart when ${scenario.name} on two replicas`,
    series: [...scenario.series, ...second],
    claims: [{ kind: 'fires', severity, at: fires, ...(each !== undefined && { instances: each }) }],
  });
}

/** Another job with the same metrics: none of this alert's business, neither its faults nor, for absence, its health. */
export function neighbourCase(plan: Plan, scenario: Scenario): ProofCase {
  const { alert, base } = plan;
  const { brokenEnd } = plan.moments(scenario);
  const isAbsence = alert.spec.noData.kind === 'itself';
  const there = scenario.series.map((series) => ({ ...series, labels: { ...series.labels, job: 'neighbour' } }));
  return variant(plan, 'neighbour', scenario, {
    title: isAbsence
      ? `fires when only another job has the series of '${scenario.name}', in good health`
      : `stays quiet when only another job has the series and ${scenario.name} there`,
    series: isAbsence ? there.map((series) => ({ ...series, broken: series.healthy })) : there,
    claims: [
      isAbsence ? { kind: 'fires', severity: base.severity, at: brokenEnd } : { kind: 'never fires', until: brokenEnd },
    ],
  });
}

/** Every counter stands still; the rest is healthy. */
export function zeroTrafficCase(plan: Plan, scenario: Scenario): ProofCase {
  const { brokenEnd } = plan.moments(scenario);
  return variant(plan, 'zero traffic', scenario, {
    title: 'stays quiet when nothing happens at all',
    series: scenario.series.map((series) =>
      isCounter(series) ? { ...series, healthy: idle(), broken: idle() } : { ...series, broken: series.healthy },
    ),
    claims: [{ kind: 'never fires', until: brokenEnd }],
  });
}

function firesInSpite(plan: Plan, scenario: Scenario): Claim {
  const { fires } = plan.moments(scenario);
  return { kind: 'fires', severity: plan.base.severity, at: fires + DELAY * plan.step };
}

/** The step halfway between the onset and the alert. */
function midBroken(plan: Plan, scenario: Scenario): number {
  const { onset, fires } = plan.moments(scenario);
  return Math.round((onset + fires) / 2 / plan.step);
}

function labelText({ labels }: ScenarioSeries): string {
  const own = Object.entries(labels).filter(([name]) => name !== 'job');
  return own.length === 0 ? '' : `{${own.map(([name, text]) => `${name}="${text}"`).join(', ')}}`;
}
