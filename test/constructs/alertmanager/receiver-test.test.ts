/** The test of receivers, run by its rendered task against a real Alertmanager. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { receiverTestProgram } from '../../../constructs/alertmanager/receiver-test/program';
import { testedReceivers, withTestRoutes } from '../../../constructs/alertmanager/receiver-test/routes';
import { webhook } from '../../../constructs/alertmanager/receivers';
import type { RoutingSettings } from '../../../constructs/alertmanager/settings';
import { wire } from '../../../constructs/monitoring/wiring';
import { run } from '../../support/command';
import { testFolder } from '../../support/folder';
import { type Recorder, record } from '../../support/recorder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

jest.setTimeout(60_000);

const root = testFolder();
const cleanup = new Cleanup();
const place = folderPlace(join(root, 'task'));
const AMTOOL = dirname(requireTool('amtool').path);
let base = '';
let recorder: Recorder;
let receivers: readonly string[] = [];

/** The routing of the environment with receivers that can be watched. */
function watched({ receivers: all, route, ...rest }: RoutingSettings, url: string): RoutingSettings {
  const named = all.map(({ name }) => ({
    name,
    integrations: name === 'null' ? [] : [webhook({ url: `${url}/${name}` })],
  }));
  return { ...rest, receivers: named, route };
}

beforeAll(async () => {
  recorder = await record(cleanup);
  const { port } = await freePorts('port');
  const { alertmanager } = wire(validEnvironment(), [shop(), watchdog()], loopbackAddresses());
  const { gossip: _, ...single } = alertmanager;
  receivers = testedReceivers(single.route);
  const settings = { ...single, ...watched({ ...single, route: withTestRoutes(single.route) }, recorder.url) };
  const at = folderPlace(join(root, 'server'), port);
  const program = alertmanagerProgram(settings, at);
  mkdirSync(at.dataDir, { recursive: true });
  mkdirSync(place.tempDir, { recursive: true });
  writeFiles(program, at.configDir);
  await cleanup.start(requireTool('alertmanager').path, program.args, port);
  base = `http://127.0.0.1:${port}/alertmanager/`;
});

async function test(names: readonly string[] = receivers, ...more: readonly string[]) {
  const labels = { cluster: 'mainnet', environment: 'prod' };
  const program = receiverTestProgram({ receivers: names, alertmanagerUrls: [base, ...more], labels }, place);
  writeFiles(program, place.configDir);
  const PATH = `${AMTOOL}:${process.env['PATH'] ?? ''}`;
  return run('/bin/sh', program.args, { env: { PATH }, seconds: 30 });
}

it('tells every receiver but nobody and the switch of the dead man', async () => {
  expect(receivers).toEqual(['oncall', 'team']);
  const { code, stdout, stderr } = await test();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^oncall: told by http:\S+, \d{4}-\d\d-\d\d \d\d:\d\d UTC\nteam: told by /);
  await until('both are told', 20, () => Promise.resolve(recorder.requests.length >= 2));
  expect(recorder.requests.map(({ path }) => path).sort()).toEqual(['/oncall', '/team']);
});

it('says what it is, when it was, and when it ends', async () => {
  const all = (await (await fetch(`${base}api/v2/alerts`)).json()) as readonly {
    labels: Record<string, string>;
    annotations: Record<string, string>;
    endsAt: string;
  }[];
  expect(all).toHaveLength(2);
  for (const { labels, annotations, endsAt } of all) {
    expect(labels).toMatchObject({
      alertname: 'ReceiverTest',
      severity: 'info',
      cluster: 'mainnet',
      environment: 'prod',
    });
    expect(annotations['summary']).toMatch(/^Test of receiver \w+, \d{4}-\d\d-\d\d \d\d:\d\d UTC: nothing is wrong$/);
    expect(Date.parse(endsAt) - Date.now()).toBeGreaterThan(0);
    expect(Date.parse(endsAt) - Date.now()).toBeLessThanOrEqual(600_000);
  }
});

it('fails for a receiver that the tree does not lead to', async () => {
  const { code, stderr } = await test(['nobody']);
  expect([code, stderr]).toEqual([1, `nobody: not told by ${base}\n`]);
});

it('fails when one of the members does not answer, and still tells the others', async () => {
  const { port } = await freePorts('port');
  const { code, stdout, stderr } = await test(['team'], `http://127.0.0.1:${port}`);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^team: told by http/)]);
  expect(stderr).toContain(`team: not told by http://127.0.0.1:${port}\n`);
});

it('fails while the test is silenced', async () => {
  const amtool = [`--alertmanager.url=${base}`, 'silence', 'add', '--author=me', '--comment=quiet', 'receiver=oncall'];
  expect((await run(join(AMTOOL, 'amtool'), amtool, { seconds: 10 })).code).toBe(0);
  const { code, stdout, stderr } = await test();
  expect([code, stdout, stderr]).toEqual([1, expect.stringMatching(/^team: told/), `oncall: not told by ${base}\n`]);
});
