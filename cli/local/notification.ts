/** What Alertmanager posts to a webhook. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */

/** One delivered message; the fields that a person reads. */
export interface Notification {
  /** When it arrived, ISO 8601. */
  readonly at: string;
  /** Name of the receiver: `oncall`. */
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly NotifiedAlert[];
}

export interface NotifiedAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  /** Where the expression can be seen in Prometheus. */
  readonly generatorURL: string;
}

/**
 * Reads the body of a webhook call.
 * @returns undefined when it is not what Alertmanager sends
 */
export function parseNotification(body: string, at: string): Notification | undefined {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isRecord(message) || !Array.isArray(message['alerts'])) return undefined;
  return {
    at,
    receiver: textOf(message['receiver']),
    status: statusOf(message['status']),
    alerts: message['alerts'].filter(isRecord).map((alert) => ({
      status: statusOf(alert['status']),
      labels: texts(alert['labels']),
      annotations: texts(alert['annotations']),
      startsAt: textOf(alert['startsAt']),
      generatorURL: textOf(alert['generatorURL']),
    })),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function statusOf(value: unknown): Notification['status'] {
  return value === 'resolved' ? 'resolved' : 'firing';
}

function texts(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, textOf(entry)]));
}
