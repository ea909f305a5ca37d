/**
 * Every environment's manifests, judged by a real API server: strict, server-side, with Pod Security as the namespaces
 * set it. The lab is a one-node Kubernetes that may lie beside the checkout.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterEnvironmentNames, environments } from '../../stacks/environments';
import { synth } from '../../stacks/synth';

const ROOT = join(__dirname, '../..');
const LAB = join(ROOT, '../shared/lab/lab');
const hasLab = existsSync(LAB) && process.getuid?.() === 0;

/** Where nothing is built yet, the first start compiles Kubernetes. */
const UP_MS = 25 * 60_000;

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env }, timeout: UP_MS });
}

// Skipped, and counted as skipped at the end of a run, only where there is no lab to ask.
const onLab = hasLab ? describe : describe.skip;

if (!hasLab) {
  process.stderr.write(
    'LAB TEST: no lab beside the checkout; no API server judged the manifests, only their schema is checked\n',
  );
}

onLab('manifests on a real API server', () => {
  let wasUp = false;
  const access: Record<string, string> = {};

  beforeAll(() => {
    wasUp = run(LAB, ['status']).status === 0;
    const { status, stdout, stderr } = run(LAB, ['up']);
    if (status !== 0) throw new Error(`lab up: ${stderr}`);
    const [, kubeconfig = '', path = ''] = /KUBECONFIG='([^']+)' PATH='([^']+)'/.exec(stdout) ?? [];
    Object.assign(access, { KUBECONFIG: kubeconfig, PATH: `${path}:${process.env['PATH'] ?? ''}` });
  }, UP_MS);

  afterAll(() => {
    if (!wasUp) run(LAB, ['down']);
  }, 120_000);

  it.each(clusterEnvironmentNames)(
    'are all accepted for %s, with no warning but the one of the host agent',
    (name) => {
      const { status, stdout, stderr } = run('tools/dry-run.sh', [name], access);
      // Of all pods only node-exporter's may ask for the host; it has a namespace of its own for that.
      const ofNodeExporter =
        'Warning: would violate PodSecurity "baseline:v1.34": host namespaces (hostNetwork=true, hostPID=true), hostPath volumes (volume "root")\n';
      expect([status, stderr]).toEqual([0, ofNodeExporter]);
      const accepted = stdout.split('\n').filter((line) => line.endsWith('serverside-applied (server dry run)'));
      expect(accepted).toHaveLength(synth(environments[name]).length);
    },
    300_000,
  );
});
