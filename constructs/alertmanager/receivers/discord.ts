/** Discord. https://prometheus.io/docs/alerting/latest/configuration/#discord_config */
import type { SecretRef } from '../../../model/delivery';
import { secret } from '../../check/shape';
import { SOMEWHERE, type IntegrationBase, type IntegrationKind, integrationShape, nothingElse } from './kind';

export interface DiscordIntegration extends IntegrationBase<'discord'> {
  /** Address of a channel's webhook. */
  readonly webhookUrl: SecretRef;
}

/** Writes to a Discord channel by its webhook. */
export function discord(options: { webhookUrl: SecretRef; sendResolved?: boolean }): DiscordIntegration {
  return { kind: 'discord', sendResolved: true, ...options };
}

export const discordKind: IntegrationKind<DiscordIntegration> = {
  key: 'discord_configs',
  shape: integrationShape({ webhookUrl: secret }),
  config: ({ webhookUrl }, place) => ({
    webhook_url_file: place.secretFile(webhookUrl),
    title: '{{ template "vedette.title" . }}',
    message: '{{ template "vedette.text" . }}',
  }),
  check: nothingElse,
  endpoint: () => SOMEWHERE,
};
