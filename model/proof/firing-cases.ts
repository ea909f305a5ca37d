/** Cases of the firing and quiet scenarios as they are written: firing, pending, recovery, silence. */
import type { Rung } from '../alert';
import type { Scenario } from '../scenario';
import type { ProofCase } from './case';
import type { Claim } from './claim';
import type { Plan } from './plan';

/** The scenario from healthy to broken to healthy again. */
export function firingCase(plan: Plan, scenario: Scenario): ProofCase {
  const { base, step } = plan;
  const { phases, onset, first, fires, end } = plan.moments(scenario);
  const expr = base.condition.expr.text();
  const { severity } = base;
  const claims: readonly Claim[] = [
    { kind: 'true from', expr, onset, first, at: fires },
    { kind: 'never fires', until: first - step },
    { kind: 'never fires', severity, until: fires - step },
    { kind: 'page', of: scenario.name, at: fires, pages: plan.pages?.[scenario.name] ?? [] },
    ...ending(plan, base, end),
  ];
  return {
    kind: 'firing',
    title: `fires when ${scenario.name}`,
    step,
    inputs: plan.inputs(scenario.name, scenario.series, phases),
    claims: claims.filter((claim) => claim.kind !== 'never fires' || claim.until >= 0),
  };
}

/** The alert outlives its condition by `keepFiringFor`, and no longer. */
export function ending(plan: Plan, { severity, condition }: Rung, at: number): readonly Claim[] {
  if (!plan.recovers) return [];
  const silent: Claim = { kind: 'silent', at };
  if (plan.keep === 0) return [silent];
  return [{ kind: 'keeps firing', expr: condition.expr.text(), severity, lasting: plan.keep, at }, silent];
}

/** A quiet scenario, silent at every evaluation. */
export function quietCase(plan: Plan, scenario: Scenario): ProofCase {
  const settled = plan.settled();
  const { phases } = plan.moments(scenario);
  const longest = {
    step: plan.step,
    healthy: Math.max(phases.healthy, settled.phases.healthy),
    broken: Math.max(phases.broken, settled.phases.broken),
    recovery: phases.recovery,
  };
  const until = (longest.healthy + longest.broken + longest.recovery - 1) * plan.step;
  return {
    kind: 'quiet',
    title: `stays quiet when ${scenario.name}`,
    step: plan.step,
    inputs: plan.inputs(scenario.name, scenario.series, longest),
    claims: [{ kind: 'never fires', until }],
  };
}
