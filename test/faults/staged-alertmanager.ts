/** An Alertmanager that is part of a fault. */
import { join } from 'node:path';
import { type Place, endpointText } from '../../constructs/program';
import { until } from '../support/wait';
import { type Command, type Stage, StagedServer } from './stage';

export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** Labels of an alert as Prometheus sends them. */
export function labelsOf(alertname: string, severity: string): Readonly<Record<string, string>> {
  return {
    alertname,
    severity,
    service: 'rstmdb',
    job: 'rstmdb',
    instance: 'a',
    cluster: 'mainnet',
    environment: 'prod',
  };
}

export class StagedAlertmanager extends StagedServer {
  readonly base: string;
  readonly address: string;

  constructor(
    stage: Stage,
    command: Omit<Command, 'port' | 'readyUrl'>,
    readonly place: Place,
  ) {
    const base = `http://${endpointText(place.listen)}/alertmanager`;
    super(stage, { ...command, port: place.listen.port, readyUrl: `${base}/-/ready` });
    this.base = base;
    this.address = endpointText(place.listen);
  }

  get configFile(): string {
    return join(this.place.configDir, 'config/alertmanager.yml');
  }

  /** @throws Error when it does not take them */
  async send(...alerts: readonly SentAlert[]): Promise<void> {
    const annotations = { summary: 's', description: 'd' };
    await this.#post(
      'alerts',
      alerts.map((alert) => ({ annotations, ...alert })),
    );
  }

  /** @returns the id */
  async silence(alertname: string): Promise<string> {
    const answer = await this.#post('silences', {
      matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'operator',
      comment: 'maintenance',
    });
    return ((await answer.json()) as { silenceID: string }).silenceID;
  }

  async activeSilences(): Promise<readonly string[]> {
    const all = (await this.#get('silences')) as readonly { id: string; status: { state: string } }[];
    return all.filter(({ status }) => status.state === 'active').map(({ id }) => id);
  }

  async #cluster(): Promise<{ readonly status: string; readonly peers?: readonly unknown[] }> {
    return ((await this.#get('status')) as { cluster: { status: string; peers?: readonly unknown[] } }).cluster;
  }

  /** Waits until it knows that many members, itself among them, and has heard what they know. @returns the seconds that it took */
  async meets(peers: number, seconds: number): Promise<number> {
    const begin = Date.now();
    await until(`${peers} members at ${this.address}`, seconds, async () => {
      const cluster = await this.#cluster();
      return cluster.status === 'ready' && cluster.peers?.length === peers;
    });
    return (Date.now() - begin) / 1000;
  }

  /** The sum of the samples of a metric whose labels contain a text. */
  async metric(name: string, label = ''): Promise<number> {
    const page = await (await fetch(`${this.base}/metrics`)).text();
    return page
      .split('\n')
      .filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)) && line.includes(label))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  async #get(path: string): Promise<unknown> {
    return (await fetch(`${this.base}/api/v2/${path}`)).json();
  }

  async #post(path: string, body: unknown): Promise<Response> {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${this.base}/api/v2/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}
