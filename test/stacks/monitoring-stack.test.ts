/** The component in somebody else's program, without an engine. */
import { spawnSync } from 'node:child_process';
import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import { base, extend } from '../../stacks/environments';
import { record } from '../../stacks/plan/kubernetes-object';
import { MonitoringStack, type MonitoringStackArgs, type SecretSources } from '../../stacks/pulumi';
import { type MockedStack, mockStack, type RegisteredResource, secretValue, valueOf } from '../support/pulumi-mocks';
import { ROOT } from '../support/source-file';

const ours = extend(base, { name: 'ours', host: 'monitoring.example.org' });
const TLS = { 'tls.crt': 'certificate', 'tls.key': 'key' };
const values = {
  grafana: { 'admin-password': pulumi.secret('first'), 'secret-key': 'random' },
  'monitoring-tls': TLS,
  'monitoring-users': { htpasswd: 'operator:x' },
  receivers: { 'smtp-password': 'smtp' },
};
const args: MonitoringStackArgs = {
  environment: ours,
  watched: { services: [], runbooks: [] },
  context: 'somewhere',
  secrets: { values },
};

/** Runs a program to its end. @returns what it registered */
async function deployed(program: () => unknown): Promise<MockedStack & { find(end: string): RegisteredResource }> {
  const stack = await mockStack('outside', {}, []);
  program();
  await stack.settled();
  const registered = stack.registered();
  const find = (end: string): RegisteredResource => {
    const found = registered.find(({ type, name }) => `${type}::${name}`.endsWith(end));
    if (found === undefined) throw new Error(`${end} is not registered`);
    return found;
  };
  return { ...stack, find };
}

const refusal = async (changed: Partial<MonitoringStackArgs>): Promise<string> => {
  const stack = await mockStack('outside', {}, []);
  try {
    new MonitoringStack('ours', { ...args, ...changed });
  } catch (error) {
    await stack.settled();
    expect(stack.registered()).toStrictEqual([]);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

describe('MonitoringStack', () => {
  it('says where everything is', async () => {
    let made: MonitoringStack | undefined;
    await deployed(() => (made = new MonitoringStack('ours', args)));
    const outputs = await valueOf(pulumi.output(made?.outputs));
    expect(outputs).toMatchObject({
      url: 'https://monitoring.example.org/',
      namespaces: ['monitoring', 'monitoring-node'],
      credentials: { grafana: { secret: 'monitoring/grafana', key: 'admin-password', user: 'operator' } },
    });
  });

  it('uses a provider of the program, and makes none', async () => {
    const { context: _context, ...withoutContext } = args;
    const { registered } = await deployed(() => {
      const provider = new Provider('theirs', { context: 'elsewhere' });
      new MonitoringStack('ours', withoutContext, { provider });
    });
    const providers = registered().filter(({ type }) => type === 'pulumi:providers:kubernetes');
    expect(providers.map(({ name }) => name)).toStrictEqual(['theirs']);
  });

  it('asks for sources with what is needed', async () => {
    const asked: string[] = [];
    const secrets: MonitoringStackArgs['secrets'] = (needed) => {
      asked.push(...needed.flatMap(({ name, keys }) => keys.map((key) => `${name}/${key}`)));
      return { values };
    };
    await deployed(() => new MonitoringStack('ours', { ...args, secrets }));
    expect(asked).toStrictEqual([
      'grafana/admin-password',
      'grafana/secret-key',
      'monitoring-tls/tls.crt',
      'monitoring-tls/tls.key',
      'monitoring-users/htpasswd',
      'receivers/smtp-password',
    ]);
  });

  it('hands aliases on, so that a component that moves in the program keeps its resources', async () => {
    const alias = { parent: pulumi.rootStackResource };
    const { find } = await deployed(() => {
      const parent = new pulumi.ComponentResource('acme:index:Platform', 'platform');
      new MonitoringStack('ours', args, { parent, aliases: [alias] });
    });
    expect(find('MonitoringStack::ours').aliases).toStrictEqual([{ name: '', noParent: true }]);
    // The engine gives children the aliases of their parents; their names do not follow the program.
    expect(find('ConfigMap::monitoring/prometheus-config').aliases).toStrictEqual([]);
  });
});

describe('an output in an environment', () => {
  const host = pulumi.output('lb-7.example.org');

  it('takes its place wherever the host is written', async () => {
    let made: MonitoringStack | undefined;
    const environment = { ...ours, host };
    const { registered } = await deployed(() => (made = new MonitoringStack('ours', { ...args, environment })));
    const inputs = JSON.stringify(registered().map((resource) => resource.inputs));
    expect(inputs).toContain('server_name lb-7.example.org');
    expect(inputs).not.toContain('pulumi.invalid');
    expect((await valueOf(pulumi.output(made?.outputs)))?.url).toBe('https://lb-7.example.org/');
  });

  it('starts the pods anew that read it at their start', async () => {
    const checksumOf = async (address: string): Promise<unknown> => {
      const environment = { ...ours, host: pulumi.output(address) };
      const { find } = await deployed(() => new MonitoringStack('ours', { ...args, environment }));
      return annotations(find('Deployment::monitoring/nginx-proxy'))['vedette/values-checksum'];
    };
    expect(await checksumOf('a.example.org')).not.toStrictEqual(await checksumOf('b.example.org'));
  });

  it('fails the deployment where it is a secret, since a ConfigMap can be read', () => {
    // In a process of its own, which ends as a deployment would.
    const script = `
      const { readFileSync } = require('node:fs');
      const { transformSync } = require('@swc/core');
      const [, options] = Object.values(require('./jest.config.js').transform)[0];
      require.extensions['.ts'] = (module, filename) =>
        module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
      const pulumi = require('@pulumi/pulumi');
      const { OutputTokens } = require('./stacks/pulumi/output-tokens.ts');
      const tokens = new OutputTokens();
      tokens.text(tokens.replace(pulumi.secret('hidden'), 'environment.host')).apply(console.log);`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stdout]).toStrictEqual([1, '']);
    expect(stderr).toContain("environment.host: is a secret Output, must be none; hand secrets in by 'secrets'");
  });

  it.each([
    ['network.clients[0]', { network: { ...ours.network, clients: [host] } }],
    ['namespaces.monitoring', { namespaces: { ...ours.namespaces, monitoring: host } }],
  ])('is refused where only a known value can be checked: %s', async (path, changed) => {
    const environment = { ...ours, ...changed };
    expect(await refusal({ environment })).toContain(` is '<the Output environment.${path}>', must be `);
  });
});

describe('secrets', () => {
  it('are refused with all that is missing and all that nothing reads', async () => {
    const secrets: SecretSources = {
      values: { grafana: { 'admin-pasword': 'x', 'secret-key': 'y' }, recievers: { 'smtp-password': 'z' } },
      existing: ['monitoring-tls', 'monitoring-user'],
    };
    expect(await refusal({ secrets })).toBe(
      [
        "secrets: Secret monitoring/grafana has no value for 'admin-password', which Deployment monitoring/grafana reads; set values.grafana['admin-password'], or name the Secret in 'existing'",
        "secrets: Secret monitoring/monitoring-users has no value for 'htpasswd', which Deployment monitoring/nginx-proxy reads; set values.monitoring-users['htpasswd'], or name the Secret in 'existing'",
        "secrets: Secret monitoring/receivers has no value for 'smtp-password', which StatefulSet monitoring/alertmanager reads; set values.receivers['smtp-password'], or name the Secret in 'existing'",
        "secrets: Secret 'grafana' has a value for 'admin-pasword', which nothing reads; did you mean 'admin-password'? (allowed: admin-password, secret-key)",
        "secrets: Secret 'recievers' is read by nothing; did you mean 'receivers'? (allowed: grafana, monitoring-tls, monitoring-users, receivers)",
        "secrets: Secret 'monitoring-user' is read by nothing; did you mean 'monitoring-users'? (allowed: grafana, monitoring-tls, monitoring-users, receivers)",
      ].join('\n'),
    );
  });

  it('are refused without a cluster', async () => {
    const { context: _context, ...rest } = args;
    await mockStack('outside', {}, []);
    expect(() => new MonitoringStack('ours', rest)).toThrow(
      new Error(
        "MonitoringStack: neither 'context' nor a provider is given, must be one: the cluster would be whichever kubectl used last; set 'context', or hand a Kubernetes provider to the component's options",
      ),
    );
  });

  it('come from a store, when one is named, and pods wait for them', async () => {
    const store = { kind: 'ClusterSecretStore', name: 'vault', path: 'monitoring/ours' } as const;
    const { grafana } = values;
    const { find, lookedFor } = await deployed(
      () => new MonitoringStack('ours', { ...args, secrets: { values: { grafana }, store } }),
    );
    expect(find('ExternalSecret::monitoring/monitoring-tls').inputs).toStrictEqual({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: {
        name: 'monitoring-tls',
        namespace: 'monitoring',
        labels: { 'app.kubernetes.io/managed-by': 'vedette' },
        annotations: { 'pulumi.com/waitFor': 'condition=Ready' },
      },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'monitoring-tls', creationPolicy: 'Owner', template: { type: 'kubernetes.io/tls' } },
        data: ['tls.crt', 'tls.key'].map((key) => ({
          secretKey: key,
          remoteRef: { key: 'monitoring/ours/monitoring-tls', property: key },
        })),
      },
    });
    expect(lookedFor()).toStrictEqual([
      'kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition::externalsecrets.external-secrets.io',
      'kubernetes:core/v1:Namespace::kube-system',
    ]);
    const proxy = find('Deployment::monitoring/nginx-proxy').dependencies.map((urn) => urn.split('$').at(-1));
    expect(proxy).toContain('kubernetes:external-secrets.io/v1:ExternalSecret::monitoring/monitoring-tls');
  });

  it('start the pods anew that read them at their start, and no others', async () => {
    const of = async (grafana: Readonly<Record<string, pulumi.Input<string>>>) =>
      (await deployed(() => new MonitoringStack('ours', { ...args, secrets: { values: { ...values, grafana } } })))
        .find;
    const [before, after] = [await of(values.grafana), await of({ ...values.grafana, 'admin-password': 'second' })];
    const checksums = (end: string) => [before, after].map((find) => annotations(find(end))['vedette/values-checksum']);
    expect(new Set(checksums('Deployment::monitoring/grafana').map((each) => JSON.stringify(each))).size).toBe(2);
    expect(new Set(checksums('Deployment::monitoring/nginx-proxy').map((each) => JSON.stringify(each))).size).toBe(1);
    expect(checksums('StatefulSet::monitoring/alertmanager')).toStrictEqual([undefined, undefined]);
  });

  it('start no pod anew that reads them at each use, as nginx does with its certificate', async () => {
    const of = async (certificate: string) => {
      const secrets = {
        values: { ...values, 'monitoring-tls': { ...values['monitoring-tls'], 'tls.crt': certificate } },
      };
      const { find } = await deployed(() => new MonitoringStack('ours', { ...args, secrets }));
      return annotations(find('Deployment::monitoring/nginx-proxy'));
    };
    expect(await of('first')).toStrictEqual(await of('second'));
  });
});

function annotations({ inputs }: RegisteredResource): Readonly<Record<string, unknown>> {
  // Without an engine a secret in a field makes a secret of the whole property.
  const spec = record(secretValue(inputs['spec']) ?? inputs['spec']);
  return record(record(record(spec['template'])['metadata'])['annotations']);
}
