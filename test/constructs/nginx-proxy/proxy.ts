/** A real nginx before recording upstreams, with a certificate and a user made on the spot. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import { join } from 'node:path';
import { nginxProgram } from '../../../constructs/nginx-proxy/program';
import type { NginxSettings } from '../../../constructs/nginx-proxy/settings';
import { type Leftovers, type Running, freePorts, writeFiles } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace, loopback } from '../fixture';

export const HOST = 'monitoring.example.org';
export const USER = 'operator:correct-horse';
/** The one user. */
export const passwords = { kind: 'users', users: { secret: 'users', key: 'htpasswd' } } as const;

/** What reached an upstream. */
export interface Received {
  readonly upstream: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Proxy {
  readonly https: number;
  readonly http: number;
  readonly received: Received[];
  /** The folder of certificates and passwords. */
  readonly secrets: string;
  readonly nginx: Running;
}

/** Starts nginx below `root`, with settings that differ from the usual in `changes`. */
export async function startProxy(
  root: string,
  cleanup: Leftovers,
  changes: Partial<NginxSettings> = {},
): Promise<Proxy> {
  const ports = await freePorts('https', 'http', 'prometheus', 'alertmanager', 'grafana');
  const received: Received[] = [];
  for (const name of ['prometheus', 'alertmanager', 'grafana'] as const)
    await upstream(name, ports[name], received, cleanup);
  const place = folderPlace(root, ports.https);
  const secrets = join(root, 'secrets');
  makeSecrets(secrets);
  mkdirSync(place.tempDir, { recursive: true });
  const nginx = requireTool('nginx');
  const program = nginxProgram(
    proxySettings({
      redirect: loopback(ports.http),
      prometheus: { endpoint: loopback(ports.prometheus), subPath: '/prometheus/' },
      alertmanager: { endpoint: loopback(ports.alertmanager), subPath: '/alertmanager/' },
      grafana: loopback(ports.grafana),
      version: nginx.version,
      accessLog: join(root, 'access.log'),
      ...(process.getuid?.() === 0 ? { user: 'root' } : {}),
      ...changes,
    }),
    place,
  );
  writeFiles(program, place.configDir);
  const running = await cleanup.start(nginx.path, program.args, ports.https);
  return { https: ports.https, http: ports.http, received, secrets, nginx: running };
}

/** The settings of a proxy, with what differs in `changes`. */
export function proxySettings(changes: Partial<NginxSettings> = {}): NginxSettings {
  return {
    host: HOST,
    publicPort: 443,
    certificate: { secret: 'tls', key: 'tls.crt' },
    certificateKey: { secret: 'tls', key: 'tls.key' },
    access: passwords,
    prometheus: { endpoint: loopback(9090), subPath: '/prometheus/' },
    alertmanager: { endpoint: loopback(9093), subPath: '/alertmanager/' },
    runbooks: [
      { path: 'index.html', content: 'all runbooks' },
      { path: 'shop.html', content: 'runbook of the shop' },
    ],
    version: '1.30.4',
    accessLog: '/dev/stdout',
    workers: 1,
    ...changes,
  };
}

/** A server that writes down what it is asked; it speaks the websocket's first answer when asked to. */
async function upstream(name: string, port: number, received: Received[], cleanup: Leftovers): Promise<void> {
  const server = createServer((request, response) => {
    received.push({ upstream: name, path: request.url ?? '', headers: request.headers });
    response.end(`${name} ${request.url ?? ''}`);
  });
  server.on('upgrade', (request, socket) => {
    received.push({ upstream: name, path: request.url ?? '', headers: request.headers });
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  cleanup.later(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
}

function makeSecrets(folder: string): void {
  for (const name of ['tls', 'users']) mkdirSync(join(folder, name), { recursive: true });
  makeCertificate(folder);
  writeFileSync(join(folder, 'users', 'htpasswd'), `operator:${passwordHash('correct-horse')}`);
}

/** SHA-512 crypt, with a line end. */
export function passwordHash(password: string): string {
  return execFileSync(requireTool('openssl').path, ['passwd', '-6', password], { encoding: 'utf8' });
}

/** A new key and certificate in place of the old. */
export function makeCertificate(folder: string): void {
  const to = (file: string): string => join(folder, 'tls', file);
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
  const out = ['-keyout', to('tls.key'), '-out', to('tls.crt')];
  execFileSync(requireTool('openssl').path, [...request, ...names, ...out], { stdio: 'ignore' });
}
