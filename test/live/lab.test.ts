/**
 * Every environment's manifests, judged by a real API server: strict, server-side, with Pod Security as the namespaces
 * set it.
 */
import { clusterEnvironmentNames, environments } from '../../stacks/environments';
import { synth } from '../../stacks/synth';
import { run } from '../support/command';
import { describeOnLab, enterLab, type Lab, LAB_UP_SECONDS } from '../support/lab';
import { ROOT } from '../support/source-file';

const onLab = describeOnLab('no API server judged the manifests, only their schema is checked');

onLab('manifests on a real API server', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await enterLab();
  }, LAB_UP_SECONDS * 1000);

  afterAll(() => lab.leave(), 120_000);

  it.each(clusterEnvironmentNames)(
    'are all accepted for %s, with no warning but those of the agents of nodes',
    async (name) => {
      const env = { KUBECONFIG: lab.kubeconfig, PATH: lab.path };
      const { code, stdout, stderr } = await run('tools/dry-run.sh', [name], { cwd: ROOT, env, seconds: 290 });
      // Of all pods only these may ask for the host; they have a namespace of their own for that.
      const ofNodeExporter = 'host namespaces (hostNetwork=true, hostPID=true), hostPath volumes (volume "root")';
      const ofLogShipper = 'hostPath volumes (volume "pod-logs")';
      const agents = environments[name].logs === undefined ? [ofNodeExporter] : [ofLogShipper, ofNodeExporter];
      const warnings = agents.map((asked) => `Warning: would violate PodSecurity "baseline:v1.34": ${asked}\n`);
      expect([code, stderr]).toEqual([0, warnings.join('')]);
      const accepted = stdout.split('\n').filter((line) => line.endsWith('serverside-applied (server dry run)'));
      expect(accepted).toHaveLength(synth(environments[name]).length);
    },
    300_000,
  );
});
