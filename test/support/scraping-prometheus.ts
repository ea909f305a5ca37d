/** A real Prometheus, configured as for one service, that scrapes pages served here. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import type { ServiceOptions } from '../../constructs/monitoring/environment';
import { wire } from '../../constructs/monitoring/wiring';
import { prometheusProgram } from '../../constructs/prometheus/program';
import type { SecretRef } from '../../model/delivery';
import { type Duration, seconds } from '../../model/quantity';
import type { Service } from '../../model/service';
import { folderPlace, loopbackAddresses, validEnvironment, watchdog } from '../constructs/fixture';
import { freePorts, writeFiles } from './running';
import type { Cleanup } from './running';
import { requireTool } from './tools';
import { until } from './wait';

/** One series of an answer. */
export interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface ScrapingOptions {
  /** A folder of the test's own. */
  readonly folder: string;
  readonly service: Service;
  readonly targets: ServiceOptions;
  /** How often it scrapes and evaluates, and how long it waits for an answer. @default - a second */
  readonly every?: Duration;
  /** Values of the secrets that the scrape needs. */
  readonly secrets?: readonly { readonly ref: SecretRef; readonly value: string }[];
}

/** Serves a page of metrics on loopback, to those alone that `lets` in. @returns its `host:port` */
export async function servePage(
  cleanup: Cleanup,
  page: string,
  lets: (authorization: string | undefined) => boolean = () => true,
): Promise<string> {
  const server = createServer((request, response) => {
    const isIn = lets(request.headers.authorization);
    response.writeHead(isIn ? 200 : 401, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(isIn ? page : 'not let in');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The server, once it is ready. */
export async function scrapingPrometheus(cleanup: Cleanup, options: ScrapingOptions): Promise<ScrapingPrometheus> {
  const { folder, service, targets, every = seconds(1), secrets = [] } = options;
  const { prometheus: port } = await freePorts('prometheus');
  const often = { scrapeInterval: every, scrapeTimeout: every, evaluationInterval: every };
  const environment = { ...validEnvironment(), ...often, services: { [service.id]: targets } };
  const { prometheus } = wire(environment, [service, watchdog()], loopbackAddresses());
  const place = folderPlace(folder);
  const program = prometheusProgram(prometheus, { ...place, listen: { host: '127.0.0.1', port } });
  writeFiles(program, place.configDir);
  for (const { ref, value } of secrets) {
    const path = place.secretFile(ref);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, value);
  }
  mkdirSync(place.dataDir, { recursive: true });
  await cleanup.start(requireTool('prometheus').path, program.args, port);
  const base = `http://127.0.0.1:${port}/prometheus`;
  await until('Prometheus to be ready', 30, async () => (await fetch(`${base}/-/ready`)).ok);
  return new ScrapingPrometheus(base);
}

export class ScrapingPrometheus {
  /** @param base its address without a trailing slash */
  constructor(private readonly base: string) {}

  /** The `data` of an answer of its API. */
  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.base}/api/v1/${path}`);
    return ((await answer.json()) as { data?: unknown }).data;
  }

  /** An instant vector. */
  async ask(query: string): Promise<readonly Answer[]> {
    const data = await this.get(`query?query=${encodeURIComponent(query)}`);
    return (data as { result: readonly Answer[] } | undefined)?.result ?? [];
  }
}
