/** The API server that a kubeconfig context names: server-side apply, get and delete by https, nothing cached but kinds. */
import { readFileSync } from 'node:fs';
import { Agent, request, type RequestOptions } from 'node:https';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { until } from '../wait';

/** Who owns the fields that the double applies; the real provider adds a random end to its own name. */
const FIELD_MANAGER = 'pulumi-kubernetes';
/** A namespace is gone when its pods are. */
const DELETE_SECONDS = 120;

/** What the API server answers when it does not do what it was asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** How to apply. */
export interface ApplyOptions {
  /** Ask what would be, and change nothing. */
  readonly dryRun: boolean;
  /** Take fields over from whoever set them. */
  readonly force: boolean;
}

interface Kind {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface Kubeconfig {
  readonly contexts: readonly { name: string; context: { cluster: string; user: string } }[];
  readonly clusters: readonly { name: string; cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { name: string; user: Readonly<Record<string, string>> }[];
}

/** One API server. */
export class ApiServer {
  readonly #kinds = new Map<string, readonly Kind[]>();
  readonly #options: RequestOptions;

  /** @throws Error when the kubeconfig has no such context */
  constructor(kubeconfig: string, context: string) {
    const { contexts, clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
    const chosen = contexts.find(({ name }) => name === context)?.context;
    const cluster = clusters.find(({ name }) => name === chosen?.cluster)?.cluster;
    const user = users.find(({ name }) => name === chosen?.user)?.user;
    if (cluster === undefined || user === undefined) throw new Error(`context "${context}" does not exist`);
    const data = (fields: Readonly<Record<string, string>>, key: string) => Buffer.from(fields[key] ?? '', 'base64');
    const { hostname, port } = new URL(cluster['server'] ?? '');
    const agent = new Agent({
      keepAlive: true,
      maxSockets: 8,
      ca: data(cluster, 'certificate-authority-data'),
      cert: data(user, 'client-certificate-data'),
      key: data(user, 'client-key-data'),
    });
    this.#options = { agent, hostname, port };
  }

  /** @returns undefined when it is not there, or its kind is not */
  async get(object: KubernetesObject): Promise<KubernetesObject | undefined> {
    return unlessAbsent(async () => this.#ask('GET', await this.#path(object)));
  }

  /** Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
  async apply(object: KubernetesObject, { dryRun, force }: ApplyOptions): Promise<KubernetesObject> {
    const query = `fieldManager=${FIELD_MANAGER}&force=${force}${dryRun ? '&dryRun=All' : ''}`;
    return this.#ask('PATCH', `${await this.#path(object)}?${query}`, object);
  }

  /** Deletes it and waits until it is gone; what is not there is gone. */
  async delete(object: KubernetesObject): Promise<void> {
    await unlessAbsent(async () => this.#ask('DELETE', `${await this.#path(object)}?propagationPolicy=Background`));
    const { kind, metadata } = object;
    await until(`deletion of ${kind} ${metadata.name}`, DELETE_SECONDS, async () => !(await this.get(object)));
  }

  async isNamespaced(object: KubernetesObject): Promise<boolean> {
    return (await this.#kind(object)).namespaced;
  }

  async #path(object: KubernetesObject): Promise<string> {
    const { name, namespaced } = await this.#kind(object);
    const inside = namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : '';
    return `${groupPath(object)}${inside}/${name}/${object.metadata.name}`;
  }

  async #kind(object: KubernetesObject): Promise<Kind> {
    const find = () => this.#kinds.get(object.apiVersion)?.find(({ kind }) => kind === object.kind);
    if (find() === undefined) {
      const answer = await unlessAbsent(async () => this.#ask('GET', groupPath(object)));
      const kinds = (answer?.['resources'] ?? []) as readonly Kind[];
      this.#kinds.set(
        object.apiVersion,
        kinds.filter(({ name }) => !name.includes('/')), // not `pods/log`
      );
    }
    const kind = find();
    if (kind !== undefined) return kind;
    throw new ApiError(404, `no matches for kind "${object.kind}" in version "${object.apiVersion}"`);
  }

  #ask(method: string, path: string, body?: unknown): Promise<KubernetesObject> {
    const type = body === undefined ? {} : { 'content-type': 'application/apply-patch+yaml' };
    const headers = { accept: 'application/json', ...type };
    return new Promise((resolve, reject) => {
      const asked = request({ ...this.#options, method, path, headers, timeout: 30_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode < 300) resolve(JSON.parse(text) as KubernetesObject);
          else reject(new ApiError(statusCode, messageIn(text)));
        });
      });
      asked.once('timeout', () => asked.destroy(new Error(`${method} ${path}: no answer within 30 s`)));
      asked.once('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function groupPath({ apiVersion }: KubernetesObject): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

async function unlessAbsent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** The message of a Status object, or the answer as it is. */
function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
