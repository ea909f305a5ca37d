/** Disks that are full. Each is a small file system in memory, which only root may mount. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { requireTool } from '../support/tools';
import { until } from '../support/wait';
import { cast } from './cast';
import { Receiver } from './receiver';
import type { Played } from './row';
import { ALERT_SECONDS, alone, begin, only } from './scene';
import { type Stage, statusOf } from './stage';
import { labelsOf } from './staged-alertmanager';
import { Target } from './target';

/** A file system of its own, gone with the stage. @param size - `8m` */
function smallDisk(stage: Stage, size: string): string {
  const folder = join(stage.folder, 'disk');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  stage.leftovers.later(async () => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

/** Why no disk can be made here, if so. */
function noDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return mounted ? undefined : 'mounting a tmpfs needs root';
}

/** Writes until nothing fits any more. @returns the file to remove */
function fill(disk: string): string {
  const file = join(disk, 'filler');
  try {
    for (let size = 1 << 20; ;) appendFileSync(file, Buffer.alloc(size));
  } catch {
    // The last page, too.
    spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=512', 'oflag=append', 'conv=notrunc']);
  }
  return file;
}

const prometheusFull: Played = {
  id: 'F27',
  fault: 'the disk of one Prometheus of a pair is full',
  expected:
    'it looks ready while its alerts vanish and its Watchdog stays; the other one keeps the alert and fires PrometheusWALWriteFailures; with space it recovers by itself',
  unless: noDisk,
  async play(stage) {
    const [receiver, target] = [await Receiver.listen(stage), await Target.listen(stage)];
    const disk = smallDisk(stage, '16m');
    const people = await cast(stage, {
      receiver,
      prometheus: 2,
      alertmanagers: 1,
      targets: [target.address],
      dataDir: (program, index) => (program === 'prometheus' && index === 0 ? join(disk, 'data') : undefined),
    });
    await begin(people, target);
    const [full, other] = people.prometheus;
    assert.ok(full && other);
    await target.stop();
    await until('the page', ALERT_SECONDS, () => receiver.of('oncall', 'RstmdbDown').length > 0);
    const filler = fill(disk);
    const since = Date.now();
    await until('its alert to vanish', 60, async () => (await full.alerts('RstmdbDown')).length === 0);
    const vanished = (Date.now() - since) / 1000;
    assert.equal(await statusOf(`${full.base}/-/ready`), 200);
    assert.equal((await full.alerts('Watchdog')).length, 1);
    const seconds = await other.fires('PrometheusWALWriteFailures', ALERT_SECONDS);
    assert.equal(
      (await other.alerts('PrometheusWALWriteFailures')).map(({ labels }) => labels['instance']).join(),
      full.address,
    );
    assert.equal((await other.alerts('RstmdbDown'))[0]?.state, 'firing');
    assert.equal(receiver.of('oncall', 'RstmdbDown', 'resolved').length, 0);
    rmSync(filler);
    const freed = Date.now();
    await until('its alert to be back', 30, async () => (await full.alerts('RstmdbDown')).length === 1);
    return `ready 200, its alert gone after ${vanished.toFixed(0)} s, Watchdog there; the other fires after ${seconds.toFixed(0)} s more; 0 resolved told; back ${((Date.now() - freed) / 1000).toFixed(0)} s after the space`;
  },
};

const alertmanagerFull: Played = {
  id: 'F28',
  fault: 'the disk of Alertmanager is full',
  expected: 'it counts what it cannot save, and tells people all the same; with space it saves again',
  unless: noDisk,
  async play(stage) {
    const receiver = await Receiver.listen(stage);
    const disk = smallDisk(stage, '256k');
    const people = await cast(stage, {
      receiver,
      alertmanagers: 1,
      dataDir: () => join(disk, 'data'),
      alertmanagerArgs: ['--data.maintenance-interval=1s'],
    });
    const alertmanager = only(people.alertmanagers);
    await alertmanager.start();
    const filler = fill(disk);
    await alertmanager.send({ labels: labelsOf('FaultTwentyEight', 'critical') });
    await until('the page', ALERT_SECONDS, () => receiver.of('oncall', 'FaultTwentyEight').length > 0);
    const failures = 'alertmanager_nflog_maintenance_errors_total';
    const failed = await until('a failure to save', 30, async () => (await alertmanager.metric(failures)) || undefined);
    await until('the reason in the log', 10, () => alertmanager.output.includes('no space left on device'));
    rmSync(filler);
    const saved = (): number => statSync(join(disk, 'data', 'nflog'), { throwIfNoEntry: false })?.size ?? 0;
    await until('the log of notifications', 30, () => saved() > 0);
    return `1 page, ${failed} failure(s) to save at once; ${saved()} bytes saved once there was space`;
  },
};

/** A page of samples of an hour that do not compress. */
function hourOfSamples(hour: number): string {
  const lines = ['# TYPE history gauge'];
  for (let i = 0; i < 100; i += 1) {
    for (let minute = 0; minute < 60; minute += 1) {
      const value = createHash('md5').update(`${hour} ${i} ${minute}`).digest().readUInt32BE(0);
      lines.push(`history{i="${i}"} ${value / 7} ${hour * 3600 + minute * 60}`);
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

const retentionReached: Played = {
  id: 'F29',
  fault: 'the database reaches its retention by size',
  expected:
    'the oldest blocks are deleted first, and the newest stay; a volume without room beside it is refused at synth (test/constructs/bad-inputs/prometheus.ts)',
  async play(stage) {
    const prometheus = await alone(stage, await Target.listen(stage));
    await prometheus.stop();
    const { dataDir } = prometheus.place;
    const now = Math.floor(Date.now() / 3_600_000);
    const hours = [now - 40, now - 30, now - 20, now - 10];
    for (const hour of hours) {
      const file = join(stage.folder, 'history.txt');
      writeFileSync(file, hourOfSamples(hour));
      execFileSync(requireTool('promtool').path, ['tsdb', 'create-blocks-from', 'openmetrics', file, dataDir], {
        stdio: 'ignore',
      });
    }
    const sizes = readdirSync(dataDir)
      .filter((name) => /^[0-9A-Z]{26}$/.test(name))
      .map((name) => sizeOf(join(dataDir, name)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    // Half of it has room, beside the log that counts as well.
    const limit = Math.round(total / 2) + sizeOf(join(dataDir, 'wal')) + sizeOf(join(dataDir, 'chunks_head'));
    prometheus.edit('config/prometheus.yml', (config) => config.replace('size: "50GB"', `size: ${limit}B`));
    await prometheus.start();
    const kept = async (): Promise<readonly boolean[]> =>
      Promise.all(
        hours.map(
          async (hour) =>
            (await prometheus.ask(`last_over_time(history{i="0"}[2h] @ ${(hour + 1) * 3600})`)).length > 0,
        ),
      );
    // Blocks are looked through once a minute.
    await until('the deletion', 90, async () => !(await kept()).every(Boolean));
    await sleep(2000);
    const left = await kept();
    assert.deepEqual([left[0], left.at(-1)], [false, true], left.join());
    assert.ok(!left.join().includes('true,false'), left.join());
    return `${hours.length} blocks of ${Math.round(total / 1024)} KiB, limit ${Math.round(limit / 1024)} KiB: ${left.filter(Boolean).length} newest kept`;
  },
};

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

export const diskFaults: readonly Played[] = [prometheusFull, alertmanagerFull, retentionReached];
