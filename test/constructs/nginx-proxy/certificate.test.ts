/** A renewed certificate, and the log of requests, by a real nginx. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { nginxConfig } from '../../../constructs/nginx-proxy/config';
import { nginxText } from '../../../constructs/render/nginx';
import { testFolder } from '../../support/folder';
import { Cleanup } from '../../support/running';
import { until } from '../../support/wait';
import { folderPlace } from '../fixture';
import { get } from './browser';
import { HOST, type Proxy, USER, makeCertificate, proxySettings, startProxy } from './proxy';

const [freshRoot, usualRoot] = [testFolder(), testFolder()];
const cleanup = new Cleanup();
let fresh: Proxy;
let usual: Proxy;

beforeAll(async () => {
  fresh = await startProxy(freshRoot, cleanup, { freshCertificate: true });
  usual = await startProxy(usualRoot, cleanup);
}, 60_000);

/** The fingerprint of the certificate that a handshake is shown. */
function shown({ https }: Proxy): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: https, servername: HOST, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

it('a renewed certificate is served at the next handshake, by the same processes', async () => {
  const workers = (): string => execFileSync('pgrep', ['-P', String(fresh.nginx.pid)], { encoding: 'utf8' });
  const [before, processes] = [await shown(fresh), workers()];
  makeCertificate(fresh.secrets);
  expect(await shown(fresh)).not.toBe(before);
  expect(workers()).toBe(processes);
});

it('where the workers cannot read the key the old one is served until the next start', async () => {
  const before = await shown(usual);
  makeCertificate(usual.secrets);
  expect(await shown(usual)).toBe(before);
});

it('a broken certificate is not served, and a sound one is again', async () => {
  writeFileSync(join(fresh.secrets, 'tls', 'tls.crt'), 'no certificate');
  await expect(shown(fresh)).rejects.toThrow(/alert|hang up|ECONNRESET/i);
  makeCertificate(fresh.secrets);
  expect(await shown(fresh)).toMatch(/^[0-9A-F:]+$/);
});

it('nginx from 1.27.4 on remembers a certificate for a minute', () => {
  const text = (version: string): string =>
    nginxText(nginxConfig(proxySettings({ freshCertificate: true, version }), folderPlace('/x', 8443)));
  expect(text('1.30.4')).toContain('ssl_certificate_cache max=2 valid=1m;');
  expect(text('1.27.3')).not.toContain('ssl_certificate_cache');
});

it('the log of requests has an object a line, without what was typed after the question mark', async () => {
  await get('https', usual.https, { path: '/prometheus/graph?query="secret"', auth: USER });
  await get('https', usual.https, { path: '/a"b', auth: 'stran"ger:x' });
  const log = join(usualRoot, 'access.log');
  const lines = await until('two lines', 10, () => {
    const all = readFileSync(log, 'utf8').trimEnd().split('\n');
    return all.length >= 2 && all;
  });
  const [first, second] = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(first).toMatchObject({
    client: '127.0.0.1',
    user: 'operator',
    method: 'GET',
    path: '/prometheus/graph',
    status: 200,
    bytes: expect.any(Number) as number,
    duration: expect.any(Number) as number,
  });
  expect(Date.parse(String(first?.['time']))).not.toBeNaN();
  expect(second).toMatchObject({ user: 'stran"ger', path: '/a"b', status: 401, upstream_duration: '' });
  expect(lines.join('\n')).not.toContain('secret');
});
