/** The Pulumi program of one environment, from its rendered objects to the stack's outputs. */
import * as pulumi from '@pulumi/pulumi';
import { VedetteError } from '../../model/problem';
import { readConfig } from '../config';
import { durable, ephemeral, plan, type PlannedResource } from '../plan/plan';
import { neededSecrets, secretObject } from '../secrets';
import { MonitoringStack } from './apply';

/** What the program must be told of an environment. */
export interface ProgramInput {
  readonly environment: { readonly name: string; readonly purpose: 'production' | 'test' };
  /** Everything that the environment renders, without Secrets. */
  readonly objects: readonly unknown[];
  /** Public base URL without a trailing slash. */
  readonly publicUrl: string;
  readonly dashboards: readonly { readonly uid: string; readonly title: string }[];
  /** Below {@link publicUrl}, with a slash at both ends. */
  readonly paths: { readonly prometheus: string; readonly alertmanager: string };
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
 * Registers every resource of the environment with the running stack.
 * @throws RunError listing all that is wrong with the configuration, or else with the objects
 */
export function program(input: ProgramInput): StackOutputs {
  try {
    const config = readConfig(neededSecrets(input.objects));
    const resources = plan([...input.objects, ...config.given.map(secretObject)], {
      protection: input.environment.purpose === 'production' ? durable : ephemeral,
      existing: config.existing.map(({ namespace, name }) => `Secret ${namespace}/${name}`),
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
  const { publicUrl: url, paths, dashboards } = input;
  const namespaces = new Set(resources.map(({ object }) => object.metadata.namespace));
  return {
    url: `${url}/`,
    prometheusUrl: url + paths.prometheus,
    alertmanagerUrl: url + paths.alertmanager,
    runbooksUrl: `${url}/runbooks/`,
    namespaces: [...namespaces].filter((namespace) => namespace !== undefined).sort(),
    dashboards: Object.fromEntries(dashboards.map(({ uid }) => [uid, `${url}/d/${uid}`])),
  };
}
