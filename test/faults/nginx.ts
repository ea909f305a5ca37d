/** Faults of the proxy and around it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { environmentNamed } from '../../stacks/environments';
import { loopback } from '../constructs/fixture';
import { type Request, get } from '../constructs/nginx-proxy/browser';
import { type Proxy, USER, startProxy } from '../constructs/nginx-proxy/proxy';
import { run } from '../support/command';
import { until } from '../support/wait';
import { cast } from './cast';
import { type Certificate, certificateFor } from './certificate';
import { NameServer } from './name-server';
import { Receiver } from './receiver';
import type { Played } from './row';
import { only } from './scene';
import type { Stage } from './stage';
import { Target } from './target';

const { host } = environmentNamed('prod');
const SERVICE = 'prometheus.monitoring.svc.cluster.local';

const statusAt = async (proxy: Proxy, path: string, more: Partial<Request> = {}): Promise<number> =>
  (await get('https', proxy.https, { path, host, auth: USER, ...more })).status;

/** What it answers for Grafana and for Prometheus. */
const both = async (proxy: Proxy): Promise<readonly [grafana: number, prometheus: number]> => [
  await statusAt(proxy, '/'),
  await statusAt(proxy, '/prometheus/'),
];

function install(proxy: Proxy, { cert, key }: Certificate): void {
  writeFileSync(join(proxy.secrets, 'tls', 'tls.crt'), cert);
  writeFileSync(join(proxy.secrets, 'tls', 'tls.key'), key);
  process.kill(proxy.nginx.pid, 'SIGHUP');
}

/** The certificate that a new client is shown. */
function shown({ https }: Proxy): Promise<{ readonly fingerprint: string; readonly error: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: https, servername: host, rejectUnauthorized: false }, () => {
      const { fingerprint256: fingerprint } = socket.getPeerCertificate();
      resolve({ fingerprint, error: String(socket.authorizationError) });
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

async function another(proxy: Proxy, than: string): Promise<{ readonly fingerprint: string; readonly error: string }> {
  return until('another certificate', 20, async () => {
    const now = await shown(proxy);
    return now.fingerprint !== than && now;
  });
}

const expired: Played = {
  id: 'F23',
  fault: 'the certificate of the proxy expires',
  expected:
    'BlackboxCertificateExpiresSoon warns before; then nginx serves it, clients refuse it, and BlackboxProbeFailed fires; a new one is served after a reload, and in pods at the next handshake (test/constructs/nginx-proxy/certificate.test.ts)',
  async play(stage) {
    const [soon, past, fresh] = [
      await certificateFor(host, 5),
      await certificateFor(host, -1),
      await certificateFor(host, 90),
    ];
    const proxy = await startProxy(stage.folder, stage.leftovers, { host });
    const first = await shown(proxy);
    install(proxy, soon);
    const second = await another(proxy, first.fingerprint);
    const receiver = await Receiver.listen(stage);
    const trusted = [soon, past, fresh].map(({ cert }) => cert).join('\n');
    const edit = (_: string, content: string): string => content.replaceAll('for: "60s"', 'for: "2s"');
    const people = await cast(stage, { receiver, prometheus: 1, front: { port: proxy.https, trusted }, edit });
    const prometheus = only(people.prometheus);
    await people.prober?.start();
    await prometheus.start();
    const works = async (): Promise<boolean> => (await prometheus.value('probe_success{service="blackbox"}')) === 1;
    await until('the probe to succeed', 30, works);
    const warned = await prometheus.fires('BlackboxCertificateExpiresSoon', 60);
    install(proxy, past);
    const third = await another(proxy, second.fingerprint);
    assert.equal(third.error, 'CERT_HAS_EXPIRED');
    assert.equal(await statusAt(proxy, '/'), 200);
    const failed = await prometheus.fires('BlackboxProbeFailed', 60);
    install(proxy, fresh);
    await another(proxy, third.fingerprint);
    await until('the probe to succeed again', 30, works);
    return `warned after ${warned.toFixed(0)} s with 5 days left; ${third.error} and BlackboxProbeFailed after ${failed.toFixed(0)} s; 4 fingerprints by reload`;
  },
};

const broken: Played = {
  id: 'F24',
  fault: 'a certificate that cannot be read is rolled out to the proxy',
  expected:
    'the old one is served on, and the log says why at level emerg; a good one is taken by the next reload. In pods, where each handshake reads it, a broken one is not served',
  async play(stage) {
    const proxy = await startProxy(stage.folder, stage.leftovers, { host });
    const before = await shown(proxy);
    install(proxy, { cert: 'garbage\n', key: 'garbage\n' });
    await until('the message', 10, () => proxy.nginx.output().includes('[emerg]'));
    assert.equal((await shown(proxy)).fingerprint, before.fingerprint);
    assert.equal(await statusAt(proxy, '/'), 200);
    const [said = ''] = /\[emerg\].*cannot load certificate/.exec(proxy.nginx.output()) ?? [];
    assert.match(said, /cannot load certificate/);
    install(proxy, await certificateFor(host, 90));
    await another(proxy, before.fingerprint);
    return 'status 200 with the old certificate, [emerg] cannot load certificate; the next one is served';
  },
};

const TRIES = 600;

const bruteForce: Played = {
  id: 'F26',
  fault: `${TRIES} wrong passwords from one address, as fast as they go`,
  expected:
    'beyond 150 at once and 30 a second they are turned away with 429, none is let in; whoever comes from elsewhere is let in meanwhile',
  async play(stage) {
    const proxy = await startProxy(stage.folder, stage.leftovers, { host });
    const [begin, waits]: [number, number[]] = [Date.now(), []];
    // By another process: its handshakes are not what the others wait for.
    const attack = run(
      process.execPath,
      [join(__dirname, 'brute-force.mjs'), String(proxy.https), host, String(TRIES)],
      {
        seconds: 60,
      },
    );
    let isOver = false;
    void attack.finally(() => (isOver = true));
    while (!isOver) {
      const since = Date.now();
      assert.equal(await statusAt(proxy, '/', { from: '127.0.0.2' }), 200);
      waits.push(Date.now() - since);
      await sleep(20);
    }
    const { code, stdout, stderr } = await attack;
    assert.equal(code, 0, stderr);
    const seconds = (Date.now() - begin) / 1000;
    const statuses = JSON.parse(stdout) as Readonly<Record<string, number>>;
    assert.equal(Object.keys(statuses).join(), '401,429');
    const { 401: read = 0, 429: refused = 0 } = statuses;
    assert.ok(read <= 150 + 30 * seconds + 10, `${read} read in ${seconds} s`);
    const p95 = waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0;
    return `${read} read in ${seconds.toFixed(1)} s, ${refused} turned away; p95 of others ${p95} ms over ${waits.length} requests`;
  },
};

async function named(
  stage: Stage,
): Promise<{ readonly proxy: Proxy; readonly dns: NameServer; readonly upstream: Target }> {
  const [dns, upstream] = [await NameServer.listen(stage), await Target.listen(stage)];
  const endpoint = { host: SERVICE, port: Number(upstream.address.split(':')[1]) };
  const prometheus = { endpoint, subPath: '/prometheus/' as const };
  return {
    dns,
    upstream,
    proxy: await startProxy(stage.folder, stage.leftovers, { host, resolver: dns.address, prometheus }),
  };
}

const namesLost: Played = {
  id: 'F39',
  fault: 'the name server is silent',
  expected:
    'the proxy passes on by the last answer for 10 s, and by plain addresses all the time; with the server back it recovers by itself',
  async play(stage) {
    const { proxy, dns } = await named(stage);
    dns.names.set(SERVICE, '127.0.0.1');
    assert.deepEqual(await both(proxy), [200, 200]);
    dns.silent = true;
    assert.deepEqual(await both(proxy), [200, 200]);
    await sleep(11_000);
    const since = Date.now();
    assert.deepEqual(await both(proxy), [200, 502]);
    const seconds = (Date.now() - since) / 1000;
    dns.silent = false;
    const back = Date.now();
    await until('the name', 30, async () => (await statusAt(proxy, '/prometheus/')) === 200);
    return `200 by the last answer, 502 after ${seconds.toFixed(0)} s once it was 10 s old; Grafana by its address 200; 200 again after ${((Date.now() - back) / 1000).toFixed(1)} s`;
  },
};

const upstreamDown: Played = {
  id: 'F46',
  fault: 'Prometheus behind the proxy is down',
  expected:
    '/prometheus/ answers 502 at once, Grafana is there as before; it is passed on again as soon as Prometheus is back',
  async play(stage) {
    const upstream = await Target.listen(stage);
    const endpoint = loopback(Number(upstream.address.split(':')[1]));
    const proxy = await startProxy(stage.folder, stage.leftovers, {
      host,
      prometheus: { endpoint, subPath: '/prometheus/' },
    });
    assert.deepEqual(await both(proxy), [200, 200]);
    await upstream.stop();
    const since = Date.now();
    assert.deepEqual(await both(proxy), [200, 502]);
    const took = Date.now() - since;
    await upstream.start();
    const back = Date.now();
    await until('Prometheus behind the proxy', 15, async () => (await statusAt(proxy, '/prometheus/')) === 200);
    return `502 within ${took} ms, Grafana 200; 200 again after ${Date.now() - back} ms`;
  },
};

const nameUnknown: Played = {
  id: 'F47',
  fault: 'the name of an upstream is not known yet when the proxy starts',
  expected:
    'it starts, answers 502 for that upstream alone, and finds it by itself; without a name server it would not start',
  async play(stage) {
    const { proxy, dns } = await named(stage);
    assert.deepEqual(await both(proxy), [200, 502]);
    dns.names.set(SERVICE, '127.0.0.1');
    const since = Date.now();
    await until('the name', 30, async () => (await statusAt(proxy, '/prometheus/')) === 200);
    const seconds = (Date.now() - since) / 1000;
    const prometheus = { endpoint: { host: 'prometheus.invalid', port: 9090 }, subPath: '/prometheus/' as const };
    const failure = await startProxy(join(stage.folder, 'bare'), stage.leftovers, { host, prometheus }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    assert.match(failure, /\[emerg\].*host not found in upstream "prometheus\.invalid"/);
    return `502 at first, 200 within ${seconds.toFixed(1)} s of the name; without a name server [emerg] host not found`;
  },
};

export const nginxFaults: readonly Played[] = [expired, broken, bruteForce, namesLost, upstreamDown, nameUnknown];
