/** Thanos in the lab's pods: Query asked over its API, and a past that the pods of Prometheus are given. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from '../command';
import { requireTool } from '../tools';
import type { Cluster, Pod } from './cluster';

/** One series of an answer, with its value. */
interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** How a question is asked. */
export interface Asked {
  /** Seconds since 1970; now when absent. */
  readonly time?: number;
  /** Whether each series is one, though every replica has it. @default true */
  readonly dedup?: boolean;
  /** `address:port` of the only Store API that is asked. */
  readonly store?: string;
}

/** Query, whose ports are those of Prometheus. https://thanos.io/tip/components/query.md/ */
export class QueryApi {
  constructor(readonly address: string) {}

  /** `address:port` of each Store API that it has found and can ask, by the part that has it. */
  async stores(): Promise<Readonly<Record<string, readonly string[]>>> {
    const found = await this.#ask<Readonly<Record<string, readonly { name: string; lastError: unknown }[]>>>('stores');
    const names = Object.entries(found).map(([part, stores]) => [
      part,
      stores
        .filter(({ lastError }) => lastError === null)
        .map(({ name }) => name)
        .sort(),
    ]);
    return Object.fromEntries(names) as Readonly<Record<string, readonly string[]>>;
  }

  async query(query: string, { time, dedup = true, store }: Asked = {}): Promise<readonly Sample[]> {
    const parameters = new URLSearchParams({ query, dedup: String(dedup) });
    if (time !== undefined) parameters.set('time', String(time));
    if (store !== undefined) parameters.set('storeMatch[]', `{__address__="${store}"}`);
    return (await this.#ask<{ readonly result: readonly Sample[] }>(`query?${parameters.toString()}`)).result;
  }

  async #ask<T>(path: string): Promise<T> {
    const url = `http://${this.address}:10902/api/v1/${path}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { readonly data: T }).data;
  }
}

const HOUR = 3600;
const STEP = 60;

/** A day of samples in blocks of two hours, as Prometheus itself makes them. */
export class Past {
  static readonly BLOCKS = 12;
  static readonly QUERY = 'past_level';

  /** Seconds since 1970 of the first sample, whose value is 0; each minute adds 1. */
  readonly from: number;
  readonly #folder: string;
  readonly #text: string;

  /** @param folder - an empty one */
  constructor(folder: string) {
    // Whole eight hours: a compactor joins four blocks to one of those.
    const now = Math.floor(Date.now() / 1000 / (8 * HOUR)) * 8 * HOUR;
    this.from = now - 32 * HOUR;
    this.#folder = folder;
    this.#text = join(folder, 'past.om');
    const count = (Past.BLOCKS * 2 * HOUR) / STEP;
    const lines = Array.from({ length: count }, (_, index) => `${Past.QUERY} ${index} ${this.from + index * STEP}`);
    writeFileSync(this.#text, [`# TYPE ${Past.QUERY} gauge`, ...lines, '# EOF', ''].join('\n'));
  }

  /** Puts blocks of its own into the volume of a Prometheus that runs. */
  async give(cluster: Cluster, { metadata }: Pod): Promise<void> {
    const folder = join(this.#folder, metadata.name);
    mkdirSync(folder);
    const create = ['tsdb', 'create-blocks-from', 'openmetrics', this.#text, folder];
    await outputOf(requireTool('promtool').path, create, { seconds: 60 });
    const to = `${metadata.namespace}/${metadata.name}:/prometheus`;
    for (const name of readdirSync(folder)) {
      // In the order of names: the description of a block comes after what it describes.
      await cluster.kubectl(['cp', '-c', 'prometheus', join(folder, name), to]);
    }
  }
}
