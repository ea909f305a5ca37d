/**
 * The policy pack, as `pulumi preview --policy-pack` runs it: the real engine, the project's own program, and what it is
 * refused when somebody adds what a policy forbids. Engine and provider are those of pulumi-engine.test.ts.
 */
import { join } from 'node:path';
import { identity, type KubernetesObject } from '../../stacks/plan/kubernetes-object';
import { tokenOf } from '../../stacks/plan/order';
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
  let added = '';

  const PROGRAM = 'stacks/pulumi/program.ts';
  const STACK = 'return new MonitoringStack(';
  const NO_STACK = 'return { outputs: pulumi.output({}) };';

  /** Adds an object to the program, on the same cluster. */
  const add = (object: KubernetesObject, before: string) => {
    const name = identity(object);
    const resource = `new pulumi.CustomResource('${tokenOf(object)}', '${name}', ${JSON.stringify(object)}, {
      provider: new pulumi.ProviderResource('kubernetes', 'beside', { context: configuredContext() }),
    });`;
    dev.project.edit(PROGRAM, before, `${resource}\n${before}`);
    return resource;
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
      added = add(open, STACK);
      const { code, text } = await dev.pulumi('preview', PACK);
      expect(code).not.toBe(0);
      expect(text).toContain('- [mandatory]  no-open-service  (kubernetes:core/v1:Service: default/open)');
      expect(text).toContain(
        'Service default/open: is a NodePort; make it a ClusterIP behind the proxy, or name it in exposedServices',
      );
    },
    STEP_MS,
  );

  it(
    'keeps it out of the cluster, when nobody looked at a preview',
    async () => {
      dev.project.edit(PROGRAM, STACK, `${NO_STACK}\n${STACK}`);
      const { code, text } = await dev.pulumi('up', PACK);
      expect(code).not.toBe(0);
      expect(text).toContain('Service default/open: is a NodePort');
      const found = await dev.kubectl('get', 'service', '--namespace=default', '--output=name');
      expect(found.trim()).toBe('service/kubernetes');
    },
    STEP_MS,
  );

  it(
    'refuses what only the whole stack shows',
    async () => {
      dev.project.edit(PROGRAM, added, '');
      add(alone, NO_STACK);
      const { code, text } = await dev.pulumi('preview', PACK);
      expect(code).not.toBe(0);
      expect(text).toContain('[mandatory]  deny-by-default');
      expect(text).toContain('Deployment default/alone: stands in namespace default, where nothing denies egress;');
      expect(text).not.toContain('Service default/open');
    },
    STEP_MS,
  );
});

/** Breaks a policy by itself. */
const open: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'open', namespace: 'default' },
  spec: { type: 'NodePort', selector: { app: 'open' }, ports: [{ name: 'https', port: 443 }] },
};

const probe = { tcpSocket: { port: 80 } };
const container = {
  name: 'alone',
  image: 'busybox:1.36.1',
  livenessProbe: probe,
  readinessProbe: probe,
  resources: { requests: { cpu: '10m', memory: '8Mi' }, limits: { memory: '8Mi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

/** Keeps to every policy but for where it stands. */
const alone: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'alone', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'alone' } },
    template: {
      metadata: { labels: { app: 'alone' } },
      spec: { serviceAccountName: 'alone', automountServiceAccountToken: false, containers: [container] },
    },
  },
};
