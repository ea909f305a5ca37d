/** A real Prometheus and Alertmanager with every dangerous door open, behind a real nginx that keeps them shut. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { wire } from '../../../constructs/monitoring/wiring';
import { prometheusProgram } from '../../../constructs/prometheus/program';
import { testFolder } from '../../support/folder';
import { Cleanup, type Running, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { folderPlace, loopback, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';
import { type Answer, get } from './browser';
import { type Proxy, USER, startProxy } from './proxy';

const root = testFolder();
const cleanup = new Cleanup();
let proxy: Proxy;
let prometheus: Running;
let alertmanager: Running;
let ports: Record<'prometheus' | 'alertmanager', number>;

beforeAll(async () => {
  ports = await freePorts('prometheus', 'alertmanager');
  const { version } = requireTool('prometheus');
  const addresses = loopbackAddresses();
  const wiring = wire(validEnvironment(), [shop(), watchdog()], {
    ...addresses,
    prometheus: { ...addresses.prometheus, version },
  });
  const places = {
    prometheus: folderPlace(join(root, 'prometheus'), ports.prometheus),
    alertmanager: folderPlace(join(root, 'alertmanager'), ports.alertmanager),
  };
  const programs = {
    prometheus: prometheusProgram(wiring.prometheus, places.prometheus),
    alertmanager: alertmanagerProgram(wiring.alertmanager, places.alertmanager),
  };
  for (const name of ['prometheus', 'alertmanager'] as const) {
    mkdirSync(places[name].dataDir, { recursive: true });
    writeFiles(programs[name], places[name].configDir);
  }
  const doors = ['--web.enable-lifecycle', '--web.enable-admin-api', '--web.enable-remote-write-receiver'];
  const start = (name: 'prometheus' | 'alertmanager', more: readonly string[]): Promise<Running> =>
    cleanup.start(requireTool(name).path, [...programs[name].args, ...more], ports[name]);
  prometheus = await start('prometheus', doors);
  alertmanager = await start('alertmanager', ['--log.level=debug']);
  proxy = await startProxy(root, cleanup, {
    prometheus: { endpoint: loopback(ports.prometheus), subPath: '/prometheus/' },
    alertmanager: { endpoint: loopback(ports.alertmanager), subPath: '/alertmanager/' },
  });
}, 60_000);

const loads = ({ output }: Running): number => output().match(/Loading configuration file/g)?.length ?? 0;
const ask = (path: string, method = 'POST'): Promise<Answer> => get('https', proxy.https, { path, method, auth: USER });

/** Ways to write a path below `/<program>/` that some part on the way might read as the path itself. */
function tricks(program: string, inner: string): readonly string[] {
  const [first = '', ...rest] = inner.split('/');
  const tail = rest.join('/');
  const coded = encodeURIComponent(first).replace(/-/g, '%2d').replace(/api/g, '%61pi');
  const base = `/${program}/${inner}`;
  return [
    base,
    `/${base}`,
    `/${program}//${inner}`,
    `/${program}/${first}//${tail}`,
    `/${program}/${coded}/${tail}`,
    `/${program}/${coded.toUpperCase()}/${tail}`,
    `/${program}/./${inner}`,
    `/${program}/x/../${inner}`,
    `/${program}/${first}/./${tail}`,
    `/${program}/%2e/${inner}`,
    `/${program}/x/%2e%2e/${inner}`,
    `/x/../${program}/${inner}`,
    `/${program}%2f${first}%2f${tail}`,
    `/${program}/${first}%2f${tail}`,
    `/runbooks/../${program}/${inner}`,
    `/api/live/../../${program}/${inner}`,
    `/${program.replace(/^./, (letter) => letter.toUpperCase())}/${inner}`,
    `${base};x`,
    `${base}/`,
    `${base}?x=/healthz`,
    `/${program}\\${first}\\${tail}`,
    `/${program}/%25${coded.slice(1)}/${tail}`,
    `/healthz/../${program}/${inner}`,
    `/healthz/%2e%2e/${program}/${inner}`,
  ];
}

describe.each([
  ['prometheus', () => prometheus],
  ['alertmanager', () => alertmanager],
] as const)('reload of %s', (program, running) => {
  it.each(tricks(program, '-/reload'))('is not reached by %s', async (path) => {
    const before = loads(running());
    const answers = [await ask(path), await ask(path, 'PUT')];
    expect(answers.map(({ status }) => status)).not.toContain(500);
    expect(loads(running())).toBe(before);
  });

  it('is there, and works for whoever is inside', async () => {
    const before = loads(running());
    const answer = await get('http', ports[program], { path: `/${program}/-/reload`, method: 'POST' });
    expect(answer.status).toBe(200);
    await until('the reload in the log', 5, () => loads(running()) > before);
  });
});

describe('a snapshot of the database', () => {
  const snapshots = join(root, 'prometheus', 'data', 'snapshots');

  it.each(tricks('prometheus', 'api/v1/admin/tsdb/snapshot'))('is not made by %s', async (path) => {
    await ask(path);
    expect(existsSync(snapshots)).toBe(false);
  });

  it('is made for whoever is inside', async () => {
    const path = '/prometheus/api/v1/admin/tsdb/snapshot';
    expect((await get('http', ports.prometheus, { path, method: 'POST' })).status).toBe(200);
    expect(existsSync(snapshots)).toBe(true);
  });
});

describe('a denied path', () => {
  it.each([
    '/prometheus/-/quit',
    '/prometheus/-/ready',
    '/prometheus/api/v1/admin/tsdb/delete_series',
    '/prometheus/api/v1/write',
    '/prometheus/api/v1/otlp/v1/metrics',
    '/prometheus/debug/pprof/',
    '/prometheus/metrics',
    '/alertmanager/-/reload',
    '/alertmanager/debug/pprof/',
    '/alertmanager/metrics',
    '/metrics',
    '//metrics',
  ])('%s is forbidden even with the password', async (path) => {
    expect((await ask(path, 'GET')).status).toBe(403);
  });

  it('does not keep out what people need', async () => {
    expect((await ask('/prometheus/api/v1/query?query=1', 'GET')).body).toContain('"status":"success"');
    expect((await ask('/alertmanager/api/v2/status', 'GET')).status).toBe(200);
  });
});
