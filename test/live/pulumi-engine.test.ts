/**
 * `pulumi up` as operators live with it: the project's own program under a real engine, on a real API server.
 *
 * The engine is the Pulumi command line that the lab builds (v3.220.0), with its language host and a backend of files.
 * The provider is the official plugin where one is on the path; elsewhere it is the double in
 * test/support/kubernetes-provider. Which of the two ran is printed. The lab has no image of Grafana, and not every
 * other one: no workload is awaited, with either provider, and what pods do once they run is not looked at here.
 */
import { randomUUID } from 'node:crypto';
import { builtCli } from '../support/built';
import { DeployedStack, type Engine, engineOn, NAMESPACES, NOWHERE, ownResources } from '../support/deployed-stack';
import { testFolder } from '../support/folder';
import { describeOnLab, enterLab, type Lab, LAB_UP_SECONDS } from '../support/lab';
import { PulumiProject } from '../support/pulumi-project';
import { until } from '../support/wait';

const STEP_MS = 240_000;

describeOnLab('no Pulumi engine ran the program, only mocks')('pulumi', () => {
  const folders = { engine: testFolder(), dev: testFolder(), prod: testFolder() };
  let lab: Lab;
  let engine: Engine;
  const deployed = (stack: 'dev' | 'prod') =>
    new DeployedStack(stack, new PulumiProject(folders[stack], engine.env), engine.env);

  beforeAll(async () => {
    await builtCli();
    lab = await enterLab('pulumi');
    engine = await engineOn(lab, folders.engine);
    process.stderr.write(`PULUMI TEST: engine ${engine.version}, Kubernetes provider: ${engine.provider}\n`);
  }, LAB_UP_SECONDS * 1000);

  afterAll(async () => {
    engine.stop();
    await lab.leave();
  }, 120_000);

  describe('of dev', () => {
    let dev: DeployedStack;
    let made: readonly string[] = [];

    beforeAll(async () => {
      dev = deployed('dev');
      await dev.begin(engine.context);
    }, STEP_MS);

    afterAll(() => dev.clear(), STEP_MS);

    it(
      'refuses a cluster that does not answer, in the preview',
      async () => {
        await dev.useContext(NOWHERE);
        const { code, text, changes } = await dev.pulumi('preview');
        expect(code).not.toBe(0);
        expect(text).toMatch(/Namespace \(kube-system\):\n\s+error: /);
        expect(changes).toStrictEqual({ create: ownResources('dev') });
        await dev.useContext(engine.context);
      },
      STEP_MS,
    );

    it(
      'refuses to make a namespace that is already there, and leaves it as it is',
      async () => {
        await dev.kubectl('create', 'namespace', 'monitoring');
        const before = await dev.kubectl('get', 'namespace', 'monitoring', '--output=json');
        const { code, text, failed, changes } = await dev.pulumi('up');
        expect([code === 0, failed]).toStrictEqual([false, ['Namespace monitoring']]);
        expect(text).toMatch(/Namespace \(monitoring\):\n.*already exists/);
        expect(await dev.kubectl('get', 'namespace', 'monitoring', '--output=json')).toBe(before);
        made = changes['create'] ?? [];
      },
      STEP_MS,
    );

    it(
      'takes that namespace over by an import',
      async () => {
        const provider = dev.urn('pulumi:providers:kubernetes');
        const flags = ['--parent', `stack=${dev.urn()}`, '--provider', `cluster=${provider}`, '--generate-code=false'];
        const namespace = ['kubernetes:core/v1:Namespace', 'monitoring', 'monitoring'];
        const { code, changes } = await dev.pulumi('import', [...namespace, ...flags]);
        expect([code, changes]).toStrictEqual([0, { import: ['Namespace monitoring'] }]);
      },
      STEP_MS,
    );

    it(
      'keeps what it made when the cluster refuses the rest',
      async () => {
        await dev.kubectl('create', 'quota', 'none', '--hard=count/statefulsets.apps=0', '--namespace=monitoring');
        await dev.kubectl(
          'wait',
          '--for=jsonpath={.status.hard}',
          'quota/none',
          '--namespace=monitoring',
          '--timeout=30s',
        );
        const run = await dev.pulumi('up');
        expect(run.code).not.toBe(0);
        expect(run.text).toContain('exceeded quota: none');
        expect(run.failed[0]).toMatch(/^StatefulSet monitoring\//);
        expect(run.changes['update']).toStrictEqual(['Namespace monitoring']);
        made = [...made, ...(run.changes['create'] ?? []), 'Namespace monitoring'];
        expect(made.length).toBeGreaterThan(20);
      },
      STEP_MS,
    );

    it(
      'goes on where it was refused, and touches nothing else',
      async () => {
        await dev.kubectl('delete', 'quota', 'none', '--namespace=monitoring');
        const { code, changes } = await dev.pulumi('up');
        const rest = dev.everything().filter((name) => !made.includes(name));
        expect([code, changes]).toStrictEqual([0, { create: rest }]);
      },
      STEP_MS,
    );

    it('has given the pods the secrets', async () => {
      const path = 'jsonpath={.data.admin-password}';
      const encoded = await dev.kubectl('get', 'secret', 'grafana', '--namespace=monitoring', '--output', path);
      expect(Buffer.from(encoded, 'base64').toString()).toBe(dev.canaries.get('grafana/admin-password'));
    });

    it(
      'finds nothing to change, although the API server writes many values in another way',
      async () => {
        const run = await dev.pulumi('preview', ['--refresh', '--expect-no-changes']);
        expect(run).toMatchObject({ code: 0, changes: {} });
      },
      STEP_MS,
    );

    it(
      'changes the rules and one folder of boards, when a threshold changes',
      async () => {
        const threshold = (rate: number) => `SequencerLowThroughput: perSecond(${rate})`;
        dev.project.edit('stacks/environment/dev.ts', threshold(0), threshold(2));
        const changed = [
          'ConfigMap monitoring/grafana-dashboards-applications',
          'ConfigMap monitoring/prometheus-rules',
        ];
        const { code, changes } = await dev.pulumi('up');
        expect([code, changes]).toStrictEqual([0, { update: changed }]);
      },
      STEP_MS,
    );

    it(
      'shows what somebody changed by hand, and by which program, and overwrites no such field unasked',
      async () => {
        await dev.kubectl('scale', 'statefulset/prometheus', '--replicas=3', '--namespace=monitoring');
        await dev.kubectl('delete', 'configmap/prometheus-rules', '--namespace=monitoring');
        const { code, text, changes } = await dev.pulumi('preview', ['--refresh']);
        expect(code).not.toBe(0);
        expect(text).toMatch(/StatefulSet \(monitoring\/prometheus\):\n.*conflict with "kubectl".*\.spec\.replicas/s);
        expect(changes).toStrictEqual({ create: ['ConfigMap monitoring/prometheus-rules'] });
      },
      STEP_MS,
    );

    it(
      'repairs it when told to',
      async () => {
        const run = await dev.pulumi('up', ['--refresh'], { PULUMI_K8S_ENABLE_PATCH_FORCE: 'true' });
        expect([run.code, run.changes]).toStrictEqual([
          0,
          {
            create: ['ConfigMap monitoring/prometheus-rules'],
            update: ['StatefulSet monitoring/prometheus', 'kubernetes dev'],
          },
        ]);
        const path = 'jsonpath={.spec.replicas}';
        const replicas = await dev.kubectl('get', 'statefulset/prometheus', '--namespace=monitoring', '--output', path);
        expect(replicas).toBe('1');
      },
      STEP_MS,
    );

    it(
      'changes a Secret and what reads it at its start, when a password is rotated',
      async () => {
        const rotated = `CANARY rotated ${randomUUID()}`;
        dev.canaries.set('rotated', rotated);
        await dev.project.tell(['config', 'set', '--stack', 'dev', '--secret', 'grafana/admin-password'], rotated);
        const { code, changes } = await dev.pulumi('up');
        const changed = ['Deployment monitoring/grafana', 'Secret monitoring/grafana', 'kubernetes dev'];
        expect([code, changes]).toStrictEqual([0, { update: changed }]);
      },
      STEP_MS,
    );

    it(
      'changes one workload, when its image changes',
      async () => {
        const images = "images: { pins: { grafana: { tag: '13.2.4' } } },";
        dev.project.edit('stacks/environment/dev.ts', "name: 'dev',", `name: 'dev', ${images}`);
        const { code, changes } = await dev.pulumi('up');
        expect([code, changes]).toStrictEqual([0, { update: ['Deployment monitoring/grafana'] }]);
      },
      STEP_MS,
    );

    it(
      'keeps every name, when the component moves in the program and says where it was',
      async () => {
        const was =
          '{ aliases: [{ parent: pulumi.rootStackResource }], parent: new pulumi.ComponentResource("a:b:C", "c") }';
        dev.project.edit(
          'stacks/pulumi/program.ts',
          'secrets: configuredSecrets })',
          `secrets: configuredSecrets }, ${was})`,
        );
        const { code, changes } = await dev.pulumi('preview');
        expect([code, changes]).toStrictEqual([0, { create: ['C c'] }]);
      },
      STEP_MS,
    );

    it(
      'takes everything away, and the namespaces with their volumes',
      async () => {
        const { code, changes } = await dev.pulumi('destroy');
        expect(code === 0 ? '' : await dev.remaining()).toBe('');
        // What was only looked at is forgotten, not deleted.
        expect(changes).toStrictEqual({ delete: dev.everything(), discard: ['Namespace kube-system'] });
        const left = await dev.kubectl('get', 'namespace', ...NAMESPACES, '--ignore-not-found', '--output=name');
        expect(left).toBe('');
      },
      STEP_MS,
    );

    it('has written no secret in clear: not in the state, nor its history, the configuration, the terminal', () => {
      expect(dev.canaries.size).toBeGreaterThan(7);
      expect(dev.leaks()).toStrictEqual([]);
    });
  });

  describe('of prod', () => {
    let prod: DeployedStack;
    const claims = () =>
      prod.kubectl('get', 'pvc', '--namespace=monitoring', '--output=jsonpath={.items[*].metadata.uid}');

    beforeAll(async () => {
      prod = deployed('prod');
      await prod.begin(engine.context);
    }, STEP_MS);

    afterAll(() => prod.clear(), STEP_MS);

    it(
      'refuses a cluster that lacks the namespace of a watched service, before anything has changed',
      async () => {
        const { code, text, changes } = await prod.pulumi('preview');
        expect(code).not.toBe(0);
        expect(text).toMatch(/Namespace \(sequencer\):\n.*does not exist/);
        expect(changes).toStrictEqual({ create: ownResources('prod') });
        await prod.kubectl('create', 'namespace', 'sequencer');
      },
      STEP_MS,
    );

    it(
      'shows each object before it is made',
      async () => {
        const { code, changes } = await prod.pulumi('preview');
        expect([code, changes]).toStrictEqual([0, { create: prod.everything() }]);
      },
      STEP_MS,
    );

    it(
      'makes what it showed',
      async () => {
        const { code, changes } = await prod.pulumi('up');
        expect([code, changes]).toStrictEqual([0, { create: prod.everything() }]);
      },
      STEP_MS,
    );

    it(
      'finds nothing to change',
      async () => {
        expect(await prod.pulumi('preview', ['--expect-no-changes'])).toMatchObject({ code: 0, changes: {} });
      },
      STEP_MS,
    );

    it(
      'refuses to take everything away, and takes nothing',
      async () => {
        const { code, text } = await prod.pulumi('destroy', ['--skip-preview=false']);
        expect(code).not.toBe(0);
        expect(text).toMatch(/StatefulSet \(monitoring\/prometheus\):\n.*cannot be deleted\n.*because it is protected/);
        expect(await prod.pulumi('preview', ['--refresh', '--expect-no-changes'])).toMatchObject({
          code: 0,
          changes: {},
        });
      },
      STEP_MS,
    );

    it(
      'leaves namespaces, StatefulSets, Secrets and every volume, when all else is taken away',
      async () => {
        const before = await until('the claims of Prometheus and Alertmanager', 60, async () => {
          const uids = await claims();
          return uids.split(' ').length >= 2 && uids;
        });
        const { code, changes } = await prod.pulumi('destroy', ['--exclude-protected']);
        const deleted = changes['delete'] ?? [];
        const kept = /^(Namespace|PersistentVolumeClaim|Secret|StatefulSet|MonitoringStack|Stack|kubernetes) /;
        expect([code, deleted.filter((name) => kept.test(name))]).toStrictEqual([0, []]);
        expect(deleted).toContain('Deployment monitoring/grafana');
        expect(await claims()).toBe(before);
      },
      STEP_MS,
    );

    it('has written no secret in clear', () => {
      expect(prod.canaries.size).toBeGreaterThan(9);
      expect(prod.leaks()).toStrictEqual([]);
    });
  });
});
