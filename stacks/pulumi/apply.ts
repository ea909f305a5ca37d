/** Makes Pulumi resources of a plan: one for each object, below one component, in the plan's order. */
import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import { identity } from '../plan/kubernetes-object';
import { type PlannedResource, resourceKey } from '../plan/plan';
import { KubernetesResource, type SecretValues } from './kubernetes-resource';

/** What an environment's resources are made from. */
export interface MonitoringStackArgs {
  readonly resources: readonly PlannedResource[];
  /** Values of the plan's Secrets by `namespace/name`. */
  readonly secrets: ReadonlyMap<string, SecretValues>;
  /** Name of the kubeconfig context to deploy to. */
  readonly context: string;
  /** Stands for the cluster: while it stays, a changed kubeconfig never replaces everything. */
  readonly clusterIdentifier: string;
}

/** Everything of one environment. The arguments are not handed to the engine: component inputs are stored in clear. */
export class MonitoringStack extends pulumi.ComponentResource {
  /** How many Kubernetes objects it holds. */
  readonly size: number;

  constructor(name: string, args: MonitoringStackArgs, options?: pulumi.ComponentResourceOptions) {
    super('vedette:index:MonitoringStack', name, {}, options);
    const provider = new Provider(name, providerArgs(args), { parent: this });
    const made = new Map<string, pulumi.Resource>();
    for (const planned of args.resources) {
      const guards = { ...planned.options, dependsOn: earlier(planned, made), parent: this, provider };
      const values = planned.object.kind === 'Secret' ? args.secrets.get(identity(planned.object)) : undefined;
      made.set(
        resourceKey(planned),
        new KubernetesResource(planned.token, planned.name, planned.object, guards, values),
      );
    }
    this.size = made.size;
    this.registerOutputs({});
  }
}

/**
 * Without the two flags every change of a rule or a dashboard would delete a ConfigMap and make it anew, because its
 * name is fixed. https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
 */
function providerArgs({ context, clusterIdentifier }: MonitoringStackArgs) {
  return {
    context,
    clusterIdentifier,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
    enableServerSideApply: true,
  };
}

function earlier(planned: PlannedResource, made: ReadonlyMap<string, pulumi.Resource>): pulumi.Resource[] {
  return planned.dependsOn.map((key) => {
    const resource = made.get(key);
    if (resource === undefined) throw new Error(`${planned.name}: depends on ${key}, which must stand before it`);
    return resource;
  });
}
