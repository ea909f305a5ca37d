/** Real Alertmanagers: what inhibitions mute, what a notification says, and how members find each other. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { webhook } from '../../../constructs/alertmanager/receivers';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import type { AlertmanagerSettings } from '../../../constructs/alertmanager/settings';
import { wire } from '../../../constructs/monitoring/wiring';
import { hours, seconds } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { type Recorder, record } from '../../support/recorder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopback, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();
let far: Recorder;

interface Told {
  readonly receiver: string;
  readonly alerts: readonly { readonly labels: { readonly alertname: string } }[];
}

const heard = (): readonly Told[] => far.requests.map(({ body }) => JSON.parse(body) as Told);
let base = '';

function settings(receiver: string): AlertmanagerSettings {
  const environment = validEnvironment();
  const { alertmanager } = environment;
  const tell = [webhook({ url: receiver })];
  return wire(
    {
      ...environment,
      // One member, which has no turn to wait for.
      purpose: 'test',
      alertmanager: {
        ...alertmanager,
        replicas: 1,
        receivers: { oncall: tell, team: tell, deadMansSwitch: tell },
        timing: {
          groupWait: seconds(1),
          groupInterval: seconds(1),
          repeatCritical: hours(1),
          repeatWarning: hours(1),
          heartbeat: seconds(5),
        },
      },
    },
    [shop(), watchdog()],
    loopbackAddresses(),
  ).alertmanager;
}

async function startMember(name: string, port: number, own: AlertmanagerSettings): Promise<void> {
  const place = folderPlace(join(root, name), port);
  const program = alertmanagerProgram(own, place);
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  await cleanup.start(requireTool('alertmanager').path, program.args, port);
}

beforeAll(async () => {
  far = await record(cleanup);
  const { one } = await freePorts('one');
  base = `http://127.0.0.1:${one}/alertmanager`;
  await startMember('one', one, settings(`${far.url}/`));
}, 60_000);

async function fire(...alerts: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const body = JSON.stringify(alerts.map((labels) => ({ labels, annotations: { summary: 's', description: 'd' } })));
  const headers = { 'Content-Type': 'application/json' };
  expect((await fetch(`${base}/api/v2/alerts`, { method: 'POST', headers, body })).status).toBe(200);
}

interface Shown {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

async function muted(): Promise<readonly string[]> {
  const alerts = (await (await fetch(`${base}/api/v2/alerts`)).json()) as readonly Shown[];
  return alerts
    .filter(({ status }) => status.inhibitedBy.length > 0)
    .map(({ labels: { alertname, severity, instance, op } }) => `${alertname} ${severity} ${instance ?? op ?? ''}`)
    .sort();
}

describe('a critical alert', () => {
  const external = { cluster: 'mainnet', environment: 'prod' };
  const down = {
    ...external,
    alertname: 'shopDown',
    severity: 'critical',
    service: 'shop',
    job: 'shop',
    instance: 'a',
  };

  it('mutes warnings of the same service and instance, and errors of the same operation; nothing else', async () => {
    await fire(
      down,
      { ...down, alertname: 'shopSlow', severity: 'warning' },
      { ...down, alertname: 'shopSlow', severity: 'warning', instance: 'b' },
      { ...down, alertname: 'shopSlow', severity: 'warning', service: 'other' },
      { ...down, alertname: 'shopSlow', severity: 'warning', cluster: 'testnet' },
    );
    const errors = { ...external, alertname: 'shopErrors', service: 'shop', job: 'shop' };
    await fire(
      { ...errors, severity: 'critical', op: 'buy' },
      { ...errors, severity: 'warning', op: 'buy' },
      { ...errors, severity: 'warning', op: 'sell' },
    );
    const expected = ['shopErrors warning buy', 'shopSlow warning a'];
    expect(await until('the inhibitions', 10, async () => (await muted()).length >= 2 && muted())).toEqual(expected);
    const told = (): readonly string[] =>
      heard().flatMap(({ receiver, alerts }) => alerts.map((a) => `${receiver} ${a.labels.alertname}`));
    await until('the notifications', 15, () => told().includes('oncall shopDown') && told().includes('team shopSlow'));
    expect(told()).toContain('team shopDown');
    expect(told()).not.toContain('oncall shopSlow');
  }, 40_000);
});

describe('the Watchdog', () => {
  it('beats again and again', async () => {
    await fire({ alertname: 'Watchdog', severity: 'none', cluster: 'mainnet' });
    const beats = (): number => heard().filter(({ receiver }) => receiver === 'deadMansSwitch').length;
    expect(await until('three beats', 25, () => beats() >= 3 && beats())).toBeGreaterThanOrEqual(3);
  }, 40_000);
});

describe('members of a cluster', () => {
  it('find each other by the rendered arguments', async () => {
    const ports = await freePorts('web1', 'web2', 'gossip1', 'gossip2');
    const peers = [loopback(ports.gossip1), loopback(ports.gossip2)];
    const usual = settings('http://127.0.0.1:1/');
    const member = (listen: number): AlertmanagerSettings => ({
      ...usual,
      gossip: { listen: `[127.0.0.1]:${listen}`, peers, label: 'prod/mainnet' },
    });
    await startMember('two', ports.web1, member(ports.gossip1));
    await startMember('three', ports.web2, member(ports.gossip2));
    const members = await until('both members', 20, async () => {
      const status = (await (await fetch(`http://127.0.0.1:${ports.web2}/alertmanager/api/v2/status`)).json()) as {
        readonly cluster: { readonly peers?: readonly unknown[] };
      };
      return status.cluster.peers?.length === 2 && status.cluster.peers.length;
    });
    expect(members).toBe(2);
  }, 40_000);
});
