/** What pods reach on this machine: receivers of notifications, and a target that can die. */
import { once } from 'node:events';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** This machine, as pods of the lab reach it. */
export const MACHINE = '10.210.0.1';

/** One alert that one receiver was told of. */
export interface Told {
  readonly receiver: string;
  readonly status: string;
  readonly alertname: string;
}

interface Notification {
  readonly status: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}

/** A server for pods, until it is closed. */
export class MachineServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async listen(answer: RequestListener): Promise<MachineServer> {
    const server = createServer(answer);
    server.listen(0, MACHINE);
    await once(server, 'listening');
    // Where a test fails before it can close it, it still ends.
    server.unref();
    return new MachineServer(server);
  }

  /** `address:port`, as pods reach it. */
  get address(): string {
    return `${MACHINE}:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.closeAllConnections();
    this.#server.close();
    await closed;
  }
}

/** Writes down what Alertmanager tells; the path is the receiver's name. */
export function receiving(told: Told[]): RequestListener {
  return (request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      const { status, alerts } = JSON.parse(body) as Notification;
      const receiver = (request.url ?? '').slice(1);
      told.push(...alerts.map(({ labels }) => ({ receiver, status, alertname: labels['alertname'] ?? '' })));
      response.end();
    });
  };
}
