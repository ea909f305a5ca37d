/** Files for programs that somebody runs: a real Prometheus with a configuration of its own takes them in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { existingFiles } from '../../../constructs/existing/files';
import { seconds } from '../../../model/quantity';
import { environments } from '../../../stacks/environments';
import { hostFiles } from '../../../stacks/guests';
import { outputOf } from '../../support/command';
import { testFolder } from '../../support/folder';
import { fileHosts } from '../../support/guests';
import { Cleanup, freePorts } from '../../support/running';
import { ScrapingPrometheus, servePage } from '../../support/scraping-prometheus';
import { requireTool } from '../../support/tools';
import { until } from '../../support/wait';
import { shop, watchdog } from '../fixture';
import { shopJob, validGuest } from '../guest';

const root = testFolder();
const cleanup = new Cleanup();

/** Writes files, and beside them the configuration of a Prometheus that was there before. */
function host(folder: string, files: readonly { readonly path: string; readonly content: string }[]): string {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const [secret] of files.flatMap(({ content }) => [...content.matchAll(/\/[^" ]*\/secrets\/[^"]+/g)])) {
    mkdirSync(dirname(secret), { recursive: true });
    writeFileSync(secret, 'value');
  }
  const own = join(folder, 'prometheus.yml');
  writeFileSync(
    own,
    `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
scrape_config_files: ["prometheus/scrape.yml"]
rule_files: ["prometheus/rules/*.yml"]
scrape_configs: [{ job_name: theirs, static_configs: [{ targets: ["127.0.0.1:1"] }] }]
`,
  );
  return own;
}

it.each(['staging', 'prod'] as const)(
  'promtool takes the files of %s into a configuration',
  async (name) => {
    const folder = join(root, name);
    const files = hostFiles(environments[name], fileHosts);
    const config = host(folder, files);
    const rules = files.filter(({ path }) => path.startsWith('prometheus/rules/'));
    const said = await outputOf(requireTool('promtool').path, ['check', 'config', config], { seconds: 60 });
    expect(said).toContain(`SUCCESS: ${config} is valid prometheus config file syntax`);
    expect(said.match(/SUCCESS: [1-9]\d* rules found/g)).toHaveLength(rules.length);
    const { scrape_configs: jobs } = parse(
      files.find(({ path }) => path === 'prometheus/scrape.yml')?.content ?? '',
    ) as {
      readonly scrape_configs: readonly unknown[];
    };
    expect(jobs.length).toBeGreaterThan(1);
  },
  90_000,
);

it('lie where docs/deliveries.md says', () => {
  const files = hostFiles(environments.prod, fileHosts).map(({ path }) => path);
  expect(files).toEqual(
    expect.arrayContaining([
      'prometheus/scrape.yml',
      'prometheus/rules/rstmdb.yml',
      'grafana/provisioning/dashboards/vedette.yml',
      'blackbox-exporter/config/blackbox.yml',
      'runbooks/rstmdb.html',
    ]),
  );
  expect(files.filter((path) => /^grafana\/dashboards\/[a-z0-9-]+\/rstmdb[a-z-]*\.json$/.test(path))).not.toEqual([]);
});

it('name secrets below the folder on the host', () => {
  const auth = { kind: 'authorization', type: 'Bearer', credentials: { secret: 'shop', key: 'token' } } as const;
  const services = [shop({ scrapeJobs: [shopJob({ auth })] })];
  const [scrape] = existingFiles({ environment: validGuest(), services, folder: '/srv/vedette' });
  expect(scrape?.content).toContain('credentials_file: "/srv/vedette/secrets/shop/token"');
});

describe('a Prometheus that was there before', () => {
  let prometheus: ScrapingPrometheus;
  let target: string;

  beforeAll(async () => {
    target = await servePage(cleanup, 'shop_sales_total 3\ngo_goroutines 7\n');
    const { port } = await freePorts('port');
    const often = { scrapeInterval: seconds(1), scrapeTimeout: seconds(1), evaluationInterval: seconds(1) };
    const gone = `127.0.0.1:1`;
    const services = { shop: { discovery: [{ kind: 'static', targets: [target, gone] }] } } as const;
    const folder = join(root, 'host');
    const own = host(
      folder,
      existingFiles({ environment: validGuest({ ...often, services }), services: [shop(), watchdog()], folder }),
    );
    const args = [
      `--config.file=${own}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    await cleanup.start(requireTool('prometheus').path, args, port);
    const base = `http://127.0.0.1:${port}`;
    await until('Prometheus to be ready', 30, async () => (await fetch(`${base}/-/ready`)).ok);
    prometheus = new ScrapingPrometheus(base);
  }, 60_000);

  it('scrapes the targets under the name that rules read, with their steps, and its own as before', async () => {
    await until('a sample', 30, async () => (await prometheus.ask('shop_sales_total')).length > 0);
    expect((await prometheus.ask('shop_sales_total')).map(({ metric }) => metric)).toEqual([
      { __name__: 'shop_sales_total', instance: target, job: 'shop' },
    ]);
    expect(await prometheus.ask('go_goroutines')).toEqual([]);
    await until('its own target', 30, async () => (await prometheus.ask('up{job="theirs"}')).length === 1);
  }, 70_000);

  it('evaluates the rules, and the alert says whose it is', async () => {
    const alerts = await until('an alert', 30, async () => {
      const found = await prometheus.ask('ALERTS{alertname="shopDown"}');
      return found.length > 0 && found;
    });
    expect(alerts.map(({ metric }) => metric)).toMatchObject([
      { alertstate: 'pending', cluster: 'mainnet', environment: 'prod', instance: '127.0.0.1:1', severity: 'critical' },
    ]);
  }, 40_000);
});
