/** Prometheus is killed, damaged or upgraded. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { cast } from './cast';
import { Receiver } from './receiver';
import type { Played } from './row';
import { ALERT_SECONDS, alone, begin, only, up } from './scene';
import { statusOf } from './stage';
import type { StagedPrometheus } from './staged-prometheus';
import { Target } from './target';

const samplesOf = (target: Target): string => `count_over_time(${up(target)}[1h])`;

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

export const restartFaults: readonly Played[] = [replicaKilled, restartMidLog, logDamaged, rollingRestart];
