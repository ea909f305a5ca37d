/**
 * The whole path on real programs: a real rstmdb, driven by its own client, through Prometheus and Alertmanager to a
 * webhook. The stack is started by the command line, with every wait thirty times shorter.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DashboardFile } from '../../model/delivery';
import { seconds } from '../../model/quantity';
import type { Service } from '../../model/service';
import { services } from '../../services/registry';
import { release030 } from '../../services/rstmdb/dialects';
import { metrics } from '../../services/rstmdb/metrics';
import { questionsOf } from '../support/board-questions';
import type { BoardQuestion } from '../support/board-questions';
import { RstmdbClient, isReal, limitFileSize, toolCache } from '../support/live-rstmdb';
import { liveStack } from '../support/live-stack';
import { until, untilNone } from '../support/wait';

const SPEED = 30;
/** A page: the alert's wait, a scrape, an evaluation, the group's wait; all short, on a busy machine. */
const TOLD_SECONDS = 60;

jest.setTimeout(180_000);

const stack = liveStack((folder) => ({ VEDETTE_CACHE: toolCache(folder) }));
let client: RstmdbClient;
let url = '';

beforeAll(async () => {
  if (!isReal)
    process.stderr.write('LIVE TEST: rstmdb is not installed (cargo makes it); its recorded page stands in\n');
  ({ url } = await stack.up('--speed', String(SPEED), '--deployed-versions'));
  client = new RstmdbClient(stack.port('rstmdb'));
  if (isReal) client.begin();
});

afterAll(() => client.end());

/** What is still wrong, while clients work: asked until nothing is. */
async function leftWhileWorking<T>(timeout: number, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  return untilNone(timeout, () => {
    if (isReal) client.work();
    return ask();
  });
}

/**
 * A disk that is full: every write that is asked for fails. Twice, since a counter that is born with its first failures
 * has not grown yet.
 */
async function fillDisk(): Promise<void> {
  if (!isReal) return; // the recording has such failures in it
  const pid = stack.process('rstmdb')?.pid ?? 0;
  for (const failures of [3, 6]) {
    limitFileSize(pid, 1);
    expect([1, 2, 3].map((n) => client.create(`lost-${n}`))).toEqual([false, false, false]);
    limitFileSize(pid, 'unlimited');
    await until(`${failures} failures scraped`, 20, async () => {
      const [series] = await stack.query('rstmdb_requests_errors_total{code="WAL_IO_ERROR"}');
      return series?.value?.[1] === String(failures);
    });
  }
  expect(client.create('kept')).toBe(true);
}

/** The boards that a service delivers, with links to the stack. */
function boardsOf(service: Service, dialect?: string): readonly DashboardFile[] {
  return service.deliver({
    environment: 'local',
    discovery: [{ kind: 'static', targets: ['127.0.0.1:1'] }],
    ...(dialect !== undefined && { dialect }),
    thresholds: {},
    scrapeInterval: seconds(1),
    scrapeTimeout: seconds(1),
    evaluationInterval: seconds(1),
    publicUrl: url,
  }).dashboards;
}

async function unanswered(queries: readonly BoardQuestion[]): Promise<readonly BoardQuestion[]> {
  const answers = await Promise.all(queries.map(({ expr }) => stack.queryRange(expr, 120)));
  return queries.filter((_, index) => {
    const values = (answers[index] ?? []).flatMap((series) => series.values ?? []);
    return values.every(([, value]) => value === 'NaN');
  });
}

async function groupsWithFaults(): Promise<readonly string[]> {
  const groups = await stack.ruleGroups();
  expect(groups.length).toBeGreaterThan(0);
  return groups.flatMap(({ name, rules }) =>
    rules
      .filter(({ health }) => health !== 'ok')
      .map((rule) => `${name} ${rule.name}: ${rule.health} ${rule.lastError ?? ''}`),
  );
}

async function reloadSucceeded(wanted: '0' | '1'): Promise<void> {
  await until(`prometheus_config_last_reload_successful ${wanted}`, 20, async () => {
    const { body } = await stack.prometheus('/metrics');
    return body.includes(`\nprometheus_config_last_reload_successful ${wanted}\n`);
  });
}

describe('a local stack with a real rstmdb', () => {
  it('scrapes every target', async () => {
    const left = await untilNone(60, async () => {
      const targets = await stack.targets();
      const down = targets
        .filter(({ health }) => health !== 'up')
        .map(({ scrapePool, lastError }) => `${scrapePool}: ${lastError}`);
      return targets.length === 0 ? ['no targets yet'] : down;
    });
    expect(left).toEqual([]);
    expect((await stack.targets()).map(({ scrapePool }) => scrapePool)).toContain('rstmdb');
  });

  it('has every metric of the catalogue under its canonical name, but those declared absent', async () => {
    const absent = release030.absent.map(({ metric }) => metric.name);
    const wanted = Object.values(metrics)
      .filter(({ name }) => !absent.includes(name))
      .flatMap(({ seriesNames }) => seriesNames);
    expect(wanted.length).toBeGreaterThan(30);
    const missing = await leftWhileWorking(60, async () => {
      const found = await stack.query('count by (__name__) ({job="rstmdb"})');
      return wanted.filter((name) => !found.some(({ metric }) => metric['__name__'] === name));
    });
    expect(missing).toEqual([]);
  });

  it('has none of the metrics that are declared absent, and no label that is', async () => {
    const names = release030.absent.flatMap(({ metric }) => metric.seriesNames).join('|');
    expect(await stack.query(`{__name__=~"${names}",job="rstmdb"}`)).toEqual([]);
    for (const { metric, label } of release030.withoutLabels) {
      expect(await stack.query(`${metric.name}{job="rstmdb",${label}!=""}`)).toEqual([]);
    }
  });

  it('has only label values that the catalogue knows', async () => {
    const { values } = metrics.errors.labels.code;
    const found = await stack.query('count by (code) (rstmdb_requests_errors_total)');
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ metric }) => metric['code']).filter((code) => !values.some((each) => each === code))).toEqual(
      [],
    );
    const operations = await stack.query('count by (op) (rstmdb_requests_total)');
    const known: readonly string[] = metrics.requests.labels.op.values;
    expect(operations.map(({ metric }) => metric['op']).filter((op) => !known.includes(op ?? ''))).toEqual([]);
  });

  it('answers the query of every rstmdb panel with data', async () => {
    await fillDisk();
    const rstmdb = services.find(({ id }) => id === 'rstmdb');
    const [board] = rstmdb === undefined ? [] : boardsOf(rstmdb, '0.3.0');
    const queries = board === undefined ? [] : questionsOf(board);
    expect(queries.length).toBeGreaterThan(25);
    expect(await leftWhileWorking(90, () => unanswered(queries))).toEqual([]);
  });

  it('evaluates every rule group without a fault', async () => {
    expect(await untilNone(30, groupsWithFaults)).toEqual([]);
  });

  it('tells on-call that the log cannot be written, with the number of failures', async () => {
    const { labels, annotations } = await stack.notified('RstmdbWalIoError', 'firing', TOLD_SECONDS);
    expect(labels).toMatchObject({ severity: 'critical', service: 'rstmdb', job: 'rstmdb', cluster: 'local' });
    expect(`${annotations['summary']} ${annotations['description']}`).toMatch(/\d/);
  });

  it('tells on-call that rstmdb is down, with words and links that lead somewhere', async () => {
    expect((await stack.vedette('down', 'rstmdb')).code).toBe(0);
    const { labels, annotations } = await stack.notified('RstmdbDown', 'firing', TOLD_SECONDS);
    const target = `127.0.0.1:${stack.port('rstmdb-metrics')}`;
    expect(labels).toEqual({
      alertname: 'RstmdbDown',
      cluster: 'local',
      environment: 'local',
      instance: target,
      job: 'rstmdb',
      service: 'rstmdb',
      severity: 'critical',
      team: 'platform',
    });
    expect(annotations['summary']).toBe(`rstmdb at ${target} does not answer scrapes`);
    expect(annotations['description']).toContain(`${target} (up is 0)`);

    const runbook = annotations['runbook_url'] ?? '';
    expect(runbook).toBe(`${url}/runbooks/rstmdb.html#RstmdbDown`);
    const page = await stack.page(runbook);
    expect(page.code).toBe(200);
    expect(page.body).toContain('<h2 id="RstmdbDown">');

    const uid = /\/d\/([^?]+)/.exec(annotations['dashboard_url'] ?? '')?.[1];
    const uids = services.flatMap((each) => boardsOf(each).map((d) => d.uid));
    expect(uids).toContain(uid);
  });

  it('tells on-call that rstmdb is back', async () => {
    const { changed } = await stack.up();
    expect(changed).toContain('rstmdb');
    const { annotations } = await stack.notified('RstmdbDown', 'resolved', TOLD_SECONDS);
    expect(annotations['summary']).toContain('rstmdb');
  });

  it('has its data after Prometheus was killed', async () => {
    const at = Date.now() / 1000;
    const samples = async (): Promise<number> => {
      const [series] = await stack.query('count_over_time(up{job="rstmdb"}[10m])', at);
      return Number(series?.value?.[1] ?? 0);
    };
    const before = await samples();
    expect(before).toBeGreaterThan(10);
    const killed = stack.process('prometheus');
    stack.kill('prometheus', 'SIGKILL');
    await until('another Prometheus', 30, async () => {
      const process = stack.process('prometheus');
      return process?.pid !== killed?.pid && (await stack.prometheus('/-/ready')).code === 200;
    });
    expect(await samples()).toBeGreaterThanOrEqual(before);
    await until('new samples', 30, async () => (await stack.query(`up{job="rstmdb"} == 1`)).length === 1);
  });

  it('refuses a broken rule file, and goes on with the rules it had', async () => {
    const names = (await stack.ruleGroups()).map(({ name }) => name);
    const broken = join(stack.state.configDir('prometheus'), 'rules', 'broken.yml');
    writeFileSync(broken, 'groups: [{name: broken, rules: [{alert: Broken, expr: "sum("}]}]\n');
    stack.kill('prometheus', 'SIGHUP');
    await reloadSucceeded('0');
    const refusedAt = Date.now();
    const groups = await until('an evaluation after the refusal', 30, async () => {
      const found = await stack.ruleGroups();
      return found.every(({ lastEvaluation }) => Date.parse(lastEvaluation) > refusedAt) && found;
    });
    expect(groups.map(({ name }) => name)).toEqual(names);
    expect(await groupsWithFaults()).toEqual([]);
    rmSync(broken);
    stack.kill('prometheus', 'SIGHUP');
    await reloadSucceeded('1');
  });
});
