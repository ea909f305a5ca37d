/**
 * A stand-in for Grafana: the part of its documented HTTP API that reads and makes dashboards, folders, library panels and
 * data sources. https://grafana.com/docs/grafana/v13.2/developer-resources/api-reference/http-api/
 */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../../support/running';

/** A dashboard or a folder as `/apis` has it. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

type Plain = Readonly<Record<string, unknown>>;

/** What a request is answered with in place of the right answer. */
export type Fault = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A page of the list is at most so long, however much is asked for. */
const PAGE = 100;

export class StandIn {
  readonly token = 'glsa_0123';
  readonly dashboards = new Map<string, Resource>();
  readonly folders = new Map<string, Resource>();
  readonly libraryPanels: Plain[] = [];
  readonly dataSources: Plain[] = [];
  readonly asked: string[] = [];
  fault: Fault = () => false;
  url = '';

  async start(cleanup: Cleanup): Promise<this> {
    const server = createServer((request, response) => void this.#answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanup.later(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    this.asked.push(request.url ?? '');
    if (this.fault(request, response, pathname)) return;
    const send = (status: number, value: unknown): void =>
      void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== `Bearer ${this.token}`) return send(401, { message: 'Invalid API key' });
    if (request.method === 'POST') return send(201, this.#make(pathname, (await bodyOf(request)) as Resource & Plain));
    const found = this.#find(pathname, searchParams);
    return found === undefined ? send(404, { message: 'Not found' }) : send(200, found);
  }

  #find(path: string, query: URLSearchParams): unknown {
    if (path === '/api/datasources') return this.dataSources;
    if (path === '/api/library-elements') return this.#panels(Number(query.get('page')), Number(query.get('perPage')));
    const { store, version, name } = this.#resources(path);
    if (store === undefined) return undefined;
    if (name === undefined) return page([...store.values()], query);
    const resource = store.get(name);
    return resource === undefined ? undefined : seenAt(resource, version);
  }

  #panels(number: number, size: number): unknown {
    const elements = this.libraryPanels.slice((number - 1) * size, number * size);
    return { result: { totalCount: this.libraryPanels.length, page: number, perPage: size, elements } };
  }

  #make(path: string, made: Resource & Plain): unknown {
    if (path === '/api/datasources') this.dataSources.push({ id: 9, orgId: 1, readOnly: false, ...made });
    else if (path === '/api/library-elements') this.libraryPanels.push({ id: 9, version: 1, ...made });
    else {
      const { store, version } = this.#resources(path);
      const parent = made.metadata.annotations?.['grafana.app/folder'];
      if (parent !== undefined && !this.folders.has(parent))
        throw new Error(`${made.metadata.name}: no folder ${parent}`);
      if (made.apiVersion !== version) throw new Error(`${made.metadata.name}: ${made.apiVersion} at ${version}`);
      store?.set(made.metadata.name, made);
    }
    return made;
  }

  #resources(path: string): { store?: Map<string, Resource>; version: string; name?: string } {
    const [, version = '', kind = '', name] =
      /^\/apis\/([^/]+\/[^/]+)\/namespaces\/default\/(dashboards|folders)(?:\/([^/]+))?$/.exec(path) ?? [];
    const stores: Readonly<Record<string, Map<string, Resource>>> = {
      'dashboard.grafana.app dashboards': this.dashboards,
      'folder.grafana.app folders': this.folders,
    };
    const store = stores[`${version.split('/')[0]} ${kind}`];
    return { version, ...(store && { store }), ...(name !== undefined && { name: decodeURIComponent(name) }) };
  }
}

function page(all: readonly Resource[], query: URLSearchParams): unknown {
  const start = Number(Buffer.from(query.get('continue') ?? '', 'base64').toString());
  const end = start + Math.min(Number(query.get('limit')), PAGE);
  const next = end < all.length ? { continue: Buffer.from(String(end)).toString('base64') } : {};
  return { metadata: { resourceVersion: '7', ...next }, items: all.slice(start, end).map(listed) };
}

/** A list need not have all of a large one. */
function listed({ spec, ...rest }: Resource): unknown {
  return { ...rest, spec: { title: spec['title'] } };
}

/** What a server adds; and a conversion that does not succeed, where a dashboard says so. */
function seenAt(resource: Resource, version: string): unknown {
  const { metadata, spec } = resource;
  const added = { uid: 'x', resourceVersion: '7', generation: 2, creationTimestamp: '2026-11-21T10:00:00Z' };
  const annotations = { ...metadata.annotations, 'grafana.app/createdBy': 'user:ada' };
  const stored = resource.apiVersion.split('/')[1];
  const failed = version !== resource.apiVersion && spec['cannotBeConverted'] === true;
  return {
    kind: resource.kind,
    apiVersion: version,
    metadata: { ...added, ...metadata, annotations },
    spec: failed ? { title: spec['title'] } : spec,
    status: failed ? { conversion: { failed, storedVersion: stored, error: 'no way to convert it' } } : {},
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString());
}
