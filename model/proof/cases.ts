/** From an alert and its scenarios to its whole proof. */
import {
  counterResetCases,
  missedScrapeCase,
  neighbourCase,
  noDataCases,
  twoReplicasCase,
  zeroTrafficCase,
} from './accident-cases';
import type { Proof, ProofCase, Waiver } from './case';
import { firingCase, quietCase } from './firing-cases';
import { EXEMPTABLE_KINDS } from './kinds';
import type { ExemptableKind } from './kinds';
import { dependsOnTraffic, selectsJob } from './memory';
import { Plan } from './plan';
import type { Subject } from './plan';
import { boundaryCases, escalationCases } from './threshold-cases';
import { isCounter } from './timeline';

/** Cases, or the reason why there can be none. */
type Made = readonly ProofCase[] | string;

/**
 * Every case of an alert, and what is left out with its reason.
 * @throws VedetteError for scenarios that cannot be played
 */
export function proofOf(subject: Subject): Proof {
  const plan = new Plan(subject);
  const { alert } = plan;
  const cases: ProofCase[] = [
    ...alert.fires.map((scenario) => firingCase(plan, scenario)),
    ...alert.quiet.map((scenario) => quietCase(plan, scenario)),
  ];
  const waivers: Waiver[] = [];
  for (const kind of EXEMPTABLE_KINDS) {
    const declared = alert.spec.exempt?.[kind];
    const made = declared ?? make(plan, kind);
    if (typeof made === 'string') waivers.push({ kind, reason: made, by: declared ? 'declared' : 'inapplicable' });
    else cases.push(...made);
  }
  return { alert: alert.name, cases, waivers };
}

const NOTHING_READ = 'the condition reads no series';

function make(plan: Plan, kind: ExemptableKind): Made {
  const { alert, base, recordings } = plan;
  const { expr } = base.condition;
  const scenarios = alert.fires.filter(({ series }) => series.length > 0);
  switch (kind) {
    case 'recovery':
      return alert.quiet.length === 0 ? 'the alert is meant to fire at all times' : [];
    case 'boundary':
    case 'escalation':
      return thresholdCases(plan, kind);
    case 'no data':
      return scenarios.length === 0 ? NOTHING_READ : scenarios.flatMap((scenario) => noDataCases(plan, scenario));
    case 'missed scrape':
      return scenarios.length === 0 ? NOTHING_READ : scenarios.map((scenario) => missedScrapeCase(plan, scenario));
    case 'counter reset': {
      const counting = scenarios.filter(({ series }) => series.some(isCounter));
      if (counting.length === 0) return 'no scenario has a counter';
      return counting.flatMap((scenario) => counterResetCases(plan, scenario));
    }
    case 'two replicas':
      return scenarios.length === 0 ? NOTHING_READ : scenarios.map((scenario) => twoReplicasCase(plan, scenario));
    case 'neighbour':
      if (!selectsJob(expr, recordings)) return 'the condition reads every job';
      return scenarios.length === 0 ? NOTHING_READ : scenarios.map((scenario) => neighbourCase(plan, scenario));
    case 'zero traffic': {
      if (!dependsOnTraffic(expr, recordings)) return 'the condition neither divides nor takes a quantile';
      const counting = scenarios.filter(({ series }) => series.some(isCounter)).slice(0, 1);
      return counting.length === 0 ? 'no scenario has a counter' : counting.map((s) => zeroTrafficCase(plan, s));
    }
  }
}

function thresholdCases(plan: Plan, kind: 'boundary' | 'escalation'): Made {
  const { edge } = plan.alert.spec;
  if (kind === 'escalation') {
    if (plan.worse === undefined) return 'the alert has one rule';
    return edge === undefined ? "the alert gives no 'edge'" : escalationCases(plan, plan.worse, edge);
  }
  if (plan.base.condition.threshold === undefined) return 'the condition has no threshold';
  return edge === undefined
    ? 'the threshold is 0 or 1, and on and off are tried as they are'
    : boundaryCases(plan, edge);
}
