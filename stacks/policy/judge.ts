/** Resources against policies and waivers: what is wrong, in the words that Pulumi shows. */
import { objectText } from '../plan/kubernetes-object';
import { waiver, type WaiverOf } from '../check/waiver';
import type { Policy, PolicyName, PolicySettings, Resource } from './policy';

/** Excuses what one policy says of one resource: `where` is `Deployment monitoring/grafana`. */
export type PolicyWaiver = WaiverOf<PolicyName>;

/** @throws VedetteError for an excuse without a reason, an owner, a place or a day */
export const policyWaiver = (spec: PolicyWaiver): PolicyWaiver => waiver<PolicyName>(spec);

/** By what resources are judged. */
export interface Court {
  readonly settings: PolicySettings;
  readonly waivers: readonly PolicyWaiver[];
  /** The day: `2026-11-30`. */
  readonly today: string;
}

/**
 * What breaks a policy at one resource.
 * @param all - every resource of the stack, which a policy for stacks needs
 */
export function violations(
  policy: Policy,
  resource: Resource,
  all: readonly Resource[],
  { settings, waivers, today }: Court,
): readonly string[] {
  if (policy.onlyProduction === true && !resource.production) return [];
  const where = objectText(resource.object);
  const isExcused = waivers.some((each) => each.id === policy.name && each.where === where && each.expires >= today);
  if (isExcused) return [];
  const faults = 'faults' in policy ? policy.faults(resource, settings) : policy.faultsAmong(resource, all, settings);
  return faults.map((fault) => `${where}: ${fault}; ${policy.remedy}`);
}

/** Waivers whose day has passed: they excuse nothing, and have to go. */
export function expiredWaivers({ waivers, today }: Pick<Court, 'waivers' | 'today'>): readonly string[] {
  return waivers
    .filter(({ expires }) => expires < today)
    .map(
      ({ id, where, expires, owner }) =>
        `waiver of ${id} for ${where}: it expired on ${expires}; ${owner} gave it; ` +
        'mend what it excuses, or give a new reason and day',
    );
}
