/** Microsoft Teams. https://prometheus.io/docs/alerting/latest/configuration/#msteamsv2_config */
import type { SecretRef } from '../../../model/delivery';
import { secret } from '../../check/shape';
import { SOMEWHERE, type IntegrationBase, type IntegrationKind, integrationShape, nothingElse } from './kind';

export interface MicrosoftTeamsIntegration extends IntegrationBase<'microsoftTeams'> {
  /** Address of a workflow `When a Teams webhook request is received`. */
  readonly webhookUrl: SecretRef;
}

/** Posts a card to a Teams channel by a workflow. The older connectors are at their end. */
export function microsoftTeams(options: { webhookUrl: SecretRef; sendResolved?: boolean }): MicrosoftTeamsIntegration {
  return { kind: 'microsoftTeams', sendResolved: true, ...options };
}

export const microsoftTeamsKind: IntegrationKind<MicrosoftTeamsIntegration> = {
  key: 'msteamsv2_configs',
  shape: integrationShape({ webhookUrl: secret }),
  config: ({ webhookUrl }, place) => ({
    webhook_url_file: place.secretFile(webhookUrl),
    title: '{{ template "vedette.title" . }}',
    text: '{{ template "vedette.text" . }}',
  }),
  check: nothingElse,
  endpoint: () => SOMEWHERE,
};
