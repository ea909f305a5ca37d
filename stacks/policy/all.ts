/** Every policy. */
import { accessPolicies } from './access';
import { alertingPolicies } from './alerting';
import { availabilityPolicies } from './availability';
import { dataPolicies } from './data';
import { podPolicies } from './pods';
import type { Policy } from './policy';

/** What they are about, in the order of docs/policy.md. */
export const policyFamilies = [
  { title: 'What runs', policies: podPolicies },
  { title: 'Who may do what', policies: accessPolicies },
  { title: 'What is kept', policies: dataPolicies },
  { title: 'What goes on when a node fails', policies: availabilityPolicies },
  { title: 'What monitoring says', policies: alertingPolicies },
] as const;

/** Every policy of every family. */
export const allPolicies: readonly Policy[] = policyFamilies.flatMap(({ policies }): readonly Policy[] => policies);
