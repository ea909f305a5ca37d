/** Where the stack runs: each environment is a small difference from one base. */
import type { Environment } from '../constructs/monitoring/environment';
import { VedetteError, suggestion } from '../model/problem';
import type { AlertName } from '../services/registry';
import { dev } from './environment/dev';
import { local } from './environment/local';
import { prod } from './environment/prod';
import { staging } from './environment/staging';

export { base } from './environment/base';
export { extend, type Difference } from './environment/extend';
export { validateEnvironment } from './environment/validate';

/** Name of an environment. */
export type EnvironmentName = 'local' | 'dev' | 'staging' | 'prod';

/** All environments by name. */
export const environments: Readonly<Record<EnvironmentName, Environment<AlertName>>> = { local, dev, staging, prod };

/** Names of all environments, smallest first. */
export const environmentNames = Object.keys(environments) as readonly EnvironmentName[];

/** Those that run on a cluster; `local` runs on the machine itself. */
export const clusterEnvironmentNames = environmentNames.filter((name) => name !== 'local');

/** @throws VedetteError for a name that none has */
export function environmentNamed(name: string): Environment<AlertName> {
  if (Object.hasOwn(environments, name)) return environments[name as EnvironmentName];
  throw new VedetteError([
    {
      where: 'stacks/environments.ts',
      what: `environment is '${name}', must be one that is defined`,
      remedy: suggestion(name, environmentNames),
    },
  ]);
}
