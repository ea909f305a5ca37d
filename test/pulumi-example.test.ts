/** The example of a Pulumi program, as a user would run it, without an engine. */
import type * as pulumi from '@pulumi/pulumi';
import { mockStack, secretValue, valueOf } from './support/pulumi-mocks';

const SECRETS = ['grafanaPassword', 'grafanaKey', 'users', 'smtpPassword'].map((key) => `vedette:${key}`);

it('deploys the stack below the host of a load balancer, with the passwords of the program', async () => {
  const values = Object.fromEntries(SECRETS.map((key) => [key, `CANARY ${key}`]));
  const reference = { outputs: { monitoringHost: 'lb-7.example.org' } };
  const stack = await mockStack('shop', { 'vedette:context': 'shop', ...values }, SECRETS, reference);
  const { url } = jest.requireActual<{ url: pulumi.Output<string> }>('../examples/pulumi');
  await stack.settled();
  expect(await valueOf(url)).toBe('https://lb-7.example.org/');
  const registered = stack.registered();
  const grafana = registered.find(({ type, name }) => type.endsWith(':Secret') && name === 'monitoring/grafana');
  expect(secretValue(grafana?.inputs['stringData'])).toStrictEqual({
    'admin-password': 'CANARY vedette:grafanaPassword',
    'secret-key': 'CANARY vedette:grafanaKey',
  });
  const others = registered.filter(({ type }) => !type.endsWith(':Secret'));
  expect(others.length).toBeGreaterThan(40);
  expect(JSON.stringify(others)).not.toContain('CANARY');
});
