/** A Prometheus of the lab's pods, asked over its API. */

interface Target {
  readonly health: string;
  readonly labels: { readonly job: string; readonly instance: string };
  readonly lastError: string;
  readonly scrapeUrl: string;
}

interface Group {
  readonly name: string;
  /** Seconds. */
  readonly interval: number;
  readonly rules: readonly { readonly name: string; readonly query: string; readonly health: string }[];
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** One server, or the Service before all of them. */
export class PrometheusApi {
  constructor(readonly address: string) {}

  async targets(): Promise<readonly Target[]> {
    return (await this.#ask<{ readonly activeTargets: readonly Target[] }>('targets')).activeTargets;
  }

  async groups(): Promise<readonly Group[]> {
    return (await this.#ask<{ readonly groups: readonly Group[] }>('rules')).groups;
  }

  /** @param time - seconds since 1970; now when absent */
  async query(query: string, time?: number): Promise<readonly Sample[]> {
    const at = time === undefined ? '' : `&time=${time}`;
    const path = `query?query=${encodeURIComponent(query)}${at}`;
    return (await this.#ask<{ readonly result: readonly Sample[] }>(path)).result;
  }

  /** What an alert watches now: its expression without the limit. */
  async watched(alert: string): Promise<readonly number[]> {
    const rules = (await this.groups()).flatMap((group) => group.rules);
    const rule = rules.find(({ name }) => name === alert);
    if (rule === undefined) throw new Error(`there is no alert ${alert}`);
    return (await this.query(rule.query.replace(/ > \S+$/, ''))).map(({ value }) => Number(value[1]));
  }

  async #ask<T>(path: string): Promise<T> {
    const url = `http://${this.address}:9090/prometheus/api/v1/${path}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { readonly data: T }).data;
  }
}
