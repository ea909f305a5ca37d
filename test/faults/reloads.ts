/** Prometheus is given other files. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { cast } from './cast';
import { Receiver } from './receiver';
import type { Played } from './row';
import { ALERT_SECONDS, alone, begin, loads, only, up } from './scene';
import { statusOf } from './stage';
import { Target } from './target';

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
    await until('the other target to be up', 10, async () => (await prometheus.value(up(target))) === 1);
    return `series ended after ${stale.toFixed(1)} s, resolved told after ${((Date.now() - since) / 1000).toFixed(0)} s`;
  },
};

export const reloadFaults: readonly Played[] = [badRuleReloaded, badRuleAtStart, reloadedUnderLoad, targetRemoved];
