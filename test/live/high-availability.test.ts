/**
 * Two Prometheus and three Alertmanagers, as production runs them: whoever is on call hears of a fault once, also after
 * a member of the cluster has died.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alertmanagerProgram } from '../../constructs/alertmanager/program';
import { webhook } from '../../constructs/alertmanager/receivers';
import { wire } from '../../constructs/monitoring/wiring';
import { prometheusProgram } from '../../constructs/prometheus/program';
import { hours, minutes, seconds } from '../../model/quantity';
import { services } from '../../services/registry';
import { environmentNamed } from '../../stacks/environments';
import { folderPlace, loopback, loopbackAddresses } from '../constructs/fixture';
import { testFolder } from '../support/folder';
import { Cleanup, freePorts, type Running, writeFiles } from '../support/running';
import { everyVersion, requireTool } from '../support/tools';
import { until } from '../support/wait';

const REPLICAS = ['one', 'two'] as const;
const MEMBERS = ['a', 'b', 'c'] as const;
/** The third member waits twice 15 s for the two before it; a duplicate would come by then. */
const DUPLICATES_BY = 40_000;

interface Told {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

const root = testFolder();
const cleanup = new Cleanup();
const told: Told[] = [];
const members = new Map<string, Running>();
const targets: Server[] = [];
/** Kept, because a server that is closed has forgotten its own. */
const addresses = new Map<Server, string>();
let apis: readonly string[] = [];
const prometheusTool = deployedPrometheus();

function deployedPrometheus(): { readonly path: string; readonly version: string } {
  const newest = everyVersion('prometheus').at(-1);
  if (newest === undefined) throw new Error('no Prometheus is installed');
  return newest;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(() => close(server));
  return portOf(server);
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

const receiver = (): Server =>
  createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      told.push(JSON.parse(body) as Told);
      response.end();
    });
  });

const target = (): Server => createServer((_, response) => response.end('# EOF\n'));

beforeAll(async () => {
  const hook = webhook({ url: `http://127.0.0.1:${await listen(receiver())}/` });
  targets.push(target(), target());
  const watched = await Promise.all(targets.map(listen));
  const web = await freePorts(...REPLICAS, ...MEMBERS);
  const gossip = await freePorts(...MEMBERS);
  // Debian's Prometheus cannot look for pods, which the log shipper's job does.
  const { logs: _, ...prod } = environmentNamed('prod');
  const environment = {
    ...prod,
    scrapeInterval: seconds(2),
    scrapeTimeout: seconds(1),
    evaluationInterval: seconds(2),
    services: {
      rstmdb: { discovery: [{ kind: 'static' as const, targets: watched.map((port) => `127.0.0.1:${port}`) }] },
    },
    alertmanager: {
      ...prod.alertmanager,
      receivers: { oncall: [hook], team: [hook], deadMansSwitch: [hook] },
      timing: {
        groupWait: seconds(2),
        groupInterval: seconds(40),
        repeatCritical: hours(1),
        repeatWarning: hours(1),
        heartbeat: minutes(10),
      },
    },
  };
  const instances = MEMBERS.map((name) => loopback(web[name]));
  const peers = MEMBERS.map((name) => loopback(gossip[name]));
  const settings = (replica: (typeof REPLICAS)[number], member: (typeof MEMBERS)[number]): ReturnType<typeof wire> =>
    wire(
      environment,
      services.filter(({ id }) => id === 'rstmdb' || id === 'prometheus'),
      {
        ...loopbackAddresses(),
        prometheus: {
          endpoint: loopback(web[replica]),
          instances: REPLICAS.map((name) => loopback(web[name])),
          replica,
          version: prometheusTool.version,
        },
        alertmanager: {
          endpoint: loopback(web[member]),
          instances,
          gossip: { listen: `[127.0.0.1]:${gossip[member]}`, peers },
        },
      },
    );
  for (const name of MEMBERS) {
    const place = folderPlace(join(root, name), web[name]);
    const program = alertmanagerProgram(settings('one', name).alertmanager, place);
    mkdirSync(place.dataDir, { recursive: true });
    writeFiles(program, place.configDir);
    // What comes to a group later is told sooner than is allowed: nobody waits for it in a test.
    hasten(join(place.configDir, 'config/alertmanager.yml'), /group_interval: .*/g, 'group_interval: 2s');
    members.set(name, await cleanup.start(requireTool('alertmanager').path, program.args, web[name]));
  }
  apis = MEMBERS.map((name) => `http://127.0.0.1:${web[name]}/alertmanager/api/v2`);
  await until('three members', 30, async () => {
    const states = await Promise.all(apis.map(async (api) => (await (await fetch(`${api}/status`)).json()) as unknown));
    return (states as readonly { cluster: { status: string; peers: readonly unknown[] } }[]).every(
      ({ cluster }) => cluster.status === 'ready' && cluster.peers.length === MEMBERS.length,
    );
  });
  for (const name of REPLICAS) {
    const place = folderPlace(join(root, name), web[name]);
    const program = prometheusProgram(settings(name, 'a').prometheus, place);
    mkdirSync(place.dataDir, { recursive: true });
    writeFiles(program, place.configDir);
    // Alerts about replicas and members need no minute here.
    hasten(join(place.configDir, 'rules/rstmdb.yml'), /for: .*/g, 'for: 4s');
    await cleanup.start(prometheusTool.path, program.args, web[name]);
  }
}, 90_000);

function hasten(path: string, times: RegExp, time: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace(times, time));
}

const pages = (server: Server): readonly Told[] =>
  told.filter(
    ({ receiver: name, status, alerts }) =>
      name === 'oncall' &&
      status === 'firing' &&
      alerts.some(({ labels }) => labels['alertname'] === 'RstmdbDown' && labels['instance'] === addresses.get(server)),
  );
async function down(index: number): Promise<Server> {
  const server = targets[index];
  if (server === undefined) throw new Error(`no target ${index}`);
  addresses.set(server, `127.0.0.1:${portOf(server)}`);
  await close(server);
  return server;
}

describe('a pair of Prometheus and three Alertmanagers', () => {
  it('see every target twice and page once', async () => {
    await sleep(6000); // both have seen the targets up
    const server = await down(0);
    await until('the page', 45, () => pages(server).length > 0);
    await sleep(DUPLICATES_BY);
    expect(pages(server)).toHaveLength(1);
    const alerts = (await (await fetch(`${String(apis[0])}/alerts`)).json()) as readonly {
      labels: Readonly<Record<string, string>>;
    }[];
    const same = alerts.filter(({ labels }) => labels['alertname'] === 'RstmdbDown');
    expect(same.map(({ labels }) => Object.keys(labels).sort())).toEqual([
      ['alertname', 'cluster', 'environment', 'instance', 'job', 'service', 'severity', 'team'],
    ]);
  }, 120_000);

  it('page once when a member of the cluster is gone', async () => {
    const member = members.get('a');
    if (member === undefined) throw new Error('no member a');
    process.kill(member.pid, 'SIGKILL');
    const server = await down(1);
    await until('the page', 60, () => pages(server).length > 0);
    await sleep(DUPLICATES_BY);
    expect(pages(server)).toHaveLength(1);
  }, 140_000);
});
