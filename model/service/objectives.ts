/** What a service's objectives add to its delivery. */
import type { AlertShape, DeliveryContext, Omission, RuleGroup } from '../delivery';
import type { Expr } from '../promql';
import { fixed } from '../promql/source';
import { BoundSlo } from '../slo';
import type { Slo } from '../slo';
import { sloShapes } from '../slo/alerts';
import { sloGroups } from '../slo/groups';
import { RATE_WINDOW } from '../slo/series';
import type { Support } from './support';

/** The objectives of a service in one environment. */
export interface Objectives {
  /** Those that the release can have, watched here or not: boards are drawn all the same. */
  readonly slos: readonly BoundSlo[];
  readonly ruleGroups: readonly RuleGroup[];
  readonly alerts: readonly AlertShape[];
  readonly omissions: readonly Omission[];
}

/**
 * @param isHere whether the targets that an expression reads are watched in this environment
 * @throws VedetteError for a window that is too short for the scrape interval
 */
export function objectivesOf(
  service: string,
  all: readonly Slo[],
  support: Support,
  isHere: (of: { readonly expr: Expr }) => boolean,
  context: DeliveryContext,
): Objectives {
  const judged = all.map((slo) => ({ slo, reason: unfit(slo, support) }));
  const slos = judged
    .filter(({ reason }) => reason === undefined)
    .map(({ slo }) => new BoundSlo(slo, service, context));
  const left = judged.flatMap(({ slo, reason }): Omission[] =>
    reason === undefined ? [] : [{ kind: 'slo', name: `${service}-${slo.name}`, reason }],
  );
  const here = slos.filter(({ slo }) => isHere({ expr: slo.spec.sli.total(fixed(RATE_WINDOW)) }));
  return {
    slos,
    ruleGroups: here.flatMap(sloGroups),
    alerts: here.flatMap(sloShapes),
    omissions: [...left, ...here.flatMap(({ omissions }) => omissions)],
  };
}

/** Why this release cannot have the objective. */
function unfit({ spec: { sli } }: Slo, support: Support): string | undefined {
  const range = fixed(RATE_WINDOW);
  const reasons = [sli.total(range), sli.bad(range)].flatMap((expr) => support.untrusted(expr) ?? []);
  return reasons.length === 0 ? undefined : [...new Set(reasons.flatMap((text) => text.split('; ')))].join('; ');
}
