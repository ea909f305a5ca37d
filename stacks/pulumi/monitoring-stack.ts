/** The whole stack as one Pulumi component: for the project's own program, and for anybody's. */
import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../../constructs/monitoring/environment';
import type { SecretRef } from '../../model/delivery';
import { type Problem, Problems, VedetteError } from '../../model/problem';
import { identity, type KubernetesObject } from '../plan/kubernetes-object';
import { durable, ephemeral, plan, type PlannedResource, resourceKey } from '../plan/plan';
import { prerequisites } from '../plan/prerequisite';
import { referencesOf } from '../plan/references';
import { externalSecretObject, type NeededSecret, neededSecrets, secretId, secretObject } from '../secrets';
import { everything, synthesize, type Synthesis, type Watched } from '../synth';
import { KubernetesResource, type SecretValues } from './kubernetes-resource';
import { OutputTokens, type WithOutputs } from './output-tokens';
import { orRunError } from './run-error';
import { assignSecrets, type SecretSources } from './secret-sources';
import { readsFilesAtStart, readsSecretsAtStart, withValuesChecksum } from './values-checksum';

/** What to deploy, and where. */
export interface MonitoringStackArgs {
  /** A text in it may be an output of another resource: `host: balancer.hostname`. */
  readonly environment: WithOutputs<Environment>;
  /** Services and their runbooks. @default - everything in the registry */
  readonly watched?: Watched;
  /**
   * Name of the kubeconfig context. @default - the Kubernetes provider in the component's options, which then should have
   * `enableConfigMapMutable` and `enableSecretMutable`: without them a changed rule deletes its ConfigMap first
   */
  readonly context?: pulumi.Input<string>;
  /** Sources of the Secrets, or a function that is told which are needed. */
  readonly secrets: SecretSources | ((needed: readonly NeededSecret[]) => SecretSources);
}

/** Where a password lies, and whose it is. */
export interface CredentialLocation {
  /** `namespace/name`. */
  readonly secret: string;
  readonly key: string;
  /** The user, where the Secret does not name them itself. */
  readonly user?: string;
}

/** What a stack says of itself. */
export interface MonitoringStackOutputs {
  /** Grafana. */
  readonly url: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly runbooksUrl: string;
  /** Sorted. */
  readonly namespaces: readonly string[];
  /** Address by dashboard uid. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Of Grafana's first user, and of the users of the proxy. */
  readonly credentials: { readonly grafana: CredentialLocation; readonly proxy?: CredentialLocation };
}

/**
 * Everything of one environment, one resource for each Kubernetes object. The arguments are not handed to the engine:
 * component inputs are stored in clear.
 */
export class MonitoringStack extends pulumi.ComponentResource {
  readonly outputs: pulumi.Output<MonitoringStackOutputs>;

  /** @throws RunError listing all that is wrong with the environment, its objects and its secrets, before anything is registered */
  constructor(name: string, args: MonitoringStackArgs, options: pulumi.ComponentResourceOptions = {}) {
    const tokens = new OutputTokens();
    const deployment = orRunError(
      () => deploymentOf(args, options, tokens),
      ({ problems }) => new VedetteError(problems.map((problem) => tokens.named(problem))),
    );
    super('vedette:index:MonitoringStack', name, {}, options);
    new Registration(this, name, args.context, deployment, tokens).registerAll();
    this.outputs = pulumi.output(tokens.lift(deployment.outputs)) as pulumi.Output<MonitoringStackOutputs>;
    this.registerOutputs(this.outputs);
  }
}

/** An environment, ready to be registered. */
interface Deployment {
  readonly environment: Environment;
  readonly resources: readonly PlannedResource[];
  readonly values: ReadonlyMap<string, SecretValues>;
  readonly outputs: MonitoringStackOutputs;
}

function deploymentOf(
  { environment: given, watched = everything(), context, secrets }: MonitoringStackArgs,
  options: pulumi.ComponentResourceOptions,
  tokens: OutputTokens,
): Deployment {
  const environment = tokens.replace<Environment>(given, 'environment');
  const synthesis = synthesize(environment, watched);
  const needed = neededSecrets(synthesis.objects);
  const sources = typeof secrets === 'function' ? secrets(needed) : secrets;
  const { assigned, problems } = assignSecrets(needed, sources);
  const found = new Problems();
  found.addAll(problems);
  if (context === undefined && options.provider === undefined && options.providers === undefined) found.add(NO_CLUSTER);
  found.throwIfAny();
  const { store } = sources;
  const external = store === undefined ? [] : assigned.external.map((secret) => externalSecretObject(secret, store));
  const resources = plan([...synthesis.objects, ...assigned.given.map(secretObject), ...external], {
    protection: environment.purpose === 'production' ? durable : ephemeral,
    existing: [...synthesis.existing, ...assigned.existing.map((secret) => `Secret ${secretId(secret)}`)],
  });
  return { environment, resources, values: assigned.values, outputs: outputsOf(environment, synthesis, resources) };
}

const NO_CLUSTER: Problem = {
  where: 'MonitoringStack',
  what: "neither 'context' nor a provider is given, must be one: the cluster would be whichever kubectl used last",
  remedy: "set 'context', or hand a Kubernetes provider to the component's options",
};

function outputsOf(
  environment: Environment,
  { publicUrl: url, dashboards }: Synthesis,
  resources: readonly PlannedResource[],
): MonitoringStackOutputs {
  const { grafana, namespaces, nginx, paths } = environment;
  const location = ({ secret, key }: SecretRef) => ({ secret: `${namespaces.monitoring}/${secret}`, key });
  const used = new Set(resources.map(({ object }) => object.metadata.namespace));
  return {
    url: `${url}/`,
    prometheusUrl: url + paths.prometheus,
    alertmanagerUrl: url + paths.alertmanager,
    runbooksUrl: `${url}/runbooks/`,
    namespaces: [...used].filter((namespace) => namespace !== undefined).sort(),
    dashboards: Object.fromEntries(dashboards.map(({ uid }) => [uid, `${url}/d/${uid}`])),
    credentials: {
      grafana: { ...location(grafana.adminPassword), user: grafana.adminUser },
      // Who signs in has no password here.
      ...(nginx.users && { proxy: location(nginx.users) }),
    },
  };
}

/** Registers a deployment's resources below the component. */
class Registration {
  readonly #made = new Map<string, pulumi.Resource>();
  readonly #options: pulumi.CustomResourceOptions;

  constructor(
    parent: MonitoringStack,
    name: string,
    context: pulumi.Input<string> | undefined,
    readonly deployment: Deployment,
    readonly tokens: OutputTokens,
  ) {
    const clusterIdentifier = deployment.environment.name;
    const provider =
      context === undefined
        ? {}
        : { provider: new Provider(name, providerArgs(context, clusterIdentifier), { parent }) };
    this.#options = { parent, ...provider };
  }

  registerAll(): void {
    const { resources } = this.deployment;
    // Looked for first: what is missing in the cluster fails before anything in it has changed.
    const found = prerequisites(resources.map(({ object }) => object)).map(({ token, name }) =>
      KubernetesResource.find(token, name, this.#options),
    );
    for (const planned of resources) {
      const dependsOn = planned.dependsOn.length === 0 ? found : planned.dependsOn.map((key) => this.#earlier(key));
      this.#made.set(resourceKey(planned), this.#register(planned, dependsOn));
    }
  }

  #register({ token, name, object, options }: PlannedResource, dependsOn: readonly pulumi.Resource[]): pulumi.Resource {
    const values = object.kind === 'Secret' ? this.deployment.values.get(identity(object)) : undefined;
    const inputs = withValuesChecksum(object, this.#valuesReadAtStart(object));
    const lifted = this.tokens.lift(inputs) as pulumi.Inputs;
    return new KubernetesResource(
      token,
      name,
      lifted,
      { ...options, ...this.#options, dependsOn: [...dependsOn] },
      values,
    );
  }

  /** Values of the Secrets and outputs in the ConfigMaps that an object's pods read when they start. */
  #valuesReadAtStart(object: KubernetesObject): readonly pulumi.Input<string>[] {
    const { resources, values } = this.deployment;
    const [files, secrets] = [readsFilesAtStart(object), readsSecretsAtStart(object)];
    return referencesOf(object).flatMap(({ kind, name, namespace = '' }) => {
      if (kind === 'Secret' && secrets) return Object.values(values.get(secretId({ namespace, name })) ?? {});
      if (!files) return [];
      const config = resources.find((each) => each.object.kind === kind && each.name === `${namespace}/${name}`);
      return kind === 'ConfigMap' && config !== undefined ? this.tokens.outputsIn(config.object) : [];
    });
  }

  #earlier(key: string): pulumi.Resource {
    const resource = this.#made.get(key);
    if (resource === undefined) throw new Error(`${key} must stand in the plan before what depends on it`);
    return resource;
  }
}

/**
 * Without the two flags every change of a rule or a dashboard would delete a ConfigMap and make it anew, because its
 * name is fixed. While the identifier stays, a changed kubeconfig never replaces everything.
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
 */
function providerArgs(context: pulumi.Input<string>, clusterIdentifier: string) {
  return {
    context,
    clusterIdentifier,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
    enableServerSideApply: true,
  };
}
