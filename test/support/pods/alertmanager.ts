/** An Alertmanager of the lab's pods, asked over its API. */

/** One member, or the Service before all of them. */
export class AlertmanagerApi {
  constructor(readonly address: string) {}

  /** The configuration in force. */
  async configuration(): Promise<string> {
    return ((await this.#ask('status')) as { readonly config: { readonly original: string } }).config.original;
  }

  /** Names of the alerts that it holds. */
  async alerts(): Promise<readonly string[]> {
    const alerts = (await this.#ask('alerts')) as readonly { readonly labels: { readonly alertname: string } }[];
    return alerts.map(({ labels }) => labels.alertname);
  }

  /** Comments of the silences that it knows. */
  async silences(): Promise<readonly string[]> {
    return ((await this.#ask('silences')) as readonly { readonly comment: string }[]).map(({ comment }) => comment);
  }

  /** Mutes an alert for an hour. */
  async silence(alertname: string, comment: string): Promise<void> {
    const [startsAt, endsAt] = [0, 3_600_000].map((later) => new Date(Date.now() + later).toISOString());
    const matchers = [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }];
    const body = JSON.stringify({ matchers, startsAt, endsAt, createdBy: 'test', comment });
    await this.#ask('silences', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  async #ask(path: string, options: RequestInit = {}): Promise<unknown> {
    const url = `http://${this.address}:9093/alertmanager/api/v2/${path}`;
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
