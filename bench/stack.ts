/**
 * The stack's own programs, as production is rendered, on this machine: how long a reload takes, how long from a fault to
 * the webhook, what the rules of each service cost with 100 000 series, and what memory all that takes. Prints, and
 * judges nothing.
 *
 *   node --require ./bench/typescript.cjs bench/stack.ts ROUNDS
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeExporterProgram } from '../constructs/node-exporter/program';
import { folderPlace } from '../test/constructs/fixture';
import { startProxy } from '../test/constructs/nginx-proxy/proxy';
import { cast } from '../test/faults/cast';
import { Receiver } from '../test/faults/receiver';
import { begin, loads, only } from '../test/faults/scene';
import { Stage } from '../test/faults/stage';
import type { StagedPrometheus } from '../test/faults/staged-prometheus';
import { Target } from '../test/faults/target';
import { freePorts } from '../test/support/running';
import { requireTool } from '../test/support/tools';
import { until } from '../test/support/wait';
import { loadedPrometheus } from './loaded-prometheus';

const SERIES = 100_000;
/** Most rules look back 5 min; before that they read fewer samples. */
const WARM_UP_MS = 330_000;
const INTERVAL_MS = 15_000;
const READINGS = 4;

const sorted = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);
const median = (numbers: readonly number[]): number => sorted(numbers)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const print = (...cells: readonly string[]): void =>
  void process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(32) : cell.padStart(12))).join(' ')}\n`);

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = new Stage();
  try {
    await play(stage);
  } finally {
    await stage.close();
  }
}

/** Resident memory of a process and its children. */
function memory(pid: number): string {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const kibibytes = [String(pid), ...children].map((each) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1]),
  );
  return `${(kibibytes.reduce((sum, each) => sum + each, 0) / 1024).toFixed(0)} MiB`;
}

/** From the fault to the webhook, everything hastened: a second where production waits a minute. */
async function alertPath(rounds: number): Promise<void> {
  await onStage(async (stage) => {
    const [receiver, target] = [await Receiver.listen(stage), await Target.listen(stage)];
    const people = await cast(stage, { receiver, prometheus: 1, alertmanagers: 1, targets: [target.address] });
    await begin(people, target);
    const waits: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [told, over] = [
        receiver.of('oncall', 'RstmdbDown').length,
        receiver.of('oncall', 'RstmdbDown', 'resolved').length,
      ];
      const since = Date.now();
      await target.stop();
      await until('the page', 60, () => receiver.of('oncall', 'RstmdbDown').length > told);
      waits.push(((receiver.of('oncall', 'RstmdbDown').at(-1)?.at ?? 0) - since) / 1000);
      await target.start();
      await until('the end', 60, () => receiver.of('oncall', 'RstmdbDown', 'resolved').length > over);
      await sleep(Math.random() * 1000);
    }
    const wait =
      /alert: "RstmdbDown"[^]*?for: "(\d+)s"/.exec(
        readFileSync(only(people.prometheus).file('rules/rstmdb.yml'), 'utf8'),
      )?.[1] ?? '';
    print(`fault to webhook, ${rounds} runs`, ...['min', 'median', 'max']);
    print(
      '',
      ...[sorted(waits)[0] ?? 0, median(waits), sorted(waits).at(-1) ?? 0].map((each) => `${each.toFixed(2)} s`),
    );
    print(`of which the alert waits ${wait} s and the group 1 s; scrapes and evaluations are 1 s apart`);
  });
}

async function reloadTimes(prometheus: StagedPrometheus, rounds: number): Promise<readonly number[]> {
  for (let round = 0; round < rounds; round += 1) {
    const before = loads(prometheus);
    prometheus.edit('rules/rstmdb.yml', (content) => `${content}# ${round}\n`);
    prometheus.signal('SIGHUP');
    await until('the reload', 60, () => loads(prometheus) > before);
  }
  const said = [...prometheus.output.matchAll(/totalDuration=([\d.]+)(ms|s)\b/g)].slice(-rounds);
  return said.map(([, number, unit]) => Number(number) * (unit === 's' ? 1000 : 1));
}

interface Group {
  readonly file: string;
  readonly evaluationTime: number;
  readonly rules: readonly unknown[];
}

/** Milliseconds of one evaluation of all rules of a service, medians. */
async function ruleCosts(prometheus: StagedPrometheus): Promise<ReadonlyMap<string, { rules: number; cost: number }>> {
  const readings = new Map<string, { rules: number; costs: number[] }>();
  for (let reading = 0; reading < READINGS; reading += 1) {
    await sleep(INTERVAL_MS);
    const answer = (await (await fetch(`${prometheus.base}/api/v1/rules`)).json()) as { data: { groups: Group[] } };
    const { groups: all } = answer.data;
    for (const service of new Set(all.map(({ file }) => basename(file, '.yml')))) {
      const groups = all.filter(({ file }) => basename(file, '.yml') === service);
      const sum = (of: (group: Group) => number): number => groups.reduce((total, group) => total + of(group), 0);
      const known = readings.get(service) ?? { rules: sum(({ rules }) => rules.length), costs: [] };
      known.costs.push(sum(({ evaluationTime }) => evaluationTime) * 1000);
      readings.set(service, known);
    }
  }
  return new Map([...readings].map(([service, { rules, costs }]) => [service, { rules, cost: median(costs) }]));
}

/** Its own page is not scraped here: the job shows a demo's. */
async function seriesOf({ base }: StagedPrometheus): Promise<number> {
  const answer = (await (await fetch(`${base}/api/v1/status/tsdb`)).json()) as {
    data: { headStats: { numSeries: number } };
  };
  return answer.data.headStats.numSeries;
}

async function rulesAndReload(rounds: number): Promise<void> {
  await onStage(async (stage) => {
    const prometheus = await loadedPrometheus(stage, SERIES);
    await prometheus.start();
    await sleep(WARM_UP_MS);
    const costs = await ruleCosts(prometheus);
    const held = await seriesOf(prometheus);
    print(`one evaluation, ${held} series`, 'rules', 'time');
    for (const [service, { rules, cost }] of costs) print(service, String(rules), `${cost.toFixed(0)} ms`);
    const all = [...costs.values()].reduce((sum, { cost }) => sum + cost, 0);
    print('all, every 15 s', '', `${all.toFixed(0)} ms`);
    const reloads = await reloadTimes(prometheus, rounds);
    print(`reload of Prometheus, ${rounds} runs`, ...['min', 'median', 'max']);
    print(
      '',
      ...[sorted(reloads)[0] ?? 0, median(reloads), sorted(reloads).at(-1) ?? 0].map((each) => `${each.toFixed(0)} ms`),
    );
    await memories(stage, prometheus);
  });
}

async function memories(stage: Stage, prometheus: StagedPrometheus): Promise<void> {
  const people = await cast(stage, { receiver: await Receiver.listen(stage), alertmanagers: 1 });
  const alertmanager = only(people.alertmanagers);
  await alertmanager.start();
  const nginx = (await startProxy(`${stage.folder}/nginx`, stage.leftovers)).nginx;
  const { port } = await freePorts('port');
  const { args } = nodeExporterProgram({ hostRoot: '/' }, folderPlace(`${stage.folder}/node`, port));
  const nodeExporter = await stage.leftovers.start(requireTool('node-exporter').path, args, port);
  await fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text());
  print('resident memory');
  print('Prometheus', memory(prometheus.pid));
  print('Alertmanager', memory(alertmanager.pid));
  print('nginx', memory(nginx.pid));
  print('node-exporter', memory(nodeExporter.pid));
}

async function main(rounds: number): Promise<void> {
  await alertPath(rounds);
  await rulesAndReload(rounds);
}

main(Number(process.argv[2] ?? 20)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
