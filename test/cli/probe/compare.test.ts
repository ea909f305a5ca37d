import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../../../cli/exit';
import type { Wanted } from '../../../cli/probe/choice';
import type { Difference } from '../../../cli/probe/difference';
import { readPage } from '../../../cli/probe/exposition';
import { ofLevel, reportOn } from '../../../cli/probe/report';
import type { ProbeReport } from '../../../cli/probe/report';
import { reportText } from '../../../cli/probe/report-text';
import { catalogue, counter, defineService, gauge, info, stateSet, targetAlerts, up } from '../../../model';
import { services } from '../../../services/registry';
import { refusal } from '../../support/refusal';

const TEXT = { contentType: 'text/plain; version=0.0.4; charset=utf-8' };

const fixture = (name: string): string => readFileSync(join(__dirname, `../../fixtures/${name}.prom`), 'utf8');
const rstmdbPage = fixture('rstmdb-0.3.0');

const probe = (text: string, wanted: Wanted = {}, fetched = TEXT): ProbeReport =>
  reportOn(services, readPage(text, 'text 0.0.4', 'page'), fetched, wanted, 'page');

const said = ({ level, metric, what, remedy }: Difference): string =>
  `${level} ${metric?.name ?? 'page'}: ${what}${remedy === undefined ? '' : `; ${remedy}`}`;

describe('a recorded page', () => {
  it.each([
    ['rstmdb-0.3.0', 'rstmdb', '0.3.0', 30],
    ['sequencer-0.2.7', 'sequencer', '0.2.7', 19],
    ['nginx-exporter-0.11', 'nginx', undefined, 8],
    ['postgres-exporter-0.20.1-primary', 'postgres', undefined, 31],
    ['postgres-exporter-0.20.1-standby', 'postgres', undefined, 29],
    ['postgres-exporter-0.19.1-primary', 'postgres', undefined, 31],
  ])('%s is known as %s %s, without an error', (name, service, dialect, matched) => {
    const report = probe(fixture(name));
    const { reading } = report.chosen;
    expect([reading.service.id, reading.dialect?.name, report.chosen.matched]).toEqual([service, dialect, matched]);
    expect(ofLevel(report, 'error').map(said)).toEqual([]);
    expect(report.affected).toEqual([]);
  });

  it('is compared with every release of its service', () => {
    const { tried, chosen } = probe(rstmdbPage);
    expect(tried.map(({ reading, matched, missing }) => [reading.dialect?.name, matched, missing])).toEqual([
      ['documented', 10, 5],
      ['0.3.0', 30, 0],
    ]);
    expect(tried).toContain(chosen);
  });
});

/** A change of the recorded page of rstmdb, and what is said of it. */
interface Change {
  readonly fault: string;
  readonly change: (page: string) => string;
  readonly differences: readonly string[];
  /** Alerts, objectives and panels that read it. */
  readonly affected: readonly string[];
}

const without =
  (pattern: RegExp) =>
  (page: string): string =>
    page
      .split('\n')
      .filter((line) => !pattern.test(line))
      .join('\n');

const CHANGES: readonly Change[] = [
  {
    fault: 'a metric that is always there is missing',
    change: without(/wal_segments/),
    differences: ["error rstmdb_wal_segments: is missing; declare it absent in the release's dialect"],
    affected: ['panel WAL segments'],
  },
  {
    fault: 'a metric has another name',
    change: (page) => page.replaceAll('rstmdb_wal_writes_total', 'rstmdb_wal_written_total'),
    differences: ["error rstmdb_wal_writes_total: is missing; is it 'rstmdb_wal_written_total' here?"],
    affected: [
      'alert RstmdbReplicationStalled',
      'panel Entries sent to replicas: written',
      'panel WAL writes and fsyncs: writes',
    ],
  },
  {
    fault: 'a metric is born with its first event',
    change: without(/rstmdb_errors_total/),
    differences: ['note rstmdb_requests_errors_total: is not there yet: it is born with its first event'],
    affected: [],
  },
  {
    fault: 'a gauge where a counter is declared',
    change: (page) => page.replace('# TYPE rstmdb_connections_total counter', '# TYPE rstmdb_connections_total gauge'),
    differences: [
      'error rstmdb_connections_total: is a gauge, declared as counter; see what it does when the program restarts',
    ],
    affected: [],
  },
  {
    fault: 'no type',
    change: without(/# TYPE rstmdb_connections_total/),
    differences: ['note rstmdb_connections_total: has no type, declared as counter'],
    affected: [],
  },
  {
    fault: 'a label has another name',
    change: (page) => page.replaceAll('rstmdb_requests_total{operation=', 'rstmdb_requests_total{opcode='),
    differences: [
      "error rstmdb_requests_total: lacks label 'op'; declare it by 'withoutLabels' in the release's dialect",
      "warning rstmdb_requests_total: has a label 'opcode' that is not declared (APPLY_EVENT, COMPACT, CREATE_INSTANCE and 5 more); declare it, or aggregate it away",
    ],
    affected: ['panel Request rate', 'panel Events per second'],
  },
  {
    fault: 'a value that is not declared',
    change: (page) => `${page}rstmdb_errors_total{code="DISK_ON_FIRE"} 1\nrstmdb_errors_total{code="DISK_GONE"} 1\n`,
    differences: [
      "error rstmdb_requests_errors_total: has code 'DISK_GONE', 'DISK_ON_FIRE', which are not declared; no matcher can name it: declare it",
    ],
    affected: [],
  },
  {
    fault: 'other buckets',
    change: without(/rstmdb_request_duration_seconds_bucket\{.*le="0\.25"/),
    differences: [
      'error rstmdb_requests_duration_seconds: has buckets 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, declared as 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1; declare those of the release that is watched',
    ],
    affected: ['alert RstmdbHighLatency', 'slo rstmdb-latency'],
  },
  {
    fault: 'no buckets at all',
    change: without(/rstmdb_request_duration_seconds_bucket/),
    differences: [
      'error rstmdb_requests_duration_seconds: has no buckets, declared as 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1; declare those of the release that is watched',
    ],
    affected: ['alert RstmdbHighLatency', 'slo rstmdb-latency'],
  },
  {
    fault: 'a metric that the release is said not to have',
    change: (page) => `${page}# TYPE rstmdb_wal_offset gauge\nrstmdb_wal_offset 7\nrstmdb_connections_limit 9\n`,
    differences: [
      'warning rstmdb_wal_offset: is there, and dialect 0.3.0 has it as absent; correct the dialect',
      'warning rstmdb_connections_limit: is there, and dialect 0.3.0 records it by a rule; correct the dialect',
    ],
    affected: [],
  },
  {
    fault: 'what a rule records cannot be recorded',
    change: without(/process_start_time_seconds/),
    differences: ["error process_start_time_seconds: is missing; declare it absent in the release's dialect"],
    affected: ['alert RstmdbRestarting', 'panel Uptime', 'panel Restarts', 'panel annotation Restarts'],
  },
  {
    fault: 'a series twice',
    change: (page) => `${page}rstmdb_wal_segments 9\n`,
    differences: [
      'warning rstmdb_wal_segments: has 1 series more than once, as they are stored; see which label tells them apart',
    ],
    affected: [],
  },
  {
    fault: 'a moment in milliseconds',
    change: (page) => page.replace(/^(process_start_time_seconds) .*$/m, '$1 1795258149000'),
    differences: [
      'warning process_start_time_seconds: is 1795258149000, too late for seconds since 1970; is it in milliseconds?',
    ],
    affected: [],
  },
  {
    fault: 'a negative counter',
    change: (page) => page.replace(/^(rstmdb_wal_fsyncs_total) .*$/m, '$1 -4'),
    differences: ['warning rstmdb_wal_fsyncs_total: is -4, and a counter is never negative; is it a gauge?'],
    affected: [],
  },
];

describe('a page of rstmdb with a change', () => {
  it.each(CHANGES)('$fault', ({ change, differences, affected }) => {
    expect(change(rstmdbPage)).not.toBe(rstmdbPage);
    const report = probe(change(rstmdbPage), { service: 'rstmdb', dialect: '0.3.0' });
    expect(report.differences.map(said)).toEqual(differences);
    expect(report.affected.map(({ kind, name }) => `${kind} ${name}`)).toEqual(affected);
  });
});

const m = catalogue('pond', {
  up,
  full: gauge('pond_full_ratio', { help: 'Share that is full', unit: 'ratio' }),
  open: gauge('pond_open', { help: '1 when it is open', unit: 'bool' }),
  depth: gauge('pond_depth_seconds', { help: 'Named wrongly by the program' }),
  drained: counter('pond_drained_bytes_total', { help: 'Drained', unit: 'count' }),
  build: info('pond_build_info', { help: 'What it is', labels: { version: { card: 1 } } }),
  gate: stateSet('pond_gate', { help: 'The gate', labels: { gate: { values: ['open', 'shut'] } } }),
  fish: gauge('pond_fish', { help: 'Fish', labels: { kind: { card: 2 }, ill: { values: ['', 'yes'] } } }),
  frogs: gauge('pond_frogs', { help: 'Frogs', presence: 'optional' }),
});
const target = targetAlerts('Pond', m.up, { thing: 'the pond', impact: 'nobody swims' });
const pond = defineService({
  id: 'pond',
  title: 'Pond',
  owner: 'platform',
  metrics: m,
  scrape: { sampleLimit: 20 },
  alerts: [...target.alerts],
  board: 'pond',
  boards: () => ({ dashboards: [], omissions: [] }),
  runbook: () => '',
});
const WHOLE = `pond_full_ratio 0.5
pond_open 1
pond_depth_seconds 3
pond_drained_bytes_total 4
pond_build_info{version="1"} 1
pond_gate{gate="open"} 1
pond_fish{kind="carp",ill="yes"} 2
`;

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `a{l="${i}"} 1`).join('\n');

describe('a page with odd values', () => {
  const differencesOf = (text: string, contentType = TEXT.contentType): readonly string[] => {
    const page = readPage(text, 'text 0.0.4', 'page');
    return reportOn([pond], page, { contentType }, { service: 'pond' }, 'page')
      .differences.filter(({ kind }) => kind !== 'untyped')
      .map(said);
  };
  const SOUND = [
    'note pond_depth_seconds: is declared in count, and pond_depth_seconds sounds like seconds; see what the program measures',
    'note pond_drained_bytes_total: is declared in count, and pond_drained_bytes_total sounds like bytes; see what the program measures',
    'note pond_frogs: is not collected here',
  ];

  it('has notes alone, when they are not odd', () => {
    expect(differencesOf(WHOLE)).toEqual(SOUND);
  });

  it.each([
    ['pond_full_ratio 50', 'warning pond_full_ratio: is 50, and a ratio is from 0 to 1; is it in per cent?'],
    ['pond_open 2', 'warning pond_open: is 2, and is declared to be 0 or 1'],
    ['pond_gate{gate="shut"} 0.5', 'warning pond_gate: is 0.5, and is declared to be 0 or 1'],
    ['pond_build_info{version="2"} 0', 'warning pond_build_info: is 0, and an info is always 1'],
    [
      'pond_fish{kind="pike"} 1\npond_fish{kind="eel"} 1\npond_fish{kind="carp",ill="yes"} 1',
      "warning pond_fish: has 3 values of label 'kind', expected are 2 at most; correct the number, or see what makes them",
    ],
    [
      'pond_fish{kind="carp",ill="",pool="1"} 1',
      "warning pond_fish: has a label 'pool' that is not declared (1); declare it, or aggregate it away",
    ],
    [
      'pond_build_info{version="2",commit="a"} 1',
      "note pond_build_info: has a label 'commit' that is not declared (a); declare it, or aggregate it away",
    ],
    [
      lines(10),
      "warning page: 17 samples are stored, and the limit of pond is 20; see a (10), pond_full_ratio (1), pond_open (1) and 5 more; or raise 'sampleLimit'",
    ],
    [
      lines(14),
      "error page: 21 samples are stored, and the limit of pond is 20; see a (14), pond_full_ratio (1), pond_open (1) and 5 more; or raise 'sampleLimit'",
    ],
  ])('%j is told', (line, expected) => {
    const name = /^\w+/.exec(line)?.[0] ?? '';
    const page = `${without(new RegExp(`^${name}\\b`))(WHOLE)}${line}\n`;
    expect(differencesOf(page).filter((each) => !SOUND.includes(each))).toEqual([expected]);
  });

  it('is no fault where a label may be missing, and an empty one is none', () => {
    const page = WHOLE.replace(',ill="yes"', '').replace('version="1"', 'version="1",extra=""');
    expect(differencesOf(page)).toEqual([
      ...SOUND.slice(0, 2),
      "note pond_fish: has no series with label 'ill' yet",
      ...SOUND.slice(2),
    ]);
  });

  it.each([
    [
      '',
      'error page: Content-Type is missing, must be text/plain or application/openmetrics-text; Prometheus 3 refuses such a page',
    ],
    [
      'application/octet-stream',
      "error page: Content-Type is 'application/octet-stream', must be text/plain or application/openmetrics-text; Prometheus 3 refuses such a page",
    ],
  ])('is refused by Prometheus 3 when its Content-Type is %j', (contentType, expected) => {
    expect(differencesOf(WHOLE, contentType)).toEqual([expected, ...SOUND]);
  });
});

describe('the choice of a service', () => {
  const message = (wanted: Wanted, text = rstmdbPage): string => {
    try {
      probe(text, wanted);
    } catch (error) {
      if (error instanceof CliError) return `${error.code}: ${error.message}`;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  it('refuses names that nothing has', () => {
    expect(message({ service: 'rstmbd' })).toMatch(/^2: no service 'rstmbd'; did you mean 'rstmdb'\? \(allowed: /);
    expect(message({ service: 'rstmdb', dialect: '0.4.0' })).toBe(
      "2: no dialect '0.4.0' of rstmdb; did you mean '0.3.0'? (allowed: 0.3.0, documented)",
    );
    expect(message({ service: 'node', dialect: '1' })).toBe(
      "2: no dialect '1' of node; it has one only: leave --dialect out",
    );
  });

  it('is none where only the metrics of a process match, or nothing', () => {
    const expected =
      'page: no service has a metric of this page that is its own; name one by --service ID, or begin one by --new NAME';
    const ofProcess = rstmdbPage
      .split('\n')
      .filter((line) => line.includes('process_'))
      .join('\n');
    expect(refusal(() => probe(ofProcess))).toBe(expected);
    expect(refusal(() => probe('a 1\n'))).toBe(expected);
  });

  it('takes the release of whichever service has one of that name', () => {
    const { reading } = probe(fixture('sequencer-0.2.7'), { dialect: '0.2.7' }).chosen;
    expect([reading.service.id, reading.dialect?.name]).toEqual(['sequencer', '0.2.7']);
  });
});

describe('a report', () => {
  it('says what was compared, what differs, and what follows from it', () => {
    const page = `${without(/wal_segments/)(rstmdbPage)}rstmdb_new_total 1\n`;
    const [head, ...lines] = reportText(probe(page)).split('\n');
    expect(head).toBe('page: 30 metrics, 138 samples, text 0.0.4');
    expect(lines.filter((line) => !/^ {2}(?:panel|alert) .*0\.3\.0/.test(line))).toEqual([
      'compared with rstmdb, dialect 0.3.0 (the best match of all services): 29 of 30 metrics match',
      '    documented           9 match,   6 missing',
      '  > 0.3.0               29 match,   1 missing',
      '',
      "error rstmdb_wal_segments: is missing; declare it absent in the release's dialect",
      '',
      'Reads what is wrong or missing, so it fails or misleads:',
      '  panel WAL segments: rstmdb_wal_segments: is missing',
      '',
      'Left out, because the dialect says that the release cannot have it:',
      '',
      'Not in the catalogue (1):',
      '  rstmdb_new_total',
      '',
      '1 error, 0 warnings, 0 notes',
    ]);
  });
});
