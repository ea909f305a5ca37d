/** What is handed to a Prometheus Operator, held against the operator's own definitions and a real promtool. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { sns } from '../../../constructs/alertmanager/receivers';
import { OperatorMonitoring, type OperatorMonitoringProps } from '../../../constructs/operator/index';
import type { DeliverableService, Discovery, ScrapeJob } from '../../../model/delivery';
import { clusterEnvironmentNames, environments } from '../../../stacks/environments';
import { operatorObjects } from '../../../stacks/guests';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { outputOf } from '../../support/command';
import { testFolder } from '../../support/folder';
import { operatorHosts } from '../../support/guests';
import { operatorSchemas, schemaFaults } from '../../support/operator-definitions';
import { requireTool } from '../../support/tools';
import { everyIntegration } from '../alertmanager/every-integration';
import { shop, validEnvironment, watchdog } from '../fixture';
import { shopJob, validGuest } from '../guest';

const selectorLabels = { release: 'kube-prometheus-stack' };
const { receivers, timing } = validEnvironment().alertmanager;
const routing = { receivers, timing, matcherStrategy: 'None' } as const;
const folder = testFolder();

function render(
  changes: Partial<OperatorMonitoringProps> = {},
  services: readonly DeliverableService[] = [shop(), watchdog()],
): readonly KubernetesObject[] {
  const chart = new Chart(new App(), 'test', { disableResourceNameHashes: true });
  const environment = validGuest();
  new OperatorMonitoring(chart, 'monitoring', {
    environment,
    services,
    namespace: 'monitoring',
    selectorLabels,
    ...changes,
  });
  return chart.toJson() as readonly KubernetesObject[];
}

function specOf(objects: readonly KubernetesObject[], kind: string, name: string): Readonly<Record<string, unknown>> {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found['spec'] as Readonly<Record<string, unknown>>;
}

const job = (changes: Partial<ScrapeJob>): DeliverableService => shop({ scrapeJobs: [shopJob(changes)] });

const rendered = clusterEnvironmentNames.map((name) => ({
  name,
  objects: operatorObjects(environments[name], operatorHosts),
}));

describe.each(rendered)('the objects of $name', ({ objects }) => {
  const ofKind = (kind: string): readonly KubernetesObject[] => objects.filter((each) => each.kind === kind);

  it('fit the definitions of the operator', async () => {
    const schemas = await operatorSchemas();
    const custom = objects.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com/'));
    expect(custom.length).toBeGreaterThan(2);
    const faults = custom.flatMap((object) => {
      const schema = schemas.get(`${object.apiVersion} ${object.kind}`);
      return schema === undefined ? ['unknown kind'] : schemaFaults(object, schema, object.metadata.name);
    });
    expect(faults).toEqual([]);
  }, 300_000);

  it('hold rules that promtool takes', async () => {
    const rules = ofKind('PrometheusRule');
    const files = rules.map(({ metadata, spec }) => {
      const path = join(folder, `${metadata.name}.yml`);
      writeFileSync(path, JSON.stringify(spec));
      return path;
    });
    const said = await outputOf(requireTool('promtool').path, ['check', 'rules', ...files], { seconds: 60 });
    expect(said.match(/SUCCESS: [1-9]\d* rules found/g)).toHaveLength(rules.length);
    expect(rules.length).toBeGreaterThan(1);
  }, 90_000);

  it('are each named once, and no board is too large for a ConfigMap', () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const sizes = ofKind('ConfigMap').map((each) => Buffer.byteLength(JSON.stringify(each)));
    expect(Math.max(...sizes)).toBeLessThan(2 ** 20);
    expect(sizes.length).toBeGreaterThan(1);
  });

  it('are in the namespace that was named, but for the log shipper, and for kinds that have none', () => {
    const elsewhere = objects.filter(({ metadata }) => metadata.namespace !== 'monitoring');
    const shipper = elsewhere.filter(({ metadata }) => metadata.namespace !== undefined);
    expect(shipper.filter(({ metadata }) => !/^log-shipper/.test(metadata.name))).toEqual([]);
    const unbound = elsewhere.filter(({ metadata }) => metadata.namespace === undefined).map(({ kind }) => kind);
    expect(unbound.filter((kind) => !['ClusterRole', 'ClusterRoleBinding', 'PriorityClass'].includes(kind))).toEqual(
      [],
    );
  });

  it('are selected by the labels that were given', () => {
    const custom = objects.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com/'));
    const unlabelled = custom.filter(({ metadata }) => metadata.labels?.['release'] !== 'kube-prometheus-stack');
    expect(unlabelled).toEqual([]);
  });
});

it('the schema notices an unknown field, a wrong type, a missing field, a word that is none', async () => {
  const schema = (await operatorSchemas()).get('monitoring.coreos.com/v1alpha1 ScrapeConfig');
  const broken = {
    spec: {
      scheme: 'http',
      sampleLimit: '5',
      dnsSDConfigs: [{}],
      staticConfigs: [{ targets: [] }],
      bodySizeLimit: '1MB',
    },
  };
  expect(schemaFaults(broken, schema ?? {})).toEqual([
    '.spec.scheme: http is not of the enumeration',
    '.spec.sampleLimit: is no integer',
    '.spec.dnsSDConfigs[0].names: is missing',
    '.spec.staticConfigs[0].targets: has too few items',
    '.spec.bodySizeLimit: is unknown',
  ]);
}, 300_000);

describe('a scrape job', () => {
  const discovery: readonly Discovery[] = [
    { kind: 'static', targets: ['a:1', 'b:2'], labels: { zone: 'x' } },
    { kind: 'dns', type: 'SRV', names: ['_shop._tcp.example.org'] },
    { kind: 'dns', type: 'A', names: ['shop.example.org'], port: 8080 },
    { kind: 'kubernetes', role: 'pod', namespaces: ['shop'], matchLabels: { app: 'shop' }, portName: 'http' },
    { kind: 'file', files: ['/etc/targets/*.json'] },
  ];

  it('keeps its name as the label that every rule reads, and each way to find targets', () => {
    expect(specOf(render({}, [job({ discovery })]), 'ScrapeConfig', 'vedette-prod-shop')).toMatchObject({
      jobName: 'shop',
      scheme: 'HTTP',
      scrapeInterval: '15s',
      sampleLimit: 5000,
      staticConfigs: [{ targets: ['a:1', 'b:2'], labels: { zone: 'x' } }],
      dnsSDConfigs: [
        { type: 'SRV', names: ['_shop._tcp.example.org'] },
        { type: 'A', names: ['shop.example.org'], port: 8080 },
      ],
      kubernetesSDConfigs: [
        { role: 'Pod', namespaces: { names: ['shop'] }, selectors: [{ role: 'Pod', label: 'app=shop' }] },
      ],
      fileSDConfigs: [{ files: ['/etc/targets/*.json'] }],
    });
  });

  it('names Secrets for what proves it to the target', () => {
    const password = { secret: 'shop', key: 'password' };
    const objects = render({}, [job({ auth: { kind: 'basic', username: 'scraper', password } })]);
    expect(specOf(objects, 'ScrapeConfig', 'vedette-prod-shop')['basicAuth']).toEqual({
      username: { name: 'vedette-prod-shop-user', key: 'username' },
      password: { name: 'shop', key: 'password' },
    });
    expect(objects.find(({ kind }) => kind === 'Secret')).toMatchObject({
      metadata: { name: 'vedette-prod-shop-user' },
      stringData: { username: 'scraper' },
    });
  });

  it('takes a token from its Secret', () => {
    const auth = { kind: 'authorization', type: 'Bearer', credentials: { secret: 'shop', key: 'token' } } as const;
    const objects = render({}, [job({ auth })]);
    expect(specOf(objects, 'ScrapeConfig', 'vedette-prod-shop')['authorization']).toEqual({
      type: 'Bearer',
      credentials: { name: 'shop', key: 'token' },
    });
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

it('an alert carries cluster and environment, which a Prometheus of somebody else does not add', () => {
  expect(specOf(render(), 'PrometheusRule', 'vedette-prod-shop')).toMatchObject({
    groups: [
      {
        rules: [
          { record: 'shop:up:count', labels: { level: 'yes' } },
          { alert: 'shopDown', labels: { cluster: 'mainnet', environment: 'prod', severity: 'critical' } },
        ],
      },
    ],
  });
});

it("a board is a ConfigMap that Grafana's sidecar puts into its folder", () => {
  const board = render().find(({ metadata }) => metadata.name === 'vedette-prod-dashboard-shop-overview');
  expect(board).toMatchObject({
    kind: 'ConfigMap',
    metadata: { labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'The Shops' } },
    data: { 'shop-overview.json': '{"a":2,"b":1,"title":"shop"}\n' },
  });
});

describe('routing', () => {
  const spec = specOf(render({ routing }), 'AlertmanagerConfig', 'vedette-prod-routing');
  const ours = [
    { name: 'environment', value: 'prod', matchType: '=' },
    { name: 'cluster', value: 'mainnet', matchType: '=' },
  ];

  it('fits the definition of the operator', async () => {
    const schema = (await operatorSchemas()).get('monitoring.coreos.com/v1alpha1 AlertmanagerConfig');
    expect(schemaFaults({ apiVersion: '', kind: '', spec }, schema ?? {})).toEqual([]);
  }, 300_000);

  it('takes the alerts of its environment and leaves those of others alone', () => {
    expect(spec['route']).toMatchObject({ receiver: 'team', matchers: ours });
    expect(spec['inhibitRules']).not.toEqual([]);
    for (const { sourceMatch, targetMatch } of spec['inhibitRules'] as readonly Record<string, unknown[]>[]) {
      expect([sourceMatch?.slice(0, 2), targetMatch?.slice(0, 2)]).toEqual([ours, ours]);
    }
  });

  it('names Secrets, and no template of a file that their Alertmanager lacks', () => {
    expect(spec['receivers']).toMatchObject([
      { name: 'deadMansSwitch', webhookConfigs: [{ urlSecret: { name: 'receivers', key: 'heartbeat-url' } }] },
      { name: 'null' },
      { name: 'oncall', pagerdutyConfigs: [{ routingKey: { name: 'receivers', key: 'pagerduty' } }] },
      { name: 'team', emailConfigs: [{ authPassword: { name: 'receivers', key: 'smtp-password' } }] },
    ]);
    expect(JSON.stringify(spec)).not.toContain('{{ template');
  });

  it('has a form of every way to be reached', async () => {
    const { credentials: _, ...withRole } = sns({ to: { phoneNumber: '+491701234567' }, region: 'eu-central-1' });
    const integrations = everyIntegration('https://receivers.example.org', 587).map((each) =>
      each.kind === 'sns' ? withRole : each,
    );
    const oncall = { ...routing, receivers: { ...receivers, oncall: integrations } };
    const every = specOf(render({ routing: oncall }), 'AlertmanagerConfig', 'vedette-prod-routing');
    const schema = (await operatorSchemas()).get('monitoring.coreos.com/v1alpha1 AlertmanagerConfig');
    expect(schemaFaults({ apiVersion: '', kind: '', spec: every }, schema ?? {})).toEqual([]);
    const [reached] = (every['receivers'] as readonly { name: string }[]).filter(({ name }) => name === 'oncall');
    expect(Object.keys(reached ?? {})).toHaveLength(1 + integrations.length);
    expect(JSON.stringify(every)).not.toContain('{{ template');
  }, 300_000);
});
