/**
 * The policy pack, as `pulumi preview --policy-pack` runs it: the real engine, the project's own program, and what it is
 * refused when somebody adds what a policy forbids. Engine and provider are those of pulumi-engine.test.ts.
 */
import { join } from 'node:path';
import type { KubernetesObject } from '../../stacks/plan/kubernetes-object';
import { builtCli } from '../support/built';
import { DeployedStack, type Engine, engineOn } from '../support/deployed-stack';
import { testFolder } from '../support/folder';
import { describeOnLab, enterLab, type Lab, LAB_UP_SECONDS } from '../support/lab';
import { pathWithAnalyzer } from '../support/policy-analyzer';
import { PulumiProject } from '../support/pulumi-project';
import { ROOT } from '../support/source-file';

const STEP_MS = 240_000;
const PACK = ['--policy-pack', join(ROOT, 'stacks/policy-pack')];

describeOnLab('no Pulumi engine ran the policies, only the tests of each')('the policy pack', () => {
  const folders = { engine: testFolder(), dev: testFolder(), plugin: testFolder() };
  let lab: Lab;
  let engine: Engine;
  let dev: DeployedStack;

  /** Adds an object to the program, beside the stack and on the same cluster. */
  const add = (type: string, object: KubernetesObject) => {
    const { name, namespace = '' } = object.metadata;
    const resources = `
      const provider = new pulumi.ProviderResource('kubernetes', 'beside', { context: configuredContext() });
      new pulumi.CustomResource('${type}', '${namespace}/${name}', ${JSON.stringify(object)}, { provider });`;
    const end = 'return new MonitoringStack(';
    dev.project.edit('stacks/pulumi/program.ts', end, `${resources}\n${end}`);
  };

  beforeAll(async () => {
    await builtCli();
    lab = await enterLab('pulumi');
    engine = await engineOn(lab, folders.engine);
    const env = { ...engine.env, PATH: pathWithAnalyzer(lab.path, folders.plugin) };
    dev = new DeployedStack('dev', new PulumiProject(folders.dev, env), env);
    await dev.begin(engine.context);
  }, LAB_UP_SECONDS * 1000);

  afterAll(async () => {
    engine.stop();
    await lab.leave();
  }, 120_000);

  it(
    'lets the program pass as it is',
    async () => {
      const { code, text, changes } = await dev.pulumi('preview', PACK);
      expect([code, changes]).toStrictEqual([0, { create: dev.everything() }]);
      expect(text).toMatch(/Policies:\n.*vedette@v\d+\.\d+\.\d+ \(local: .*stacks\/policy-pack\)\n/);
      expect(text).not.toMatch(/\[(mandatory|advisory)\]/);
    },
    STEP_MS,
  );

  it(
    'refuses an object that breaks a policy, by name, with the remedy',
    async () => {
      add('kubernetes:core/v1:Service', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'open', namespace: 'default' },
        spec: { type: 'NodePort', selector: { app: 'open' }, ports: [{ name: 'https', port: 443 }] },
      });
      const { code, text } = await dev.pulumi('preview', PACK);
      expect(code).not.toBe(0);
      expect(text).toMatch(/\[mandatory\] +vedette v.* no-open-service +\(.*Service: default\/open\)/);
      expect(text).toContain(
        'Service default/open: is a NodePort; make it a ClusterIP behind the proxy, or name it in exposedServices',
      );
    },
    STEP_MS,
  );

  it(
    'keeps it out of the cluster, when nobody looks at a preview',
    async () => {
      const ours = ['pulumi:providers:kubernetes::beside', 'kubernetes:core/v1:Service::default/open'];
      const targets = ours.flatMap((urn) => ['--target', `urn:pulumi:dev::vedette::${urn}`]);
      const { code, text } = await dev.pulumi('up', [...PACK, ...targets]);
      expect(code).not.toBe(0);
      expect(text).toContain('Service default/open: is a NodePort');
      const found = await dev.kubectl('get', 'service', '--namespace=default', '--output=name');
      expect(found.trim()).toBe('service/kubernetes');
    },
    STEP_MS,
  );
});
