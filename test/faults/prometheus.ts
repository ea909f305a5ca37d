/** Faults of Prometheus itself: killed, damaged, reloaded, overloaded. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { type Cast, cast } from './cast';
import { Receiver } from './receiver';
import type { Played } from './row';
import { type Stage, statusOf } from './stage';
import type { StagedPrometheus } from './staged-prometheus';
import { Target } from './target';

/** Everything that waits for an alert has this long: the machine may do much else. */
const ALERT_SECONDS = 45;

const up = (target: Target): string => `up{job="rstmdb",instance="${target.address}"}`;
const samplesOf = (target: Target): string => `count_over_time(${up(target)}[1h])`;

/** Servers that see their targets. */
async function begin({ alertmanagers, prometheus }: Cast, ...targets: readonly Target[]): Promise<void> {
  for (const server of [...alertmanagers, ...prometheus]) await server.start();
  for (const server of prometheus) {
    for (const target of targets)
      await until(`${target.address} to be up`, 20, async () => (await server.value(up(target))) === 1);
  }
}

/** The only one of a cast. */
function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('nobody was cast');
  return first;
}

async function alone(stage: Stage, ...targets: readonly Target[]): Promise<StagedPrometheus> {
  const receiver = await Receiver.listen(stage);
  const people = await cast(stage, { receiver, prometheus: 1, targets: targets.map(({ address }) => address) });
  await begin(people, ...targets);
  return only(people.prometheus);
}

const replicaKilled: Played = {
  id: 'F1',
  fault: 'one of two Prometheus is killed',
  expected: 'the other keeps the alert firing: nothing is resolved, nobody is told twice; no stored sample is lost',
  async play(stage) {
    const [receiver, target] = [await Receiver.listen(stage), await Target.listen(stage)];
    const people = await cast(stage, { receiver, prometheus: 2, alertmanagers: 1, targets: [target.address] });
    await begin(people, target);
    await target.stop();
    await until('the page', ALERT_SECONDS, () => receiver.of('oncall', 'RstmdbDown').length > 0);
    const killed = only(people.prometheus);
    await sleep(2000); // the other one fires as well
    const before = (await killed.value(samplesOf(target))) ?? 0;
    await killed.kill();
    // An alert that nobody sends any more is over after four times the resend delay.
    await sleep(10_000);
    assert.equal(receiver.of('oncall', 'RstmdbDown', 'resolved').length, 0);
    const began = Date.now();
    await killed.start();
    const readySeconds = (Date.now() - began) / 1000;
    const after = (await killed.value(samplesOf(target))) ?? 0;
    assert.ok(after >= before, `${before} samples before, ${after} after`);
    await sleep(4000);
    assert.equal(receiver.of('oncall', 'RstmdbDown').length, 1);
    assert.equal(receiver.of('oncall', 'RstmdbDown', 'resolved').length, 0);
    return `1 page, 0 resolved within 10 s; ready again in ${readySeconds.toFixed(1)} s, ${before} of ${before} samples kept`;
  },
};

const restartMidLog: Played = {
  id: 'F2',
  fault: 'Prometheus is killed while it writes its log',
  expected: 'it replays the log before it is ready, loses nothing, and is healthy meanwhile',
  async play(stage) {
    const page = (): string =>
      Array.from({ length: 1500 }, (_, i) => `fault_value{i="${i}"} ${Math.random()}\n`).join('');
    const target = await Target.listen(stage, page);
    const prometheus = await alone(stage, target);
    await sleep(6000);
    const stored = 'sum(count_over_time(fault_value[1h]))';
    const before = (await prometheus.value(stored)) ?? 0;
    await prometheus.kill();
    const seen: [healthy: number, ready: number][] = [];
    let watching = true;
    const watch = (async () => {
      while (watching) {
        const ready = await statusOf(`${prometheus.base}/-/ready`);
        seen.push([await statusOf(`${prometheus.base}/-/healthy`), ready]);
      }
    })();
    await prometheus.start();
    watching = false;
    await watch;
    // Healthy was asked after ready, so it may not be behind.
    assert.deepEqual(
      seen.filter(([healthy, ready]) => ready === 200 && healthy !== 200),
      [],
    );
    const after = (await prometheus.value(stored)) ?? 0;
    assert.ok(before > 3000 && after >= before, `${before} samples before, ${after} after`);
    assert.match(prometheus.output, /WAL replay completed/);
    const replay = await until('its own metrics', 15, () =>
      prometheus.value('prometheus_tsdb_data_replay_duration_seconds'),
    );
    return `${before} samples before, none lost; replayed in ${(replay * 1000).toFixed(0)} ms`;
  },
};

/** Overwrites 64 bytes in the middle of the only segment of a log. */
function damageLog(prometheus: StagedPrometheus): void {
  const folder = join(prometheus.place.dataDir, 'wal');
  const segment = join(
    folder,
    only(
      readdirSync(folder)
        .filter((name) => /^\d+$/.test(name))
        .toSorted()
        .reverse(),
    ),
  );
  const file = openSync(segment, 'r+');
  writeSync(file, Buffer.alloc(64, 0xff), 0, 64, Math.floor(statSync(segment).size / 2));
  closeSync(file);
}

const logDamaged: Played = {
  id: 'F3',
  fault: 'a segment of the log is damaged',
  expected:
    'Prometheus repairs it by itself and starts; what came after the damage is lost; PrometheusWALCorrupted fires',
  async play(stage) {
    const target = await Target.listen(stage);
    const prometheus = await alone(stage, target);
    const stored = async (): Promise<number> => (await prometheus.value(samplesOf(target))) ?? 0;
    await until('twelve samples', 40, async () => (await stored()) >= 12);
    const before = await stored();
    await prometheus.stop();
    damageLog(prometheus);
    await prometheus.start();
    assert.match(prometheus.output, /Encountered WAL read error, attempting repair/);
    const after = await stored();
    assert.ok(after < before, `${before} samples before, ${after} after`);
    const seconds = await prometheus.fires('PrometheusWALCorrupted', ALERT_SECONDS);
    assert.equal(await prometheus.value('prometheus_tsdb_wal_corruptions_total'), 1);
    return `${before} samples before, ${after} after the repair; the alert after ${seconds.toFixed(0)} s`;
  },
};

const badRuleReloaded: Played = {
  id: 'F6',
  fault: 'a broken rule file is rolled out to a running Prometheus',
  expected: 'it goes on with the old rules, and PrometheusConfigReloadFailed fires; the mended file is taken',
  async play(stage) {
    const prometheus = await alone(stage, await Target.listen(stage));
    const file = prometheus.file('rules/rstmdb.yml');
    const good = readFileSync(file, 'utf8');
    const groups = async (): Promise<readonly string[]> => (await prometheus.ruleGroups()).map(({ name }) => name);
    const before = await groups();
    writeFileSync(file, 'groups: [{name: broken, rules: [{record: "a:b", expr: "rate(("}]}]\n');
    const seconds = await prometheus.fires('PrometheusConfigReloadFailed', ALERT_SECONDS);
    assert.deepEqual(await groups(), before);
    const evaluated = async (): Promise<number> => Date.parse((await prometheus.ruleGroups())[0]?.lastEvaluation ?? '');
    const last = await evaluated();
    await until('an evaluation', 10, async () => (await evaluated()) > last);
    const isLoaded = async (): Promise<boolean> =>
      (await prometheus.value('prometheus_config_last_reload_successful')) === 1;
    // What is loaded already is no change to Prometheus, which then does not look whether it could load it.
    writeFileSync(file, good);
    await sleep(4000);
    const sameFile = (await isLoaded()) ? 'ends' : 'does not end';
    writeFileSync(file, `# mended\n${good}`);
    await until('the mended file', 20, isLoaded);
    return `${before.length} groups before, during and after; the alert after ${seconds.toFixed(0)} s; the very file from before ${sameFile} it, a mended one does`;
  },
};

const badRuleAtStart: Played = {
  id: 'F7',
  fault: 'Prometheus is started with a broken rule file',
  expected: 'it ends at once with the file and the line; with the good file it starts',
  async play(stage) {
    const prometheus = await alone(stage, await Target.listen(stage));
    const file = prometheus.file('rules/rstmdb.yml');
    const good = readFileSync(file, 'utf8');
    await prometheus.stop();
    writeFileSync(file, 'groups: [{name: broken, rules: [{record: "a:b", expr: "rate(("}]}]\n');
    const failure = await prometheus.start().then(
      () => 'it started',
      (error: Error) => error.message,
    );
    assert.match(failure, /ended with [1-9]/);
    assert.match(failure, /rstmdb\.yml.*could not parse expression/);
    writeFileSync(file, good);
    await prometheus.start();
    const code = /ended with (\d+)/.exec(failure)?.[1] ?? '';
    return `exit code ${code}, the log names rstmdb.yml; the old file starts it again`;
  },
};

const RELOADS = 100;
const loads = ({ output }: StagedPrometheus): number =>
  output.match(/Completed loading of configuration file/g)?.length ?? 0;

const reloadedUnderLoad: Played = {
  id: 'F9',
  fault: '100 reloads while Prometheus is asked all the time',
  expected: 'no query fails, no scrape is missed, a firing alert is told once',
  async play(stage) {
    const [receiver, target, dead] = [
      await Receiver.listen(stage),
      await Target.listen(stage),
      await Target.listen(stage),
    ];
    const targets = [target.address, dead.address];
    const people = await cast(stage, { receiver, prometheus: 1, alertmanagers: 1, targets });
    await begin(people, target, dead);
    const prometheus = only(people.prometheus);
    await dead.stop();
    await until('the page', ALERT_SECONDS, () => receiver.of('oncall', 'RstmdbDown').length > 0);
    const since = Date.now();
    const questions: Promise<number>[] = [];
    const asking = setInterval(() => questions.push(statusOf(`${prometheus.base}/api/v1/query?query=up`)), 20);
    for (let i = 0; i < RELOADS; i += 1) {
      const before = loads(prometheus);
      prometheus.signal('SIGHUP');
      await until('the reload', 20, () => loads(prometheus) > before);
    }
    clearInterval(asking);
    const failed = (await Promise.all(questions)).filter((status) => status !== 200).length;
    const seconds = (Date.now() - since) / 1000;
    const scrapes = (await prometheus.value(`count_over_time(${up(target)}[${Math.floor(seconds)}s])`)) ?? 0;
    assert.equal(failed, 0);
    assert.ok(scrapes >= Math.floor(seconds) - 1, `${scrapes} scrapes in ${seconds} s`);
    await sleep(3000);
    assert.equal(receiver.of('oncall', 'RstmdbDown').length, 1);
    assert.equal(receiver.of('oncall', 'RstmdbDown', 'resolved').length, 0);
    return `${RELOADS} reloads, ${questions.length} queries, 0 failed; ${scrapes} scrapes in ${seconds.toFixed(0)} s; 1 page`;
  },
};

const targetRemoved: Played = {
  id: 'F10',
  fault: 'a configuration without a target that is down is rolled out',
  expected: 'its series end within one interval, and its alert is told to be over',
  async play(stage) {
    const [receiver, target, dead] = [
      await Receiver.listen(stage),
      await Target.listen(stage),
      await Target.listen(stage),
    ];
    const targets = [target.address, dead.address];
    const people = await cast(stage, { receiver, prometheus: 1, alertmanagers: 1, targets });
    await begin(people, target, dead);
    const prometheus = only(people.prometheus);
    await dead.stop();
    await until('the page', ALERT_SECONDS, () => receiver.of('oncall', 'RstmdbDown').length > 0);
    const file = prometheus.file('config/prometheus.yml');
    const without = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !line.includes(dead.address));
    writeFileSync(file, without.join('\n'));
    await until('the reload', 20, () => loads(prometheus) > 1);
    const since = Date.now();
    await until('the end of the series', 10, async () => (await prometheus.value(up(dead))) === undefined);
    const stale = (Date.now() - since) / 1000;
    await until('the end of the alert', 30, () => receiver.of('oncall', 'RstmdbDown', 'resolved').length > 0);
    assert.equal(await prometheus.value(up(target)), 1);
    return `series ended after ${stale.toFixed(1)} s, resolved told after ${((Date.now() - since) / 1000).toFixed(0)} s`;
  },
};

const rollingRestart: Played = {
  id: 'F34',
  fault: 'a pair is upgraded while one alert is pending and another fires',
  expected:
    'the pending alert keeps the time that it has waited, the firing one is neither told to be over nor told twice',
  async play(stage) {
    const [receiver, target] = [await Receiver.listen(stage), await Target.listen(stage)];
    // An outage takes as long here as anywhere, so what must outlast it is not as hasty.
    const prometheusArgs = (args: readonly string[]): readonly string[] =>
      args.map((arg) =>
        arg.replace('lookback-delta=5s', 'lookback-delta=5m').replace('resend-delay=1s', 'resend-delay=5s'),
      );
    // TargetDown is the one that fires.
    const edit = (path: string, content: string): string =>
      path === 'rules/rstmdb.yml' ? content.replace(/(alert: "RstmdbDown"[^]*?for: )"\w+"/, '$1"40s"') : content;
    const people = await cast(stage, {
      receiver,
      prometheus: 2,
      alertmanagers: 1,
      targets: [target.address],
      edit,
      prometheusArgs,
    });
    await begin(people, target);
    await target.stop();
    await until('the ticket', ALERT_SECONDS, () => receiver.of('team', 'TargetDown').length > 0);
    const activeAt = async (of: StagedPrometheus): Promise<number> =>
      Date.parse((await of.alerts('RstmdbDown'))[0]?.activeAt ?? '');
    const late: number[] = [];
    for (const replica of people.prometheus) {
      const [before, since] = [await activeAt(replica), Date.now()];
      await replica.stop();
      await replica.start();
      // It waited ten seconds before; while nobody evaluates, nothing counts. It is restored at the second evaluation.
      await until('the old start of the alert', 20, async () => {
        const moved = ((await activeAt(replica)) - before) / 1000;
        const kept = moved < (Date.now() - since) / 1000 && moved < 9;
        return kept && late.push(moved);
      });
    }
    await until('the page', 60, () => receiver.of('oncall', 'RstmdbDown').length > 0);
    assert.equal(receiver.of('team', 'TargetDown', 'resolved').length, 0);
    assert.equal(receiver.of('team', 'TargetDown').length, 1);
    return `the pending alert fires ${late.map((each) => each.toFixed(1)).join(' and ')} s later, which is the outage; 0 resolved`;
  },
};

const cardinalityBomb: Played = {
  id: 'F48',
  fault: 'a target shows ten times the samples that its job allows',
  expected:
    'that scrape fails whole and PrometheusScrapeSampleLimitHit fires; other targets are as before, and memory grows by the limit at most',
  async play(stage) {
    const [target, bomb] = [await Target.listen(stage), await Target.listen(stage)];
    const prometheus = await alone(stage, target, bomb);
    const config = readFileSync(prometheus.file('config/prometheus.yml'), 'utf8');
    const limit = Number(/job_name: "rstmdb"[^]*?sample_limit: (\d+)/.exec(config)?.[1]);
    const series = async (): Promise<number> => (await prometheus.value('prometheus_tsdb_head_series')) ?? 0;
    await sleep(6000); // every target of its own was scraped
    const before = await series();
    const page = Array.from({ length: limit * 10 }, (_, i) => `bomb{i="${i}"} 1\n`).join('');
    bomb.page = () => page;
    const seconds = await prometheus.fires('PrometheusScrapeSampleLimitHit', ALERT_SECONDS);
    const errors = (await prometheus.targets()).map(({ lastError }) => lastError).filter((error) => error !== '');
    assert.deepEqual(
      errors.filter((error) => error.includes('sample limit exceeded')),
      errors.slice(0, 1),
    );
    assert.equal(await prometheus.value(up(bomb)), 0);
    assert.equal(await prometheus.value(up(target)), 1);
    const grown = (await series()) - before;
    // What is refused was looked at up to the limit, and is forgotten when memory is next cleared.
    assert.ok(grown < limit * 1.2, `${grown} series more`);
    bomb.page = () => '';
    await until('the target to be back', 20, async () => (await prometheus.value(up(bomb))) === 1);
    return `${limit * 10} samples refused, limit ${limit}; ${grown} series more; the alert after ${seconds.toFixed(0)} s`;
  },
};

const slowQuery: Played = {
  id: 'F49',
  fault: 'queries that take too long, or too many samples',
  expected: 'each is given up with the reason; scrapes go on',
  async play(stage) {
    const [receiver, target] = [await Receiver.listen(stage), await Target.listen(stage)];
    const people = await cast(stage, {
      receiver,
      prometheus: 1,
      targets: [target.address],
      prometheusArgs: (args) => [
        ...args.map((arg) => arg.replace('query.timeout=2m', 'query.timeout=500ms')),
        '--query.max-samples=100000',
      ],
    });
    await begin(people, target);
    const prometheus = only(people.prometheus);
    const refused = async (query: string): Promise<string> =>
      prometheus.ask(query).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    assert.match(await refused('max_over_time(vector(1)[5m:1ms])'), /422 query processing would load too many samples/);
    const slow = Array.from({ length: 1000 }, () => 'max_over_time(vector(1)[20s:1ms])').join('+');
    const since = Date.now();
    assert.match(await refused(slow), /503 query timed out/);
    const took = Date.now() - since;
    await sleep(3000);
    const scrapes = (await prometheus.value(`count_over_time(${up(target)}[4s])`)) ?? 0;
    assert.ok(scrapes >= 3, `${scrapes} scrapes in 4 s`);
    return `given up after ${took} ms of 500, and at the limit of samples; ${scrapes} scrapes in the 4 s around`;
  },
};

export const prometheusFaults: readonly Played[] = [
  replicaKilled,
  restartMidLog,
  logDamaged,
  badRuleReloaded,
  badRuleAtStart,
  reloadedUnderLoad,
  targetRemoved,
  rollingRestart,
  cardinalityBomb,
  slowQuery,
];
