/** Cases of the firing and quiet scenarios as they are written: firing, pending, recovery, silence. */
import type { Scenario } from '../scenario';
import type { ProofCase } from './case';
import type { Claim } from './claim';
import type { Plan } from './plan';

/** The scenario from healthy to broken to healthy again. */
export function firingCase(plan: Plan, scenario: Scenario): ProofCase {
  const { alert, base, step } = plan;
  const { phases, onset, first, fires, end } = plan.moments(scenario);
  const expr = base.condition.expr.text();
  const { severity } = base;
  const claims: readonly Claim[] = [
    { kind: 'true from', expr, onset, first, at: fires },
    { kind: 'never fires', until: first - step },
    { kind: 'never fires', severity, until: fires - step },
    { kind: 'page', of: scenario.name, at: fires, pages: plan.pages?.[scenario.name] ?? [] },
    ...recovers(plan, expr, end),
  ];
  return {
    kind: 'firing',
    title: `fires when ${scenario.name}`,
    step,
    inputs: plan.inputs(scenario.name, scenario.series, phases),
    claims: claims.filter((claim) => claim.kind !== 'never fires' || claim.until >= 0),
  };

  function recovers(of: Plan, condition: string, at: number): readonly Claim[] {
    // What is meant to fire at all times does not recover.
    if (alert.quiet.length === 0 || alert.spec.exempt?.recovery !== undefined) return [];
    const keeps: readonly Claim[] =
      of.keep === 0 ? [] : [{ kind: 'keeps firing', expr: condition, severity, lasting: of.keep, at }];
    return [...keeps, { kind: 'silent', at }];
  }
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
