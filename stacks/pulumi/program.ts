/** The Pulumi program of one environment, from its rendered objects to the stack's outputs. */
import * as pulumi from '@pulumi/pulumi';
import { VedetteError } from '../../model/problem';
import { readConfig } from '../config';
import { durable, ephemeral, plan, type PlannedResource } from '../plan/plan';
import { neededSecrets, secretId, secretObject } from '../secrets';
import { MonitoringStack } from './apply';

/** What the program must be told of an environment. */
export interface ProgramInput {
  readonly environment: {
    readonly name: string;
    readonly purpose: 'production' | 'test';
    /** Sub-paths of the public URL, with a slash at both ends. */
    readonly paths: { readonly prometheus: string; readonly alertmanager: string };
  };
  /** Everything that the environment renders, without Secrets. */
  readonly objects: readonly unknown[];
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  readonly dashboards: readonly { readonly uid: string }[];
  /** What the environment says is made by somebody else: `ConfigMap monitoring/targets`. */
  readonly existing: readonly string[];
}

/** What a stack says of itself: `pulumi stack output`. */
export interface StackOutputs {
  readonly url: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  readonly runbooksUrl: string;
  /** Sorted. */
  readonly namespaces: readonly string[];
  /** Address by dashboard uid. */
  readonly dashboards: Readonly<Record<string, string>>;
}

/**
 * Renders an environment and registers every resource of it with the running stack.
 * @throws RunError listing all that is wrong with the environment, or else with the configuration
 */
export function program(render: () => ProgramInput): StackOutputs {
  try {
    const input = render();
    const config = readConfig(neededSecrets(input.objects));
    const resources = plan([...input.objects, ...config.given.map(secretObject)], {
      protection: input.environment.purpose === 'production' ? durable : ephemeral,
      existing: [...input.existing, ...config.existing.map((secret) => `Secret ${secretId(secret)}`)],
    });
    new MonitoringStack(input.environment.name, {
      resources,
      secrets: config.values,
      context: config.context,
      clusterIdentifier: input.environment.name,
    });
    return outputs(input, resources);
  } catch (error) {
    // A RunError is shown as its message; anything else with a stack trace, which says nothing to an operator.
    if (error instanceof VedetteError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function outputs(input: ProgramInput, resources: readonly PlannedResource[]): StackOutputs {
  const { publicUrl: url, dashboards, environment } = input;
  const namespaces = new Set(resources.map(({ object }) => object.metadata.namespace));
  return {
    url: `${url}/`,
    prometheusUrl: url + environment.paths.prometheus,
    alertmanagerUrl: url + environment.paths.alertmanager,
    runbooksUrl: `${url}/runbooks/`,
    namespaces: [...namespaces].filter((namespace) => namespace !== undefined).sort(),
    dashboards: Object.fromEntries(dashboards.map(({ uid }) => [uid, `${url}/d/${uid}`])),
  };
}
