/** Requests as nobody's library would send them: the path as written, over TLS, to a name. */
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SecureVersion } from 'node:tls';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Request {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `user:password`. */
  readonly auth?: string;
  readonly host?: string;
  readonly servername?: string;
  readonly maxVersion?: SecureVersion;
  /** Address of loopback to ask from: `127.0.0.2`. */
  readonly from?: string;
}

/** Longer than nginx waits for a name server. */
const LONGEST_MS = 8000;

/** Sends a request to a port of loopback and reads the whole answer. */
export function get(scheme: 'http' | 'https', port: number, request: Request): Promise<Answer> {
  const { path, method = 'GET', headers = {}, auth, host = 'monitoring.example.org' } = request;
  const { servername = host, maxVersion, from } = request;
  const options = {
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { Host: host, ...headers, ...(auth === undefined ? {} : { Authorization: basic(auth) }) },
    agent: false as const,
    timeout: LONGEST_MS,
    ...(from === undefined ? {} : { localAddress: from }),
  };
  return new Promise((resolve, reject) => {
    const sent =
      scheme === 'http'
        ? httpRequest(options)
        : httpsRequest({ ...options, servername, rejectUnauthorized: false, ...(maxVersion && { maxVersion }) });
    sent.once('error', reject);
    sent.once('timeout', () => sent.destroy(new Error(`${path}: no answer within ${LONGEST_MS} ms`)));
    sent.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    sent.once('response', (response) => {
      let body = '';
      response.on('data', (data: Buffer) => (body += data.toString()));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.end();
  });
}

function basic(userAndPassword: string): string {
  return `Basic ${Buffer.from(userAndPassword).toString('base64')}`;
}
