/** A target of scrapes, which can go and come back at its address. */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from './receiver';
import type { Stage } from './stage';

export class Target {
  /** Times at which it was scraped. */
  readonly scrapes: number[] = [];
  #server: Server | undefined;
  #port = 0;

  /** @param page - its metrics, made anew at each scrape */
  static async listen(stage: Stage, page: () => string = () => ''): Promise<Target> {
    const target = new Target(page);
    await target.start();
    stage.leftovers.later(() => target.stop());
    return target;
  }

  private constructor(public page: () => string) {}

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer((_, response) => {
      this.scrapes.push(Date.now());
      response.setHeader('content-type', 'text/plain; version=0.0.4').end(this.page());
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    if (this.#server !== undefined) await closeServer(this.#server);
    this.#server = undefined;
  }
}
