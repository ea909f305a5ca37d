/** What a real nginx answers with the rendered configuration. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../support/folder';
import { Cleanup } from '../../support/running';
import { type Answer, get } from './browser';
import { HOST, type Proxy, USER, passwordHash, startProxy } from './proxy';

const root = testFolder();
const cleanup = new Cleanup();
let proxy: Proxy;
beforeAll(async () => {
  proxy = await startProxy(root, cleanup);
}, 30_000);
beforeEach(() => {
  proxy.received.length = 0;
});

const ask = (path: string, more: object = {}): Promise<Answer> =>
  get('https', proxy.https, { path, auth: USER, ...more });

describe('the password', () => {
  it.each(['/', '/prometheus/graph', '/alertmanager/', '/runbooks/shop', '/api/live/ws', '/no/such/page'])(
    'is asked for %s, and nothing passes without it',
    async (path) => {
      const answer = await get('https', proxy.https, { path });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Basic realm="Monitoring"');
      expect(proxy.received).toEqual([]);
    },
  );

  it.each(['operator:wrong', 'nobody:correct-horse', 'operator:'])('is not %s', async (auth) => {
    expect((await ask('/', { auth })).status).toBe(401);
  });

  it('opens the door', async () => {
    const answer = await ask('/');
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('grafana /');
  });

  it('may be changed without a restart', async () => {
    expect((await ask('/', { auth: 'second:battery-staple' })).status).toBe(401);
    appendFileSync(join(proxy.secrets, 'users', 'htpasswd'), `second:${passwordHash('battery-staple')}`);
    expect((await ask('/', { auth: 'second:battery-staple' })).status).toBe(200);
    expect((await ask('/')).status).toBe(200);
  });

  it('is not asked for the health of the proxy, which asks nobody', async () => {
    const answer = await get('https', proxy.https, { path: '/healthz' });
    expect([answer.status, answer.body]).toEqual([200, 'ok']);
    expect(proxy.received).toEqual([]);
  });
});

describe('a path', () => {
  it.each([
    ['/', 'grafana', '/'],
    ['/d/shop-overview?var-a=%2F', 'grafana', '/d/shop-overview?var-a=%2F'],
    ['/prometheus/api/v1/query?query=1', 'prometheus', '/prometheus/api/v1/query?query=1'],
    ['/prometheus/api/v1/label/a%2Fb/values', 'prometheus', '/prometheus/api/v1/label/a%2Fb/values'],
    ['/alertmanager/api/v2/alerts', 'alertmanager', '/alertmanager/api/v2/alerts'],
  ])('%s reaches %s unchanged', async (path, upstream, seen) => {
    await ask(path);
    expect(proxy.received.map((each) => [each.upstream, each.path])).toEqual([[upstream, seen]]);
  });

  it.each([
    ['/prometheus', '/prometheus/'],
    ['/alertmanager', '/alertmanager/'],
  ])('%s leads below itself, on this host', async (path, location) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers.location]).toEqual([301, location]);
  });

  it('of a runbook is a page of the proxy itself', async () => {
    expect((await ask('/runbooks/shop')).body).toBe('runbook of the shop');
    expect((await ask('/runbooks/')).body).toBe('all runbooks');
    expect((await ask('/runbooks/other')).status).toBe(404);
    expect((await ask('/runbooks/..%2f..%2fconfig/nginx.conf')).status).not.toBe(200);
  });
});

describe('an upstream', () => {
  it('learns who asked, over what, and not the password', async () => {
    await ask('/prometheus/', { headers: { 'X-Forwarded-For': '192.0.2.66', 'X-Real-IP': '192.0.2.66' } });
    const headers = proxy.received[0]?.headers ?? {};
    expect(headers.authorization).toBeUndefined();
    expect(headers.host).toBe(HOST);
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(headers['x-real-ip']).toBe('127.0.0.1');
    expect(headers['x-forwarded-proto']).toBe('https');
  });

  it('of live panels gets the websocket, and not the password either', async () => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'eA==',
    };
    const answer = await ask('/api/live/ws', { headers });
    expect(answer.status).toBe(101);
    const seen = proxy.received[0];
    expect(seen?.upstream).toBe('grafana');
    expect(seen?.headers.upgrade).toBe('websocket');
    expect(seen?.headers.connection?.toLowerCase()).toBe('upgrade');
    expect(seen?.headers.authorization).toBeUndefined();
  });

  it('gets no upgrade on any other path', async () => {
    await ask('/prometheus/', { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } });
    expect(proxy.received[0]?.headers.upgrade).toBeUndefined();
  });
});

describe('a stranger', () => {
  it('who names another host gets no certificate', async () => {
    await expect(get('https', proxy.https, { path: '/', servername: 'evil.example.org' })).rejects.toThrow(
      /unrecognized name/,
    );
  });

  it('who names the host for TLS and another after it gets no answer', async () => {
    const request = get('https', proxy.https, { path: '/', servername: HOST, host: 'evil.example.org', auth: USER });
    await expect(request).rejects.toThrow(/socket hang up/);
    expect(proxy.received).toEqual([]);
  });

  it('who speaks TLS 1.1 gets nothing', async () => {
    await expect(ask('/', { maxVersion: 'TLSv1.1' })).rejects.toThrow(/protocol|version/i);
  });

  it('who speaks TLS 1.2 is served', async () => {
    expect((await ask('/', { maxVersion: 'TLSv1.2' })).status).toBe(200);
  });

  it('who comes without TLS is sent to the host, whatever name is claimed', async () => {
    const answer = await get('http', proxy.http, { path: '/prometheus/?a=b', host: 'evil.example.org' });
    expect([answer.status, answer.headers.location]).toEqual([308, `https://${HOST}/prometheus/?a=b`]);
  });

  it('who asks for health without TLS is answered, as the kubelet asks', async () => {
    expect((await get('http', proxy.http, { path: '/healthz' })).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each([
    ['of an upstream', '/', USER],
    ['of the proxy itself', '/runbooks/', USER],
    ['that refuses', '/', 'a:b'],
    ['that forbids', '/prometheus/-/reload', USER],
  ])('%s tells the browser to stay with TLS, and no version', async (_, path, auth) => {
    const { headers } = await ask(path, { auth });
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['server']).toBe('nginx');
  });
});

describe('many requests', () => {
  it('of one address are slowed to what password checks can bear', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => ask('/runbooks/', { auth: 'a:b' })));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([401, 429]);
  }, 30_000);
});
