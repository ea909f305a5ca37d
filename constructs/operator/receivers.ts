/** Receivers as an `AlertmanagerConfig` has them: secrets by key of a Secret, and texts in full. */
import type { Integration, WebhookAuth } from '../alertmanager/receivers/index';
import { responderFields } from '../alertmanager/receivers/opsgenie';
import type { Receiver } from '../alertmanager/settings';
import { OPSGENIE_PRIORITY, PAGERDUTY_SEVERITY, TEXT, TITLE, TITLE_LINK } from '../alertmanager/templates';
import { endpointText } from '../program';
import type { HttpConfig, OperatorReceiver } from './resources';
import { secretKey } from './scrape-config';

/** A receiver with its integrations by kind. */
export function operatorReceiver({ name, integrations }: Receiver): OperatorReceiver {
  const byKind: Record<string, object[]> = {};
  for (const integration of integrations) {
    const [key, config] = integrationConfig(integration);
    (byKind[key] ??= []).push({ ...config, sendResolved: integration.sendResolved });
  }
  return { name, ...byKind };
}

type Configs = Omit<OperatorReceiver, 'name'>;
type Config<Key extends keyof Configs> = readonly [
  key: Key,
  config: Omit<NonNullable<Configs[Key]>[number], 'sendResolved'>,
];

/** Texts stand in each of them: a template by name would have to be in a file of their Alertmanager. */
function integrationConfig(integration: Integration): { readonly [K in keyof Configs]-?: Config<K> }[keyof Configs] {
  switch (integration.kind) {
    case 'webhook': {
      const { url, maxAlerts, auth } = integration;
      const address = typeof url === 'string' ? { url } : { urlSecret: secretKey(url) };
      return ['webhookConfigs', { ...address, ...optional({ maxAlerts, httpConfig: auth && httpConfig(auth) }) }];
    }
    case 'email': {
      const { to, from, smarthost, username, password } = integration;
      const login = optional({ authUsername: username, authPassword: password && secretKey(password) });
      const mail = { headers: [{ key: 'Subject', value: TITLE }], text: TEXT };
      return ['emailConfigs', { to, from, smarthost: endpointText(smarthost), ...login, requireTLS: true, ...mail }];
    }
    case 'slack': {
      const { channel, apiUrl } = integration;
      return ['slackConfigs', { apiURL: secretKey(apiUrl), channel, title: TITLE, titleLink: TITLE_LINK, text: TEXT }];
    }
    case 'pagerDuty': {
      const { routingKey, url } = integration;
      const incident = { description: TITLE, severity: PAGERDUTY_SEVERITY, details: [{ key: 'alerts', value: TEXT }] };
      return ['pagerdutyConfigs', { routingKey: secretKey(routingKey), ...optional({ url }), ...incident }];
    }
    case 'opsGenie': {
      const { apiKey, apiUrl, responders } = integration;
      const alert = { message: TITLE, description: TEXT, priority: OPSGENIE_PRIORITY };
      return [
        'opsgenieConfigs',
        {
          apiKey: secretKey(apiKey),
          ...optional({ apiURL: apiUrl, responders: responders?.map(responderFields) }),
          ...alert,
        },
      ];
    }
    case 'microsoftTeams':
      return ['msteamsv2Configs', { webhookURL: secretKey(integration.webhookUrl), title: TITLE, text: TEXT }];
    case 'discord':
      return ['discordConfigs', { apiURL: secretKey(integration.webhookUrl), title: TITLE, message: TEXT }];
    case 'telegram': {
      const { botToken, chatId, apiUrl } = integration;
      const message = { parseMode: 'HTML', message: `<b>${TITLE}</b>\n${TEXT}` } as const;
      return [
        'telegramConfigs',
        { botToken: secretKey(botToken), chatID: chatId, ...optional({ apiURL: apiUrl }), ...message },
      ];
    }
    case 'sns': {
      const { to, region, roleArn, apiUrl } = integration;
      const sigv4 = { region, ...optional({ roleArn }) };
      const target = 'phoneNumber' in to ? { phoneNumber: to.phoneNumber } : { topicARN: to.topicArn };
      const message = { subject: TITLE, message: 'phoneNumber' in to ? TITLE : TEXT };
      return ['snsConfigs', { sigv4, ...target, ...optional({ apiURL: apiUrl }), ...message }];
    }
  }
}

function httpConfig({ type, credentials }: WebhookAuth): HttpConfig {
  return { authorization: { type, credentials: secretKey(credentials) } };
}

/** Without the keys that are absent, which would be null in YAML. */
function optional<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof optional<T>
  >;
}
