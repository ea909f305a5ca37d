import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { wire } from '../../../constructs/monitoring/wiring';
import { prometheusConfig } from '../../../constructs/prometheus/config';
import { discoveryRelabelings } from '../../../constructs/prometheus/discovery';
import { prometheusProgram } from '../../../constructs/prometheus/program';
import type { PrometheusSettings } from '../../../constructs/prometheus/settings';
import type { Discovery, ScrapeJob } from '../../../model/delivery';
import { mebibytes, seconds } from '../../../model/quantity';
import { testFolder } from '../../support/folder';
import { writeFiles } from '../../support/running';
import { everyVersion, requireTool } from '../../support/tools';
import { folderPlace, loopbackAddresses, shop, validEnvironment, watchdog } from '../fixture';

const root = testFolder();

function settings(changes: Partial<PrometheusSettings> = {}): PrometheusSettings {
  return { ...wire(validEnvironment(), [shop(), watchdog()], loopbackAddresses()).prometheus, ...changes };
}

const inKubernetes = (changes: Partial<Extract<Discovery, { kind: 'kubernetes' }>> = {}): Discovery => ({
  kind: 'kubernetes',
  role: 'pod',
  namespaces: ['shop-a', 'shop-b'],
  matchLabels: { tier: 'web', app: 'shop' },
  portName: 'metrics',
  ...changes,
});

const job = (changes: Partial<ScrapeJob>): ScrapeJob => ({
  job: 'shop',
  discovery: [],
  scheme: 'https',
  metricsPath: '/m',
  interval: seconds(30),
  timeout: seconds(12),
  sampleLimit: 4000,
  ...changes,
});

/** Jobs that use everything there is. */
const everything: readonly ScrapeJob[] = [
  job({ job: 'static', discovery: [{ kind: 'static', targets: ['[2001:db8::1]:80'], labels: { role: 'first' } }] }),
  job({ job: 'srv', discovery: [{ kind: 'dns', type: 'SRV', names: ['_shop._tcp.example.org'] }] }),
  job({ job: 'a', discovery: [{ kind: 'dns', type: 'AAAA', names: ['shop.example.org'], port: 81 }] }),
  job({ job: 'file', discovery: [{ kind: 'file', files: ['/etc/targets/*.json'] }] }),
  ...(['pod', 'endpointslice', 'service', 'node', 'ingress'] as const).map((role) =>
    job({ job: role, discovery: [inKubernetes({ role, namespaces: role === 'node' ? [] : ['shop-a'] })] }),
  ),
  job({
    job: 'secret',
    discovery: [{ kind: 'static', targets: ['a:1'] }],
    auth: { kind: 'basic', username: 'u', password: { secret: 's', key: 'k' } },
    params: { module: ['x', 'y'] },
    bodySizeLimit: mebibytes(3),
    labelLimit: 7,
    relabelings: [{ sourceLabels: ['a', 'b'], separator: '/', targetLabel: 'c', action: 'hashmod', modulus: 5 }],
  }),
  job({
    job: 'token',
    discovery: [{ kind: 'static', targets: ['a:1'] }],
    auth: { kind: 'authorization', type: 'Bearer', credentials: { secret: 's', key: 't' } },
  }),
];

function check(promtool: string, folder: string, changes: Partial<PrometheusSettings>): string {
  const place = folderPlace(join(root, folder));
  writeFiles(prometheusProgram(settings(changes), place), place.configDir);
  const file = join(place.configDir, 'config/prometheus.yml');
  return execFileSync(promtool, ['check', 'config', '--lint-fatal', file], { encoding: 'utf8' });
}

describe('promtool', () => {
  it('takes the configuration with every kind of discovery, at the deployed version', () => {
    const { path, version } = requireTool('promtool');
    mkdirSync(join(root, 'all/secrets/s'), { recursive: true });
    writeFileSync(join(root, 'all/secrets/s/t'), 'token');
    expect(check(path, 'all', { scrapeJobs: everything, version })).toContain('is valid prometheus config file syntax');
  });

  it.each(everyVersion('promtool'))('takes configuration and rules at version $version', ({ path, version }) => {
    const out = check(path, `v${version}`, { version });
    expect(out).toContain('is valid prometheus config file syntax');
    expect(out.match(/SUCCESS: 2 rules found/g)).toHaveLength(2);
  });
});

describe('prometheusConfig', () => {
  const config = prometheusConfig(settings({ scrapeJobs: everything }), folderPlace('/x')) as unknown as {
    global: object;
    alerting: object;
    scrape_configs: readonly Record<string, unknown>[];
  };
  const scrape = (name: string): Record<string, unknown> | undefined =>
    config.scrape_configs.find((each) => each['job_name'] === name);

  it('names the server outside, and drops the name of the replica before Alertmanager', () => {
    expect(config.global).toMatchObject({
      external_labels: { cluster: 'mainnet', environment: 'prod', replica: 'one' },
    });
    expect(config.alerting).toMatchObject({ alert_relabel_configs: [{ action: 'labeldrop', regex: 'replica' }] });
  });

  it('limits every job', () => {
    for (const each of config.scrape_configs) {
      expect(each).toMatchObject({
        honor_labels: false,
        sample_limit: 4000,
        target_limit: 1000,
        label_name_length_limit: 256,
      });
    }
    expect(scrape('secret')).toMatchObject({ body_size_limit: '3MB', label_limit: 7 });
    expect(scrape('token')).toMatchObject({ body_size_limit: '64MB', label_limit: 64 });
  });

  it('names secrets by their files', () => {
    expect(scrape('secret')).toMatchObject({ basic_auth: { username: 'u', password_file: '/x/secrets/s/k' } });
    expect(scrape('token')).toMatchObject({ authorization: { type: 'Bearer', credentials_file: '/x/secrets/s/t' } });
  });

  it('asks Kubernetes for the wanted objects only', () => {
    expect(scrape('pod')?.['kubernetes_sd_configs']).toEqual([
      {
        role: 'pod',
        namespaces: { names: ['shop-a'] },
        selectors: [{ role: 'pod', label: 'app=shop,tier=web' }],
      },
    ]);
  });

  it('is scraped below its own sub-path', () => {
    const own = settings().scrapeJobs.find(({ job: name }) => name === 'prometheus');
    expect(own).toMatchObject({ metricsPath: '/prometheus/metrics' });
  });
});

describe('rule files', () => {
  it('hold text that no reader takes for anything else', () => {
    const file = prometheusProgram(settings(), folderPlace('/x')).files.find(({ path }) => path === 'rules/shop.yml');
    expect(file?.content).toContain('level: "yes"');
    expect(parse(file?.content ?? '', { version: '1.1' })).toMatchObject({
      groups: [
        {
          name: 'shop.symptoms',
          interval: '20s',
          rules: [{ labels: { level: 'yes' } }, { alert: 'shopDown', for: '1m' }],
        },
      ],
    });
  });
});

describe('targets of a job', () => {
  const discovery: readonly Discovery[] = [
    inKubernetes(),
    inKubernetes({ namespaces: ['other'], portName: 'web.1' }),
    { kind: 'static', targets: ['a:1'] },
  ];
  const keep = discoveryRelabelings(discovery).find(({ action }) => action === 'keep');
  const regex = new RegExp(`^(?:${keep?.regex ?? ''})$`);

  it.each([
    ['shop-a', 'metrics', true],
    ['shop-b', 'metrics', true],
    ['other', 'web.1', true],
    ['other', 'webx1', false],
    ['other', 'metrics', false],
    ['shop-a', 'web.1', false],
    ['shop-a', '', false],
    ['', '', true],
  ])('in namespace %j at port %j are kept: %s', (namespace, port, kept) => {
    expect(keep?.sourceLabels).toEqual(['__meta_kubernetes_namespace', '__meta_kubernetes_pod_container_port_name']);
    expect(regex.test(`${namespace};${port}`)).toBe(kept);
  });
});
