/** Every way to be reached, told by a real Alertmanager: where it goes, how it says who it is, and what it says. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { wire } from '../../../constructs/monitoring/wiring';
import { seconds } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { type Recorded, type Recorder, record } from '../../support/recorder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';
import { everyIntegration, secret } from './every-integration';

const root = testFolder();
const cleanup = new Cleanup();
const mails: string[] = [];
let far: Recorder;

const secretValues = (url: string): Readonly<Record<string, string>> => ({
  webhook: 'hook-token',
  slack: `${url}/slack`,
  pagerduty: 'pagerduty-key',
  opsgenie: 'opsgenie-key',
  teams: `${url}/teams`,
  discord: `${url}/discord`,
  telegram: 'telegram-token',
  aws: '[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = aws-secret\n',
  smtp: 'smtp-password',
});

/** Takes mail from `alerts` over an encrypted connection only. @returns its port and the file of its authority */
async function mailServer(): Promise<{ port: number; authority: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const server = new SMTPServer({
    key,
    cert,
    onAuth: ({ username, password }, _session, done) =>
      username === 'alerts' && password === 'smtp-password'
        ? done(null, { user: username })
        : done(new Error('who are you?')),
    onData: (stream, _session, done) => {
      let mail = '';
      stream.on('data', (data: Buffer) => (mail += data.toString()));
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });
  const { port } = await freePorts('port');
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  cleanup.later(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const authority = join(root, 'authority.pem');
  writeFileSync(authority, cert);
  return { port, authority };
}

beforeAll(async () => {
  far = await record(cleanup, ({ path }) => (path.startsWith('/sns') ? SNS_ANSWER : TELEGRAM_ANSWER));
  const smtp = await mailServer();
  const { port } = await freePorts('port');
  const place = folderPlace(root, port);
  for (const [key, value] of Object.entries(secretValues(far.url))) {
    const path = place.secretFile(secret(key));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, value);
  }
  const environment = validEnvironment();
  const { alertmanager } = environment;
  const { oncall: _, team, ...others } = alertmanager.receivers;
  const receivers = { ...others, team, oncall: everyIntegration(far.url, smtp.port) };
  const timing = { ...alertmanager.timing, groupWait: seconds(1) };
  const wiring = wire(
    { ...environment, alertmanager: { ...alertmanager, receivers, timing } },
    [shop(), watchdog()],
    loopbackAddresses(),
  );
  const program = alertmanagerProgram(wiring.alertmanager, place);
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  // The mail server's certificate is no public authority's; a bundle for AWS of the machine's own would break SNS.
  const env = { ...program.env, SSL_CERT_FILE: smtp.authority, AWS_CA_BUNDLE: '' };
  await cleanup.start(requireTool('alertmanager').path, program.args, port, env);
  const down = {
    labels: { alertname: 'shopDown', severity: 'critical', service: 'shop', cluster: 'mainnet', environment: 'prod' },
    annotations: {
      summary: 'shop-1 <is> down',
      description: 'No answer',
      runbook_url: 'https://monitoring.example.org/runbooks/shop',
      dashboard_url: 'https://monitoring.example.org/d/shop',
    },
  };
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${port}/alertmanager/api/v2/alerts`, {
    method: 'POST',
    headers,
    body: JSON.stringify([down]),
  });
  if (!answer.ok) throw new Error(`the alert was refused: ${await answer.text()}`);
}, 60_000);

const TELEGRAM_ANSWER = JSON.stringify({
  ok: true,
  result: { message_id: 1, date: 0, chat: { id: 1, type: 'group' } },
});
const SNS_ANSWER =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

const TITLE = '[FIRING:1] shopDown prod/mainnet';
const TEXT =
  'shop-1 <is> down\nNo answer\nRunbook: https://monitoring.example.org/runbooks/shop\nDashboard: https://monitoring.example.org/d/shop';

function sentTo(path: string): Promise<Recorded> {
  return until(`a request to ${path}`, 20, () => far.requests.find((each) => each.path.startsWith(path)) ?? false);
}

async function jsonSentTo(path: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse((await sentTo(path)).body) as Readonly<Record<string, unknown>>;
}

it('a webhook has the alerts, and the token in its header', async () => {
  const { headers, body } = await sentTo('/webhook');
  expect(headers['authorization']).toBe('Bearer hook-token');
  expect(JSON.parse(body)).toMatchObject({ receiver: 'oncall', alerts: [{ labels: { alertname: 'shopDown' } }] });
});

it('Slack has title, link to the runbook and text in its channel', async () => {
  const { channel, attachments } = await jsonSentTo('/slack');
  expect(channel).toBe('#shop');
  const [attachment] = attachments as readonly Readonly<Record<string, string>>[];
  expect(attachment).toMatchObject({ title: TITLE, title_link: 'https://monitoring.example.org/runbooks/shop' });
  expect(attachment?.['text']?.trim()).toBe(TEXT);
});

it('PagerDuty has a critical incident under its key', async () => {
  const { routing_key: key, payload } = await jsonSentTo('/pagerduty');
  expect(key).toBe('pagerduty-key');
  expect(payload).toMatchObject({ summary: TITLE, severity: 'critical' });
});

it('OpsGenie has an alert of the first priority for those responsible', async () => {
  const { headers, body } = await sentTo('/opsgenie/v2/alerts');
  expect(headers['authorization']).toBe('GenieKey opsgenie-key');
  expect(JSON.parse(body)).toMatchObject({
    message: TITLE,
    priority: 'P1',
    responders: [
      { type: 'team', name: 'shop' },
      { type: 'user', username: 'a@example.org' },
    ],
  });
});

it('Microsoft Teams has a card', async () => {
  const { body } = await sentTo('/teams');
  const { attachments } = JSON.parse(body) as { readonly attachments: readonly { readonly content: object }[] };
  expect(attachments[0]?.content).toMatchObject({ type: 'AdaptiveCard', body: [{ text: TITLE }, {}] });
});

it('Discord has title and text', async () => {
  const { embeds } = await jsonSentTo('/discord');
  const [embed] = embeds as readonly Readonly<Record<string, string>>[];
  expect(embed?.['title']).toBe(TITLE);
  expect(embed?.['description']?.trim()).toBe(TEXT);
});

it('Telegram has the message from the bot, with its marks escaped', async () => {
  const { chat_id: chat, text, parse_mode: mode } = await jsonSentTo('/telegram/bottelegram-token/sendMessage');
  expect([chat, mode]).toEqual(['-1001', 'HTML']);
  expect(String(text).trim()).toBe(`<b>${TITLE}</b>\n${TEXT.replace('<is>', '&lt;is&gt;')}`);
});

it('SNS has a text message, signed with the credentials of the file', async () => {
  const { headers, body } = await sentTo('/sns');
  expect(headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/sns\//);
  const sent = Object.fromEntries(new URLSearchParams(body));
  expect(sent).toMatchObject({ Action: 'Publish', PhoneNumber: '+491701234567', Message: TITLE });
});

it('a mail has title and text', async () => {
  const mail = await until('a mail', 20, () => mails[0] ?? false);
  expect(mail).toContain(`Subject: ${TITLE}`);
  expect(mail).toContain('To: ops@example.org');
  expect(mail).toContain('Runbook: https://monitoring.example.org/runbooks/shop');
});
