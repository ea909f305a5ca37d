/** The project's own program without an engine: what it makes of its configuration. */
import { program } from '../../stacks/pulumi/program';
import { mockStack, type RegisteredResource } from '../support/pulumi-mocks';

const CANARY = 'CANARY-7f3a';
const SECRETS = [
  'grafana/admin-password',
  'grafana/secret-key',
  'monitoring-users/htpasswd',
  'receivers/smtp-password',
  'sequencer/api-key',
];
const config = {
  'vedette:context': 'devnet-admin',
  'vedette:existingSecrets': '["monitoring-tls"]',
  // The default of Pulumi.yaml.
  'vedette:secretStore': '',
  ...Object.fromEntries(SECRETS.map((key) => [`vedette:${key}`, `${CANARY} ${key}`])),
};
const encrypted = SECRETS.map((key) => `vedette:${key}`);
const refused =
  (settings: Readonly<Record<string, string>>, keys: readonly string[] = []) =>
  async () => {
    await mockStack('dev', settings, keys);
    program();
  };

describe('program', () => {
  let registered: readonly RegisteredResource[];

  beforeAll(async () => {
    const stack = await mockStack('dev', config, encrypted);
    program();
    await stack.settled();
    registered = stack.registered();
  });

  it('puts every object and the provider below one component, which has the name of the stack', () => {
    const below = registered.filter(({ type }) => type !== 'vedette:index:MonitoringStack');
    const component = 'urn:pulumi:dev::vedette::vedette:index:MonitoringStack::dev';
    expect(below.length).toBeGreaterThan(50);
    expect(new Set(below.map(({ parent }) => parent))).toStrictEqual(new Set([component]));
  });

  it('configures the provider to change ConfigMaps and Secrets in place, and to stay when the kubeconfig changes', () => {
    expect(registered.find(({ type }) => type === 'pulumi:providers:kubernetes')?.inputs).toStrictEqual({
      clusterIdentifier: 'dev',
      context: 'devnet-admin',
      enableConfigMapMutable: 'true',
      enableSecretMutable: 'true',
      enableServerSideApply: 'true',
    });
  });

  it('makes the Secrets that the configuration gives, and not the one that somebody else makes', () => {
    const secrets = registered.filter(({ type }) => type === 'kubernetes:core/v1:Secret').map(({ name }) => name);
    expect(secrets).toStrictEqual([
      'monitoring/grafana',
      'monitoring/monitoring-users',
      'monitoring/receivers',
      'monitoring/sequencer',
    ]);
  });

  it('hands no argument to the engine with the component, which stores them in clear', () => {
    expect(registered.find(({ type }) => type === 'vedette:index:MonitoringStack')?.inputs).toStrictEqual({});
  });

  it('refuses a configuration with everything that is wrong in one message, and registers nothing', async () => {
    const broken = {
      'vedette:context': '',
      'vedette:contxt': 'devnet-admin',
      'vedette:existingSecrets': '["monitoring-tsl", "sequencer"]',
      'vedette:secretStore': 'vault',
      'vedette:grafana/admin-password': CANARY,
      'vedette:grafana/secret-key': CANARY,
      'vedette:receivers/smtp-password': CANARY,
      'vedette:monitoring-tls/tls.crt': CANARY,
      'kubernetes:context': 'not ours',
    };
    const secretKeys = [
      'vedette:grafana/secret-key',
      'vedette:receivers/smtp-password',
      'vedette:monitoring-tls/tls.crt',
    ];
    const stack = await mockStack('dev', broken, secretKeys);
    const where = 'stacks/Pulumi.dev.yaml:';
    expect(() => program()).toThrow(
      new Error(
        [
          `${where} 'context' is not set, must be the kubeconfig context of the cluster; kubectl config get-contexts, then: pulumi config set context NAME --stack dev`,
          `${where} 'secretStore' is vault, must be KIND/NAME/PATH, KIND SecretStore or ClusterSecretStore; pulumi config set secretStore ClusterSecretStore/vault/monitoring/dev --stack dev`,
          `${where} 'grafana/admin-password' is plain text, must be encrypted (read by Deployment monitoring/grafana); pulumi config set --secret grafana/admin-password --stack dev`,
          `${where} 'monitoring-tls/tls.key' is not set, must be a secret (read by Deployment monitoring/nginx-proxy); pulumi config set --secret monitoring-tls/tls.key --stack dev`,
          `${where} 'monitoring-users/htpasswd' is not set, must be a secret (read by Deployment monitoring/nginx-proxy); pulumi config set --secret monitoring-users/htpasswd --stack dev`,
          `${where} 'existingSecrets' names 'monitoring-tsl', which nothing reads; did you mean 'monitoring-tls'? (allowed: grafana, monitoring-tls, monitoring-users, receivers, sequencer)`,
          `${where} 'contxt' is unknown; did you mean 'context'? (allowed: context, existingSecrets, grafana/admin-password, grafana/secret-key, monitoring-tls/tls.crt, monitoring-tls/tls.key, monitoring-users/htpasswd, receivers/smtp-password, secretStore), or: pulumi config rm contxt --stack dev`,
        ].join('\n'),
      ),
    );
    await stack.settled();
    expect(stack.registered()).toStrictEqual([]);
  });

  it('refuses a list of Secrets that is none', async () => {
    await expect(refused({ ...config, 'vedette:existingSecrets': 'monitoring-tls' }, encrypted)()).rejects.toThrow(
      "'existingSecrets' is monitoring-tls, must be a list of names of Secrets",
    );
  });

  it('refuses a stack that has no environment', async () => {
    await mockStack('prd', config, encrypted);
    expect(() => program()).toThrow(
      new Error(
        "stacks/environments.ts: environment is 'prd', must be one that is defined; did you mean 'prod'? (allowed: dev, local, prod, staging)",
      ),
    );
  });

  it('takes every Secret that has no value here from the store', async () => {
    const given = ['vedette:grafana/admin-password', 'vedette:grafana/secret-key'];
    const settings = {
      'vedette:context': 'devnet-admin',
      'vedette:existingSecrets': '["monitoring-tls"]',
      'vedette:secretStore': 'ClusterSecretStore/vault/monitoring/dev',
      ...Object.fromEntries(given.map((key) => [key, CANARY])),
    };
    const stack = await mockStack('dev', settings, given);
    program();
    await stack.settled();
    const names = (kind: string) =>
      stack.registered().flatMap(({ type, name }) => (type.endsWith(`:${kind}`) ? [name] : []));
    expect(names('Secret')).toStrictEqual(['monitoring/grafana']);
    expect(names('ExternalSecret')).toStrictEqual([
      'monitoring/monitoring-users',
      'monitoring/receivers',
      'monitoring/sequencer',
    ]);
  });
});
