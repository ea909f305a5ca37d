/**
 * Ways to reach somebody, and their form in alertmanager.yml.
 * https://prometheus.io/docs/alerting/latest/configuration/#receiver
 */
import type { SecretRef } from '../../model/delivery';
import { type Endpoint, type Place, endpointText } from '../program';
import type { YamlValue } from '../render/yaml';
import { PAGERDUTY_SEVERITY, TITLE_LINK } from './templates';
import type {
  EmailIntegration,
  Integration,
  PagerDutyIntegration,
  Receiver,
  SlackIntegration,
  WebhookIntegration,
} from './settings';

/** Posts alerts as JSON. A URL that leaves the cluster is a secret: whoever has it can post. */
export function webhook(options: {
  url: string | SecretRef;
  maxAlerts?: number;
  sendResolved?: boolean;
}): WebhookIntegration {
  return { kind: 'webhook', sendResolved: true, ...options };
}

/** Sends a mail through a mail server that speaks STARTTLS. */
export function email(options: {
  to: string;
  from: string;
  smarthost: Endpoint;
  username?: string;
  password?: SecretRef;
  sendResolved?: boolean;
}): EmailIntegration {
  return { kind: 'email', sendResolved: true, ...options };
}

/** Writes to a Slack channel by an incoming webhook. */
export function slack(options: { channel: string; apiUrl: SecretRef; sendResolved?: boolean }): SlackIntegration {
  return { kind: 'slack', sendResolved: true, ...options };
}

/** Raises an incident by PagerDuty's Events API v2. */
export function pagerDuty(options: { routingKey: SecretRef; sendResolved?: boolean }): PagerDutyIntegration {
  return { kind: 'pagerDuty', sendResolved: true, ...options };
}

type Mapping = Readonly<Record<string, YamlValue>>;

/** A receiver with its integrations by kind. */
export function receiverConfig({ name, integrations }: Receiver, place: Place): Mapping {
  const byKind: Record<string, Mapping[]> = {};
  for (const integration of integrations) {
    const [key, config] = integrationConfig(integration, place);
    (byKind[key] ??= []).push(config);
  }
  return { name, ...byKind };
}

function integrationConfig(integration: Integration, place: Place): readonly [key: string, config: Mapping] {
  switch (integration.kind) {
    case 'webhook':
      return ['webhook_configs', webhookConfig(integration, place)];
    case 'email':
      return ['email_configs', emailConfig(integration, place)];
    case 'slack':
      return ['slack_configs', slackConfig(integration, place)];
    case 'pagerDuty':
      return ['pagerduty_configs', pagerDutyConfig(integration, place)];
  }
}

function webhookConfig({ url, maxAlerts, sendResolved }: WebhookIntegration, place: Place): Mapping {
  return {
    ...(typeof url === 'string' ? { url } : { url_file: place.secretFile(url) }),
    max_alerts: maxAlerts,
    send_resolved: sendResolved,
  };
}

function emailConfig(
  { to, from, smarthost, username, password, sendResolved }: EmailIntegration,
  place: Place,
): Mapping {
  return {
    to,
    from,
    smarthost: endpointText(smarthost),
    auth_username: username,
    auth_password_file: password === undefined ? undefined : place.secretFile(password),
    require_tls: true,
    headers: { Subject: '{{ template "vedette.title" . }}' },
    text: '{{ template "vedette.text" . }}',
    send_resolved: sendResolved,
  };
}

function slackConfig({ channel, apiUrl, sendResolved }: SlackIntegration, place: Place): Mapping {
  return {
    channel,
    api_url_file: place.secretFile(apiUrl),
    title: '{{ template "vedette.title" . }}',
    title_link: TITLE_LINK,
    text: '{{ template "vedette.text" . }}',
    send_resolved: sendResolved,
  };
}

function pagerDutyConfig({ routingKey, sendResolved }: PagerDutyIntegration, place: Place): Mapping {
  return {
    routing_key_file: place.secretFile(routingKey),
    description: '{{ template "vedette.title" . }}',
    severity: PAGERDUTY_SEVERITY,
    details: { alerts: '{{ template "vedette.text" . }}' },
    send_resolved: sendResolved,
  };
}
