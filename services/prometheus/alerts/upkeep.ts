/** Alerts on what Prometheus' database does by itself every two hours, to stay small. */
import {
  above,
  alert,
  count,
  coveredBy,
  grows,
  idle,
  instance,
  minutes,
  scenario,
  series,
  text,
  wholeValue,
} from '../../../model';
import type { Alert, AlertSpec, Behaviour, Expr, ScenarioSeries } from '../../../model';
import { failuresOf } from '../../failure-count';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

interface Upkeep extends Pick<AlertSpec, 'fires' | 'quiet'> {
  readonly failures: Expr;
  /** What it fails to do: an infinitive. */
  readonly deed: string;
  /** What follows: a clause. */
  readonly effect: string;
}

/** It is tried again every two hours only, so that a shorter range would forget a failure before the next one. */
function upkeepFailing<const N extends string>(name: N, { failures, deed, effect, ...scenarios }: Upkeep): Alert<N> {
  return alert(name, {
    kind: 'drift',
    severity: 'warning',
    for: minutes(15),
    when: above(failures, count(0)),
    summary: text`Prometheus at ${instance} cannot ${deed}`,
    description: text`Prometheus at ${instance} failed ${wholeValue} times within 3h to ${deed}: ${effect}. Look at the
      free space of its disk, then at its log.`,
    noData: coveredBy('PrometheusAbsent'),
    ...scenarios,
  });
}

export const headTruncationsFailing = upkeepFailing('PrometheusTSDBHeadTruncationsFailing', {
  failures: ask.growth(m.headTruncationFailures, ask.threeHours),
  deed: 'drop from memory what it has written to a block',
  effect: 'its memory grows until it is killed',
  ...failuresOf(series(m.headTruncationFailures), { what: 'the log of memory cannot be shortened' }),
});

export const walTruncationsFailing = upkeepFailing('PrometheusTSDBWALTruncationsFailing', {
  failures: ask.growth(m.walTruncationFailures, ask.threeHours),
  deed: 'shorten its write-ahead log',
  effect: 'the log fills the disk, and each start reads all of it',
  ...failuresOf(series(m.walTruncationFailures), { what: 'a segment cannot be deleted' }),
});

/** Failures to make checkpoints, and to delete old ones. */
const checkpoints = (making: Behaviour, deleting: Behaviour): readonly ScenarioSeries[] => [
  series(m.checkpointFailures).from(1).turns(idle(), making),
  series(m.checkpointDeletionFailures).from(1).turns(idle(), deleting),
];
const failing = grows(1 / 120);

export const checkpointsFailing = upkeepFailing('PrometheusTSDBCheckpointsFailing', {
  failures: ask.checkpointFailures,
  deed: 'make or delete a checkpoint of its write-ahead log',
  effect: 'the log cannot be shortened, and fills the disk',
  fires: [
    scenario('there is no space for a checkpoint', checkpoints(failing, idle())),
    scenario('an old checkpoint cannot be deleted', checkpoints(idle(), failing)),
  ],
  quiet: scenario('both failed once, long ago', checkpoints(idle(), idle())),
});
