/** The project's own Pulumi program: the environment that the stack is named after, with everything in the registry. */
import * as pulumi from '@pulumi/pulumi';
import { configuredContext, configuredSecrets } from '../config';
import { environmentNamed } from '../environments';
import { MonitoringStack } from './monitoring-stack';
import { orRunError } from './run-error';

/**
 * Registers the resources of the running stack.
 * @throws RunError listing all that is wrong with the environment, or else with the configuration
 */
export function program(): MonitoringStack {
  const name = pulumi.getStack();
  const environment = orRunError(() => environmentNamed(name));
  return new MonitoringStack(name, { environment, context: configuredContext(), secrets: configuredSecrets });
}
