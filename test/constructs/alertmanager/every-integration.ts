/** Every way to be reached, for tests. */
import {
  type Integration,
  discord,
  email,
  microsoftTeams,
  opsGenie,
  pagerDuty,
  slack,
  sns,
  telegram,
  webhook,
} from '../../../constructs/alertmanager/receivers';

/** A key of the one Secret that all of them name. */
export const secret = (key: string): { secret: string; key: string } => ({ secret: 'receivers', key });

/**
 * One integration of each kind.
 * @param url - the far end of those that speak HTTP
 * @param smtp - port of a mail server on this machine
 */
export function everyIntegration(url: string, smtp: number): readonly Integration[] {
  return [
    webhook({ url: `${url}/webhook`, maxAlerts: 3, auth: { type: 'Bearer', credentials: secret('webhook') } }),
    slack({ channel: '#shop', apiUrl: secret('slack') }),
    pagerDuty({ routingKey: secret('pagerduty'), url: `${url}/pagerduty` }),
    opsGenie({
      apiKey: secret('opsgenie'),
      apiUrl: `${url}/opsgenie/`,
      responders: [
        { type: 'team', name: 'shop' },
        { type: 'user', name: 'a@example.org' },
      ],
    }),
    microsoftTeams({ webhookUrl: secret('teams') }),
    discord({ webhookUrl: secret('discord') }),
    telegram({ botToken: secret('telegram'), chatId: -1001, apiUrl: `${url}/telegram` }),
    sns({
      to: { phoneNumber: '+491701234567' },
      region: 'eu-central-1',
      credentials: secret('aws'),
      apiUrl: `${url}/sns`,
    }),
    email({
      to: 'ops@example.org',
      from: 'alerts@example.org',
      smarthost: { host: 'localhost', port: smtp },
      username: 'alerts',
      password: secret('smtp'),
    }),
  ];
}
