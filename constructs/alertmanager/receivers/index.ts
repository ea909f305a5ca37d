/** Ways to reach somebody. https://prometheus.io/docs/alerting/latest/configuration/#receiver */
export { type DiscordIntegration, discord } from './discord';
export { type EmailIntegration, email } from './email';
export type { Integration } from './integration';
export type { IntegrationBase } from './kind';
export { type MicrosoftTeamsIntegration, microsoftTeams } from './microsoft-teams';
export { type OpsGenieIntegration, type OpsGenieResponder, opsGenie } from './opsgenie';
export { type PagerDutyIntegration, pagerDuty } from './pagerduty';
export { type SlackIntegration, slack } from './slack';
export { type SnsIntegration, type SnsTarget, sns } from './sns';
export { type TelegramIntegration, telegram } from './telegram';
export { type WebhookAuth, type WebhookIntegration, webhook } from './webhook';
