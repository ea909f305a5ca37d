import { program, type ProgramInput, type StackOutputs } from '../../stacks/pulumi/program';
import { mockStack, type RegisteredResource, secretValue } from '../support/pulumi-mocks';

const NAMESPACE = 'watch';
const CANARY = 'CANARY-7f3a';

const objects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, namespace: NAMESPACE } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'grafana', namespace: NAMESPACE },
    data: { 'grafana.ini': '' },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'grafana', namespace: NAMESPACE } },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'grafana', namespace: NAMESPACE },
    spec: {
      template: {
        spec: {
          volumes: [
            { configMap: { name: 'grafana' } },
            { secret: { secretName: 'grafana', items: [{ key: 'admin-password', path: 'admin-password' }] } },
            { secret: { secretName: 'tls', items: [{ key: 'tls.crt' }, { key: 'tls.key' }] } },
            { secret: { secretName: 'made-elsewhere' } },
          ],
        },
      },
    },
  },
];

const input: ProgramInput = {
  environment: {
    name: 'prod',
    purpose: 'production',
    paths: { prometheus: '/prometheus/', alertmanager: '/alertmanager/' },
  },
  objects,
  publicUrl: 'https://monitoring.example.org',
  dashboards: [{ uid: 'rstmdb' }],
  existing: [],
};

const config = {
  'vedette:context': 'mainnet-admin',
  'vedette:existingSecrets': '["made-elsewhere"]',
  'vedette:grafana/admin-password': CANARY,
  'vedette:tls/tls.crt': `${CANARY}-certificate`,
  'vedette:tls/tls.key': `${CANARY}-key`,
};
const secretKeys = Object.keys(config).filter((key) => key.includes('/'));

const COMPONENT_URN = 'urn:pulumi:prod::vedette::vedette:index:MonitoringStack::prod';

describe('program', () => {
  let registered: readonly RegisteredResource[];
  let outputs: StackOutputs;
  const objectResources = () => registered.filter(({ type }) => /^kubernetes:.*\/v1:/.test(type));

  beforeAll(async () => {
    const stack = await mockStack('prod', config, secretKeys);
    outputs = program(() => input);
    await stack.settled();
    registered = stack.registered();
  });

  it('registers one component, one provider, and one resource for each object and each Secret with values', () => {
    expect(registered.map(({ type, name }) => `${type}::${name}`)).toStrictEqual([
      'kubernetes:apps/v1:StatefulSet::watch/grafana',
      'kubernetes:core/v1:ConfigMap::watch/grafana',
      'kubernetes:core/v1:Namespace::watch',
      'kubernetes:core/v1:Secret::watch/grafana',
      'kubernetes:core/v1:Secret::watch/tls',
      'kubernetes:core/v1:Service::watch/grafana',
      'pulumi:providers:kubernetes::prod',
      'vedette:index:MonitoringStack::prod',
    ]);
  });

  it('puts every object and the provider below the component', () => {
    const below = registered.filter(({ type }) => type !== 'vedette:index:MonitoringStack');
    expect(new Set(below.map(({ parent }) => parent))).toStrictEqual(new Set([COMPONENT_URN]));
  });

  it('hands each object on whole, a cluster-scoped one without a namespace', () => {
    const inputs = objectResources().map((resource) => resource.inputs);
    expect(inputs).toContainEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    expect(inputs).toContainEqual(objects[1]);
  });

  it('configures the provider to change ConfigMaps and Secrets in place, and to stay when the kubeconfig changes', () => {
    expect(registered.find(({ type }) => type === 'pulumi:providers:kubernetes')?.inputs).toStrictEqual({
      clusterIdentifier: 'prod',
      context: 'mainnet-admin',
      enableConfigMapMutable: 'true',
      enableSecretMutable: 'true',
      enableServerSideApply: 'true',
    });
  });

  it('fills Secrets from the configuration, as secrets', () => {
    const tls = registered.find(({ name }) => name === 'watch/tls');
    expect(tls?.inputs).toMatchObject({ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls' });
    expect(secretValue(tls?.inputs['stringData'])).toStrictEqual({
      'tls.crt': `${CANARY}-certificate`,
      'tls.key': `${CANARY}-key`,
    });
    expect(tls?.secretOutputs).toStrictEqual(['data', 'stringData']);
  });

  it('has no secret value anywhere else', () => {
    const elsewhere = registered.filter(({ type }) => type !== 'kubernetes:core/v1:Secret');
    expect(elsewhere).toHaveLength(6);
    expect(JSON.stringify([elsewhere, outputs])).not.toContain(CANARY);
  });

  it('passes on what the plan decides: guards and dependencies', () => {
    const workload = registered.find(({ type }) => type === 'kubernetes:apps/v1:StatefulSet');
    const urn = (token: string, name: string) =>
      `urn:pulumi:prod::vedette::vedette:index:MonitoringStack$kubernetes:core/v1:${token}::${name}`;
    expect(workload).toMatchObject({
      protect: true,
      retainOnDelete: true,
      dependencies: [
        urn('ConfigMap', 'watch/grafana'),
        urn('Namespace', 'watch'),
        urn('Secret', 'watch/grafana'),
        urn('Secret', 'watch/tls'),
      ],
    });
  });

  it('outputs addresses, namespaces and dashboards', () => {
    expect(outputs).toStrictEqual({
      url: 'https://monitoring.example.org/',
      prometheusUrl: 'https://monitoring.example.org/prometheus/',
      alertmanagerUrl: 'https://monitoring.example.org/alertmanager/',
      runbooksUrl: 'https://monitoring.example.org/runbooks/',
      namespaces: [NAMESPACE],
      dashboards: { rstmdb: 'https://monitoring.example.org/d/rstmdb' },
    });
  });

  it('refuses a configuration with everything that is wrong in one message, and registers nothing', async () => {
    const broken = {
      'vedette:contxt': 'mainnet-admin',
      'vedette:existingSecrets': '["made-elsewere"]',
      'vedette:grafana/admin-password': CANARY,
      'vedette:tls/tls.crt': 'certificate',
      'kubernetes:context': 'not ours',
    };
    const stack = await mockStack('prod', broken, ['vedette:tls/tls.crt']);
    expect(() => program(() => input)).toThrow(
      new Error(
        [
          "stacks/Pulumi.prod.yaml: 'context' is not set, must be the kubeconfig context of the cluster; kubectl config get-contexts, then: pulumi config set context NAME --stack prod",
          "stacks/Pulumi.prod.yaml: 'grafana/admin-password' is plain text, must be encrypted (read by StatefulSet watch/grafana); pulumi config set --secret grafana/admin-password --stack prod",
          "stacks/Pulumi.prod.yaml: Secret watch/made-elsewhere is used whole by StatefulSet watch/grafana, must be made by somebody else; make it, then: pulumi config set --path 'existingSecrets[0]' made-elsewhere --stack prod",
          "stacks/Pulumi.prod.yaml: 'tls/tls.key' is not set, must be a secret (read by StatefulSet watch/grafana); pulumi config set --secret tls/tls.key --stack prod",
          "stacks/Pulumi.prod.yaml: 'existingSecrets' names 'made-elsewere', which nothing reads; did you mean 'made-elsewhere'? (allowed: grafana, made-elsewhere, tls)",
          "stacks/Pulumi.prod.yaml: 'contxt' is unknown; did you mean 'context'? (allowed: context, existingSecrets, grafana/admin-password, tls/tls.crt, tls/tls.key), or: pulumi config rm contxt --stack prod",
        ].join('\n'),
      ),
    );
    await stack.settled();
    expect(stack.registered()).toStrictEqual([]);
  });
});
