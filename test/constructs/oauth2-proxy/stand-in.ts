/**
 * A server that answers as oauth2-proxy is documented to, for want of the program: by who a cookie says one is, and with
 * a provider that lets everybody in. https://oauth2-proxy.github.io/oauth2-proxy/features/endpoints
 */
import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { SESSION_COOKIE } from '../../../constructs/oauth2-proxy/program';
import type { Leftovers } from '../../support/running';

/** Where people sign in. */
export const PROVIDER = 'https://id.example.org/authorize';

/** People by what their session cookie holds. */
const people: Readonly<Record<string, { readonly email: string; readonly groups: readonly string[] }>> = {
  alice: { email: 'alice@example.org', groups: ['staff', 'operators'] },
  bob: { email: 'bob@example.org', groups: ['staff'] },
  carol: { email: 'carol@example.org', groups: ['visitors, of all sorts & kinds'] },
};

/** What it was asked. */
export interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StandIn {
  readonly asked: Asked[];
  /** Stops answering. */
  stop(): Promise<void>;
}

/** The cookies of somebody who is signed in; `parts` of them where the session is long. */
export function session(name: string, parts = 1): string {
  if (parts === 1) return `${SESSION_COOKIE}=${name}`;
  const filler = Array.from({ length: parts - 1 }, (_, index) => `${SESSION_COOKIE}_${index + 1}=${'x'.repeat(3900)}`);
  return [`${SESSION_COOKIE}_0=${name}`, ...filler].join('; ');
}

/** Starts it on loopback. */
export async function startStandIn(port: number, cleanup: Leftovers): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.once('end', () => {
      asked.push({ url: request.url ?? '', headers: request.headers, body });
      answer(request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  cleanup.later(stop);
  return { asked, stop };
}

function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://oauth2-proxy');
  switch (url.pathname) {
    case '/oauth2/auth':
      return answerQuestion(request, url, response);
    case '/oauth2/start':
    case '/oauth2/sign_in': {
      const cookie = `${SESSION_COOKIE}_csrf_1=nonce; Path=/; HttpOnly; Secure; SameSite=Lax`;
      const state = encodeURIComponent(`nonce:${wayBack(request, url, body)}`);
      return found(response, `${PROVIDER}?client_id=vedette&state=${state}`, [cookie]);
    }
    case '/oauth2/callback':
      return answerProvider(request, url, response);
    case '/oauth2/sign_out':
      return found(response, wayBack(request, url, body), [`${SESSION_COOKIE}=; Path=/; Max-Age=0`]);
    case '/oauth2/static/css/bulma.min.css':
      return void response.writeHead(200).end('css');
    default:
      return void response.writeHead(404).end();
  }
}

/** 202 with who it is, 401 for strangers, 403 for members of no allowed group. */
function answerQuestion({ headers }: IncomingMessage, url: URL, response: ServerResponse): void {
  const [, name = ''] = new RegExp(`${SESSION_COOKIE}(?:_0)?=([a-z]+)`).exec(headers.cookie ?? '') ?? [];
  const person = people[name];
  if (person === undefined) return void response.writeHead(401).end('Unauthorized');
  const allowed = url.searchParams.getAll('allowed_groups').flatMap((list) => list.split(','));
  if (allowed.length > 0 && !person.groups.some((group) => allowed.includes(group))) {
    return void response.writeHead(403).end('Forbidden');
  }
  const identity = {
    User: `id-of-${name}`,
    Email: person.email,
    Groups: person.groups.join(','),
    'Preferred-Username': name,
  };
  for (const [header, value] of Object.entries(identity)) response.setHeader(`X-Auth-Request-${header}`, value);
  response.writeHead(202).end();
}

/** The provider sent somebody back: the session begins, in so many cookies that their headers are long. */
function answerProvider({ headers }: IncomingMessage, url: URL, response: ServerResponse): void {
  const state = url.searchParams.get('state') ?? '';
  const hasStarted = headers.cookie?.includes(`${SESSION_COOKIE}_csrf_1=nonce`) === true && state.startsWith('nonce:');
  if (!hasStarted || !url.searchParams.has('code')) return void response.writeHead(403).end('no valid CSRF token');
  const back = state.slice('nonce:'.length);
  const cookies = session('alice', 3)
    .split('; ')
    .map((cookie) => `${cookie}; Path=/; HttpOnly; Secure; SameSite=Lax`);
  found(response, isValid(back) ? back : '/', cookies);
}

function found(response: ServerResponse, location: string, cookies: readonly string[]): void {
  response.writeHead(302, { Location: location, 'Set-Cookie': [...cookies] }).end();
}

/** From the query or a form, from the header, else the front page: in this order, the first that is allowed. */
function wayBack({ headers }: IncomingMessage, url: URL, body: string): string {
  const ways = [url.searchParams.get('rd'), new URLSearchParams(body).get('rd'), headers['x-auth-request-redirect']];
  return ways.find((way): way is string => typeof way === 'string' && isValid(way)) ?? '/';
}

/** A path, or a URL: the real one refuses other hosts, which is left out here so that nginx is what holds them off. */
function isValid(way: string): boolean {
  return /^(?:https?:\/)?\/./.test(way) || way === '/';
}
