/** What a real nginx does with people who sign in by OpenID Connect. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SESSION_COOKIE } from '../../../constructs/oauth2-proxy/program';
import { testFolder } from '../../support/folder';
import { Cleanup } from '../../support/running';
import { until } from '../../support/wait';
import { HOST, USER } from '../nginx-proxy/proxy';
import { type Door, startDoor } from './door';
import { PROVIDER, session } from './stand-in';

const root = testFolder();
const cleanup = new Cleanup();
let door: Door;

beforeAll(async () => {
  door = await startDoor(root, cleanup, {
    groups: ['staff', 'visitors & co'],
    pathGroups: { alertmanager: ['operators'], runbooks: ['visitors, of all sorts & kinds', 'staff'] },
  });
}, 30_000);
beforeEach(() => {
  door.proxy.received.length = 0;
  door.oauth2Proxy.asked.length = 0;
});

/** Where the provider is told that the way back leads. */
function wayBackOf(location: string | undefined): string | null {
  return new URL(location ?? '').searchParams.get('state');
}

it('nginx reads the configuration without a word', () => {
  expect(door.proxy.nginx.output()).toBe('');
});

describe('a stranger', () => {
  it.each(['/', '/prometheus/graph', '/alertmanager/', '/runbooks/shop', '/api/live/ws', '/no/such/page'])(
    'who opens %s is sent to the provider, and nothing passes',
    async (path) => {
      const { status, headers } = await door.page(path);
      expect([status, headers.location?.split('?')[0]]).toEqual([302, PROVIDER]);
      expect(wayBackOf(headers.location)).toBe(`nonce:${path}`);
      expect(headers['set-cookie']).toEqual([`${SESSION_COOKIE}_csrf_1=nonce; Path=/; HttpOnly; Secure; SameSite=Lax`]);
      expect(door.proxy.received).toEqual([]);
    },
  );

  it.each([
    '/prometheus/graph?g0.expr=rate(up%5B5m%5D)&g0.tab=0&x=a%2Fb',
    '/d/shop?var-a=1&var-b=%20%26&from=now-1h',
    '/explore?left=%7B%22a%22:1%7D',
  ])('comes back to %s whole', async (path) => {
    expect(wayBackOf((await door.page(path)).headers.location)).toBe(`nonce:${path}`);
  });

  it.each([
    ['a program', '/prometheus/api/v1/query?query=1', 'GET'],
    ['a program', '/alertmanager/api/v2/silences', 'POST'],
    ['a page of Grafana', '/api/search', 'GET'],
  ] as const)('that is %s is told 401 at %s', async (_, path, method) => {
    const { status, headers } = await door.program(path, undefined, { method });
    expect([status, headers.location]).toEqual([401, undefined]);
    expect(door.proxy.received).toEqual([]);
  });

  it('whose form is sent is told 401, for it would be lost on the way', async () => {
    expect((await door.page('/alertmanager/api/v2/silences', undefined, { method: 'POST' })).status).toBe(401);
  });

  it.each([
    ['a password', { auth: USER }],
    ['a cookie of nobody', { headers: { Cookie: session('mallory') } }],
  ])('with %s is a stranger still', async (_, more) => {
    expect((await door.program('/prometheus/', undefined, more)).status).toBe(401);
    expect(door.proxy.received).toEqual([]);
  });

  it('is told the health of the proxy, which asks nobody', async () => {
    const answer = await door.program('/healthz');
    expect([answer.status, answer.body]).toEqual([200, 'ok']);
    expect(door.oauth2Proxy.asked).toEqual([]);
  });
});

describe('whoever is signed in', () => {
  it.each([
    ['/', 'alice', 200],
    ['/', 'bob', 200],
    ['/prometheus/', 'bob', 200],
    ['/alertmanager/', 'alice', 200],
    ['/alertmanager/', 'bob', 403],
    ['/alertmanager/api/v2/silences', 'bob', 403],
    ['/runbooks/shop', 'bob', 200],
    ['/runbooks/shop', 'carol', 403],
    ['/', 'carol', 403],
    // What nobody may do stays closed to them too.
    ['/alertmanager/-/reload', 'alice', 403],
    ['/prometheus/api/v1/admin/tsdb/snapshot', 'alice', 403],
    ['/metrics', 'alice', 403],
  ] as const)('%s for %s is answered with %d', async (path, name, status) => {
    expect((await door.page(path, name)).status).toBe(status);
  });

  it('is asked about with the groups of the path, as they are spelt', async () => {
    await door.page('/', 'bob');
    await door.page('/alertmanager/', 'bob');
    expect(door.oauth2Proxy.asked.map(({ url }) => url)).toEqual([
      '/oauth2/auth?allowed_groups=staff,visitors%20%26%20co',
      '/oauth2/auth?allowed_groups=operators',
    ]);
  });

  it('is told to upstreams as oauth2-proxy tells it, whatever the request says', async () => {
    const forged = ['User', 'Email', 'Groups', 'Preferred-Username', 'Access-Token'].flatMap((name) => [
      [`X-Forwarded-${name}`, 'root'],
      [`X-Auth-Request-${name}`, 'root'],
    ]);
    const more = {
      'X-WEBAUTH-USER': 'root',
      'Remote-User': 'root',
      'X-Forwarded-Uri': '/healthz',
      X_Forwarded_User: 'root',
    };
    const headers = { Cookie: session('bob'), Authorization: 'Bearer root', ...Object.fromEntries(forged), ...more };
    await door.page('/prometheus/', undefined, { headers });
    const [received] = door.proxy.received;
    expect(received?.headers).toMatchObject({
      'x-forwarded-user': 'id-of-bob',
      'x-forwarded-email': 'bob@example.org',
      'x-forwarded-groups': 'staff',
      'x-forwarded-preferred-username': 'bob',
    });
    expect(JSON.stringify(received)).not.toContain('root');
    expect(JSON.stringify(door.oauth2Proxy.asked)).not.toMatch(/root|healthz/);
  });

  it('is a stranger by headers alone', async () => {
    const headers = {
      'X-Auth-Request-Email': 'alice@example.org',
      'X-Forwarded-User': 'alice',
      'X-Forwarded-Uri': '/ping',
    };
    expect((await door.program('/prometheus/', undefined, { headers })).status).toBe(401);
    expect(door.proxy.received).toEqual([]);
  });

  it('has a websocket for live panels, which is told who it is', async () => {
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'eA==',
    };
    const answer = await door.program('/api/live/ws', undefined, { headers: { ...upgrade, Cookie: session('bob') } });
    expect(answer.status).toBe(101);
    expect(door.proxy.received[0]?.headers).toMatchObject({
      upgrade: 'websocket',
      'x-forwarded-email': 'bob@example.org',
    });
    expect(door.proxy.received[0]?.headers.cookie).toBeUndefined();
    expect((await door.program('/api/live/ws', undefined, { headers: upgrade })).status).toBe(401);
  });

  it('stands in the log of requests', async () => {
    await door.page('/prometheus/logged', 'bob');
    const line = await until('the line of the log', 10, () =>
      readFileSync(join(root, 'access.log'), 'utf8')
        .split('\n')
        .find((each) => each.includes('/prometheus/logged')),
    );
    expect(JSON.parse(line)).toMatchObject({ user: 'bob@example.org', path: '/prometheus/logged', status: 200 });
  });
});

describe('the session', () => {
  const cookiesSeen = async (cookie: string): Promise<string | undefined> => {
    await door.page('/', undefined, { headers: { Cookie: cookie } });
    return door.proxy.received[0]?.headers.cookie;
  };
  const csrf = `${SESSION_COOKIE}_csrf_1=nonce`;

  it.each([
    [session('bob'), undefined],
    [`grafana_session=1; ${session('bob')}`, 'grafana_session=1;'],
    [`${session('bob')}; grafana_session=1`, 'grafana_session=1'],
    [`${csrf}; a="x y"; ${session('bob')}; b=${SESSION_COOKIE}=2; c=3`, `a="x y"; b=${SESSION_COOKIE}=2; c=3`],
    [`a=1;${session('bob')};b=2`, 'a=1;b=2'],
    [`${session('bob', 3)}; ${csrf}; grafana_session=1; ${csrf}2=x`, 'grafana_session=1;'],
  ])('%# does not reach upstreams, and other cookies do', async (cookie, seen) => {
    expect(await cookiesSeen(cookie)).toBe(seen);
  });

  it('of as many cookies as there ever are leaves the others', async () => {
    // https://github.com/oauth2-proxy/oauth2-proxy/blob/v7.15.3/pkg/cookies/csrf.go: those that are over the limit go
    // before one more is set.
    const six = Array.from({ length: 6 }, (_, index) => `${SESSION_COOKIE}_${index}_csrf=x`).join('; ');
    expect(await cookiesSeen(`${six}; grafana_session=1; ${session('bob', 3)}`)).toBe('grafana_session=1;');
  });

  it('of more cookies than there ever are takes all others with it', async () => {
    const many = Array.from({ length: 9 }, (_, index) => `${SESSION_COOKIE}_csrf_${index}=x`).join('; ');
    expect(await cookiesSeen(`grafana_session=1; ${session('bob')}; ${many}`)).toBeUndefined();
    expect(door.proxy.received).toHaveLength(1);
  });

  it('begins when the provider sends somebody back, with cookies of 12 kB', async () => {
    const headers = { Cookie: `${SESSION_COOKIE}_csrf_1=nonce` };
    const path = '/oauth2/callback?code=1&state=nonce%3A%2Fprometheus%2Fgraph%3Fa%3D1%26b%3D2';
    const answer = await door.page(path, undefined, { headers });
    expect([answer.status, answer.headers.location]).toEqual([302, '/prometheus/graph?a=1&b=2']);
    const cookies = answer.headers['set-cookie'] ?? [];
    expect(cookies).toHaveLength(3);
    expect(cookies.filter((cookie) => !cookie.endsWith('; Path=/; HttpOnly; Secure; SameSite=Lax'))).toEqual([]);
    const sent = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
    expect((await door.page('/alertmanager/', undefined, { headers: { Cookie: sent } })).status).toBe(200);
  });

  it('does not begin without a start', async () => {
    expect((await door.page('/oauth2/callback?code=1&state=nonce%3A%2F')).status).toBe(403);
  });

  it('ends where people sign out', async () => {
    const answer = await door.page('/oauth2/sign_out?rd=https://evil.example.org/', 'bob');
    expect([answer.status, answer.headers.location]).toEqual([302, '/']);
    expect(answer.headers['set-cookie']).toEqual([`${SESSION_COOKIE}=; Path=/; Max-Age=0`]);
  });
});

describe('a way back to somebody else', () => {
  it.each([
    '/oauth2/start?rd=https://evil.example.org/',
    '/oauth2/sign_in?rd=//evil.example.org/',
    '/oauth2//start?rd=https://evil.example.org/',
    '/oauth2/%73tart?rd=https://evil.example.org/',
    '//evil.example.org/prometheus/',
    '/\\evil.example.org/',
  ])('is not taken from %s', async (path) => {
    const { status, headers } = await door.page(path);
    expect(status).toBe(302);
    expect(wayBackOf(headers.location)).toBe('nonce:/');
  });

  it('is not taken from a form or a header', async () => {
    const headers = { 'X-Auth-Request-Redirect': 'https://evil.example.org/', 'X-Forwarded-Host': 'evil.example.org' };
    for (const path of ['/oauth2/start', '/oauth2/sign_in', '/']) {
      const answer = await door.page(path, undefined, { headers });
      expect(wayBackOf(answer.headers.location)).toBe('nonce:/');
    }
    expect(JSON.stringify(door.oauth2Proxy.asked)).not.toContain('evil');
    expect(door.oauth2Proxy.asked.every((each) => each.headers.host === HOST && each.body === '')).toBe(true);
  });
});

describe('oauth2-proxy', () => {
  it.each([
    '/oauth2/auth',
    '/oauth2/auth/alertmanager',
    '/oauth2/userinfo',
    '/oauth2/',
    '/oauth2/metrics',
    '/oauth2/x/../auth',
  ])('is not reached by %s from outside', async (path) => {
    expect((await door.page(path, 'alice')).status).toBe(404);
    expect(door.oauth2Proxy.asked).toEqual([]);
  });

  it('has the style of its error page', async () => {
    expect((await door.page('/oauth2/static/css/bulma.min.css')).body).toBe('css');
  });

  it('is held to few sign-ins of one address', async () => {
    const answers = await Promise.all(Array.from({ length: 90 }, () => door.page('/oauth2/start')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302, 429]));
  });

  it('that is down opens the door to nobody', async () => {
    await door.oauth2Proxy.stop();
    const answers = [
      await door.page('/', 'alice'),
      await door.page('/prometheus/', 'alice'),
      await door.page('/alertmanager/', 'alice'),
      await door.program('/runbooks/shop', 'alice'),
      await door.page('/'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500]);
    expect(door.proxy.received).toEqual([]);
    expect((await door.program('/healthz')).status).toBe(200);
  });
});
