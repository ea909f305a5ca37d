/** Silences as code, made by the rendered task in a real Alertmanager. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { type Silence, silencesProgram } from '../../../constructs/alertmanager/silences/silence';
import { Monitoring } from '../../../constructs/monitoring/index';
import { wire } from '../../../constructs/monitoring/wiring';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { run } from '../../support/command';
import { App, Chart } from 'cdk8s';
import { testFolder } from '../../support/folder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();
let base = '';

const inHours = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');

const upgrade: Silence = {
  name: 'upgrade',
  matchers: [
    { label: 'alertname', op: '=', value: 'shopSlow' },
    { label: 'instance', op: '=~', value: 'shop-[12]\\..*' },
  ],
  startsAt: inHours(-1),
  endsAt: inHours(2),
  owner: 'shop-team',
  reason: `it's "the upgrade" [planned] of $SHOP`,
};
const later: Silence = { ...upgrade, name: 'later', startsAt: inHours(5), endsAt: inHours(6), reason: 'a drill' };
const over: Silence = { ...upgrade, name: 'over', startsAt: inHours(-5), endsAt: inHours(-4) };

beforeAll(async () => {
  const { port } = await freePorts('port');
  const place = folderPlace(join(root, 'server'), port);
  const { alertmanager } = wire(validEnvironment(), [shop(), watchdog()], loopbackAddresses());
  const { gossip: _, ...single } = alertmanager;
  const program = alertmanagerProgram(single, place);
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  await cleanup.start(requireTool('alertmanager').path, program.args, port);
  base = `http://127.0.0.1:${port}/alertmanager/`;
}, 60_000);

/** Runs the task as its pod does. @returns what it says, a line each */
async function apply(...silences: readonly Silence[]): Promise<readonly string[]> {
  const place = folderPlace(join(root, 'task'));
  mkdirSync(place.tempDir, { recursive: true });
  const program = silencesProgram(silences, base, place);
  writeFiles(program, place.configDir);
  const PATH = `${dirname(requireTool('amtool').path)}:${process.env['PATH'] ?? ''}`;
  const { code, stdout, stderr } = await run('/bin/sh', program.args, { env: { PATH }, seconds: 30 });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

interface Shown {
  readonly id: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly matchers: readonly object[];
  readonly status: { readonly state: string };
}

async function silences(): Promise<readonly Shown[]> {
  const all = (await (await fetch(`${base}api/v2/silences`)).json()) as readonly Shown[];
  return all.filter(({ status }) => status.state !== 'expired').sort((a, b) => (a.comment < b.comment ? -1 : 1));
}

it('makes what is asked for with owner, reason and times; what is over is left out', async () => {
  expect(await apply(upgrade, later, over)).toEqual([
    expect.stringMatching(/^upgrade@[0-9a-f]{8}: [0-9a-f-]{36}$/),
    expect.stringMatching(/^later@[0-9a-f]{8}: [0-9a-f-]{36}$/),
    expect.stringMatching(/^over@[0-9a-f]{8}: is over$/),
  ]);
  const [second, first] = await silences();
  expect(first).toMatchObject({
    createdBy: 'shop-team',
    comment: expect.stringMatching(
      /^it's "the upgrade" \[planned\] of \$SHOP \[vedette upgrade@[0-9a-f]{8}\]$/,
    ) as string,
    matchers: [
      { name: 'alertname', value: 'shopSlow', isRegex: false, isEqual: true },
      { name: 'instance', value: 'shop-[12]\\..*', isRegex: true, isEqual: true },
    ],
    status: { state: 'active' },
  });
  expect(Date.parse(first?.endsAt ?? '')).toBe(Date.parse(upgrade.endsAt));
  expect(second).toMatchObject({ status: { state: 'pending' } });
  expect(Date.parse(second?.startsAt ?? '')).toBe(Date.parse(later.startsAt));
}, 60_000);

it('changes nothing when it runs again', async () => {
  const before = await silences();
  expect(await apply(upgrade, later)).toEqual([
    expect.stringMatching(/^upgrade@\w+: is there$/),
    expect.stringMatching(/^later@\w+: is there$/),
  ]);
  expect(await silences()).toEqual(before);
  expect(before).toHaveLength(2);
}, 60_000);

it('replaces one that changed, ends one that left, and leaves those of others', async () => {
  const byHand = {
    matchers: [{ name: 'alertname', value: 'shopDown', isRegex: false }],
    startsAt: inHours(0),
    endsAt: inHours(1),
    createdBy: 'a person',
    comment: 'by hand',
  };
  const headers = { 'Content-Type': 'application/json' };
  const made = await fetch(`${base}api/v2/silences`, { method: 'POST', headers, body: JSON.stringify(byHand) });
  expect(made.status).toBe(200);
  await apply({ ...upgrade, endsAt: inHours(3) });
  expect((await silences()).map(({ comment }) => comment.replace(/@\w+/, ''))).toEqual([
    'by hand',
    `it's "the upgrade" [planned] of $SHOP [vedette upgrade]`,
  ]);
  await apply();
  expect((await silences()).map(({ comment }) => comment)).toEqual(['by hand']);
}, 60_000);

it('is one Job a list; an empty list has one, no list has none', () => {
  const jobs = (list?: readonly Silence[]): readonly string[] => {
    const environment = validEnvironment();
    const alertmanager = { ...environment.alertmanager, ...(list === undefined ? {} : { silences: list }) };
    const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
    new Monitoring(chart, 'monitoring', {
      environment: { ...environment, alertmanager },
      services: [shop(), watchdog()],
    });
    const objects = chart.toJson() as readonly KubernetesObject[];
    return objects.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name);
  };
  const [none, empty, one, other] = [jobs(), jobs([]), jobs([upgrade]), jobs([{ ...upgrade, owner: 'another' }])];
  expect(none).toEqual([]);
  expect(new Set([...empty, ...one, ...other]).size).toBe(3);
});
