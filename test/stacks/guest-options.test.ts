/** What becomes of each setting where somebody else runs the programs: docs/deliveries.md says it, and here it happens. */
import { isDeepStrictEqual } from 'node:util';
import { teamMail } from '../../stacks/environment/base';
import { slack } from '../../constructs/alertmanager/receivers';
import {
  type EnvironmentOption,
  type Fate,
  type GuestDelivery,
  leavable,
  optionFates,
} from '../../constructs/guest/options';
import type { Environment } from '../../constructs/monitoring/environment';
import { days, gibibytes, hours, mebibytes, minutes, seconds } from '../../model/quantity';
import { millicores } from '../../constructs/kubernetes/resources';
import { base, exportersFor, jobsFor, logsIn, secretOf } from '../../stacks/environment/base';
import { hostFiles, operatorObjects } from '../../stacks/guests';
import { expectPart } from '../support/generated';
import { fileHosts, operatorHosts } from '../support/guests';
import { refusal } from '../support/refusal';

const found = (target: string): Environment['services'] => ({
  rstmdb: { discovery: [{ kind: 'static', targets: [target] }], dialect: '0.3.0' },
});
const plain: Environment = {
  ...base,
  services: found('rstmdb.example.org:9090'),
  prometheus: { ...base.prometheus, retention: days(31) },
};
const { reader, ...logs } = logsIn('drachma', days(7));
const logged: Environment = { ...plain, logs };
const jobs = jobsFor('database.example.org');

const prometheus = (change: object): Environment => ({ ...plain, prometheus: { ...plain.prometheus, ...change } });
const alertmanager = (change: object): Environment => ({
  ...plain,
  alertmanager: { ...plain.alertmanager, ...change },
});
const logsWith = (change: object): Environment => ({ ...logged, logs: { ...logs, ...change } });
const night = { name: 'night', location: 'UTC', spans: [{ times: [{ from: '22:00', to: '24:00' }] }] };
const authority = { secret: 'authority', key: 'ca.crt' };

/** Of all probes one alone needs a certificate: that of the public URL. */
const door: Environment = {
  ...plain,
  services: { blackbox: { discovery: [{ kind: 'static', targets: ['prober.example.org:9115'] }] } },
};

type Pair = readonly [before: Environment, after: Environment];
const changed = (after: Partial<Environment>): Pair => [plain, { ...plain, ...after }];

/** An environment, and the same with another value of the setting. */
const PAIRS: Readonly<Partial<Record<EnvironmentOption, Pair>>> = {
  name: changed({ name: 'other' }),
  cluster: changed({ cluster: 'other' }),
  host: changed({ host: 'other.example.org' }),
  services: changed({ services: found('other.example.org:9090') }),
  thresholds: changed({ thresholds: { RstmdbHighLatency: seconds(0.9) } }),
  scrapeInterval: changed({ scrapeInterval: seconds(20) }),
  scrapeTimeout: changed({ scrapeTimeout: seconds(9) }),
  evaluationInterval: changed({ evaluationInterval: seconds(20) }),
  'namespaces.monitoring': changed({ namespaces: { ...plain.namespaces, monitoring: 'other' } }),
  'namespaces.node': [logged, { ...logged, namespaces: { ...plain.namespaces, node: 'other' } }],
  'network.apiServer': [logged, { ...logged, network: { ...plain.network, apiServer: ['192.0.2.1/32'] } }],
  'prometheus.retention': [plain, prometheus({ retention: hours(2) })],
  'prometheus.externalLabels': [plain, prometheus({ externalLabels: { zone: 'a' } })],
  'alertmanager.receivers': [
    plain,
    alertmanager({ receivers: { oncall: [slack({ channel: '#a', apiUrl: secretOf.slack })], team: [teamMail] } }),
  ],
  'alertmanager.routes': [
    plain,
    alertmanager({ routes: [{ receiver: 'team', matchers: [{ label: 'service', op: '=', value: 'rstmdb' }] }] }),
  ],
  'alertmanager.inhibitions': [
    plain,
    alertmanager({
      inhibitions: [
        {
          source: [{ label: 'alertname', op: '=', value: 'RstmdbDown' }],
          target: [{ label: 'alertname', op: '=', value: 'RstmdbHighLatency' }],
          equal: ['job'],
        },
      ],
    }),
  ],
  'alertmanager.timeIntervals': [
    alertmanager({ timeIntervals: [night], warningTimes: { muteTimeIntervals: ['night'] } }),
    alertmanager({
      timeIntervals: [{ ...night, spans: [{ weekdays: ['sunday'] }] }],
      warningTimes: { muteTimeIntervals: ['night'] },
    }),
  ],
  'alertmanager.warningTimes': [
    alertmanager({ timeIntervals: [night], warningTimes: { muteTimeIntervals: ['night'] } }),
    alertmanager({ timeIntervals: [night], warningTimes: { activeTimeIntervals: ['night'] } }),
  ],
  'alertmanager.timing': [plain, alertmanager({ timing: { ...plain.alertmanager.timing, groupWait: minutes(1) } })],
  'alertmanager.silences': [plain, alertmanager({ silences: [] })],
  'nodeExporter.outside': changed({ nodeExporter: { ...plain.nodeExporter, outside: ['host.example.org:9100'] } }),
  'nodeExporter.tls': [
    { ...plain, nodeExporter: { ...plain.nodeExporter, outside: ['host.example.org:9100'] } },
    {
      ...plain,
      nodeExporter: {
        ...plain.nodeExporter,
        outside: ['host.example.org:9100'],
        tls: { certificate: authority, key: authority, clientAuthority: authority, client: { authority } },
      },
    },
  ],
  'blackboxExporter.authority': [door, { ...door, blackboxExporter: { ...plain.blackboxExporter, authority } }],
  postgresExporters: changed({ postgresExporters: exportersFor('database.example.org') }),
  'logs.shipper': [logged, logsWith({ shipper: 'fluentd' })],
  'logs.store': [logged, logsWith({ store: { ...logs.store, indexPrefix: 'other' } })],
  'logs.retention': [logged, logsWith({ retention: days(8) })],
  'logs.buffer': [logged, logsWith({ buffer: { size: gibibytes(2), whenFull: 'block' } })],
  'logs.pods': [logged, logsWith({ pods: { rstmdb: { namespaces: ['other'], matchLabels: { app: 'rstmdb' } } } })],
  'logs.setup': [logged, logsWith({ setup: { kind: 'apiKey', key: { secret: 'other', key: 'api_key' } } })],
  'logs.resources': [
    logged,
    logsWith({
      resources: { cpu: { request: millicores(7) }, memory: { request: mebibytes(9), limit: mebibytes(9) } },
    }),
  ],
  'logs.reader': [logged, logsWith({ reader })],
  'jobs.databaseBackup': changed({ jobs: { databaseBackup: jobs.databaseBackup } as Environment['jobs'] & object }),
  'jobs.databaseVacuum': changed({ jobs: { databaseVacuum: jobs.databaseVacuum } as Environment['jobs'] & object }),
  'jobs.receiverTest': changed({ jobs: { receiverTest: jobs.receiverTest } as Environment['jobs'] & object }),
  'images.registry': [logged, { ...logged, images: { registry: 'registry.example.org' } }],
  'images.pins': [logged, { ...logged, images: { pins: { vector: { tag: '0.99.0-alpine' } } } }],
};

const { without: _, ...operator } = operatorHosts;
const { without: _files, ...files } = fileHosts;
const DELIVER: Readonly<Record<GuestDelivery, (environment: Environment) => unknown>> = {
  operator: (environment) => operatorObjects(environment, operator),
  existing: (environment) => hostFiles(environment, files),
};

/** Most settings are compared with the same environment, which is rendered once. */
const outcomes = { operator: new Map<Environment, unknown>(), existing: new Map<Environment, unknown>() };

function outcome(delivery: GuestDelivery, environment: Environment): unknown {
  const known = outcomes[delivery];
  if (!known.has(environment)) known.set(environment, delivered(delivery, environment));
  return known.get(environment);
}

/** What is delivered, or why nothing is. */
function delivered(delivery: GuestDelivery, environment: Environment): unknown {
  try {
    return DELIVER[delivery](environment);
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

/** The environment with a value that no program could use: nobody may read it. */
function marked(option: string): Pair {
  const [section = '', name] = option.split('.');
  const old = (plain as unknown as Readonly<Record<string, object | undefined>>)[section];
  return [plain, { ...plain, [section]: name === undefined ? 'marked' : { ...old, [name]: 'marked' } }];
}

const ROWS = (Object.keys(optionFates) as EnvironmentOption[]).flatMap((option) =>
  (['operator', 'existing'] as const).map((delivery) => [option, delivery, optionFates[option][delivery]] as const),
);

it('delivers what the rows start from', () => {
  const all = [plain, logged].flatMap((each) => [outcome('operator', each), outcome('existing', each)]);
  expect(all.filter((each) => !Array.isArray(each))).toEqual([]);
});

it.each(ROWS)('%s, delivered as %s, is %s', (option, delivery, fate) => {
  const pair = PAIRS[option];
  if (fate === 'used' && pair === undefined) throw new Error(`${option} is used, and PAIRS says nothing of it`);
  const [before, after] = (pair ?? marked(option)).map((each) => outcome(delivery, each));
  const isRefused = typeof after === 'string' && after.includes('must be left out of this delivery');
  if (typeof after === 'string' && !isRefused && option !== 'prometheus.retention') throw new Error(after);
  expect(isRefused ? 'refused' : fateOf(before, after)).toBe(fate);
});

function fateOf(before: unknown, after: unknown): Fate {
  return isDeepStrictEqual(before, after) ? 'theirs' : 'used';
}

it('says all that must be left out together, and how', () => {
  const thanos = { objectStore: {}, retention: {} } as unknown as Environment['thanos'] & object;
  const asked = { ...prometheus({ remoteWrite: [] }), thanos, jobs, logs: { ...logs, ...(reader && { reader }) } };
  expect(refusal(() => hostFiles(asked, { ...files, without: ['jobs'] }))).toBe(
    [
      'base: prometheus.remoteWrite is set, must be left out of this delivery: only the configuration of their Prometheus can say it; --without prometheus.remoteWrite',
      'base: thanos is set, must be left out of this delivery: a sidecar of Prometheus, which is theirs; --without thanos',
    ].join('\n'),
  );
  const names = ['prometheus.remoteWrite', 'thanos', 'jobs', 'logs.reader'] as const;
  expect(operatorObjects(asked, { ...operator, without: names }).length).toBeGreaterThan(10);
});

it('refuses to leave out what is no setting, or what every delivery needs', () => {
  const without = ['log', 'services'] as unknown as typeof operatorHosts.without & object;
  expect(refusal(() => operatorObjects(plain, { ...operator, without }))).toBe(
    [
      `base: without names 'log', which cannot be left out; did you mean 'logs'? (allowed: ${[...leavable].sort().join(', ')})`,
      `base: without names 'services', which cannot be left out; use one of: ${[...leavable].sort().join(', ')}`,
    ].join('\n'),
  );
});

/** Settings of one section with the same fate and reason are one line. */
function table(): string {
  const lines = new Map<string, string[]>();
  for (const [option, { operator: one, existing: other, note = '' }] of Object.entries(optionFates)) {
    const [section = '', name] = option.split('.');
    const key = [name === undefined ? '' : section, one, other, note].join('|');
    lines.set(key, [...(lines.get(key) ?? []), name ?? section]);
  }
  const rows = [...lines].map(([key, names]) => {
    const [section = '', one = '', other = '', note = ''] = key.split('|');
    const listed = names.map((name) => `\`${name}\``).join(', ');
    return `| ${section === '' ? '' : `\`${section}\``} | ${listed} | ${one} | ${other} | ${note} |`;
  });
  return ['| section | setting | `operator` | `existing` | |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

it('docs/deliveries.md says so', () => {
  expectPart('docs/deliveries.md', 'settings', table());
});
