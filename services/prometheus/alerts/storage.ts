/** Alerts on Prometheus' database. */
import {
  above,
  alert,
  atMost,
  count,
  coveredBy,
  fixed,
  gibibytes,
  grows,
  holds,
  hours,
  idle,
  instance,
  job,
  minutes,
  perSecond,
  percent,
  promql,
  scenario,
  series,
  text,
  threshold,
  throughout,
  value,
  wholeValue,
} from '../../../model';
import type { Behaviour, Quantity, ScenarioSeries } from '../../../model';
import { failuresOf } from '../../failure-count';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const covered = coveredBy('PrometheusAbsent');

/** A full disk stops nothing else: the server stays ready, its targets up, and firing alerts end by themselves. */
export const walWriteFailures = alert('PrometheusWALWriteFailures', {
  kind: 'imminent-loss',
  severity: 'critical',
  for: minutes(1),
  when: above(ask.growth(m.walWriteFailures), count(0)),
  summary: text`Prometheus at ${instance} cannot write to its disk`,
  description: text`${wholeValue} writes to the log of Prometheus at ${instance} failed within 5m: it stores nothing,
    and alerts that should fire end by themselves after 5m, while it still looks healthy. Its disk is most likely full:
    look there first.`,
  noData: covered,
  ...failuresOf(series(m.walWriteFailures), { what: 'the disk is full' }),
});

export const walCorrupted = alert('PrometheusWALCorrupted', {
  kind: 'cause',
  severity: 'warning',
  for: minutes(1),
  when: above(ask.growth(m.walCorruptions, fixed(hours(1))), count(0)),
  summary: text`Prometheus at ${instance} found its write-ahead log damaged`,
  description: text`Prometheus at ${instance} found ${wholeValue} damaged places in its log within 1h and cut off what
    came after them: up to 3h of samples may be lost. See its log for what was repaired, and the health of its disk.`,
  noData: covered,
  ...failuresOf(series(m.walCorruptions), { what: 'a segment cannot be read' }),
});

const ingesting = (floats: Behaviour, histograms = idle()): readonly ScenarioSeries[] => [
  series(m.samplesAppended, { type: 'float' }).turns(grows(500), floats),
  series(m.samplesAppended, { type: 'histogram' }).dispensable().always(histograms),
];
const targets = (n: number): ScenarioSeries => series(m.targets, { scrape_job: 'node' }).always(holds(n));

export const notIngesting = alert('PrometheusNotIngestingSamples', {
  kind: 'meta',
  severity: 'critical',
  for: minutes(10),
  when: atMost(ask.ingestion, perSecond(0)).and(promql`${ask.targets} > 0`, [job, instance]),
  summary: text`Prometheus at ${instance} stores no samples`,
  description: text`Prometheus at ${instance} stores ${value} samples although it has targets: no alert that it
    evaluates can see anything. Look at its log, and at the error of its targets at Status, Target health.`,
  noData: covered,
  fires: scenario(
    'every scrape fails',
    [series(m.samplesAppended, { type: 'float' }).turns(grows(500), idle()), targets(3)],
    { trueFrom: minutes(4.5) },
  ),
  quiet: [
    scenario('one small target is scraped', [...ingesting(grows(0.5)), targets(1)]),
    scenario('targets have native histograms only', [...ingesting(idle(), grows(20)), targets(3)]),
    scenario('there is nothing to scrape', [...ingesting(idle()), targets(0)]),
  ],
});

export const reloadsFailing = alert('PrometheusTSDBReloadsFailing', {
  kind: 'drift',
  severity: 'warning',
  for: hours(4),
  when: above(ask.growth(m.reloadFailures, ask.threeHours), count(0)),
  summary: text`Prometheus at ${instance} cannot read its blocks from disk`,
  description: text`Prometheus at ${instance} failed ${wholeValue} times within 3h to read its blocks: queries may lack
    past samples, and old blocks are not deleted, so that the disk fills. Its log names the block.`,
  noData: covered,
  ...failuresOf(series(m.reloadFailures), { what: 'a block cannot be read' }),
});

export const compactionsFailing = alert('PrometheusTSDBCompactionsFailing', {
  kind: 'drift',
  severity: 'warning',
  for: hours(4),
  when: above(ask.growth(m.compactionFailures, ask.threeHours), count(0)),
  summary: text`Prometheus at ${instance} cannot compact its blocks`,
  description: text`Prometheus at ${instance} failed ${wholeValue} times within 3h to compact: samples stay in memory
    and in the log, both grow, and a restart takes ever longer. Look at the free space of its disk, then at its log.`,
  noData: covered,
  ...failuresOf(series(m.compactionFailures), { what: 'there is no space for a new block' }),
});

/** 4 GiB of log and chunks, and the rest of the share in blocks. */
const stored = (share: Quantity): readonly ScenarioSeries[] => [
  series(m.blocksSize).turns(holds(gibibytes(10)), holds(gibibytes(50 * share.value - 4))),
  series(m.walSize)
    .dispensable()
    .always(holds(gibibytes(3))),
  series(m.headChunksSize)
    .dispensable()
    .always(holds(gibibytes(1))),
  series(m.retentionSize).always(holds(gibibytes(50))),
];

export const storageNearRetentionSize = alert('PrometheusStorageNearRetentionSize', {
  kind: 'capacity',
  severity: 'warning',
  for: hours(1),
  when: above(ask.storageUse, percent(90)),
  summary: text`Prometheus at ${instance} has filled more than ${threshold} of its retention by size`,
  description: text`The database of Prometheus at ${instance} fills ${value} of the size that it may have, limit
    ${threshold}. At 100% it deletes its oldest block, so that history ends before the time it was meant to be kept. See
    which job brought new series.`,
  noData: covered,
  fires: scenario('a new job brings twice the series', stored(percent(95))),
  quiet: [
    scenario('half of the size is used', stored(percent(50))),
    scenario('there is no limit by size', [
      series(m.blocksSize).always(holds(gibibytes(90))),
      series(m.retentionSize).always(holds(0)),
    ]),
  ],
  edge: (at) => throughout(stored(at)),
});
