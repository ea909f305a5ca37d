/** Environments by the name that was typed. */
import type { Environment } from '../constructs/monitoring/environment';
import { suggestion } from '../model/problem';
import { environmentNames, environments } from '../stacks/environments';
import { CliError, EXIT } from './exit';

/** @throws CliError that lists the known names */
export function environmentByName(name: string): Environment {
  if (Object.hasOwn(environments, name)) return environments[name as keyof typeof environments];
  throw new CliError(EXIT.usage, `no environment '${name}'; ${suggestion(name, environmentNames)}`);
}
