/** A real exporter with the rendered file, and real servers that answer well and badly. */
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ensureAuthority, ensureCertificate } from '../../../cli/local/credentials';
import { StateDir, writeWhole } from '../../../cli/local/state';
import { blackboxExporterProgram } from '../../../constructs/blackbox-exporter/program';
import type { Place } from '../../../constructs/program';
import type { ProbeModule, SecretRef } from '../../../model';
import { seconds } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { everyVersion } from '../../support/tools';
import { folderPlace } from '../fixture';

const root = testFolder();
const state = new StateDir(root);
const authority = { secret: 'authority', key: 'ca.crt' };
const password = { secret: 'shop', key: 'password' };
const placed = ({ secret, key }: SecretRef): string => state.secretFile(secret, key);
const place: Place = { ...folderPlace(root), secretFile: placed };

const page = { prober: 'http', timeout: seconds(2), method: 'GET', statuses: [200], tls: false } as const;
const modules: readonly ProbeModule[] = [
  { ...page, name: 'plain', body: '^ok' },
  { ...page, name: 'created', statuses: [201, 204] },
  {
    ...page,
    name: 'rpc',
    method: 'POST',
    send: '{"method":"count"}',
    headers: { 'Content-Type': 'application/json' },
    body: '"result":\\s*\\d+',
    auth: { kind: 'basic', username: 'monitoring', password },
  },
  { ...page, name: 'token', auth: { kind: 'authorization', type: 'ApiKey', credentials: password } },
  { ...page, name: 'safe', tls: true },
  { prober: 'tcp', name: 'port', timeout: seconds(2), tls: false },
  { prober: 'tcp', name: 'shown', timeout: seconds(2), tls: true },
  { prober: 'dns', name: 'name', timeout: seconds(2), query: 'shop.example.org', recordType: 'A' },
  {
    prober: 'dns',
    name: 'wanted',
    timeout: seconds(2),
    query: 'shop.example.org',
    recordType: 'A',
    answer: '192\\.0\\.2\\.9',
  },
];

const answer: RequestListener = (request, response) => {
  const { url, method, headers } = request;
  const say = (code: number, text = ''): void => void response.writeHead(code, { Location: '/ok' }).end(text);
  let sent = '';
  request.on('data', (part: Buffer) => (sent += part.toString()));
  request.on('end', () => {
    if (url === '/rpc') {
      const allowed = headers.authorization === `Basic ${Buffer.from('monitoring:opensesame').toString('base64')}`;
      const good = allowed && method === 'POST' && sent === '{"method":"count"}';
      return say(good ? 200 : 401, good ? '{"result": 7}' : '{}');
    }
    if (url === '/token') return say(headers.authorization === 'ApiKey opensesame' ? 200 : 401);
    if (url === '/moved') return say(302);
    return url === '/made' ? say(201) : say(200, url === '/ok' ? 'ok' : 'an error page');
  });
};

const open: { close: () => unknown }[] = [];
afterAll(() => open.forEach((each) => void each.close()));

async function listening(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A name server that knows one address of every name, or none of any. */
async function nameServer(address: readonly number[] | undefined): Promise<number> {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (question, { port, address: from }) => {
    const reply = Buffer.from(question);
    const end = question.indexOf(0, 12) + 5;
    reply.writeUInt16BE(0x8180, 2);
    reply.writeUInt16BE(address === undefined ? 0 : 1, 6);
    reply.writeUInt16BE(0, 10);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...(address ?? [])]);
    socket.send(Buffer.concat([reply.subarray(0, end), ...(address === undefined ? [] : [record])]), port, from);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

describe.each(everyVersion('blackbox-exporter'))('blackbox exporter $version', ({ path }) => {
  const cleanup = new Cleanup();
  const at: Record<string, string> = {};
  let exporter = 0;

  beforeAll(async () => {
    await ensureCertificate(state, 'tls', 'shop.test');
    ensureAuthority(state, 'tls', authority);
    writeWhole(state.secretFile(password.secret, password.key), 'opensesame');
    const tls = {
      cert: readFileSync(placed({ secret: 'tls', key: 'tls.crt' })),
      key: readFileSync(placed({ secret: 'tls', key: 'tls.key' })),
    };
    const [http, https] = [await listening(createServer(answer)), await listening(createTlsServer(tls, answer))];
    const { exporter: port, closed } = await freePorts('exporter', 'closed');
    at['http'] = `http://127.0.0.1:${http}`;
    at['https'] = `https://127.0.0.1:${https}`;
    at['port'] = `127.0.0.1:${http}`;
    at['tlsPort'] = `127.0.0.1:${https}`;
    at['closed'] = `127.0.0.1:${closed}`;
    at['knows'] = `127.0.0.1:${await nameServer([192, 0, 2, 9])}`;
    at['knowsAnother'] = `127.0.0.1:${await nameServer([192, 0, 2, 8])}`;
    at['knowsNone'] = `127.0.0.1:${await nameServer(undefined)}`;
    exporter = port;
    const program = blackboxExporterProgram({ modules, authority }, { ...place, listen: { host: '127.0.0.1', port } });
    writeFiles(program, place.configDir);
    execFileSync(path, [...program.args, '--config.check'], { stdio: 'pipe' });
    await cleanup.start(path, program.args, port);
  }, 60_000);

  /** `probe_success`, or the status of a refusal. */
  async function probe(module: string, target: string, hostname?: string): Promise<string> {
    const host = hostname === undefined ? '' : `&hostname=${hostname}`;
    const said = await fetch(
      `http://127.0.0.1:${exporter}/probe?module=${module}&target=${encodeURIComponent(target)}${host}`,
    );
    return /^probe_success (\d)$/m.exec(await said.text())?.[1] ?? `status ${said.status}`;
  }

  it.each([
    ['the status and the text are right', 'plain', 'http', '/ok', '1'],
    ['the text is another', 'plain', 'http', '/other', '0'],
    ['the answer leads elsewhere', 'plain', 'http', '/moved', '0'],
    ['another status than the usual is right', 'created', 'http', '/made', '1'],
    ['the status is not one of them', 'created', 'http', '/ok', '0'],
    ['a question is sent with a password', 'rpc', 'http', '/rpc', '1'],
    ['a key is sent', 'token', 'http', '/token', '1'],
    ['the page is in clear and must not be', 'safe', 'http', '/ok', '0'],
    ['the page comes by TLS, from the authority', 'safe', 'https', '/ok', '1'],
    ['the page comes by TLS and must not', 'plain', 'https', '/ok', '0'],
    ['a port is open', 'port', 'port', '', '1'],
    ['a port is closed', 'port', 'closed', '', '0'],
    ['a port shows a certificate', 'shown', 'tlsPort', '', '1'],
    ['a port shows none', 'shown', 'port', '', '0'],
    ['a name is known', 'name', 'knows', '', '1'],
    ['a name is not known', 'name', 'knowsNone', '', '0'],
    ['a name has the address', 'wanted', 'knows', '', '1'],
    ['a name has another address', 'wanted', 'knowsAnother', '', '0'],
    ['nobody knows the module', 'unheard', 'http', '/ok', 'status 400'],
  ])('tells what happens when %s', async (_what, module, server, path_, result) => {
    expect(await probe(module, `${at[server] ?? ''}${path_}`)).toBe(result);
  });

  it('asks under another name than the address has, and refuses a certificate for another', async () => {
    expect(await probe('safe', `${at['https'] ?? ''}/ok`, 'shop.test')).toBe('1');
    expect(await probe('safe', `${at['https'] ?? ''}/ok`, 'mail.test')).toBe('0');
  });
});

it('holds no secret in its file, only where it is', () => {
  const [file] = blackboxExporterProgram({ modules, authority }, folderPlace('/x')).files;
  expect(file?.content).not.toContain('opensesame');
  expect(file?.content).toContain('password_file: "/x/secrets/shop/password"');
  expect(file?.content).toContain('credentials_file: "/x/secrets/shop/password"');
  expect(file?.content).toContain('ca_file: "/x/secrets/authority/ca.crt"');
});

it('knows no module that nobody asked for', () => {
  const [file] = blackboxExporterProgram({ modules: [] }, folderPlace('/x')).files;
  expect(file?.content).toBe('modules: {}\n');
});
