/** A real OpenSearch for one test file, and the door in front of it that a real store has: TLS, and who may enter. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, request as httpRequest } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cacheDir } from '../../cli/tools';
import type { Recorded } from './recorder';
import { type Cleanup, freePorts } from './running';
import { requireTool } from './tools';
import { until } from './wait';

/** Starts OpenSearch, and answers its address: `http://127.0.0.1:port`. @throws Error where it is not installed */
export async function startLogStore(cleanup: Cleanup, folder: string): Promise<string> {
  const cache = cacheDir();
  const [version] = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('opensearch-')) : [];
  if (version === undefined) throw new Error('opensearch is not installed; run tools/install.sh test');
  const { port } = await freePorts('port');
  const program = join(__dirname, 'LogStore.java');
  const jars = join(cache, version, 'lib', '*');
  const args = ['-Xmx512m', '-cp', jars, program, join(folder, 'store'), String(port)];
  // It ends with its standard input, so with this test however that ends.
  const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  cleanup.later(async () => {
    if (child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  await until('OpenSearch', 120, () => {
    if (child.exitCode !== null) throw new Error(`OpenSearch ended with ${child.exitCode}:\n${output}`);
    return output.includes('ready');
  });
  return `http://127.0.0.1:${port}`;
}

/** The door: what came through it, and where it is. */
export interface Door {
  readonly url: string;
  /** Certificate of its authority. */
  readonly authority: string;
  readonly requests: readonly Recorded[];
}

/** Opens a door at `localhost`. @param answer - what is not sent on, since the store behind lacks it */
export async function openDoor(
  cleanup: Cleanup,
  folder: string,
  { store, authorization, answer }: DoorOptions,
): Promise<Door> {
  const [key, authority] = [join(folder, 'door.key'), join(folder, 'door.crt')];
  mkdirSync(folder, { recursive: true });
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', authority];
  execFileSync(requireTool('openssl').path, [...made, ...subject], { stdio: 'ignore' });
  const requests: Recorded[] = [];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(authority) }, (request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      const recorded = { path: request.url ?? '', headers: request.headers, body };
      requests.push(recorded);
      if (request.headers.authorization !== authorization) response.writeHead(401).end('{"status":401}');
      else {
        const own = answer(recorded);
        if (own === undefined) passOn(store, request, body, response);
        else response.writeHead(own.status).end(own.body);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(() => new Promise((resolve) => server.close(() => resolve())));
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, authority, requests };
}

export interface DoorOptions {
  /** Address of the store behind. */
  readonly store: string;
  /** The header that opens it. */
  readonly authorization: string;
  readonly answer: (request: Recorded) => { readonly status: number; readonly body: string } | undefined;
}

function passOn(
  store: string,
  { method, url, headers }: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  const type = headers['content-type'];
  const sent = {
    ...(method === undefined ? {} : { method }),
    headers: type === undefined ? {} : { 'content-type': type },
  };
  const onward = httpRequest(`${store}${url ?? ''}`, sent, (answer) => {
    response.writeHead(answer.statusCode ?? 502);
    answer.pipe(response);
  });
  onward.once('error', () => response.writeHead(502).end());
  onward.end(body);
}

/** Asks a store, and reads its answer. @throws Error with the answer when it is none of success */
export async function askStore<T>(store: string, method: string, path: string, body?: string): Promise<T> {
  const headers = { 'content-type': path.includes('_bulk') ? 'application/x-ndjson' : 'application/json' };
  const answer = await fetch(`${store}/${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Writes a secret's file. */
export function writeSecret(file: string, value: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, value);
}
