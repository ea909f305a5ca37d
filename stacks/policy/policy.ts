/** Policies: what every Kubernetes object of a Pulumi program must keep to, whoever wrote the program. */
import { identity, type KubernetesObject } from '../plan/kubernetes-object';

/** A Kubernetes object in a Pulumi program, as a policy sees it. */
export interface Resource {
  readonly object: KubernetesObject;
  /** Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** The stack is named as production. */
  readonly production: boolean;
}

/** What an organisation says of its clusters. */
export interface PolicySettings {
  /** Namespaces of agents that look at the host: they alone may reach files and network of a node. */
  readonly hostNamespaces: readonly string[];
  /** Services that may be reached from outside the cluster, as `namespace/name`. */
  readonly exposedServices: readonly string[];
  /** Names of the stacks in which people rely on the alerts. */
  readonly productionStacks: readonly string[];
}

/** Id of a policy, as Pulumi shows it. docs/policy.md says what each holds. */
export type PolicyName =
  | 'closed-grafana'
  | 'data-on-claims'
  | 'delivered-alerts'
  | 'deny-by-default'
  | 'disruption-budget'
  | 'documented-alerts'
  | 'host-files-read-only'
  | 'no-admin-api'
  | 'no-cluster-admin'
  | 'no-host-access'
  | 'no-open-service'
  | 'no-powerful-role'
  | 'no-secret-in-clear'
  | 'no-secret-in-environment'
  | 'no-wildcard-role'
  | 'own-service-account'
  | 'pinned-image'
  | 'probes-set'
  | 'protected-data'
  | 'read-only-root'
  | 'replicated-alerting'
  | 'resources-set'
  | 'restricted-namespace'
  | 'tls-at-the-edge'
  | 'unprivileged-containers'
  | 'verified-certificates'
  | 'volume-holds-retention';

interface PolicyText {
  readonly name: PolicyName;
  /** What holds, as a sentence without a full stop. */
  readonly rule: string;
  readonly why: string;
  readonly remedy: string;
  /** Address of the public text that the rule follows. */
  readonly source: string;
  /** Other stacks may do without. */
  readonly onlyProduction?: true;
}

/** Judged when the resource is registered, so that a deployment stops before it is made. */
export interface ResourcePolicy extends PolicyText {
  /** What breaks the rule, one text each; no value of a secret is repeated. */
  readonly faults: (resource: Resource, settings: PolicySettings) => readonly string[];
}

/** Judged when all resources are known, for what one of them cannot tell. */
export interface StackPolicy extends PolicyText {
  /** What breaks the rule at one of the resources, given all of them. */
  readonly faultsAmong: (resource: Resource, all: readonly Resource[], settings: PolicySettings) => readonly string[];
}

/** A rule for resources, or for a stack as a whole. */
export type Policy = ResourcePolicy | StackPolicy;

/** `namespace/name` of an object, or its name alone. */
export const placeOf = ({ object }: Resource): string => identity(object);

/** Objects of some kinds. */
export const isKind = ({ object }: Resource, ...kinds: readonly string[]): boolean => kinds.includes(object.kind);

/** The fault where something is so, none where it is not. */
export const when = (isSo: boolean, fault: string): readonly string[] => (isSo ? [fault] : []);
