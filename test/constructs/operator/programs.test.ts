/** Programs beside an operator: what they are told of it, whom they may ask, and the test of its receivers. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { alertmanagerProgram } from '../../../constructs/alertmanager/program';
import { receiverTestProgram } from '../../../constructs/alertmanager/receiver-test/program';
import { testedReceivers, withTestRoutes } from '../../../constructs/alertmanager/receiver-test/routes';
import { wire } from '../../../constructs/monitoring/wiring';
import type { Environment } from '../../../constructs/monitoring/environment';
import { environments } from '../../../stacks/environments';
import { operatorObjects } from '../../../stacks/guests';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { run } from '../../support/command';
import { testFolder } from '../../support/folder';
import { operatorHosts } from '../../support/guests';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();
const PREFIX = 'monitoring/vedette-prod-routing/';

const { alertmanager } = environments.prod;
const prod: Environment = { ...environments.prod, alertmanager: { ...alertmanager, silences: [] } };
const objects = operatorObjects(prod, operatorHosts);

function named(kind: string, name: string): KubernetesObject {
  const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe('the test of receivers', () => {
  const script = (): string => Object.values(named('ConfigMap', 'receiver-test-test')['data'] as object).join('\n');

  it('asks each member of their Alertmanager, for receivers as the operator names them', () => {
    expect(script()).toContain(`for url in ${operatorHosts.alertmanagers?.join(' ') ?? ''}; do`);
    expect(script()).toContain('for receiver in oncall team; do');
    expect(script()).toContain(`--receiver="^${PREFIX}$receiver\\$"`);
  });

  it('has a route for each of them, after that of the Watchdog', () => {
    const { route } = named('AlertmanagerConfig', 'vedette-prod-routing')['spec'] as {
      readonly route: { readonly routes: readonly { readonly receiver: string; readonly matchers: unknown }[] };
    };
    expect(route.routes.slice(1, 3)).toMatchObject(
      ['oncall', 'team'].map((receiver) => ({
        receiver,
        matchers: [{ value: 'ReceiverTest' }, { name: 'receiver', value: receiver }],
      })),
    );
  });

  it('finds its alerts at a real Alertmanager whose receivers have such names', async () => {
    const { port } = await freePorts('port');
    const { gossip: _, ...settings } = wire(validEnvironment(), [shop(), watchdog()], loopbackAddresses()).alertmanager;
    const tree = withTestRoutes(settings.route);
    const route = { ...tree, routes: tree.routes.map((each) => ({ ...each, receiver: PREFIX + each.receiver })) };
    const receivers = settings.receivers.map(({ name }) => ({ name: PREFIX + name, integrations: [] }));
    const at = folderPlace(join(root, 'server'), port);
    const program = alertmanagerProgram({ ...settings, receivers, route: { ...route, receiver: `${PREFIX}team` } }, at);
    mkdirSync(at.dataDir, { recursive: true });
    writeFiles(program, at.configDir);
    await cleanup.start(requireTool('alertmanager').path, program.args, port);
    const place = folderPlace(join(root, 'task'));
    const task = receiverTestProgram(
      {
        receivers: testedReceivers(settings.route),
        receiverPrefix: PREFIX,
        alertmanagerUrls: [`http://127.0.0.1:${port}/alertmanager`],
        labels: { cluster: 'mainnet', environment: 'prod' },
      },
      place,
    );
    writeFiles(task, place.configDir);
    const PATH = `${dirname(requireTool('amtool').path)}:${process.env['PATH'] ?? ''}`;
    const { code, stdout, stderr } = await run('/bin/sh', task.args, { env: { PATH }, seconds: 30 });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/^(oncall|team): told by /gm)).toHaveLength(2);
  }, 60_000);
});

describe('the network', () => {
  interface Policy {
    readonly policyTypes: readonly string[];
    readonly egress: readonly {
      readonly to: readonly object[];
      readonly ports: readonly { readonly port: unknown }[];
    }[];
  }
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const policy = (name: string): Policy => named('NetworkPolicy', name)['spec'] as unknown as Policy;

  it('has a policy for each program of ours, which says whom it asks, and not who asks it', () => {
    const programs = objects
      .filter(({ kind }) => ['CronJob', 'DaemonSet', 'Deployment', 'Job'].includes(kind))
      .map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{16}$/, ''));
    expect(programs.length).toBeGreaterThan(6);
    expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(programs.sort());
    expect(new Set(policies.map(({ spec }) => (spec as unknown as Policy).policyTypes.join()))).toEqual(
      new Set(['Egress']),
    );
  });

  it.each<readonly [program: string, ports: readonly unknown[]]>([
    ['alertmanager-silences', [53, 53, 9093]],
    ['database-backup', [53, 53, 5432]],
    ['database-vacuum', [53, 53, 5432]],
    ['log-shipper', [53, 53, 9200, 443, 6443]],
    ['log-store-setup', [53, 53, 9200]],
    ['postgres-exporter-sequencer', [53, 53, 5432]],
    ['receiver-test', [53, 53, 9093, 9093]],
  ])('%s asks for names, and then for what it works on', (program, ports) => {
    expect(policy(program).egress.flatMap((each) => each.ports.map(({ port }) => port))).toEqual(ports);
  });

  it('leads to pods of theirs, whatever their labels', () => {
    const { egress } = policy('alertmanager-silences');
    expect(egress[1]?.to).toEqual([{ podSelector: {} }]);
  });
});

it('a service that their Prometheus scrapes has rules and no job', () => {
  const of = (kind: string): readonly string[] =>
    objects.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
  expect(of('PrometheusRule')).toContain('vedette-prod-kube-state-metrics');
  expect(of('ScrapeConfig')).not.toContain('vedette-prod-kube-state-metrics');
  expect(of('ScrapeConfig')).toEqual(expect.arrayContaining(['vedette-prod-log-shipper', 'vedette-prod-postgres']));
});
