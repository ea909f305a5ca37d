/** Asks for a page of metrics as Prometheus does: once, within a time, and up to a size. */
import type { Problem } from '../../model/problem';
import { VedetteError } from '../../model/problem';
import { prometheusSizeText, quantityText } from '../../model/quantity';
import type { Duration, Size } from '../../model/quantity';
import type { PageRequest } from './address';
import { failureProblem } from './failure';
import type { Format } from './page';

type Refusal = Pick<Problem, 'what' | 'remedy'>;

/** What a server sent. */
export interface Fetched {
  readonly text: string;
  readonly format: Format;
  /** Media type as sent; empty where none was. */
  readonly contentType: string;
}

export interface FetchLimits {
  readonly timeout: Duration;
  readonly size: Size;
}

/** OpenMetrics before text, names in ASCII. @see https://prometheus.io/docs/instrumenting/content_negotiation/ */
const ACCEPT =
  'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,' +
  'text/plain;version=0.0.4;q=0.2,*/*;q=0.1';

/** @throws VedetteError for whatever is no page of metrics: no answer, a refusal, HTML, one that is too large */
export async function fetchPage(request: PageRequest, { timeout, size }: FetchLimits): Promise<Fetched> {
  const { url, headers, secrets } = request;
  const where = url.href;
  const struck = (text: string): string => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const refuse: (refusal: Refusal) => never = ({ what, ...rest }) => {
    throw new VedetteError([{ where, what: struck(what), ...rest }]);
  };
  try {
    const response = await fetch(url, {
      headers: { Accept: ACCEPT, 'X-Prometheus-Scrape-Timeout-Seconds': String(timeout.value), ...headers },
      // A header must not follow to wherever the server points.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout.value * 1000),
    });
    const refusal = statusProblem(response, request);
    if (refusal !== undefined) {
      await response.body?.cancel();
      refuse(refusal);
    }
    const whole = await textUpTo(response, size);
    if (whole === undefined) {
      const what = `the page is larger than ${prometheusSizeText(size)}`;
      refuse({ what, remedy: 'see which label has a value for each request' });
    }
    const text = struck(whole);
    const contentType = response.headers.get('content-type') ?? '';
    const media = mediaProblem(text, contentType, url);
    if (media !== undefined) refuse(media);
    const format = /^application\/openmetrics-text\b/i.test(contentType) ? 'OpenMetrics' : 'text 0.0.4';
    return { text, contentType, format };
  } catch (error) {
    if (error instanceof VedetteError) throw error;
    throw new VedetteError([{ where, ...failureProblem(error, url, quantityText(timeout)) }]);
  }
}

function statusProblem(
  { status, statusText, headers }: Response,
  { url, headers: sent }: PageRequest,
): Refusal | undefined {
  if (status === 200) return undefined;
  const what = `answers ${status}${statusText === '' ? '' : ` ${statusText}`}`;
  if (status === 401 || status === 403) {
    return Object.keys(sent).length === 0
      ? { what, remedy: "it wants to know who asks: give --bearer-file FILE or --header 'Name: value'" }
      : { what, remedy: 'it refuses what --header and --bearer-file give' };
  }
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) {
    const target = URL.canParse(location, url.href) ? new URL(location, url.href).href : location;
    return { what: `${what}, to ${target}`, remedy: 'probe that address, if it is the one that you mean' };
  }
  if (status === 404) return { what, remedy: 'the usual path is /metrics' };
  return { what, remedy: 'Prometheus takes 200 alone: see the log of the program' };
}

/** The body as text; undefined where it is larger, however it was packed. */
async function textUpTo({ body }: Response, size: Size): Promise<string | undefined> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    // Leaving the loop closes the connection.
    if (length > size.value) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function mediaProblem(text: string, contentType: string, { origin, pathname }: URL): Refusal | undefined {
  if (text.trim() === '') {
    return { what: 'the page is empty', remedy: 'see whether the program counts anything, and where its page is' };
  }
  if (/^text\/html\b/i.test(contentType) || /^\s*<(?:!doctype|html)\b/i.test(text)) {
    const remedy = pathname === '/metrics' ? 'see where its page of metrics is' : `did you mean ${origin}/metrics?`;
    return { what: 'the page is HTML, not metrics', remedy };
  }
  if (/\bprotobuf\b/i.test(contentType)) return { what: 'the page is in protobuf, must be text' };
  if (/^application\/json\b/i.test(contentType) || /^\s*[[{]/.test(text)) {
    return { what: 'the page is JSON, not metrics', remedy: 'an exporter such as json_exporter makes metrics of it' };
  }
  return undefined;
}
