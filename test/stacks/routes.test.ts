/**
 * Who is told: every alert of every service, in every environment, and the receivers that the real amtool finds for it
 * (AM-03). They are declared in `test/golden/receivers/`; `npm run golden` writes them anew, for a person to review.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import { kubernetesAddresses, wire } from '../../constructs';
import { SEVERITIES } from '../../model/delivery';
import type { AlertShape, Severity } from '../../model/delivery';
import { services } from '../../services/registry';
import { environmentNamed, environmentNames } from '../../stacks/environments';
import type { EnvironmentName } from '../../stacks/environments';
import { folderPlace } from '../constructs/fixture';
import { everyAlert, nameOf } from '../support/every-alert';
import { testFolder } from '../support/folder';
import { readReceivers, writeReceivers, writesGoldens } from '../support/goldens';
import { writeFiles } from '../support/running';
import { requireTool } from '../support/tools';

const run = promisify(execFile);

/** The promise of the stack: what each severity means to a person. */
const RECEIVERS: Readonly<Record<Severity, string>> = {
  critical: 'oncall,team',
  warning: 'team',
  info: 'null',
  none: 'null',
};
const WATCHDOG = 'Watchdog (none)';
/** Who waits for the Watchdog, the one alert whose way differs. */
const SWITCH: Readonly<Record<EnvironmentName, string>> = {
  local: 'deadMansSwitch',
  dev: 'null',
  staging: 'null',
  prod: 'deadMansSwitch',
};

/** Two at once, one for each core of a small machine. */
const AT_ONCE = 2;

const alerts = services.map((service) => ({ id: service.id, shapes: everyAlert(service) }));

it('knows every alert that the registry has and that any environment delivers', () => {
  const known = new Set(alerts.flatMap(({ id, shapes }) => [...shapes.keys()].map((name) => `${id} ${name}`)));
  const names = new Set([...known].map((name) => name.replace(/ \(.*/, '')));
  expect(
    services
      .flatMap(({ id, alertNames }) => alertNames.map((name) => `${id} ${name}`))
      .filter((name) => !names.has(name)),
  ).toEqual([]);
  const delivered = environmentNames.flatMap((name) => {
    const environment = environmentNamed(name);
    const { deliveries } = wire(environment, services, kubernetesAddresses(environment));
    return deliveries.flatMap((each) => each.alerts.map((shape) => `${each.service} ${nameOf(shape)}`));
  });
  expect(delivered.filter((name) => !known.has(name))).toEqual([]);
});

describe.each(environmentNames)('%s', (name) => {
  const folder = testFolder();
  const environment = environmentNamed(name);
  const { alertmanager } = wire(environment, services, kubernetesAddresses(environment));
  const config = join(folder, 'config/alertmanager.yml');
  writeFiles(alertmanagerProgram(alertmanager, folderPlace(folder)), folder);

  it('tells exactly those who are declared', async () => {
    const found = new Map(alerts.map(({ id }) => [id, new Map<string, string>()]));
    const queue = alerts.flatMap(({ id, shapes }) => [...shapes].map(([alert, shape]) => ({ id, alert, shape })));
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const told = await receivers(config, labelsOf(next.shape, environment));
        found.get(next.id)?.set(next.alert, told);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const [id, told] of found) {
      const sorted = Object.fromEntries([...told].sort(([a], [b]) => a.localeCompare(b)));
      if (writesGoldens()) writeReceivers(id, sorted);
      const declared = readReceivers(id);
      const isHeartbeat = WATCHDOG in declared;
      expect({ id, told: sorted }).toEqual({
        id,
        told: { ...declared, ...(isHeartbeat && { [WATCHDOG]: SWITCH[name] }) },
      });
    }
  }, 180_000);

  it('tells the team of an alert that nobody foresaw', async () => {
    expect(await receivers(config, { alertname: 'Unforeseen' })).toBe('team');
  });

  it('has a person behind each receiver that a critical or warning alert reaches', () => {
    const { receivers: named } = alertmanager;
    const empty = named.filter(({ integrations }) => integrations.length === 0).map((receiver) => receiver.name);
    expect(empty).toEqual(['null']);
  });
});

it('declares of each alert what its severity means', () => {
  const wrong = alerts.flatMap(({ id, shapes }) => {
    const declared = readReceivers(id);
    return [...shapes]
      .filter(([name, shape]) => name !== WATCHDOG && declared[name] !== meantFor(shape))
      .map(([name, shape]) => `${name}: ${declared[name] ?? 'undeclared'}, must be ${meantFor(shape)}`);
  });
  expect(wrong).toEqual([]);
});

function meantFor({ labels }: AlertShape): string {
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
