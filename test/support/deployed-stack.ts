/** An environment's Pulumi stack on a cluster, for tests that operate it. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environments } from '../../stacks/environments';
import { neededSecrets } from '../../stacks/secrets';
import { secretKey } from '../../stacks/settings';
import { synth } from '../../stacks/synth';
import { outputOf } from './command';
import { serveDouble } from './kubernetes-provider';
import type { Lab } from './lab';
import type { PulumiProject, PulumiRun } from './pulumi-project';

/** The stack's own, and the sequencer's, which production looks into. */
export const NAMESPACES = ['monitoring', 'monitoring-node', 'sequencer'] as const;

/** How the program begins, and what is put before it: says of each workload and Service that its readiness is not waited for. */
const BEGINNING = 'const name = pulumi.getStack();';
const NOT_AWAITED = `pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
  if (!/:(DaemonSet|Deployment|Service|StatefulSet)$/.test(type)) return undefined;
  const annotations = { ...props.metadata.annotations, 'pulumi.com/skipAwait': 'true' };
  return { props: { ...props, metadata: { ...props.metadata, annotations } }, opts };
});
`;

/** Resources of a stack that are no objects of Kubernetes: itself, the component, the provider. */
export function ownResources(stack: string): readonly string[] {
  return [`MonitoringStack ${stack}`, `Stack vedette-${stack}`, `kubernetes ${stack}`];
}

/** An environment's stack in a project of its own, and the cluster that it goes to. */
export class DeployedStack {
  /** All that Pulumi has printed. */
  printed = '';
  /** Planted values by `<secret>/<key>`; rotated ones stay in the list under another name. */
  readonly canaries = new Map<string, string>();
  readonly objects;

  constructor(
    readonly stack: 'dev' | 'prod',
    readonly project: PulumiProject,
    readonly env: Readonly<Record<string, string>>,
  ) {
    this.objects = synth(environments[stack]);
  }

  /** The stack with its configuration; each secret is a text found nowhere else. */
  async begin(context: string): Promise<void> {
    await this.clear();
    this.project.edit('stacks/pulumi/program.ts', BEGINNING, NOT_AWAITED + BEGINNING);
    await this.project.tell(['stack', 'init', this.stack]);
    const keys = neededSecrets(this.objects).flatMap(({ name, keys: own }) => own.map((key) => secretKey(name, key)));
    for (const key of keys) this.canaries.set(key, `CANARY ${key} ${randomUUID()}`);
    const secrets = [...this.canaries].flatMap(([key, value]) => ['--secret', `${key}=${value}`]);
    await this.project.tell(['config', 'set-all', '--stack', this.stack, ...secrets]);
    await this.useContext(context);
  }

  async useContext(context: string): Promise<void> {
    await this.project.tell(['config', 'set', '--stack', this.stack, 'context', context]);
  }

  async pulumi(
    command: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<PulumiRun> {
    const changing = command === 'preview' ? [] : ['--yes', '--skip-preview'];
    const run = await this.project.run([command, '--stack', this.stack, ...changing, ...args], env);
    this.printed += run.text;
    return run;
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return outputOf('kubectl', args, { env: this.env, seconds: 120 });
  }

  /** A URN of the stack, of something below the component where `type` is given. */
  urn(type?: string): string {
    const below = type === undefined ? '' : `$${type}`;
    return `urn:pulumi:${this.stack}::vedette::vedette:index:MonitoringStack${below}::${this.stack}`;
  }

  /** Every resource of the stack, as changes name it. */
  everything(): readonly string[] {
    const secrets = neededSecrets(this.objects).map(({ namespace, name }) => `Secret ${namespace}/${name}`);
    const objects = this.objects.map(({ kind, metadata: { name, namespace } }) =>
      namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`,
    );
    return [...objects, ...secrets, ...ownResources(this.stack)].sort();
  }

  /** What Pulumi wrote or printed that holds a planted value, as it is or as the API server encodes it. */
  leaks(): readonly string[] {
    const values = [...this.canaries.values()].flatMap((value) => [value, Buffer.from(value).toString('base64')]);
    const places = [...this.project.written(), { path: 'the terminal', text: this.printed }];
    return places.filter(({ text }) => values.some((value) => text.includes(value))).map(({ path }) => path);
  }

  /** What keeps the namespaces from going: their conditions, all pods, and the last events. */
  async remaining(): Promise<string> {
    const conditions = 'jsonpath={range .items[*]}{.metadata.name}: {.status.conditions}{"\\n"}{end}';
    const said = await Promise.all([
      this.kubectl('get', 'namespace', ...NAMESPACES, '--ignore-not-found', `--output=${conditions}`),
      this.kubectl('get', 'pods', '--all-namespaces', '--output=wide'),
      this.kubectl('get', 'events', '--namespace=monitoring', '--sort-by=.lastTimestamp'),
    ]);
    return said.map((each) => each.split('\n').slice(-40).join('\n')).join('\n');
  }

  /** Takes off the cluster what another run may have left. */
  async clear(): Promise<void> {
    await this.kubectl('delete', 'namespace', ...NAMESPACES, '--ignore-not-found', '--timeout=100s');
    const ours = ['--selector=app.kubernetes.io/part-of=vedette', '--ignore-not-found'];
    await this.kubectl('delete', 'priorityclass,clusterrole,clusterrolebinding', ...ours);
  }
}

/** A context of a cluster that does not answer. */
export const NOWHERE = 'nowhere';

/** A real engine, and the provider that it uses. */
export interface Engine {
  /** How commands find it and the cluster. */
  readonly env: Readonly<Record<string, string>>;
  /** The lab's context; beside it the kubeconfig has {@link NOWHERE}. */
  readonly context: string;
  /** `v3.220.0`. */
  readonly version: string;
  /** Which provider it is, in words. */
  readonly provider: string;
  stop(): void;
}

/**
 * The lab's engine with the official Kubernetes provider where one is on the path, else with the double.
 * @param folder - for a kubeconfig
 */
export async function engineOn(lab: Lab, folder: string): Promise<Engine> {
  const kubeconfig = join(folder, 'kubeconfig');
  copyFileSync(lab.kubeconfig, kubeconfig);
  const env = { PATH: lab.path, KUBECONFIG: kubeconfig };
  const said = async (...command: readonly string[]): Promise<string> =>
    (await outputOf(command[0] ?? '', command.slice(1), { env, seconds: 30 })).trim();
  const user = await said('kubectl', 'config', 'view', '--output=jsonpath={.users[0].name}');
  await said('kubectl', 'config', 'set-cluster', NOWHERE, '--server=https://127.0.0.1:1');
  await said('kubectl', 'config', 'set-context', NOWHERE, `--cluster=${NOWHERE}`, `--user=${user}`);
  const about = {
    context: await said('kubectl', 'config', 'current-context'),
    version: await said('pulumi', 'version'),
  };
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const official = folders.map((each) => join(each, 'pulumi-resource-kubernetes')).find((file) => existsSync(file));
  if (official !== undefined) return { ...about, env, provider: official, stop: () => undefined };
  const double = await serveDouble(sdkVersion(), kubeconfig);
  return {
    ...about,
    env: { ...env, PULUMI_DEBUG_PROVIDERS: `kubernetes:${double.port}` },
    provider: 'the double of test/support/kubernetes-provider',
    stop: () => double.stop(),
  };
}

function sdkVersion(): string {
  const path = require.resolve('@pulumi/kubernetes/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
