/** Which metrics of a page tell of requests: how many, how many of them fail, and how long they take. */
import type { Guess, GuessedLabel } from './guess';

/** The parts of `red({…})` as TypeScript, and what to look at in them. */
export interface GuessedRed {
  readonly requests: string;
  readonly failed: string;
  readonly duration: string;
  readonly by: string;
  /** Further names of the model that they use. */
  readonly uses: readonly string[];
}

/** Undefined where the page does not tell which requests fail. */
export function guessRed(metrics: readonly Guess[], keys: ReadonlyMap<string, string>): GuessedRed | undefined {
  const duration = best(metrics.filter(isDuration));
  if (duration === undefined) return undefined;
  const requests = best(metrics.filter(isRequests)) ?? duration;
  const key = (metric: Guess): string => `m.${keys.get(metric.name) ?? ''}`;
  const counted = requests === duration ? `${key(duration)}.count` : key(requests);
  const status = requests.labels.find(isStatus);
  const errors = metrics.find((metric) => isErrorsOf(metric, requests));
  const by = status ?? requests.labels[0];
  const shared = {
    requests: counted,
    duration: key(duration),
    by: by === undefined ? 'instance' : `${counted}.label${/^\w+$/.test(by.name) ? `.${by.name}` : ''}`,
  };
  const label = by === undefined ? ['instance'] : [];
  if (status !== undefined) {
    const failed = `${counted}.where({ ${status.name}: matching('5..') })`;
    return { ...shared, failed, uses: [...label, 'matching'] };
  }
  return errors === undefined ? undefined : { ...shared, failed: key(errors), uses: label };
}

const isDuration = ({ name, form }: Guess): boolean =>
  form === 'histogram' &&
  /request|http|grpc|rpc|query|call|operation/.test(name) &&
  /duration|latency|seconds/.test(name);

const isRequests = ({ name, form }: Guess): boolean => form === 'counter' && /_requests(?:_total)?$/.test(name);

/** `http_requests_total` rather than `cache_requests_total`. */
const best = (metrics: readonly Guess[]): Guess | undefined =>
  metrics.find(({ name }) => /http|grpc/.test(name)) ?? metrics.find(({ name }) => /request/.test(name)) ?? metrics[0];

/** HTTP statuses: `503`, or their classes: `5xx`. */
const isStatus = ({ seen }: GuessedLabel): boolean =>
  seen.length > 0 && seen.every((value) => /^[1-5](?:\d\d|xx)$/i.test(value));

/** `x_errors_total` or `x_request_errors_total`, beside `x_requests_total`. */
function isErrorsOf({ name, form }: Guess, requests: Guess): boolean {
  const stem = requests.name.replace(/_?requests?(?:_\w+)?$/, '');
  return form === 'counter' && /^_?(?:requests?_)?(?:errors|failures|failed)(?:_total)?$/.test(name.slice(stem.length));
}
