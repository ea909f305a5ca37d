import { vrlCondition, vrlProgram } from '../../../constructs/log-shipper/vrl';
import type { LogStream } from '../../../constructs/log-shipper/settings';
import { testFolder } from '../../support/folder';
import { type SourceEvent, holds, remapped } from '../../support/vrl';
import { rstmdbStream, shopStream, validSettings } from './fixture';
import { SEEN, event } from './lines';

const folder = testFolder();
const programOf = (stream: LogStream): string => vrlProgram(validSettings(), stream);
const documentsOf = (
  stream: LogStream,
  ...lines: readonly string[]
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  remapped(
    programOf(stream),
    lines.map((line) => event(line)),
    folder,
  );
async function documentOf(stream: LogStream, line: string): Promise<Readonly<Record<string, unknown>>> {
  const [document = {}] = await documentsOf(stream, line);
  return document;
}

/** What every line of the fixture's pod has. */
const ENVELOPE = {
  service: 'rstmdb',
  environment: 'prod',
  cluster: 'mainnet',
  namespace: 'databases',
  pod: 'rstmdb-0',
  container: 'rstmdb',
  node: 'node-a',
  stream: 'stdout',
  event_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
};

/** As 0.3.0 writes it: coloured, whatever it writes to. */
const coloured = (level: string, target: string, message: string): string =>
  `\u001b[2m2026-11-21T19:49:22.779508Z\u001b[0m \u001b[32m${level}\u001b[0m \u001b[2m${target}\u001b[0m\u001b[2m:\u001b[0m ${message}`;

describe('the program of rstmdb, run by the real interpreter', () => {
  it('reads the documented JSON', async () => {
    const line =
      '{"timestamp":"2026-11-21T19:49:22.123Z","level":"INFO","target":"rstmdb_server","message":"Request completed",' +
      '"op":"APPLY_EVENT","duration_ms":5,"instance_id":"order-001"}';
    expect(await documentOf(rstmdbStream, line)).toEqual({
      ...ENVELOPE,
      '@timestamp': '2026-11-21T19:49:22.123Z',
      format: 'documented',
      level: 'info',
      message: 'Request completed',
      rstmdb: { target: 'rstmdb_server', operation: 'APPLY_EVENT', duration_ms: 5, instance_id: 'order-001' },
    });
  });

  it('reads a request of release 0.3.0', async () => {
    const line = coloured(' INFO', 'rstmdb_server::server', '[127.0.0.1:43580] Request: GetInstance (id=2)');
    expect(await documentOf(rstmdbStream, line)).toEqual({
      ...ENVELOPE,
      '@timestamp': '2026-11-21T19:49:22.779508Z',
      format: 'request',
      level: 'info',
      message: '[127.0.0.1:43580] Request: GetInstance (id=2)',
      rstmdb: { target: 'rstmdb_server::server', client: '127.0.0.1:43580', operation: 'GetInstance', request: 2 },
    });
  });

  it('reads a response of release 0.3.0', async () => {
    const line = coloured(' INFO', 'rstmdb_server::server', '[127.0.0.1:43580] Response: ERROR (id=2)');
    expect(await documentOf(rstmdbStream, line)).toMatchObject({
      format: 'response',
      rstmdb: { client: '127.0.0.1:43580', outcome: 'ERROR', request: 2 },
    });
  });

  it('reads any other line of release 0.3.0', async () => {
    const line = coloured(' WARN', 'rstmdb_server::server', 'Connection limit reached, rejecting 10.0.0.7:51234');
    expect(await documentOf(rstmdbStream, line)).toEqual({
      ...ENVELOPE,
      '@timestamp': '2026-11-21T19:49:22.779508Z',
      format: 'text',
      level: 'warn',
      message: 'Connection limit reached, rejecting 10.0.0.7:51234',
      rstmdb: { target: 'rstmdb_server::server' },
    });
  });

  it.each([
    ['a line of no known form', 'thread main panicked at src/main.rs:42:', 'thread main panicked at src/main.rs:42:'],
    ['JSON that breaks off', '{"timestamp":"2026-11-21T19:49:22Z","level":"INFO"', undefined],
    ['JSON that is a list', '[1, 2]', undefined],
    ['an empty line', '', undefined],
  ])('keeps %s as it is, at the time at which it was seen', async (_, line, message = line) => {
    expect(await documentOf(rstmdbStream, line)).toEqual({
      ...ENVELOPE,
      '@timestamp': SEEN,
      format: 'unknown',
      message,
    });
  });
});

describe('the program of a service with a field of every type', () => {
  it('gives each field its type, also where the line has a string', async () => {
    const line =
      '{"at":"2026-11-21T20:00:00Z","severity":"Warning","body":{"text":"sold","lang":"en"},"customer":17,' +
      '"note":"thanks","items":"3","total":"4.50","paid":"true","hint":{"a":1}}';
    const document = await documentOf(shopStream, line);
    expect(document).toMatchObject({ level: 'warn', message: 'sold', format: 'json' });
    expect(document['shop']).toEqual({ customer: '17', note: 'thanks', items: 3, total: 4.5, paid: true });
    expect(document['rest']).toEqual({ body: { lang: 'en' }, hint: { a: 1 } });
  });

  it('keeps a value that does not fit its field beside the fields, so that the store refuses no document', async () => {
    const line = '{"items":"three","total":{"value":1},"paid":"perhaps","customer":["a"]}';
    const document = await documentOf(shopStream, line);
    expect(document['shop']).toBeUndefined();
    expect(document['rest']).toEqual({ items: 'three', total: { value: 1 }, paid: 'perhaps', customer: ['a'] });
  });

  it.each(['1970-01-01T00:00:00Z', '2099-01-01T00:00:00Z', 'yesterday', ''])(
    'does not believe the time %p, which would make an index of its own',
    async (at) => {
      expect(await documentOf(shopStream, JSON.stringify({ at }))).toMatchObject({ '@timestamp': SEEN });
    },
  );

  it('gives a line the same id whenever it is read, and two lines different ones', async () => {
    const [once, again, other] = await documentsOf(shopStream, '{"items":1}', '{"items":1}', '{"items":2}');
    expect(again?.['event_id']).toBe(once?.['event_id']);
    expect(other?.['event_id']).not.toBe(once?.['event_id']);
  });
});

describe('what a program leaves of secrets', () => {
  const SECRET = 'CANARY-s3cr3t.value/x==';
  const lines: readonly (readonly [string, string])[] = [
    [`Authorization: Bearer ${SECRET}`, 'Authorization: [redacted]'],
    [`proxy-authorization=Basic ${SECRET} done`, 'proxy-authorization=[redacted] done'],
    [`GET / authorization: "ApiKey ${SECRET}" 200`, 'GET / authorization: "[redacted]" 200'],
    [`sent bearer ${SECRET} upstream`, 'sent bearer [redacted] upstream'],
    [`DB_PASSWORD=${SECRET} PORT=5432`, 'DB_PASSWORD=[redacted] PORT=5432'],
    [`password: '${SECRET}' ok`, "password: '[redacted]' ok"],
    [`x-api-key: ${SECRET}`, 'x-api-key: [redacted]'],
    [`{"password":"${SECRET}","a":1}`, '{"password":"[redacted]","a":1}'],
    [`{"user":{"apiKey" : "${SECRET}\\"more"},"a":1}`, '{"user":{"apiKey":"[redacted]"},"a":1}'],
    [`{"token":12345678,"a":1}`, '{"token":"[redacted]","a":1}'],
    [`{"set-cookie":["sid=${SECRET}"],"a":1}`, '{"set-cookie":"[redacted]","a":1}'],
    [`{"body":"{\\"access_token\\":\\"${SECRET}\\"}"}`, '{"body":"{\\"access_token\\":\\"[redacted]\\"}"}'],
    [`Set-Cookie: sid=${SECRET}; Path=/`, 'Set-Cookie: [redacted]'],
    [`postgres://app:${SECRET.replace('/', '')}@db:5432/app`, 'postgres://[redacted]@db:5432/app'],
    [`-----BEGIN PRIVATE KEY-----\\n${SECRET}`, '[redacted]'],
    ['jwt eyJhbGciOi.eyJzdWIiOiJDQU5BUlk.c2lnCANARY end', 'jwt [redacted] end'],
    ['level=info msg="basic authentication is on" port=8080', 'level=info msg="basic authentication is on" port=8080'],
    ['INFO rstmdb: [127.0.0.1:1] Request: Ping (id=1)', 'INFO rstmdb: [127.0.0.1:1] Request: Ping (id=1)'],
  ];

  it.each(lines)('%s', async (line, expected) => {
    const silent: LogStream = { ...shopStream, logs: { fields: {}, formats: [] } };
    const document = await documentOf(silent, line);
    expect(document['message']).toBe(expected);
    expect(JSON.stringify(document)).not.toMatch(/CANARY|12345678/);
  });

  it('leaves none in a field or beside the fields', async () => {
    const line = `{"customer":"token=${SECRET}","note":"Bearer ${SECRET}","deep":{"list":[{"secret":"${SECRET}"}]}}`;
    const document = await documentOf(shopStream, line);
    expect(document['format']).toBe('json');
    expect(document['rest']).toEqual({ deep: { list: [{ secret: '[redacted]' }] } });
    expect(JSON.stringify(document)).not.toContain('CANARY');
  });
});

describe('which lines are a stream’s', () => {
  const pod = (namespace: string, labels: Readonly<Record<string, string>>): SourceEvent =>
    event('', { kubernetes: { pod_namespace: namespace, pod_labels: labels } });
  it.each([
    ['its pods', pod('shop-green', { app: 'shop', tier: 'web' }), true],
    ['other pods of its namespace', pod('shop-green', { app: 'database' }), false],
    ['its labels in another namespace', pod('elsewhere', { app: 'shop' }), false],
    ['pods without labels', event('', { kubernetes: { pod_namespace: 'shop-blue' } }), false],
  ])('%s', async (_, line, expected) => {
    expect(await holds(vrlCondition(shopStream), line, folder)).toBe(expected);
  });
});
