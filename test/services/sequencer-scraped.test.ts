import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { wire } from '../../constructs/monitoring/wiring';
import { prometheusProgram } from '../../constructs/prometheus/program';
import { seconds } from '../../model';
import { sequencer } from '../../services/sequencer';
import { folderPlace, loopbackAddresses, validEnvironment, watchdog } from '../constructs/fixture';
import { testFolder } from '../support/folder';
import { Cleanup, freePorts, writeFiles } from '../support/running';
import { requireTool } from '../support/tools';
import { until } from '../support/wait';

/** What a server of 0.2.7 served; then, as it renders it, what did not happen while that was recorded. */
const PAGE = `${readFileSync(join(__dirname, '../fixtures/sequencer-0.2.7.prom'), 'utf8')}
# TYPE sequencer_errors_database counter
sequencer_errors_database 3
# TYPE sequencer_errors_schema_validation counter
sequencer_errors_schema_validation 5
sequencer_http_requests_total{__overflow__="true"} 77
# TYPE sequencer_metrics_cardinality_overflow counter
sequencer_metrics_cardinality_overflow 77
`;

describe('a real Prometheus', () => {
  const cleanup = new Cleanup();
  const folder = testFolder();
  const KEY = 'ss_a_key_of_an_administrator_0123456789';
  let base: string;

  beforeAll(async () => {
    const target = await serve(cleanup, KEY, PAGE);
    const { prometheus: port } = await freePorts('prometheus');
    base = `http://127.0.0.1:${port}/prometheus`;
    const { prometheus } = wire(
      {
        ...validEnvironment(),
        scrapeInterval: seconds(1),
        scrapeTimeout: seconds(1),
        evaluationInterval: seconds(1),
        services: { sequencer: { discovery: [{ kind: 'static', targets: [target] }], dialect: '0.2.7' } },
      },
      [sequencer, watchdog()],
      loopbackAddresses(),
    );
    const place = folderPlace(folder);
    const program = prometheusProgram(prometheus, { ...place, listen: { host: '127.0.0.1', port } });
    writeFiles(program, place.configDir);
    const keyFile = place.secretFile({ secret: 'sequencer', key: 'api-key' });
    mkdirSync(dirname(keyFile), { recursive: true });
    writeFileSync(keyFile, KEY);
    mkdirSync(place.dataDir, { recursive: true });
    await cleanup.start(requireTool('prometheus').path, program.args, port);
    await until('the sequencer', 20, async () => (await ask('up{job="sequencer"} == 1')).length === 1);
  }, 60_000);

  interface Sample {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [number, string];
  }
  const get = async (path: string): Promise<unknown> =>
    ((await (await fetch(`${base}/api/v1/${path}`)).json()) as { data?: unknown }).data;
  const ask = async (query: string): Promise<readonly Sample[]> =>
    ((await get(`query?query=${encodeURIComponent(query)}`)) as { result: readonly Sample[] } | undefined)?.result ??
    [];

  it('is let in by the key of the secret, and takes a page that repeats its TYPE lines', async () => {
    expect((await ask('sequencer_uptime_seconds{job="sequencer"}')).map(({ value }) => value[1])).toEqual(['48']);
  });

  it('stores errors of both kinds under the documented name, told apart by category', async () => {
    const errors = await ask('stateset_sequencer_errors_total{job="sequencer"}');
    const found = errors.map(({ metric, value }) => `${metric['category']} ${value[1]}`);
    expect(found.sort()).toEqual(['database 3', 'validation 5']);
  });

  it('stores what lost its labels with a mark that alerts and panels can read', async () => {
    const found = await ask('sequencer_http_requests_total{job="sequencer", overflow="true"}');
    expect(found.map(({ metric, value }) => [Object.keys(metric).sort(), value[1]])).toEqual([
      [['__name__', 'instance', 'job', 'overflow'], '77'],
    ]);
  });

  it('evaluates every alert without an error, and finds the overflow', async () => {
    interface Groups {
      readonly groups: readonly {
        readonly name: string;
        readonly rules: readonly { readonly name: string; readonly health: string }[];
      }[];
    }
    const rules = await until('every alert', 10, async () => {
      const { groups } = (await get('rules')) as Groups;
      const all = groups.find(({ name }) => name === 'sequencer.alerts')?.rules ?? [];
      return all.length > 0 && all.every(({ health }) => health !== 'unknown') && all;
    });
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    const told = await until('the overflow', 10, async () => {
      const found = await ask('ALERTS{alertname="SequencerMetricsOverflow"}');
      return found.length > 0 && found;
    });
    expect(told.map(({ metric }) => metric['alertstate'])).toEqual(['pending']);
  });
});

/** A server that is let in by the key alone, under the scheme that the sequencer knows. */
async function serve(cleanup: Cleanup, key: string, text: string): Promise<string> {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `ApiKey ${key}`;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(isKnown ? text : 'missing_auth');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.later(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
