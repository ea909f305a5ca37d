/** A real Prometheus at the deployed version, with the rendered files and arguments. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wire } from '../../../constructs/monitoring/wiring';
import { prometheusProgram } from '../../../constructs/prometheus/program';
import { gibibytes, hours } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { Cleanup, type Running, freePorts, writeFiles } from '../../support/running';
import { everyVersion } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

interface Answer {
  readonly data: { readonly [field: string]: unknown };
}

describe.each(everyVersion('prometheus'))('Prometheus $version', ({ path, version }) => {
  const place = folderPlace(testFolder());
  const cleanup = new Cleanup();
  let base: string;
  let server: Running;

  beforeAll(async () => {
    const { prometheus: port } = await freePorts('prometheus');
    base = `http://127.0.0.1:${port}/prometheus`;
    const addresses = loopbackAddresses();
    const environment = validEnvironment();
    const { prometheus } = wire(
      { ...environment, prometheus: { ...environment.prometheus, retention: hours(50), retentionSize: gibibytes(7) } },
      [shop(), watchdog()],
      { ...addresses, prometheus: { ...addresses.prometheus, version } },
    );
    const program = prometheusProgram(prometheus, { ...place, listen: { host: '127.0.0.1', port } });
    writeFiles(program, place.configDir);
    mkdirSync(place.dataDir, { recursive: true });
    // In a test nobody waits half a minute.
    const args = program.args.map((arg) => arg.replace('auto-reload-interval=30s', 'auto-reload-interval=1s'));
    server = await cleanup.start(path, args, port);
    await until('ready', 20, async () => (await fetch(`${base}/-/ready`)).status === 200);
  }, 60_000);

  const api = async (endpoint: string): Promise<Answer['data']> =>
    ((await (await fetch(`${base}/api/v1/${endpoint}`)).json()) as Answer).data;

  it('keeps what it is told to keep', async () => {
    expect(await api('status/runtimeinfo')).toMatchObject({ storageRetention: '2d2h or 7GiB' });
  });

  it('is closed to commands from the network', async () => {
    for (const door of ['-/reload', '-/quit', 'api/v1/admin/tsdb/snapshot']) {
      const answer = await fetch(`${base}/${door}`, { method: 'POST' });
      expect([door, answer.status === 200 || (await answer.text()).includes('"status":"success"')]).toEqual([
        door,
        false,
      ]);
    }
  });

  it('loads the rules', async () => {
    const { groups } = await api('rules');
    expect((groups as readonly { name: string }[]).map(({ name }) => name).sort()).toEqual([
      'prometheus.symptoms',
      'shop.symptoms',
    ]);
  });

  it('is told of Alertmanager below its sub-path', async () => {
    const found = await until('the Alertmanager', 10, async () => {
      const { activeAlertmanagers } = await api('alertmanagers');
      const urls = (activeAlertmanagers as readonly { url: string }[]).map(({ url }) => url);
      return urls.length > 0 && urls;
    });
    expect(found).toEqual(['http://127.0.0.1:19093/alertmanager/api/v2/alerts']);
  });

  it('takes a changed rule without a restart, from version 3 on by itself', async () => {
    const changed = 'groups: [{name: new.group, rules: [{record: "a:b", expr: "vector(1)"}]}]\n';
    writeFileSync(join(place.configDir, 'rules/shop.yml'), changed);
    if (version.startsWith('2.')) process.kill(server.pid, 'SIGHUP');
    const names = await until('the new rule', 15, async () => {
      const groups = (await api('rules'))['groups'] as readonly { name: string }[];
      return groups.some(({ name }) => name === 'new.group') && groups.map(({ name }) => name).sort();
    });
    expect(names).toEqual(['new.group', 'prometheus.symptoms']);
  }, 30_000);
});
