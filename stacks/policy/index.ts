/** Policies for Pulumi programs (CrossGuard), for policy packs outside this project. docs/policy.md lists them. */
import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from '@pulumi/policy';
import { kubernetesObjects, record, text } from '../plan/kubernetes-object';
import { allPolicies } from './all';
import { type Court, expiredWaivers, type PolicyWaiver, violations } from './judge';
import type { PolicySettings, Resource, ResourcePolicy, StackPolicy } from './policy';

export type { WaiverOf } from '../check/waiver';
export { type PolicyWaiver, policyWaiver } from './judge';
export type { PolicyName, PolicySettings } from './policy';

/** What a pack adds to the policies. */
export interface PolicyOptions extends Partial<PolicySettings> {
  /** @default - nothing is excused */
  readonly waivers?: readonly PolicyWaiver[];
  /** The day by which waivers are judged: `2026-11-30`. @default - the day of the run, UTC */
  readonly today?: string;
}

/**
 * Every policy in the form that `new PolicyPack(name, { policies: [...] })` takes, all of them mandatory. They judge the
 * Kubernetes objects of a program, whoever makes them, and nothing else.
 */
export function policies(options: PolicyOptions = {}): Policies {
  const { hostNamespaces = [], exposedServices = [], productionStacks = [] } = options;
  const court: Court = {
    settings: { hostNamespaces, exposedServices, productionStacks },
    waivers: options.waivers ?? [],
    today: options.today ?? new Date().toISOString().slice(0, 10),
  };
  const judged = allPolicies.map((policy) => ('faults' in policy ? ofResource(policy, court) : ofStack(policy, court)));
  return [...judged, waiversInDate(court)];
}

const texts = ({ name, rule, why, remedy, source }: ResourcePolicy | StackPolicy) => ({
  name,
  description: `${rule}: ${why}`,
  enforcementLevel: 'mandatory' as const,
  remediationSteps: remedy,
  url: source,
});

function ofResource(policy: ResourcePolicy, court: Court): ResourceValidationPolicy {
  return {
    ...texts(policy),
    validateResource: (args, report) => {
      for (const resource of resourcesOf([args], court)) {
        for (const violation of violations(policy, resource, [resource], court)) report(violation);
      }
    },
  };
}

function ofStack(policy: StackPolicy, court: Court): StackValidationPolicy {
  return {
    ...texts(policy),
    validateStack: ({ resources }, report) => {
      const all = resourcesOf(resources, court);
      for (const resource of all) {
        for (const violation of violations(policy, resource, all, court)) report(violation, resource.urn);
      }
    },
  };
}

function waiversInDate(court: Court): StackValidationPolicy {
  return {
    name: 'waivers-in-date',
    description: 'every waiver still holds: an excuse without an end is a rule',
    enforcementLevel: 'mandatory',
    validateStack: (_args, report) => {
      for (const violation of expiredWaivers(court)) report(violation);
    },
  };
}

/** Whole objects only: a patch says a part of one, and a list is many. */
const OBJECT_TYPE = /^kubernetes:[^:]+\/[^:]+:\w+(?<!Patch|List)$/;

function resourcesOf(
  given: readonly (ResourceValidationArgs | PolicyResource)[],
  { settings }: Court,
): readonly (Resource & { readonly urn: string })[] {
  return given.flatMap(({ type, props, urn, name, opts }) => {
    if (!OBJECT_TYPE.test(type)) return [];
    const [object] = kubernetesObjects([named(props, name)]).objects;
    if (object === undefined) return [];
    const stack = /^urn:pulumi:([^:]+)::/.exec(urn)?.[1] ?? '';
    return [{ object, urn, protect: opts.protect, production: settings.productionStacks.includes(stack) }];
  });
}

/** An object that has no name of its own gets one from Pulumi, made of the resource's. */
function named(props: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const metadata = record(props['metadata']);
  if (text(metadata['name']) !== undefined) return props;
  return { ...props, metadata: { ...metadata, name } };
}
