/** Every kind of integration. A new one is a file beside this, and a line in each list here. */
import type { Report } from '../../check/report';
import { type Shape, union } from '../../check/shape';
import type { Endpoint, Place } from '../../program';
import { type DiscordIntegration, discordKind } from './discord';
import { type EmailIntegration, emailKind } from './email';
import type { IntegrationKind, Mapping } from './kind';
import { type MicrosoftTeamsIntegration, microsoftTeamsKind } from './microsoft-teams';
import { type OpsGenieIntegration, opsGenieKind } from './opsgenie';
import { type PagerDutyIntegration, pagerDutyKind } from './pagerduty';
import { type SlackIntegration, slackKind } from './slack';
import { type SnsIntegration, snsKind } from './sns';
import { type TelegramIntegration, telegramKind } from './telegram';
import { type WebhookIntegration, webhookKind } from './webhook';

/** One way to reach somebody. */
export type Integration =
  | DiscordIntegration
  | EmailIntegration
  | MicrosoftTeamsIntegration
  | OpsGenieIntegration
  | PagerDutyIntegration
  | SlackIntegration
  | SnsIntegration
  | TelegramIntegration
  | WebhookIntegration;

type Kinds = { readonly [K in Integration['kind']]: IntegrationKind<Extract<Integration, { kind: K }>> };

const KINDS: Kinds = {
  discord: discordKind,
  email: emailKind,
  microsoftTeams: microsoftTeamsKind,
  opsGenie: opsGenieKind,
  pagerDuty: pagerDutyKind,
  slack: slackKind,
  sns: snsKind,
  telegram: telegramKind,
  webhook: webhookKind,
};

/** The entry of an integration's own kind, which TypeScript cannot follow through the union. */
function kindOf<I extends Integration>(integration: I): IntegrationKind<I> {
  return KINDS[integration.kind] as unknown as IntegrationKind<I>;
}

/** Plain data that may be taken for an integration. */
export const anyIntegrationShape: Shape = union(
  'kind',
  Object.fromEntries(Object.entries(KINDS).map(([kind, { shape }]) => [kind, shape])),
);

/** Reports what is wrong with an integration that has the right shape. */
export function checkIntegration(integration: Integration, report: Report): void {
  kindOf(integration).check(integration, report);
}

/** What Alertmanager must be able to reach. */
export function integrationEndpoint(integration: Integration): Endpoint {
  return kindOf(integration).endpoint(integration);
}

/** An integration as alertmanager.yml has it: the list it stands in, and its entry. */
export function integrationConfig(integration: Integration, place: Place): readonly [key: string, config: Mapping] {
  const { key, config } = kindOf(integration);
  return [key, { ...config(integration, place), send_resolved: integration.sendResolved }];
}
