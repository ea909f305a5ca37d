/** Policies as Pulumi's analyzer calls them, without the engine. */
import type { ResourceValidation, ResourceValidationArgs, StackValidationArgs } from '@pulumi/policy';
import type { KubernetesObject } from '../../stacks/plan/kubernetes-object';
import { tokenOf } from '../../stacks/plan/order';
import { policies, type PolicyOptions } from '../../stacks/policy';

/** A resource of a program. */
export interface Registered {
  readonly object: KubernetesObject;
  readonly protect: boolean;
}

/** What each policy reports, of each resource and then of all: `[policy, message]`. */
export function reports(
  stack: string,
  registered: readonly Registered[],
  options: PolicyOptions = {},
): readonly (readonly [string, string])[] {
  const resources = registered.map(({ object, protect }) => {
    const [type, name] = [tokenOf(object), object.metadata.name];
    return { type, name, props: object, urn: `urn:pulumi:${stack}::test::${type}::${name}`, opts: { protect } };
  });
  return policies(options).flatMap((policy) => {
    const found: (readonly [string, string])[] = [];
    const report = (message: string): void => void found.push([policy.name, message]);
    if ('validateStack' in policy) void policy.validateStack({ resources } as unknown as StackValidationArgs, report);
    else {
      const validate = policy.validateResource as ResourceValidation;
      for (const resource of resources) void validate(resource as unknown as ResourceValidationArgs, report);
    }
    return found;
  });
}
