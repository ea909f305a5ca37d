/** Files for an Alertmanager that somebody runs: the real one takes its routing, and silences are made there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { existingFiles } from '../../../constructs/existing/files';
import type { Environment } from '../../../constructs/monitoring/environment';
import { environments } from '../../../stacks/environments';
import { hostFiles } from '../../../stacks/guests';
import { outputOf, run } from '../../support/command';
import { testFolder } from '../../support/folder';
import { fileHosts } from '../../support/guests';
import { Cleanup, freePorts } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { shop, validEnvironment, watchdog } from '../fixture';
import { validGuest } from '../guest';

const root = testFolder();
const cleanup = new Cleanup();
const { receivers, timing } = validEnvironment().alertmanager;

/** Writes files where the host has them, with every secret that they name. */
function write(folder: string, files: readonly { readonly path: string; readonly content: string }[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const [secret] of files.flatMap(({ content }) => [...content.matchAll(/\/[^" ]*\/secrets\/[^" )}]+/g)])) {
    mkdirSync(dirname(secret), { recursive: true });
    writeFileSync(secret, 'https://receivers.example.org/');
  }
}

it.each(['dev', 'staging', 'prod'] as const)(
  'amtool takes the routing of %s, and its templates',
  async (name) => {
    const folder = join(root, name);
    write(folder, hostFiles(environments[name], { ...fileHosts, folder }));
    const config = join(folder, 'alertmanager/config/alertmanager.yml');
    const said = await outputOf(requireTool('amtool').path, ['check-config', config], { seconds: 20 });
    expect(said).toContain('SUCCESS');
    expect(said).toMatch(/ - 1 templates\n/);
    const critical = ['config', 'routes', 'test', `--config.file=${config}`, 'severity=critical'];
    const reached = await outputOf(requireTool('amtool').path, critical, { seconds: 20 });
    expect(reached.trim()).toBe('oncall,team');
  },
  60_000,
);

describe('an Alertmanager that was there before', () => {
  let url = '';
  const folder = join(root, 'host');

  beforeAll(async () => {
    const { port } = await freePorts('port');
    url = `http://127.0.0.1:${port}`;
    const own = join(root, 'own.yml');
    writeFileSync(own, 'route: { receiver: theirs }\nreceivers: [{ name: theirs }]\n');
    const args = [`--config.file=${own}`, `--storage.path=${join(root, 'data')}`, '--cluster.listen-address='];
    const listen = `--web.listen-address=127.0.0.1:${port}`;
    await cleanup.start(requireTool('alertmanager').path, [...args, listen], port);
    await until('Alertmanager to be ready', 30, async () => (await fetch(`${url}/-/ready`)).ok);
  }, 60_000);

  it('gets the silences of the list by the script, once', async () => {
    const inHours = (hours: number): string =>
      `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
    const matchers = [{ label: 'alertname', op: '=', value: 'shopSlow' }] as const;
    const upgrade = { name: 'upgrade', matchers, owner: 'shop-team', reason: 'new release' };
    const silences = [{ ...upgrade, startsAt: inHours(-1), endsAt: inHours(1) }];
    const guest = { environment: validGuest(), services: [shop(), watchdog()], routing: { receivers, timing } };
    write(folder, existingFiles({ ...guest, silences, alertmanagers: [url], folder }));
    const PATH = `${dirname(requireTool('amtool').path)}:${process.env['PATH'] ?? ''}`;
    const script = [join(folder, 'alertmanager/silences/apply.sh')];
    const apply = async (): Promise<string> => (await run('/bin/sh', script, { env: { PATH }, seconds: 30 })).stdout;
    expect(await apply()).toMatch(/^upgrade@[0-9a-f]{8}: [0-9a-f-]{36}\n$/);
    expect(await apply()).toMatch(/^upgrade@[0-9a-f]{8}: is there\n$/);
    const made = (await (await fetch(`${url}/api/v2/silences`)).json()) as readonly object[];
    expect(made).toMatchObject([{ createdBy: 'shop-team', matchers: [{ name: 'alertname', value: 'shopSlow' }] }]);
  }, 60_000);
});

it('files of logs are those that a shipper of ours has, at the places of the host', () => {
  const environment: Environment = environments.prod;
  const files = hostFiles(environment, { ...fileHosts, folder: '/srv/vedette' });
  const content = (path: string): string => files.find((each) => each.path === path)?.content ?? '';
  expect(content('log-shipper/config/vector.yaml')).toContain('file: "/srv/vedette/log-shipper/programs/rstmdb.vrl"');
  expect(content('log-shipper/config/vector.yaml')).toContain('data_dir: "/var/lib/vedette/log-shipper"');
  expect(content('log-shipper/config/vector.yaml')).toContain('path: "/srv/vedette/secrets/log-store"');
  expect(content('log-shipper/programs/rstmdb.vrl')).not.toBe('');
  expect(content('log-store-setup/setup/apply.sh')).toContain('/srv/vedette/log-store-setup/store/policy.json');
  expect(content('grafana/provisioning/datasources/vedette-logs.yml')).toContain(
    '$__file{/srv/vedette/secrets/log-store-reader/api_key}',
  );
});
