/** The stack as a Pulumi component, for programs outside this project. */
export {
  type CredentialLocation,
  MonitoringStack,
  type MonitoringStackArgs,
  type MonitoringStackOutputs,
} from './monitoring-stack';
export type { WithOutputs } from './output-tokens';
export type { SecretSources } from './secret-sources';
export type { SecretStore } from '../plan/external-secret';
export type { NeededSecret } from '../secrets';
export type { Watched } from '../synth';
