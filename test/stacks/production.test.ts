/** The Pulumi program of production, as it would be deployed, without an engine. */
import { environmentNamed } from '../../stacks/environments';
import type { KubernetesObject } from '../../stacks/plan/kubernetes-object';
import type { MonitoringStackOutputs } from '../../stacks/pulumi';
import { program } from '../../stacks/pulumi/program';
import { type NeededSecret, neededSecrets } from '../../stacks/secrets';
import { synth } from '../../stacks/synth';
import { mockStack, type RegisteredResource, secretValue, valueOf } from '../support/pulumi-mocks';

const CANARY = 'CANARY-91c2';
const environment = environmentNamed('prod');

describe('production', () => {
  let objects: readonly KubernetesObject[];
  let needed: readonly NeededSecret[];
  let registered: readonly RegisteredResource[];
  let outputs: MonitoringStackOutputs;
  let lookedFor: readonly string[];
  const ofType = (type: string) => registered.filter((resource) => resource.type === type);

  beforeAll(async () => {
    objects = synth(environment);
    needed = neededSecrets(objects);
    const keys = needed.flatMap((secret) => secret.keys.map((key) => `vedette:${secret.name}/${key}`));
    const values = Object.fromEntries(keys.map((key) => [key, `${CANARY} ${key}`]));
    const stack = await mockStack('prod', { 'vedette:context': 'mainnet', ...values }, keys);
    const { outputs: promised } = program();
    await stack.settled();
    outputs = await valueOf(promised);
    lookedFor = stack.lookedFor();
    registered = stack.registered();
  });

  it('asks for the secrets that its receivers, its certificate, its users, its targets, Grafana and the log store need', () => {
    expect(needed.map(({ namespace, name, keys }) => [`${namespace}/${name}`, ...keys])).toStrictEqual([
      ['monitoring-node/log-store', 'api_key'],
      ['monitoring-node/log-store-authority', 'ca.crt'],
      ['monitoring/grafana', 'admin-password', 'secret-key'],
      ['monitoring/grafana-export', 'token'],
      ['monitoring/log-store-authority', 'ca.crt'],
      ['monitoring/log-store-reader', 'api_key'],
      ['monitoring/log-store-setup', 'api_key'],
      ['monitoring/monitoring-tls', 'tls.crt', 'tls.key'],
      ['monitoring/monitoring-users', 'htpasswd'],
      ['monitoring/receivers', 'heartbeat-url', 'pagerduty-routing-key', 'slack-webhook-url', 'smtp-password'],
      ['monitoring/sequencer', 'api-key'],
      ['monitoring/sequencer-database', 'ca.crt', 'exporter-password', 'password'],
    ]);
  });

  it('registers every object once, its Secrets, one provider and one component', () => {
    expect(registered).toHaveLength(objects.length + needed.length + 2);
    expect(new Set(registered.map(({ type, name }) => `${type}::${name}`)).size).toBe(registered.length);
  });

  it('gives each Secret its values as a secret, and nothing else any of them', () => {
    for (const { name, namespace, keys } of needed) {
      const [secret] = ofType('kubernetes:core/v1:Secret').filter((each) => each.name === `${namespace}/${name}`);
      expect(secretValue(secret?.inputs['stringData'])).toStrictEqual(
        Object.fromEntries(keys.map((key) => [key, `${CANARY} vedette:${name}/${key}`])),
      );
    }
    const others = registered.filter(({ type }) => type !== 'kubernetes:core/v1:Secret');
    expect(JSON.stringify([others, outputs])).not.toContain(CANARY);
  });

  it('protects what holds data', () => {
    const guarded = registered.filter(({ protect }) => protect).map(({ type }) => type.split(':').at(-1));
    expect([...new Set(guarded)].sort()).toStrictEqual(['Namespace', 'PersistentVolumeClaim', 'Secret', 'StatefulSet']);
    const sets = ofType('kubernetes:apps/v1:StatefulSet');
    expect(sets.map(({ name, retainOnDelete }) => [name, retainOnDelete])).toStrictEqual([
      ['monitoring/alertmanager', true],
      ['monitoring/prometheus', true],
    ]);
  });

  it('looks for a cluster that answers and for the namespace of the sequencer, before anything else', () => {
    const namespaces = ['kube-system', 'sequencer'].map((name) => `kubernetes:core/v1:Namespace::${name}`);
    expect(lookedFor).toStrictEqual(namespaces);
    const first = ofType('kubernetes:core/v1:Namespace').map(({ dependencies }) => dependencies);
    const urns = namespaces.map((end) => `urn:pulumi:prod::vedette::vedette:index:MonitoringStack$${end}`);
    expect(first).toStrictEqual([urns, urns]);
  });

  it('waits for a Prometheus that reads its log, and for the last pod of a namespace', () => {
    expect(ofType('kubernetes:apps/v1:StatefulSet').map(({ timeouts }) => timeouts)).toStrictEqual(
      Array(2).fill(['30m', '60m', '']),
    );
    expect(ofType('kubernetes:core/v1:Namespace').map(({ timeouts }) => timeouts)).toStrictEqual(
      Array(2).fill(['', '', '20m']),
    );
    expect(ofType('kubernetes:core/v1:ConfigMap')[0]?.timeouts).toStrictEqual(['', '', '']);
  });

  it('starts every pod after its configuration, its secrets and its service account', () => {
    const alertmanager = ofType('kubernetes:apps/v1:StatefulSet').find(({ name }) => name.endsWith('/alertmanager'));
    const names = alertmanager?.dependencies.map((urn) => urn.split('$').at(-1));
    expect(names).toStrictEqual(
      expect.arrayContaining([
        'kubernetes:core/v1:ConfigMap::monitoring/alertmanager-config',
        'kubernetes:core/v1:Secret::monitoring/receivers',
        'kubernetes:core/v1:ServiceAccount::monitoring/alertmanager',
        'kubernetes:networking.k8s.io/v1:NetworkPolicy::monitoring/alertmanager',
      ]),
    );
  });

  it('outputs where everything is', () => {
    const url = 'https://monitoring.drachma.org';
    expect(outputs).toMatchObject({
      url: `${url}/`,
      prometheusUrl: `${url}/prometheus/`,
      alertmanagerUrl: `${url}/alertmanager/`,
      runbooksUrl: `${url}/runbooks/`,
      namespaces: ['monitoring', 'monitoring-node', 'sequencer'],
    });
    expect(outputs.dashboards['rstmdb-overview']).toBe(`${url}/d/rstmdb-overview`);
    expect(outputs.credentials).toStrictEqual({
      grafana: { secret: 'monitoring/grafana', key: 'admin-password', user: 'operator' },
      proxy: { secret: 'monitoring/monitoring-users', key: 'htpasswd' },
    });
  });
});
