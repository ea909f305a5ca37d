/** The lab's cluster as a test works with it. */
import { outputOf, run } from '../command';
import type { Lab } from '../lab';
import { until } from '../wait';

const KUBECTL_SECONDS = 60;

/** An object, read as far as the tests need. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly status: {
    readonly podIP?: string;
    readonly phase: string;
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly ready: boolean;
      readonly restartCount: number;
    }[];
  };
}

/** What an API server says to an eviction. */
export type Evicted = 'evicted' | 'refused: the budget allows none';

export class Cluster {
  readonly #env: Readonly<Record<string, string>>;

  constructor({ kubeconfig, path }: Lab) {
    this.#env = { KUBECONFIG: kubeconfig, PATH: path };
  }

  /** @throws Error with what kubectl says when it fails */
  kubectl(args: readonly string[], input = '', seconds = KUBECTL_SECONDS): Promise<string> {
    return outputOf('kubectl', args, { env: this.#env, seconds, input });
  }

  /** What kubectl says, whether it fails or not. */
  async said(args: readonly string[], input = ''): Promise<string> {
    const { stdout, stderr } = await run('kubectl', args, { env: this.#env, seconds: KUBECTL_SECONDS, input });
    return stdout + stderr;
  }

  /** Server-side and strict. */
  async apply(objects: readonly object[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await this.kubectl(['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f', '-'], list);
  }

  async pods(namespace: string, labels = ''): Promise<readonly Pod[]> {
    const found = await this.kubectl(['-n', namespace, 'get', 'pods', '-l', labels, '-o', 'json']);
    return (JSON.parse(found) as { readonly items: readonly Pod[] }).items;
  }

  async pod(namespace: string, name: string): Promise<Pod> {
    return JSON.parse(await this.kubectl(['-n', namespace, 'get', 'pod', name, '-o', 'json'])) as Pod;
  }

  /** Address of a Service, which this machine reaches too. */
  serviceAddress(namespace: string, name: string): Promise<string> {
    return this.kubectl(['-n', namespace, 'get', 'service', name, '-o', 'jsonpath={.spec.clusterIP}']);
  }

  /** Waits until every pod of a workload is new and available. */
  async rolledOut(namespace: string, workload: string, seconds: number): Promise<void> {
    await this.kubectl(['-n', namespace, 'rollout', 'status', workload, `--timeout=${seconds}s`], '', seconds + 10);
  }

  /** Asks as a drain does. */
  async evict(namespace: string, name: string): Promise<Evicted> {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    const said = await this.said(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction));
    if (said.includes('"status":"Success"')) return 'evicted';
    if (said.includes("it would violate the pod's disruption budget")) return 'refused: the budget allows none';
    throw new Error(said);
  }

  /** Waits until another pod of that name is ready. */
  async replaced({ metadata: { namespace, name, uid } }: Pod, seconds: number): Promise<Pod> {
    return until(`a new pod ${name}`, seconds, async () => {
      const now = (await this.pods(namespace)).find(({ metadata }) => metadata.name === name);
      const ready = now?.status.containerStatuses?.every((each) => each.ready) ?? false;
      return now !== undefined && now.metadata.uid !== uid && ready && now;
    });
  }
}
