/** A receiver of notifications that can fail, and remembers. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from './stage';

/** One notification that was accepted. */
export interface Told {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
  }[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What it answers with: a status, or nothing at all. */
export type Behaviour = number | 'hang';

export class Receiver {
  readonly told: Told[] = [];
  /** What somebody tried to tell, accepted or not. */
  readonly attempts: { readonly path: string; readonly body: string; readonly at: number }[] = [];
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #server: Server;

  static async listen(stage: Stage): Promise<Receiver> {
    const receiver = new Receiver();
    const server = receiver.#server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stage.leftovers.later(() => closeServer(server));
    return receiver;
  }

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** The URL of a path: `url('oncall')`. */
  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${path}`;
  }

  /** How a path answers from now on; at first each says 200. */
  behave(path: string, behaviour: Behaviour): void {
    this.#behaviours.set(path, behaviour);
  }

  /** Notifications that a receiver accepted of an alert. */
  of(receiver: string, alertname: string, status: Told['status'] = 'firing'): readonly Told[] {
    return this.told.filter(
      (each) =>
        each.receiver === receiver &&
        each.alerts.some((alert) => alert.labels['alertname'] === alertname && alert.status === status),
    );
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').slice(1);
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      this.attempts.push({ path, body, at: Date.now() });
      const behaviour = this.#behaviours.get(path) ?? 200;
      if (behaviour === 'hang') return;
      if (behaviour < 300) this.told.push({ ...(JSON.parse(body) as Omit<Told, 'at'>), at: Date.now() });
      response.writeHead(behaviour).end();
    });
  }
}

/** Ends a server and the connections that are open. */
export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
