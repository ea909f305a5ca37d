import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sequencer } from '../../services/sequencer';
import { testFolder } from '../support/folder';
import { Cleanup } from '../support/running';
import { scrapingPrometheus, servePage } from '../support/scraping-prometheus';
import type { Answer, ScrapingPrometheus } from '../support/scraping-prometheus';
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
  let prometheus: ScrapingPrometheus;
  const ask = (query: string): Promise<readonly Answer[]> => prometheus.ask(query);

  beforeAll(async () => {
    const target = await servePage(cleanup, PAGE, (authorization) => authorization === `ApiKey ${KEY}`);
    prometheus = await scrapingPrometheus(cleanup, {
      folder,
      service: sequencer,
      targets: { discovery: [{ kind: 'static', targets: [target] }], dialect: '0.2.7' },
      secrets: [{ ref: { secret: 'sequencer', key: 'api-key' }, value: KEY }],
    });
    await until('the sequencer', 20, async () => (await ask('up{job="sequencer"} == 1')).length === 1);
  }, 60_000);

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
      const { groups } = (await prometheus.get('rules')) as Groups;
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
