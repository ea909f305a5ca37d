import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createPlainServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { CliError } from '../../../cli/exit';
import { pageRequest } from '../../../cli/probe/address';
import type { RequestFlags } from '../../../cli/probe/address';
import { fetchPage } from '../../../cli/probe/fetch-page';
import type { Fetched } from '../../../cli/probe/fetch-page';
import { kibibytes, seconds } from '../../../model/quantity';
import { VedetteError } from '../../../model/problem';
import { testFolder } from '../../support/folder';
import { Cleanup } from '../../support/running';

const cleanup = new Cleanup();
const folder = testFolder();
const LIMITS = { timeout: seconds(1), size: kibibytes(4) };
const TOKEN = 'a-token-of-somebody-0123456789';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(async () => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What is served by path. */
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  '/metrics': (_, response) => response.setHeader('content-type', 'text/plain; version=0.0.4').end('x 1\n'),
  '/packed': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('x 1\n')),
  '/open': (_, response) =>
    response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0').end('x 1\n# EOF\n'),
  '/secret': (request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${TOKEN}` || request.headers['x-key'] === TOKEN;
    response.writeHead(isKnown ? 200 : request.headers.authorization === undefined ? 401 : 403);
    response.end(`# asked by ${JSON.stringify(request.headers)}\nx{by="${TOKEN}"} 1\n`);
  },
  '/moved': (_, response) => response.writeHead(302, { location: '/metrics' }).end(),
  '/echo': (request, response) =>
    response.writeHead(302, { location: `/login?as=${request.headers.authorization}` }).end(),
  '/busy': (_, response) => response.writeHead(503).end('busy'),
  '/html': (_, response) => response.setHeader('content-type', 'text/html').end('<h1>Exporter</h1>'),
  '/untold-html': (_, response) => response.end('\n<!DOCTYPE html><html></html>'),
  '/json': (_, response) => response.end('{"status":"ok"}'),
  '/protobuf': (_, response) => response.setHeader('content-type', 'application/vnd.google.protobuf').end('x'),
  '/empty': (_, response) => response.end('\n'),
  '/large': (_, response) => response.end(`x 1\n`.repeat(2000)),
  '/bomb': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('x 1\n'.repeat(100_000))),
  '/slow': (_, response) => void response.write('x 1\n'),
  '/silent': () => undefined,
  '/cut': (_, response) => {
    response.setHeader('content-length', '100').write('x 1\n');
    setTimeout(() => response.destroy(), 50);
  },
};

let plain = '';
let tls = '';
let notHttp = '';
let seen: IncomingHttpHeaders = {};

beforeAll(async () => {
  plain = await listen(
    createServer((request, response) => {
      seen = request.headers;
      const answer = ANSWERS[(request.url ?? '').split('?')[0] ?? ''];
      if (answer === undefined) response.writeHead(404).end();
      else answer(request, response);
    }),
  );
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'elsewhere.example.org' }]);
  tls = await listen(createTlsServer({ cert, key }, (_, response) => response.end('x 1\n')));
  notHttp = await listen(createPlainServer((socket) => socket.end('220 mail.example.org ESMTP\r\n')));
});

const ask = (address: string, flags: RequestFlags = {}): Promise<Fetched> =>
  fetchPage(pageRequest(address, flags), LIMITS);

/** The whole message of a refusal, without the address. */
async function refusalOf(address: string, flags: RequestFlags = {}): Promise<string> {
  try {
    await ask(address, flags);
  } catch (error) {
    if (error instanceof VedetteError) return error.message.replace(`${address}: `, '').replaceAll(plain, 'HOST');
    if (error instanceof CliError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a page of metrics', () => {
  it('is asked for as Prometheus does, OpenMetrics first', async () => {
    expect(await ask(`http://${plain}/metrics?a=b`)).toEqual({
      text: 'x 1\n',
      format: 'text 0.0.4',
      contentType: 'text/plain; version=0.0.4',
    });
    expect(seen['accept']).toMatch(/^application\/openmetrics-text;version=1\.0\.0;/);
    expect(seen['x-prometheus-scrape-timeout-seconds']).toBe('1');
    expect(await ask(`http://${plain}/open`)).toMatchObject({ format: 'OpenMetrics' });
  });

  it('may be packed', async () => {
    expect(await ask(`http://${plain}/packed`)).toMatchObject({ text: 'x 1\n' });
  });
});

describe('what is no page of metrics', () => {
  it.each([
    ['/nowhere', 'answers 404 Not Found; the usual path is /metrics'],
    ['/moved', 'answers 302 Found, to http://HOST/metrics; probe that address, if it is the one that you mean'],
    ['/busy', 'answers 503 Service Unavailable; Prometheus takes 200 alone: see the log of the program'],
    ['/html', 'the page is HTML, not metrics; did you mean http://HOST/metrics?'],
    ['/untold-html', 'the page is HTML, not metrics; did you mean http://HOST/metrics?'],
    ['/json', 'the page is JSON, not metrics; an exporter such as json_exporter makes metrics of it'],
    ['/protobuf', 'the page is in protobuf, must be text'],
    ['/empty', 'the page is empty; see whether the program counts anything, and where its page is'],
    ['/large', 'the page is larger than 4KB; see which label has a value for each request'],
    ['/bomb', 'the page is larger than 4KB; see which label has a value for each request'],
    ['/slow', 'no whole answer within 1s; give a longer --timeout, or see why it takes so long'],
    ['/silent', 'no whole answer within 1s; give a longer --timeout, or see why it takes so long'],
    [
      '/cut',
      'the connection was closed without a whole answer; see the log of the program, and whether it wants https://',
    ],
    [
      '/secret',
      "answers 401 Unauthorized; it wants to know who asks: give --bearer-file FILE or --header 'Name: value'",
    ],
  ])('%s is refused in one line', async (path, expected) => {
    expect(await refusalOf(`http://${plain}${path}`)).toBe(expected);
  });

  it('is a port that nobody listens on, or that speaks something else', async () => {
    const closed = createServer();
    const address = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(await refusalOf(`http://${address}/metrics`)).toBe(
      'nothing listens there; see that the program runs, and on which port its page is',
    );
    expect(await refusalOf(`http://${notHttp}/metrics`)).toBe(
      'the port does not speak HTTP; see which port the page is on',
    );
    expect(await refusalOf(`https://${plain}/metrics`)).toBe('the port does not speak TLS; write http://');
    expect(await refusalOf(`http://${tls}/metrics`)).toBe(
      'the connection was closed without a whole answer; see the log of the program, and whether it wants https://',
    );
    expect(await refusalOf('http://127.0.0.1:1/metrics')).toBe(
      'the port is one that is never asked over HTTP; take another',
    );
    expect(await refusalOf('http://nowhere.invalid/metrics')).toMatch(
      /^(?:the host is not known|no name server answers); /,
    );
  });

  it('is one with a certificate that nobody vouches for', async () => {
    expect(await refusalOf(`https://${tls}/metrics`)).toBe(
      'the certificate is its own authority; give its authority: NODE_EXTRA_CA_CERTS=ca.pem vedette probe …',
    );
  });
});

describe('credentials', () => {
  const file = (name: string, text: string): string => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('open the page, and are struck out of it', async () => {
    const { text } = await ask(`http://${plain}/secret`, { bearerFile: file('token', `${TOKEN}\n`) });
    expect(seen['authorization']).toBe(`Bearer ${TOKEN}`);
    expect(text).not.toContain(TOKEN);
    expect(text).toContain('x{by="***"} 1');
    expect((await ask(`http://${plain}/secret`, { header: [`X-Key: ${TOKEN}`, 'X-Other: 1'] })).text).not.toContain(
      TOKEN,
    );
    expect(seen['x-other']).toBe('1');
  });

  it('are struck out of where a server points, too', async () => {
    expect(await refusalOf(`http://${plain}/echo`, { header: [`Authorization: ${TOKEN}`] })).toBe(
      'answers 302 Found, to http://HOST/login?as=***; probe that address, if it is the one that you mean',
    );
  });

  it('that are refused are said to be', async () => {
    expect(await refusalOf(`http://${plain}/secret`, { header: ['Authorization: ApiKey wrong-key'] })).toBe(
      'answers 403 Forbidden; it refuses what --header and --bearer-file give',
    );
  });

  it.each<[RequestFlags, string]>([
    [{ header: [TOKEN] }, "2: --header number 1 is not of the form 'Name: value'"],
    [{ header: ['A: b', `X-Key: ${TOKEN}\nInjected: 1`] }, "2: --header number 2 is not of the form 'Name: value'"],
    [{ header: ['X-Key:'] }, "2: --header number 1 is not of the form 'Name: value'"],
    [{ header: ['X-Key: a', 'x-key: b'] }, "2: header 'x-key' is given twice"],
  ])('that cannot be sent are refused without showing them', async (flags, expected) => {
    const message = await refusalOf(`http://${plain}/metrics`, flags);
    expect(message).toBe(expected);
    expect(message).not.toContain(TOKEN);
  });

  it('in a file are one token', async () => {
    const url = `http://${plain}/metrics`;
    const [empty, two] = [file('empty', '\n'), file('two', `${TOKEN}\n${TOKEN}\n`)];
    expect(await refusalOf(url, { bearerFile: empty })).toBe(`2: --bearer-file ${empty} is empty`);
    expect(await refusalOf(url, { bearerFile: two })).toBe(
      `2: --bearer-file ${two} holds more than one token on one line`,
    );
    expect(await refusalOf(url, { bearerFile: join(folder, 'none') })).toBe(
      `2: --bearer-file cannot be read: ENOENT: no such file or directory, open '${join(folder, 'none')}'`,
    );
    expect(await refusalOf(url, { bearerFile: file('token', TOKEN), header: ['authorization: x'] })).toBe(
      "2: header 'Authorization' is given twice; --bearer-file gives Authorization",
    );
  });
});

describe('an address', () => {
  it.each([
    ['localhost:9100/metrics', '2: the address is not one of http:// or https://; write http://localhost:9100/metrics'],
    ['ftp://host/metrics', '2: the address is not one of http:// or https://'],
    ['/metrics', '2: the address is not one of http:// or https://'],
    ['http://', "2: 'http://' is no address"],
    ['http://host:99999/', "2: 'http://host:99999/' is no address"],
    [
      `http://somebody:${TOKEN}@host/metrics`,
      "2: the address holds a user or a password; give them by --header 'Authorization: Basic …'",
    ],
  ])('%s is refused before anybody is asked', async (address, expected) => {
    expect(await refusalOf(address)).toBe(expected);
  });
});
