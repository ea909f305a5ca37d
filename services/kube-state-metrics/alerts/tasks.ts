/** Tasks at set times that are no longer done. One that never was is as old as its CronJob. */
import {
  above,
  alert,
  days,
  gone,
  grows,
  holds,
  hours,
  idle,
  minutes,
  okBecause,
  scenario,
  series,
} from '../../../model';
import { text, threshold, value } from '../../../model';
import type { Duration, ScenarioSeries, Text } from '../../../model';
import { metrics as m } from '../metrics';
import * as ask from '../queries';

const { namespace } = m.cronJobCreated.label;
/** Where a task is done, and done again, its last success follows the clock. */
const clock = grows(1);
/** What cannot jump makes up for the time that was lost. */
const madeUpFor = grows(2);

/** What differs between tasks. */
interface Task {
  /** Name of its CronJob, which the construct of the task gives it. */
  readonly cronJob: string;
  readonly limit: Duration;
  readonly summary: Text;
  readonly description: Text;
}

const task = <Name extends string>(name: Name, { cronJob: cronjob, limit, summary, description }: Task) => {
  const labels = { namespace: 'monitoring', cronjob } as const;
  const created = series(m.cronJobCreated, labels).from(-days(100).value).dispensable().always(idle());
  const success = series(m.cronJobSucceeded, labels);
  const succeeded = (ago: Duration): ScenarioSeries => success.from(-ago.value).always(clock);
  return alert(name, {
    kind: 'drift',
    severity: 'warning',
    for: minutes(15),
    when: above(ask.sinceSuccess(cronjob), limit),
    summary,
    description,
    noData: okBecause('an environment without the task has no such CronJob'),
    fires: [
      scenario('it succeeded for the last time', [success.from(-(limit.value - 600)).turns(madeUpFor, idle())], {
        trueFrom: minutes(15.75),
      }),
      scenario('it has never succeeded', [series(m.cronJobCreated, labels).turns(gone(), holds(-limit.value - 3600))]),
    ],
    quiet: [
      scenario('it succeeds when it should', [created, succeeded(hours(20))]),
      scenario('another task no longer succeeds, and a third never did', [
        created,
        succeeded(hours(20)),
        series(m.cronJobSucceeded, { ...labels, cronjob: 'another' })
          .from(-days(90).value)
          .always(idle()),
        series(m.cronJobCreated, { ...labels, cronjob: 'a-third' })
          .from(-days(90).value)
          .always(idle()),
      ]),
    ],
    edge: (age) => [success.from(-age.value).always(clock)],
  });
};

/** A day, and half of one for a run that is late and tried again. */
export const backupOld = task('DatabaseBackupOld', {
  cronJob: 'database-backup',
  limit: hours(36),
  summary: text`The database was not backed up for more than ${threshold}`,
  description: text`No dump of the database was made and restored for ${value}, limit ${threshold}: what was written since
    is lost with the server. See kubectl -n ${namespace} get jobs, and the log of the last one.`,
});

/** A week, and two days for a run that failed on one in which nobody works. */
export const vacuumOld = task('DatabaseVacuumOld', {
  cronJob: 'database-vacuum',
  limit: days(9),
  summary: text`The tables of the database were not vacuumed for more than ${threshold}`,
  description: text`No vacuum of all tables succeeded for ${value}, limit ${threshold}: statistics grow old and dead rows
    take room. See kubectl -n ${namespace} get jobs, and the log of the last one.`,
});

export const receiverTestOld = task('ReceiverTestOld', {
  cronJob: 'receiver-test',
  limit: days(9),
  summary: text`No receiver was tested for more than ${threshold}`,
  description: text`No test of all receivers succeeded for ${value}, limit ${threshold}: whether anybody is told of alerts
    is not known. See kubectl -n ${namespace} get jobs, and the log of the last one.`,
});

export const snapshotOld = task('PrometheusSnapshotOld', {
  cronJob: 'prometheus-snapshot',
  limit: hours(36),
  summary: text`Prometheus was not copied for more than ${threshold}`,
  description: text`No copy of the samples of Prometheus was made for ${value}, limit ${threshold}: what was measured since is
    lost with its volumes. See kubectl -n ${namespace} get jobs, and the log of the last one.`,
});

export const exportOld = task('GrafanaExportOld', {
  cronJob: 'grafana-export',
  limit: hours(36),
  summary: text`Grafana was not exported for more than ${threshold}`,
  description: text`No export of what people made in Grafana succeeded for ${value}, limit ${threshold}: what they made since
    is lost with its database. See kubectl -n ${namespace} get jobs, and the log of the last one.`,
});
