import { parse } from 'yaml';
import type { Environment } from '../../../constructs/monitoring/environment';
import { millicores } from '../../../constructs/kubernetes/resources';
import { postgresExporterProgram } from '../../../constructs/postgres-exporter/program';
import type { PostgresExporterSettings } from '../../../constructs/postgres-exporter/settings';
import { images } from '../../../constructs/versions';
import { mebibytes, seconds } from '../../../model/quantity';
import { postgres } from '../../../services/postgres';
import { folderPlace, shop, validEnvironment, watchdog } from '../fixture';
import { type KubeObject, ofKind, render } from '../kubernetes/objects';

const resources = { cpu: { request: millicores(10) }, memory: { request: mebibytes(32), limit: mebibytes(64) } };
const database = {
  server: { host: 'db.shop.svc', port: 6432 },
  name: 'ledger',
  user: 'exporter',
  password: { secret: 'ledger', key: 'exporter-password' },
  authority: { secret: 'ledger', key: 'ca.crt' },
};
const two: Environment['postgresExporters'] = {
  ledger: { database, resources },
  carts: { database: { ...database, server: { host: 'carts.example.org', port: 5432 }, name: 'carts' }, resources },
};

const objectsFor = (changes: Partial<Environment> = {}): readonly KubeObject[] =>
  render(validEnvironment({ postgresExporters: two, ...changes }), [shop(), watchdog(), postgres]);
const named = (objects: readonly KubeObject[], kind: string, database = ''): readonly KubeObject[] =>
  ofKind(objects, kind).filter(({ metadata }) => metadata.name.startsWith(`postgres-exporter-${database}`));
const container = (object: KubeObject | undefined) => object?.spec?.template?.spec.containers[0];

function targetsOf(objects: readonly KubeObject[]): readonly string[] {
  const [config] = ofKind(objects, 'ConfigMap').filter(({ metadata }) => metadata.name === 'prometheus-config');
  const { scrape_configs: jobs } = parse(config?.data?.['prometheus.yml'] ?? '') as {
    scrape_configs: readonly { job_name: string; static_configs?: readonly { targets: readonly string[] }[] }[];
  };
  const of = jobs.filter(({ job_name: name }) => name === 'postgres');
  return of.flatMap(({ static_configs: found = [] }) => found.flatMap(({ targets }) => targets));
}

describe('exporters of PostgreSQL servers', () => {
  it('are one Deployment, Service, account and policy for each database', () => {
    const objects = objectsFor();
    for (const kind of ['Deployment', 'Service', 'ServiceAccount', 'NetworkPolicy']) {
      expect(named(objects, kind).map(({ metadata }) => metadata.name)).toEqual([
        'postgres-exporter-ledger',
        'postgres-exporter-carts',
      ]);
    }
    const all = named(objects, 'Deployment').map(({ spec }) => spec?.template?.spec.automountServiceAccountToken);
    expect(all).toEqual([false, false]);
  });

  it('are told where the server is and who they are, and of the password where its file is', () => {
    const [workload] = named(objectsFor(), 'Deployment', 'ledger');
    const secrets = '/etc/postgres-exporter/secrets/ledger';
    expect(container(workload)?.env).toEqual([
      {
        name: 'DATA_SOURCE_URI',
        value: `db.shop.svc:6432/ledger?sslmode=verify-full&sslrootcert=${secrets}/ca.crt&connect_timeout=3&application_name=postgres_exporter`,
      },
      { name: 'DATA_SOURCE_USER', value: 'exporter' },
      { name: 'DATA_SOURCE_PASS_FILE', value: `${secrets}/exporter-password` },
    ]);
    expect(workload?.spec?.template?.metadata?.annotations).toEqual({ 'vedette/secrets': 'read-at-start' });
  });

  it('are ready while their server is not: their own page is asked, not the metrics', () => {
    const probes = container(named(objectsFor(), 'Deployment')[0]);
    expect([probes?.readinessProbe?.httpGet?.path, probes?.livenessProbe?.httpGet?.path]).toEqual(['/', '/']);
  });

  it('are reached by Prometheus alone, and reach DNS and their own server', () => {
    const [ledger, carts] = named(objectsFor(), 'NetworkPolicy');
    const ports = (rules: readonly { readonly ports?: readonly { readonly port: number | string }[] }[] = []) =>
      rules.map((rule) => (rule.ports ?? []).map(({ port }) => port));
    for (const policy of [ledger, carts]) {
      expect(ports(policy?.spec?.ingress)).toEqual([[9187]]);
      const from = (policy?.spec?.ingress ?? []).flatMap((rule) => rule.from ?? []);
      expect(from.map(({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/name'])).toEqual([
        'prometheus',
      ]);
    }
    expect(ports(ledger?.spec?.egress)).toEqual([[53, 53], [6432]]);
    expect(ledger?.spec?.egress?.[1]?.to).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: {} },
    ]);
    expect(ports(carts?.spec?.egress)).toEqual([[53, 53], [5432]]);
    expect(carts?.spec?.egress?.[1]?.to).toEqual([{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }]);
  });

  it('are scraped by the service postgres, beside those of somebody else', () => {
    const own = ['ledger', 'carts'].map((name) => `postgres-exporter-${name}.monitoring.svc.cluster.local:9187`);
    expect(targetsOf(objectsFor())).toEqual(own);
    const theirs = { discovery: [{ kind: 'static' as const, targets: ['db.example.org:9187'] }] };
    expect(targetsOf(objectsFor({ services: { postgres: theirs } }))).toEqual([...own, 'db.example.org:9187']);
    const { postgresExporters: _, ...without } = validEnvironment({ services: { postgres: theirs } });
    expect(targetsOf(render(without, [shop(), watchdog(), postgres]))).toEqual(['db.example.org:9187']);
  });

  it('are not there where the environment names none, and nothing of them is scraped or alerted on', () => {
    const objects = render(validEnvironment(), [shop(), watchdog(), postgres]);
    const naming = objects.filter((each) => JSON.stringify(each).includes('postgres'));
    // Boards are there before what they show.
    expect(naming.map(({ metadata }) => metadata.name)).toEqual(['grafana-dashboards-databases']);
  });
});

describe('the arguments', () => {
  const argsOf = (version: string): readonly string[] => {
    const settings: PostgresExporterSettings = { database, scrapeTimeout: seconds(10), version };
    return postgresExporterProgram(settings, folderPlace('/x', 9187)).args;
  };
  const LISTEN = '--web.listen-address=127.0.0.1:9187';

  it('are those that the deployed release knows: its collectors that alerts need, and an end to slow queries', () => {
    expect(argsOf(images.postgresExporter.tag)).toEqual([
      LISTEN,
      '--collector.postmaster',
      '--collector.database_wraparound',
      '--collector.stat_wal_receiver',
      '--collection-timeout=5s',
    ]);
    for (const collector of argsOf(images.postgresExporter.tag).filter((each) => each.startsWith('--collector.'))) {
      expect(postgres.spec.runbook()).toContain(collector);
    }
  });

  it.each([
    ['0.19.0', 5],
    ['v0.18.1', 4],
    ['0.17.1-1+b3', 4],
    ['0.13.2', 2],
    ['0.11.1', 1],
    ['1.0.0', 5],
    ['latest', 1],
  ])('of release %s are %d, since an unknown one would end it', (version, count) => {
    expect(argsOf(version)).toHaveLength(count);
  });
});
