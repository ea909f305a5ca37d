/** What `pulumi up` needs of the cluster: a context that exists, a server that answers, the right to make the objects. */
import type { Check, Fault } from './check';
import { ask, executable, type Variables } from './command';

/** What the checks must know. */
export interface ClusterContext {
  readonly env: Variables;
  readonly projectDir: string;
  /** Name of the kubeconfig context; empty when it is not set, which the check named `configuration` reports. */
  readonly context: string;
  readonly stack: string;
}

/** Kinds outside namespaces, which a role in one namespace does not allow. */
const CLUSTER_KINDS = [
  'namespaces',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
] as const;

/** All checks of the cluster; a check named `configuration` stands before them. */
export function clusterChecks(cluster: ClusterContext): readonly Check[] {
  const contextNeeds = cluster.context === '' ? ['kubectl', 'configuration'] : ['kubectl'];
  return [
    { name: 'kubectl', needs: [], find: () => Promise.resolve(kubectlPath(cluster)) },
    { name: 'context', needs: contextNeeds, find: () => contextExists(cluster) },
    { name: 'cluster', needs: ['context'], find: () => reachable(cluster) },
    { name: 'permissions', needs: ['cluster'], find: () => permitted(cluster) },
  ];
}

function kubectl({ env, projectDir }: ClusterContext, ...args: string[]) {
  return ask('kubectl', args, { cwd: projectDir, env });
}

function kubectlPath({ env }: ClusterContext): string | readonly Fault[] {
  const remedy = 'install it: https://kubernetes.io/docs/tasks/tools/#kubectl';
  return executable('kubectl', env) ?? [{ what: 'is not on the PATH', remedy }];
}

async function contextExists(cluster: ClusterContext): Promise<string | readonly Fault[]> {
  const { context, stack } = cluster;
  const set = `pulumi config set context NAME --stack ${stack}`;
  const { code, stdout, complaint } = await kubectl(cluster, 'config', 'get-contexts', '--output=name');
  if (code !== 0)
    return [{ what: `the kubeconfig cannot be read (${complaint})`, remedy: 'set KUBECONFIG to its path' }];
  const names = stdout.split('\n').filter((name) => name !== '');
  if (names.includes(context)) return context;
  const known = names.length === 0 ? 'none' : names.sort().join(', ');
  return [{ what: `'${context}' is not in the kubeconfig (there: ${known})`, remedy: `set KUBECONFIG, or: ${set}` }];
}

async function reachable(cluster: ClusterContext): Promise<string | readonly Fault[]> {
  const { context } = cluster;
  const args = ['--context', context, '--request-timeout=10s', 'get', '--raw', '/readyz'];
  const { code, complaint } = await kubectl(cluster, ...args);
  if (code === 0) return context;
  return [
    {
      what: `of context '${context}' does not answer (${complaint})`,
      remedy: `check network, VPN and credentials: kubectl --context ${context} cluster-info`,
    },
  ];
}

async function permitted(cluster: ClusterContext): Promise<string | readonly Fault[]> {
  const { context } = cluster;
  const answers = await Promise.all(
    CLUSTER_KINDS.map(async (kind) => {
      const { stdout } = await kubectl(cluster, '--context', context, 'auth', 'can-i', 'create', kind);
      return { kind, allowed: stdout.trim().split('\n').at(-1) === 'yes' };
    }),
  );
  const refused = answers.filter(({ allowed }) => !allowed).map(({ kind }) => kind);
  if (refused.length === 0) return 'may create namespaces and cluster roles';
  return [
    {
      what: `context '${context}' may not create ${refused.join(', ')}`,
      remedy: 'ask the cluster administrator for these rights, or use a context that has them',
    },
  ];
}
