import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { blackboxExporterProgram } from '../../../constructs/blackbox-exporter/program';
import { seconds } from '../../../model/quantity';
import { folderPlace } from '../../constructs/fixture';
import { builtCli } from '../../support/built';
import { run } from '../../support/command';
import type { Ran } from '../../support/command';
import { testFolder } from '../../support/folder';
import { Cleanup, freePorts, writeFiles } from '../../support/running';
import { ROOT } from '../../support/source-file';
import { requireTool } from '../../support/tools';

const cleanup = new Cleanup();
const folder = testFolder();
let main = '';
let address: Record<'node' | 'blackbox' | 'rstmdb' | 'secret', string>;

const KEY = 'ss_a_key_of_an_administrator_0123456789';

beforeAll(async () => {
  main = await builtCli();
  const ports = await freePorts('node', 'blackbox', 'rstmdb');
  await cleanup.start(requireTool('node-exporter').path, [`--web.listen-address=127.0.0.1:${ports.node}`], ports.node);
  const program = blackboxExporterProgram(
    { modules: [{ name: 'page', prober: 'tcp', timeout: seconds(1), tls: false }] },
    { ...folderPlace(folder), listen: { host: '127.0.0.1', port: ports.blackbox } },
  );
  writeFiles(program, folderPlace(folder).configDir);
  await cleanup.start(requireTool('blackbox-exporter').path, program.args, ports.blackbox);
  const recorded = [
    `RSTMDB_METRICS_BIND=127.0.0.1:${ports.rstmdb}`,
    process.execPath,
    join(ROOT, 'test/support/recorded-rstmdb.mjs'),
  ];
  await cleanup.start('/usr/bin/env', recorded, ports.rstmdb);
  const url = (port: number): string => `http://127.0.0.1:${port}/metrics`;
  const sequencer = readFileSync(join(ROOT, 'test/fixtures/sequencer-0.2.7.prom'), 'utf8');
  address = {
    node: url(ports.node),
    blackbox: url(ports.blackbox),
    rstmdb: url(ports.rstmdb),
    secret: url(await guarded(`${sequencer}# your key: ${KEY}\nsequencer_leak{key="${KEY}"} 1\n`)),
  };
}, 240_000);

/** A server that shows its page, and the key, to whoever has the key. */
async function guarded(text: string): Promise<number> {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `ApiKey ${KEY}`;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(isKnown ? text : `not ${request.headers.authorization}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(async () => void server.close());
  return (server.address() as AddressInfo).port;
}

const probe = (...args: readonly string[]): Promise<Ran> =>
  run(process.execPath, [main, 'probe', ...args], { cwd: folder, seconds: 60 });

interface Report {
  readonly service: string;
  readonly dialect?: string;
  readonly errors: number;
  readonly matched: readonly string[];
  readonly differences: readonly { readonly level: string; readonly metric?: string; readonly what: string }[];
  readonly affected: readonly object[];
  readonly silent: readonly { readonly name: string }[];
  readonly leftOut: readonly { readonly name: string }[];
  readonly unknown: readonly { readonly name: string }[];
}

async function report(...args: readonly string[]): Promise<Report & { readonly code: number | null }> {
  const { code, stdout, stderr } = await probe(...args, '--json');
  expect(stderr).toBe('');
  return { code, ...(JSON.parse(stdout) as Report) };
}

describe('vedette probe', () => {
  it('knows a running node-exporter, and misses nothing of it', async () => {
    const { code, service, errors, matched, silent, affected, unknown } = await report(address.node);
    expect([code, service, errors, affected]).toEqual([0, 'node', 0, []]);
    expect(matched).toContain('node_filesystem_avail_bytes');
    expect(silent.map(({ name }) => name)).toContain('NodeSystemdServiceFailed');
    expect(unknown.map(({ name }) => name)).toContain('node_load15');
  });

  it('knows a running blackbox exporter', async () => {
    const { code, service, errors, differences } = await report(address.blackbox);
    expect([code, service, errors, differences]).toEqual([0, 'blackbox', 0, []]);
  });

  it('knows rstmdb and its release, and says so', async () => {
    const { code, stdout, stderr } = await probe(address.rstmdb);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${address.rstmdb}: 30 metrics, 138 samples, text 0.0.4
compared with rstmdb, dialect 0.3.0 (the best match of all services): 30 of 30 metrics match
    documented          10 match,   5 missing
  > 0.3.0               30 match,   0 missing
`);
    expect(stdout).toMatch(/\n0 errors, 0 warnings, 0 notes\n$/);
  });

  it('ends with 1 where a page is not of the release that was named', async () => {
    const { code, stdout } = await probe(address.rstmdb, '--service', 'rstmdb', '--dialect', 'documented');
    expect(code).toBe(1);
    expect(stdout).toContain('compared with rstmdb, dialect documented (as asked): 10 of 21 metrics match\n');
    expect(stdout).toContain(
      "\nwarning rstmdb_requests_duration_seconds: is not there yet: it is born with its first event; is it 'rstmdb_request_duration_seconds' here?\n",
    );
    expect(stdout).toContain('\nReads what is wrong or missing, so it fails or misleads:\n');
  });

  it('shows no credential, wherever the server repeats it', async () => {
    const header = `Authorization: ApiKey ${KEY}`;
    const answers = [
      await probe(address.secret, '--header', header),
      await probe(address.secret, '--header', header, '--json'),
      await probe(address.secret, '--header', `Authorization: Bearer ${KEY}`),
      await probe(address.secret, '--header', header.replace(':', '')),
      await probe(address.secret, '--header', header, '--service', 'none'),
    ];
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 1, 2, 2]);
    expect(answers[0]?.stdout).toContain('compared with sequencer, dialect 0.2.7');
    expect(answers.filter(({ stdout, stderr }) => `${stdout}${stderr}`.includes(KEY))).toEqual([]);
  });

  it.each([
    [[], "error: missing required argument 'url'\n"],
    [['localhost'], 'vedette: the address is not one of http:// or https://; write http://localhost\n'],
    [
      ['http://localhost', '--new', 'shop', '--json'],
      "error: option '--new <name>' cannot be used with option '--json'\n",
    ],
    [
      ['http://localhost', '--timeout', '0'],
      "error: option '--timeout <seconds>' argument '0' is invalid. It must be a number from 1 to 1000.\n",
    ],
    [['http://localhost', '--new', 'shop'], "vedette: folder 'services' is not there; name one by --out\n"],
  ])('ends with 2 for %j, in one line', async (args, stderr) => {
    expect(await probe(...args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('says in its help what it is not', async () => {
    const { stdout } = await probe('--help');
    expect(stdout).toContain('It is not one of the probes that an environment\ncarries out all the time');
  });
});

describe('vedette probe --new', () => {
  it('writes the folder of a service from a running program, once', async () => {
    const { code, stdout } = await probe(address.node, '--new', 'hosts', '--out', '.');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^hosts: \d+ metrics of http:\S+\/metrics; \d+ metrics of its language and libraries left out\n/,
    );
    for (const name of ['index.ts', 'metrics.ts', 'queries.ts', 'alerts.ts', 'dashboard.ts', 'runbook.md']) {
      expect(stdout).toContain(`\n  ${name} (`);
      expect(readFileSync(join(folder, 'hosts', name), 'utf8')).not.toBe('');
    }
    expect(stdout).toContain('\nThen add hosts to services/registry.ts, and its targets to an environment.\n');
    expect(await probe(address.node, '--new', 'hosts', '--out', '.')).toEqual({
      code: 2,
      stdout: '',
      stderr: "vedette: 'hosts' is there already, and nothing in it is changed\n",
    });
  });
});
