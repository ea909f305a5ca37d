/** A Prometheus that is part of a fault. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, endpointText } from '../../constructs/program';
import { until } from '../support/wait';
import { type Command, type Stage, StagedServer } from './stage';

/** A series of an answer with its last value. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface ActiveTarget {
  readonly scrapePool: string;
  readonly health: string;
  readonly lastError: string;
}

export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  readonly activeAt: string;
}

export class StagedPrometheus extends StagedServer {
  readonly base: string;
  readonly address: string;

  constructor(
    stage: Stage,
    command: Omit<Command, 'port' | 'readyUrl'>,
    readonly place: Place,
  ) {
    const base = `http://${endpointText(place.listen)}/prometheus`;
    super(stage, { ...command, port: place.listen.port, readyUrl: `${base}/-/ready` });
    this.base = base;
    this.address = endpointText(place.listen);
  }

  /** @param name - `rules/rstmdb.yml` */
  file(name: string): string {
    return join(this.place.configDir, name);
  }

  /** Changes one of its files. */
  edit(name: string, by: (content: string) => string): void {
    writeFileSync(this.file(name), by(readFileSync(this.file(name), 'utf8')));
  }

  /** @throws Error when it refuses the query */
  async ask(query: string): Promise<readonly Sample[]> {
    return (await this.#get<{ result: readonly Sample[] }>(`query?query=${encodeURIComponent(query)}`)).result;
  }

  /** The value of the only series of an answer; undefined when there is none. */
  async value(query: string): Promise<number | undefined> {
    const [sample] = await this.ask(query);
    return sample === undefined ? undefined : Number(sample.value[1]);
  }

  async targets(): Promise<readonly ActiveTarget[]> {
    return (await this.#get<{ activeTargets: readonly ActiveTarget[] }>('targets?state=active')).activeTargets;
  }

  /** Pending and firing alerts of a name. */
  async alerts(name: string): Promise<readonly ActiveAlert[]> {
    const { alerts } = await this.#get<{ alerts: readonly ActiveAlert[] }>('alerts');
    return alerts.filter(({ labels }) => labels['alertname'] === name);
  }

  /** Waits for an alert to fire. @returns the seconds that it took */
  async fires(name: string, seconds: number): Promise<number> {
    const begin = Date.now();
    const isFiring = async (): Promise<boolean> => (await this.alerts(name)).some(({ state }) => state === 'firing');
    await until(`${name} to fire`, seconds, isFiring);
    return (Date.now() - begin) / 1000;
  }

  async ruleGroups(): Promise<readonly { readonly name: string; readonly lastEvaluation: string }[]> {
    return (await this.#get<{ groups: readonly { name: string; lastEvaluation: string }[] }>('rules')).groups;
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.base}/api/v1/${path}`);
    const { data, error } = (await answer.json()) as { readonly data: T; readonly error?: string };
    if (error !== undefined) throw new Error(`${path}: ${answer.status} ${error}`);
    return data;
  }
}
