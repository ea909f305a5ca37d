/** Who is told: every alert of every environment, and the receivers that the real amtool finds for it (AM-03). */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import { kubernetesAddresses, wire } from '../../constructs';
import type { Wiring } from '../../constructs';
import { SEVERITIES } from '../../model/delivery';
import type { AlertShape, Severity } from '../../model/delivery';
import { services } from '../../services/registry';
import { environmentNamed, environmentNames } from '../../stacks/environments';
import { folderPlace } from '../constructs/fixture';
import { testFolder } from '../support/folder';
import { requireTool } from '../support/tools';

const run = promisify(execFile);

/** The promise of the stack: what each severity means to a person. */
const RECEIVERS: Readonly<Record<Severity, string>> = {
  critical: 'oncall,team',
  warning: 'team',
  info: 'null',
  none: 'null',
};

/** Two at once, one for each core of a small machine. */
const AT_ONCE = 2;

describe.each(environmentNames)('%s', (name) => {
  const folder = testFolder();
  const environment = environmentNamed(name);
  const wiring = wire(environment, services, kubernetesAddresses(environment));
  const config = writeConfig(wiring, folder);
  const hasSwitch = environment.alertmanager.receivers.deadMansSwitch !== undefined;
  const shapes = wiring.deliveries.flatMap(({ alerts }) => alerts);

  it('tells the people that an alert’s severity means', async () => {
    const wrong: string[] = [];
    const queue = [...shapes];
    const worker = async (): Promise<void> => {
      for (let shape = queue.pop(); shape !== undefined; shape = queue.pop()) {
        const expected = expectedReceivers(shape, hasSwitch);
        const found = await receivers(config, labelsOf(shape, environment));
        if (found !== expected) wrong.push(`${shape.alertname}: expected ${expected}, amtool says ${found}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(wrong).toEqual([]);
    expect(shapes.length).toBeGreaterThan(20);
  }, 60_000);

  it('tells the team of an alert that nobody foresaw', async () => {
    expect(await receivers(config, { alertname: 'Unforeseen' })).toBe('team');
  });

  it('has a person behind each receiver that a critical or warning alert reaches', () => {
    const { receivers: named } = wiring.alertmanager;
    const empty = named.filter(({ integrations }) => integrations.length === 0).map((receiver) => receiver.name);
    expect(empty).toEqual(['null']);
  });
});

function expectedReceivers({ alertname, labels }: AlertShape, hasSwitch: boolean): string {
  if (alertname === 'Watchdog') return hasSwitch ? 'deadMansSwitch' : 'null';
  const severity = SEVERITIES.find((known) => known === labels['severity']);
  return severity === undefined ? 'none: the alert has no severity' : RECEIVERS[severity];
}

/** Labels as Alertmanager would see them; those whose value is open get a placeholder. */
function labelsOf(
  { alertname, labels, guaranteed }: AlertShape,
  { name, cluster }: { readonly name: string; readonly cluster: string },
): Readonly<Record<string, string>> {
  const open = Object.fromEntries(guaranteed.map((label) => [label, 'some']));
  return { ...open, ...labels, alertname, environment: name, cluster };
}

async function receivers(config: string, labels: Readonly<Record<string, string>>): Promise<string> {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  const args = ['config', 'routes', 'test', `--config.file=${config}`, ...pairs];
  const { stdout } = await run(requireTool('amtool').path, args, { timeout: 10_000 });
  return stdout.trim();
}

function writeConfig({ alertmanager }: Wiring, folder: string): string {
  const { files } = alertmanagerProgram(alertmanager, folderPlace(folder));
  for (const { path, content } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return join(folder, 'config/alertmanager.yml');
}
