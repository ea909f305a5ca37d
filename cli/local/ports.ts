/** Ports on loopback: the usual one where it is free, else any free one. */
import { createServer } from 'node:net';
import type { Endpoint } from '../../constructs/program';

/** Everything local listens here and nowhere else. */
export const LOOPBACK = '127.0.0.1';

/** A port on loopback. */
export function at(port: number): Endpoint {
  return { host: LOOPBACK, port };
}

/** @param path with its leading slash */
export function loopbackUrl(port: number, path: string): string {
  return `http://${LOOPBACK}:${port}${path}`;
}

/**
 * A port for every name, all different.
 * @param usual - port that people expect, by name; 0 where any will do
 */
export async function choosePorts<Name extends string>(
  usual: Readonly<Record<Name, number>>,
): Promise<Record<Name, number>> {
  const chosen: Partial<Record<Name, number>> = {};
  const taken = new Set<number>();
  for (const name of Object.keys(usual) as Name[]) {
    const port = (await freePort(usual[name], taken)) ?? (await freePort(0, taken));
    if (port === undefined) throw new Error('no free port on loopback');
    taken.add(port);
    chosen[name] = port;
  }
  return chosen as Record<Name, number>;
}

/** Names of ports that another process holds now. */
export async function takenPorts(ports: Readonly<Record<string, number>>): Promise<readonly string[]> {
  const free = await Promise.all(Object.values(ports).map((port) => freePort(port, new Set())));
  return Object.keys(ports).filter((_, index) => free[index] === undefined);
}

/** The port itself (a free one for 0), or undefined when it is taken. */
async function freePort(wanted: number, taken: ReadonlySet<number>): Promise<number | undefined> {
  if (wanted !== 0 && taken.has(wanted)) return undefined;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    // Not exclusive to loopback: a program that listens on every address holds the port too.
    server.listen({ host: LOOPBACK, port: wanted }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(port));
    });
  });
}
