import { leakedSecrets } from '../../stacks/plan/leaked-secret';
import { problemText } from '../../model/problem';

function configMap(data: Record<string, unknown>, annotations: Record<string, string> = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own', namespace: 'watch', annotations }, data };
}

/** Made of parts, so that no scanner of this repository takes them for real. */
const leaks: readonly (readonly [string, string])[] = [
  ['a private key', ['-----BEGIN RSA', 'PRIVATE KEY-----\nCANARY'].join(' ')],
  ['a user and password in a URL', 'https://prometheus:CANARY@metrics.example.org/write'],
  ['a Slack webhook', ['https://hooks.slack.com', 'services', 'T0/B0/CANARY'].join('/')],
  ['a Slack token', ['xoxb', '12-CANARY'].join('-')],
  ['a Discord webhook', ['https://discord.com/api', 'webhooks', '12/CANARY'].join('/')],
  ['a Teams webhook', 'https://acme.webhook.office.com/webhookb2/CANARY'],
  ['a dead man’s switch address', 'https://hc-ping.com/0a1b2c3d-CANARY'],
  ['a password hash', ['operator:$2y', '10', 'CANARYCANARYCANARYCANARY'].join('$')],
  ['a password hash', ['operator:$6', 'CANARY', 'x'].join('$')],
  ['an AWS access key', ['AKIA', 'CANARYCANARYCANA'].join('')],
  ['a GitHub token', ['ghp', 'CANARYCANARYCANARYCANARY'].join('_')],
  ['a Grafana token', ['glsa', 'CANARYCANARYCANARYCANARY'].join('_')],
  ['a signed token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJDQU5BUlkifQ', 'CANARY'].join('.')],
  ['a token in a query', 'https://example.org/hook?room=1&token=CANARY'],
];

describe('leakedSecrets', () => {
  it.each(leaks)('finds %s and does not repeat it: case %#', (what, text) => {
    const problems = leakedSecrets([configMap({ 'own.conf': `before ${text} after` })]).map(problemText);
    expect(problems).toStrictEqual([
      `ConfigMap watch/own: data.own.conf holds ${what}, must hold no credential; refer to it by a Secret’s name and key, which is mounted as a file`,
    ]);
  });

  it('looks into lists, annotations and keys', () => {
    const [, url] = leaks[1] ?? [];
    const object = { ...configMap({ list: [{ url }] }, { note: url ?? '' }), [url ?? '']: 1 };
    expect(leakedSecrets([object]).map(({ what }) => what.split(' holds')[0])).toStrictEqual([
      'metadata.annotations.note',
      'data.list[0].url',
      '<key>',
    ]);
  });

  it.each([
    'mail to ops-team@example.org',
    'https://example.org/a@b?page=2',
    'https://user@example.org/without-a-password',
    'quay.io/prometheus/prometheus:v3.15.0@sha256:0123',
    'api_url_file: /etc/alertmanager/secrets/receivers/slack-webhook-url',
    '{{ $labels.instance }}: $1 of $2 is ${value}',
    'https://grafana.example.org/d/x?var-token=$token&key=',
    'user:password: see the runbook at https://example.org/',
    'POST http://$host:9090/-/reload?x=[a@b]',
  ])('takes %s for what it is', (text) => {
    expect(leakedSecrets([configMap({ text })])).toStrictEqual([]);
  });

  it('leaves Secrets to the check that refuses their values', () => {
    expect(leakedSecrets([{ ...configMap({ a: leaks[0]?.[1] }), kind: 'Secret' }])).toStrictEqual([]);
  });
});
