/** Templates and documents in a real OpenSearch, put there by the real script. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogShipperSettings } from '../../../constructs/log-shipper/settings';
import { indexTemplate } from '../../../constructs/log-shipper/store';
import { storeSetupProgram } from '../../../constructs/log-shipper/setup';
import { vrlProgram } from '../../../constructs/log-shipper/vrl';
import { type Ran, run } from '../../support/command';
import { testFolder } from '../../support/folder';
import { type Door, askStore, openDoor, startLogStore, writeSecret } from '../../support/log-store';
import type { Recorded } from '../../support/recorder';
import { Cleanup, writeFiles } from '../../support/running';
import { remapped } from '../../support/vrl';
import { folderPlace } from '../fixture';
import { rstmdbStream, shopStream, validSettings } from './fixture';
import { event } from './lines';

const root = testFolder();
const cleanup = new Cleanup();
const place = folderPlace(root);
const { authority = { secret: '', key: '' }, ...goodStore } = validSettings().store;
const password = { secret: 'log-store', key: 'setup_password' };
const auth = { kind: 'basic', username: 'setup', password } as const;
const PASSWORD = 'CANARY"back\\slash';
const basic = `Basic ${Buffer.from(`setup:${PASSWORD}`).toString('base64')}`;
const POLICY = '/_plugins/_ism/policies/drachma-prod-logs';

let store = '';
let door: Door;
/** The plug-in for policies is not in the store that tests start, so the door keeps them. */
let versions = 0;

function policies({ path, body }: Recorded): { status: number; body: string } | undefined {
  if (!path.startsWith('/_plugins/_ism/')) return undefined;
  if (body === '') {
    const found = { _id: 'drachma-prod-logs', _version: versions, _seq_no: versions + 6, _primary_term: 3, policy: {} };
    return versions === 0 ? { status: 404, body: '{}' } : { status: 200, body: JSON.stringify(found) };
  }
  const wanted = versions === 0 ? POLICY : `${POLICY}?if_seq_no=${versions + 6}&if_primary_term=3`;
  if (path !== wanted) return { status: 409, body: '{"error":"version conflict"}' };
  versions += 1;
  return { status: 201, body: '{}' };
}

const settings = (): LogShipperSettings =>
  validSettings({
    store: { ...goodStore, authority, kind: 'opensearch', auth, endpoints: ['https://localhost:1', door.url] },
  });

async function setUp(secret = PASSWORD): Promise<Ran> {
  const program = storeSetupProgram(settings(), auth, place);
  writeFiles(program, place.configDir);
  writeSecret(place.secretFile(password), secret);
  mkdirSync(dirname(place.secretFile(authority)), { recursive: true });
  copyFileSync(door.authority, place.secretFile(authority));
  return run('/bin/sh', program.args, { seconds: 60 });
}

beforeAll(async () => {
  store = await startLogStore(cleanup, root);
  door = await openDoor(cleanup, root, { store, authorization: basic, answer: policies });
}, 150_000);

describe('the task that sets a store up', () => {
  it('puts policy and templates at the first endpoint that answers, and again without harm', async () => {
    const first = await setUp();
    expect(first.stdout).toContain('{"acknowledged":true}');
    expect(first.code).toBe(0);
    expect((await setUp()).code).toBe(0);
    expect(versions).toBe(2);
    const { index_templates: found } = await askStore<{ index_templates: { name: string; index_template: object }[] }>(
      store,
      'GET',
      '_index_template/drachma-prod-*',
    );
    expect(found.map(({ name }) => name).sort()).toEqual(['drachma-prod-rstmdb', 'drachma-prod-shop']);
    expect(found.find(({ name }) => name === 'drachma-prod-shop')?.index_template).toMatchObject({
      index_patterns: ['drachma-prod-shop-20*'],
      template: { mappings: { properties: { shop: { properties: { items: { type: 'long' } } } } } },
    });
  });

  it('fails with a wrong password, and does not show it', async () => {
    const { code, stdout, stderr } = await setUp('CANARY-wrong');
    expect(code).toBe(1);
    expect(stderr).toContain('401');
    expect(stdout + stderr).not.toContain('CANARY');
  });
});

describe('documents in a real store', () => {
  const INDEX = 'drachma-prod-rstmdb-2026-11-21';
  const text = (time: string, level: string, rest: string): string => `${time} ${level} rstmdb_server::server: ${rest}`;
  const lines = [
    text('2026-11-21T19:49:22.779508Z', ' INFO', '[127.0.0.1:43580] Request: GetInstance (id=2)'),
    text('2026-11-21T19:49:22.779747Z', ' INFO', '[127.0.0.1:43580] Response: ERROR (id=2)'),
    text('2026-11-21T19:49:23.000001Z', ' WARN', 'Connection limit reached, rejecting 10.0.0.7:51234'),
    '{"timestamp":"2026-11-21T19:49:24Z","level":"INFO","message":"Request completed","op":"APPLY_EVENT","duration_ms":5}',
    '{"timestamp":"2026-11-21T19:49:25Z","level":"INFO","message":"odd","duration_ms":"long","more":{"deep":1}}',
    `{"timestamp":"2026-11-21T19:49:26Z","message":"long","instance_id":"${'x'.repeat(40_000)}"}`,
    'not a line of rstmdb',
  ];

  /** As the sink sends them: with the id, which is no field then. */
  async function send(): Promise<{ errors: boolean; items: readonly unknown[] }> {
    const program = vrlProgram(settings(), rstmdbStream);
    const documents = await remapped(
      program,
      lines.map((line) => event(line)),
      root,
    );
    const bulk = documents.flatMap(({ event_id, ...document }) => [
      JSON.stringify({ index: { _index: INDEX, _id: event_id } }),
      JSON.stringify(document),
    ]);
    return askStore(store, 'POST', '_bulk?refresh=true', `${bulk.join('\n')}\n`);
  }

  interface Found {
    readonly hits: { readonly hits: readonly { readonly _source: { readonly message: string } }[] };
  }
  async function messages(query: object): Promise<readonly string[]> {
    const sort = [{ '@timestamp': 'asc' }];
    const found = await askStore<Found>(store, 'POST', 'drachma-prod-*/_search', JSON.stringify({ query, sort }));
    return found.hits.hits.map(({ _source: { message } }) => message.slice(0, 60));
  }

  beforeAll(async () => {
    const { code, stderr } = await setUp();
    if (code !== 0) throw new Error(stderr);
    const { errors, items } = await send();
    if (errors) throw new Error(JSON.stringify(items));
  }, 60_000);

  it('are stored once, however often they are sent', async () => {
    expect(await send()).toMatchObject({ errors: false });
    expect(await askStore(store, 'GET', `${INDEX}/_count`)).toMatchObject({ count: lines.length });
  });

  it('are found by their fields, in order within a millisecond', async () => {
    expect(await messages({ term: { 'rstmdb.request': 2 } })).toEqual([
      '[127.0.0.1:43580] Request: GetInstance (id=2)',
      '[127.0.0.1:43580] Response: ERROR (id=2)',
    ]);
    expect(await messages({ range: { 'rstmdb.duration_ms': { gte: 4 } } })).toEqual(['Request completed']);
    expect(await messages({ match: { message: 'limit' } })).toEqual([
      'Connection limit reached, rejecting 10.0.0.7:51234',
    ]);
    expect(await messages({ bool: { filter: [{ term: { format: 'unknown' } }] } })).toEqual(['not a line of rstmdb']);
    expect(await messages({ term: { level: 'warn' } })).toHaveLength(1);
  });

  it('keep what nobody declared without making a field of it', async () => {
    expect(await messages({ match: { message: 'odd' } })).toEqual(['odd']);
    const mapping = await askStore<Record<string, { mappings: { properties: object } }>>(
      store,
      'GET',
      INDEX + '/_mapping',
    );
    expect(Object.keys(mapping[INDEX]?.mappings.properties ?? {})).not.toContain('more');
    const found = await askStore<{ hits: { hits: { _source: object }[] } }>(
      store,
      'POST',
      `${INDEX}/_search`,
      JSON.stringify({ query: { match: { message: 'odd' } } }),
    );
    expect(found.hits.hits[0]?._source).toMatchObject({ rest: { duration_ms: 'long', more: { deep: 1 } } });
  });

  it('come from a service whose name begins another’s without a clash of templates', async () => {
    for (const service of ['sequencer', 'sequencer-database']) {
      const template = JSON.stringify(indexTemplate({ ...shopStream, service }, settings().store));
      await askStore(store, 'PUT', `_index_template/drachma-prod-${service}`, template);
    }
    const simulated = await askStore<{ template: { mappings: { properties: object } } }>(
      store,
      'POST',
      '_index_template/_simulate_index/drachma-prod-sequencer-database-2026-11-21',
    );
    const fields = Object.keys(simulated.template.mappings.properties);
    expect(fields).toContain('sequencer-database');
    expect(fields).not.toContain('sequencer');
  });
});
