/** Ways to be reached. */
import { opsGenie, pagerDuty, slack, sns, telegram, webhook } from '../../../constructs/alertmanager/receivers';
import { type BadInput, row, set } from './row';

const page = pagerDuty({ routingKey: { secret: 'receivers', key: 'pagerduty' } });
const slackOnly = { kind: 'slack', channel: '#a', sendResolved: true };
const aSecret = { secret: 'receivers', key: 'key' };
const team = (...integrations: readonly object[]) => set('alertmanager.receivers.team', integrations);
const hook = (url: string) => team(webhook({ url }));
const mail = (change: object) =>
  set('alertmanager.receivers.team', [
    {
      kind: 'email',
      to: 'a@example.org',
      from: 'b@example.org',
      smarthost: { host: 'smtp', port: 25 },
      sendResolved: true,
      ...change,
    },
  ]);

export const receivers: readonly BadInput[] = [
  row(
    103,
    'a Slack address in plain text',
    set('alertmanager.receivers.team', [
      {
        ...slack({ channel: '#a', apiUrl: { secret: 'a', key: 'b' } }),
        apiUrl: 'https://hooks.slack.com/services/CANARY',
      },
    ]),
    "prod: alertmanager.receivers.team[0].apiUrl is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    103,
    'a webhook that leaves the cluster in plain text',
    hook('https://hooks.example.com/CANARY'),
    "prod/alertmanager/team: url is a plain text, must be a host inside (a Service, loopback), or a secret; give it as { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    106,
    'a URL without a scheme',
    hook('remediation/api'),
    "prod/alertmanager/team: url is a plain text, must be a URL with scheme http or https; give it as { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    106,
    'a URL to fetch files by',
    hook('ftp://remediation/api'),
    "prod/alertmanager/team: url is a plain text, must be a URL with scheme http or https; give it as { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    106,
    'a URL with a password',
    hook('http://user:CANARY@remediation/api'),
    "prod/alertmanager/team: url is a plain text, must be a URL without a password in it; give it as { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    106,
    'a URL with a token',
    hook('http://remediation/api?token=CANARY'),
    "prod/alertmanager/team: url is a plain text, must be a URL without a query, where tokens are often put; give it as { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    107,
    'a Slack channel without its mark',
    set('alertmanager.receivers.team', [slack({ channel: 'critical', apiUrl: { secret: 'a', key: 'b' } })]),
    "prod/alertmanager/team: channel is 'critical', must be #channel, @user or an id",
  ),
  row(
    108,
    'a mail server without a port',
    mail({ smarthost: { host: 'smtp' } }),
    "prod: 'alertmanager.receivers.team[0].smarthost.port' is missing",
  ),
  row(108, 'mail to nobody', mail({ to: 'ops' }), "prod/alertmanager/team: to is 'ops', must be a mail address"),
  row(
    108,
    'a user of the mail server without a password',
    mail({ username: 'a' }),
    'prod/alertmanager/team: username and password must be given together, or neither',
  ),
  row(
    109,
    'mail without encryption',
    mail({ requireTls: false }),
    "prod: 'alertmanager.receivers.team[0].requireTls' is unknown; use one of: from, kind, password, sendResolved, smarthost, to, username",
  ),
  row(
    110,
    'a page without a key',
    set('alertmanager.receivers.oncall', [{ kind: 'pagerDuty', sendResolved: true }]),
    "prod: 'alertmanager.receivers.oncall[0].routingKey' is missing",
  ),
  row(
    110,
    'a way to be reached that does not exist',
    set('alertmanager.receivers.oncall', [{ ...page, kind: 'pagerduty' }]),
    "prod: alertmanager.receivers.oncall[0].kind is 'pagerduty', must be one that is known; did you mean 'pagerDuty'? (allowed: discord, email, microsoftTeams, opsGenie, pagerDuty, slack, sns, telegram, webhook)",
  ),
  row(
    106,
    'a token for everybody on the way',
    team(webhook({ url: 'http://remediation.example.com/', auth: { type: 'Bearer', credentials: aSecret } })),
    "prod/alertmanager/team: url is a plain text, must be a URL with scheme https, and with no password or query in it; give it as { secret: 'NAME', key: 'KEY' }",
  ),
  row(
    106,
    'an OpsGenie that is not encrypted',
    team(opsGenie({ apiKey: aSecret, apiUrl: 'http://api.eu.opsgenie.com/' })),
    "prod/alertmanager/team: apiUrl is 'http://api.eu.opsgenie.com/', must be a URL with scheme https, and with no password or query in it",
  ),
  row(
    110,
    'a telephone without its country',
    team(sns({ to: { phoneNumber: '0170 1234567' }, region: 'eu-central-1' })),
    "prod/alertmanager/team: to.phoneNumber is '0170 1234567', must be a number with country code: +491701234567",
  ),
  row(
    110,
    'a topic by its short name',
    team(sns({ to: { topicArn: 'alerts' }, region: 'eu-central-1' })),
    "prod/alertmanager/team: to.topicArn is 'alerts', must be the name of a topic: arn:aws:sns:REGION:ACCOUNT:TOPIC",
  ),
  row(
    110,
    'two files of credentials for one Alertmanager',
    team(
      sns({ to: { phoneNumber: '+491701234567' }, region: 'eu-central-1', credentials: aSecret }),
      sns({ to: { phoneNumber: '+491701234568' }, region: 'eu-west-1', credentials: { ...aSecret, key: 'other' } }),
    ),
    'prod/alertmanager: sns receivers name different credentials, must name one file for all: Alertmanager reads one',
  ),
  row(
    110,
    'a chat by its name',
    team({ ...telegram({ botToken: aSecret, chatId: 1 }), chatId: '@shop' }),
    "prod: alertmanager.receivers.team[0].chatId is '@shop', must be a finite number",
  ),
  row(
    110,
    'no chat',
    team(telegram({ botToken: aSecret, chatId: 0 })),
    'prod/alertmanager/team: chatId is 0, must be a whole number other than 0',
  ),
  row(83, 'a receiver without a name', set('alertmanager.receivers.', [page]), [
    "prod/alertmanager/: the name of a receiver is '', must be a word",
    "[AM-04] prod/alertmanager: receiver '' is used by no route, must be used or left out",
  ]),
  row(
    104,
    'the address of Slack twice',
    team({ ...slackOnly, apiUrl: { secret: 'a', key: 'b' }, apiUrlFile: '/etc/slack' }),
    "prod: 'alertmanager.receivers.team[0].apiUrlFile' is unknown; use one of: apiUrl, channel, kind, sendResolved",
  ),
  row(105, 'Slack without its address', team(slackOnly), "prod: 'alertmanager.receivers.team[0].apiUrl' is missing"),
];
