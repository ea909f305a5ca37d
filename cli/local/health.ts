/** Whether the processes of a local stack do their work, asked over HTTP. */
import { readFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOOPBACK } from './ports';

/** An answer; `code` is 0 when there was none. */
export interface Answer {
  readonly code: number;
  readonly body: string;
}

/** What can be asked whether it does its work. */
export interface Ready {
  readonly name: string;
  /** Answers 200 when all is well. */
  readonly readyUrl: string;
}

const TIMEOUT_MS = 3000;

/** How to fetch. */
export interface FetchOptions {
  /** File of the certificate that an https URL must show. */
  readonly certificate?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Fetches a URL from this machine, whatever its host name resolves to. */
export async function fetchLocal(url: string, { certificate, headers = {} }: FetchOptions = {}): Promise<Answer> {
  const { protocol, hostname, host, port, pathname, search } = new URL(url);
  const options = {
    host: LOOPBACK,
    port,
    path: pathname + search,
    headers: { ...headers, host },
    timeout: TIMEOUT_MS,
    agent: false,
    ...(protocol === 'https:' ? { servername: hostname, ca: certificate && readFileSync(certificate) } : {}),
  };
  return new Promise((resolve) => {
    const none = (): void => resolve({ code: 0, body: '' });
    const request = (protocol === 'https:' ? httpsGet : httpGet)(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ code: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
      response.on('error', none);
    });
    request.on('error', none);
    request.on('timeout', () => request.destroy());
  });
}

/** Whether the process answers its readiness question with 200. */
export async function isReady({ readyUrl }: Ready, certificate: string): Promise<boolean> {
  return (await fetchLocal(readyUrl, { certificate })).code === 200;
}

/**
 * Waits until all are ready.
 * @param each - called after every round with the names of those that are not
 * @returns those that are not ready in the end; empty when all went well
 */
export async function waitUntilReady(
  specs: readonly Ready[],
  certificate: string,
  seconds: number,
  each: (notReady: readonly string[]) => void,
): Promise<readonly string[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const ready = await Promise.all(specs.map((spec) => isReady(spec, certificate)));
    const missing = specs.filter((_, index) => ready[index] !== true).map(({ name }) => name);
    each(missing);
    if (missing.length === 0 || Date.now() > deadline) return missing;
    await sleep(200);
  }
}
