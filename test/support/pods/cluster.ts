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
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
}

/** Its containers. */
export function containersOf(pods: readonly Pod[]): readonly ({ readonly pod: string } & ContainerStatus)[] {
  return pods.flatMap(({ metadata, status }) =>
    (status.containerStatuses ?? []).map((each) => ({ pod: metadata.name, ...each })),
  );
}

/** Another one once the pod was replaced, or one of its containers restarted. */
export function identityOf({ metadata, status }: Pod): string {
  const restarts = status.containerStatuses?.map(({ restartCount }) => restartCount) ?? [];
  return [metadata.name, metadata.uid, ...restarts].join(' ');
}

/** How a Job ended that succeeded. */
export interface Finished {
  /** What the pod that succeeded wrote. */
  readonly log: string;
  /** Tries that failed before. */
  readonly failures: number;
}

/** What an API server says to an eviction. */
export type Evicted = 'evicted' | 'refused: the budget allows none';

interface Volumes {
  readonly items: readonly {
    readonly spec: {
      readonly claimRef?: { readonly namespace: string; readonly name: string };
      readonly hostPath?: { readonly path: string };
      readonly local?: { readonly path: string };
    };
  }[];
}

interface Job {
  readonly status: { readonly succeeded?: number; readonly failed?: number };
}

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

  /** Puts other values into a Secret. */
  async changeSecret(namespace: string, name: string, values: Readonly<Record<string, string>>): Promise<void> {
    const patch = JSON.stringify({ stringData: values });
    await this.kubectl(['-n', namespace, 'patch', 'secret', name, '--type=merge', '-p', patch]);
  }

  /** The folder of a claim's volume: the node is this machine. */
  async volumePath(namespace: string, claim: string): Promise<string> {
    const { items } = JSON.parse(await this.kubectl(['get', 'persistentvolumes', '-o', 'json'])) as Volumes;
    const found = items.find(({ spec }) => spec.claimRef?.namespace === namespace && spec.claimRef.name === claim);
    const path = found?.spec.hostPath?.path ?? found?.spec.local?.path;
    if (path === undefined) throw new Error(`no volume for claim ${namespace}/${claim}`);
    return path;
  }

  /** Waits until every pod of a workload is new and available. */
  async rolledOut(namespace: string, workload: string, seconds: number): Promise<void> {
    await this.kubectl(['-n', namespace, 'rollout', 'status', workload, `--timeout=${seconds}s`], '', seconds + 10);
  }

  /** Does the task of a CronJob now. */
  async runTask(namespace: string, cronJob: string, seconds: number): Promise<Finished> {
    const job = `${cronJob}-by-hand`;
    await this.kubectl(['-n', namespace, 'create', 'job', job, `--from=cronjob/${cronJob}`]);
    return this.finished(namespace, job, seconds);
  }

  /** Waits until a Job has succeeded. @throws Error with what it wrote when it has not */
  async finished(namespace: string, job: string, seconds: number): Promise<Finished> {
    const inNamespace = ['-n', namespace];
    try {
      const { failed = 0 } = await until(`Job ${job}`, seconds, async () => {
        const { status } = JSON.parse(await this.kubectl([...inNamespace, 'get', 'job', job, '-o', 'json'])) as Job;
        return status.succeeded === 1 && status;
      });
      const pods = await this.pods(namespace, `job-name=${job}`);
      const done = pods.find(({ status }) => status.phase === 'Succeeded')?.metadata.name ?? '';
      return { log: await this.kubectl([...inNamespace, 'logs', done]), failures: failed };
    } catch (error) {
      const seen = await this.said([...inNamespace, 'describe', 'job', job]);
      throw new Error(`${String(error)}\n${seen}${await this.said([...inNamespace, 'logs', `job/${job}`])}`);
    }
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
