/** Prometheus is given too much. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/wait';
import { cast } from './cast';
import { Receiver } from './receiver';
import type { Played } from './row';
import { ALERT_SECONDS, alone, begin, only, up } from './scene';
import { Target } from './target';

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

export const loadFaults: readonly Played[] = [cardinalityBomb, slowQuery];
