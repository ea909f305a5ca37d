/** A server that keeps what is sent to it, as the far end of receivers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from './running';

/** One request, whole. */
export interface Recorded {
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** A server on a free port of loopback until the file's last test is done. */
export interface Recorder {
  /** Without a trailing slash. */
  readonly url: string;
  readonly requests: readonly Recorded[];
}

/** Starts one. @param answer - what each request is told; empty when absent */
export async function record(cleanup: Cleanup, answer: (request: Recorded) => string = () => ''): Promise<Recorder> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      const recorded = { path: request.url ?? '', headers: request.headers, body };
      requests.push(recorded);
      // As a page of metrics has it; Prometheus takes none without a type.
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(answer(recorded));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
