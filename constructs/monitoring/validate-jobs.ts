/** Checks of tasks that are done again and again. */
import type { Report } from '../check/report';
import { type Shape, object, quantity, whole } from '../check/shape';
import { checkSchedule, dailyShape, weeklyShape } from '../kubernetes/schedule';
import { checkResources, checkVolume } from '../kubernetes/validate';
import { checkPostgresDatabase, postgresDatabaseShape } from '../postgres/database';
import { copyShapes } from './validate-copies';
import type { Environment } from './environment';
import type { JobOptions } from './job-settings';

/** The shape of an environment's tasks. */
export function jobsShape(resources: Shape, volume: Shape): Shape {
  return object({}, jobShapes(resources, volume));
}

/** The shape of each task. */
export function jobShapes(resources: Shape, volume: Shape): Readonly<Record<keyof JobOptions, Shape>> {
  const database = postgresDatabaseShape;
  return {
    databaseBackup: object({
      ...{ database, schedule: dailyShape, keep: whole(1), volume, scratch: quantity('bytes'), resources },
    }),
    databaseVacuum: object({ database, schedule: weeklyShape, resources }),
    receiverTest: object({ schedule: weeklyShape }),
    ...copyShapes(resources, volume),
  };
}

/** A backup is there for what is found late: on Monday that Friday's data was wrong. */
const FEWEST_DUMPS = 3;

/** Problems of an environment's tasks. */
export function checkJobs(
  { jobs = {}, kubeStateMetrics, services }: Pick<Environment, 'jobs' | 'kubeStateMetrics' | 'services'>,
  report: Report,
): void {
  const { databaseBackup, databaseVacuum } = jobs;
  for (const [name, job] of Object.entries(jobs)) checkSchedule(job.schedule, report.at(name));
  if (databaseBackup !== undefined) {
    const place = report.at('databaseBackup');
    checkPostgresDatabase(databaseBackup.database, place);
    checkResources(databaseBackup.resources, place);
    checkVolume(databaseBackup.volume.size, 'volume.size', place);
    checkVolume(databaseBackup.scratch, 'scratch', place);
    if (databaseBackup.keep < FEWEST_DUMPS) place.must('keep', databaseBackup.keep, `at least ${FEWEST_DUMPS}`);
  }
  if (databaseVacuum !== undefined) {
    const place = report.at('databaseVacuum');
    checkPostgresDatabase(databaseVacuum.database, place);
    checkResources(databaseVacuum.resources, place);
  }
  const isWatched = kubeStateMetrics !== undefined || Object.hasOwn(services, 'kube-state-metrics');
  if (Object.keys(jobs).length > 0 && !isWatched) {
    report.refuse(
      'kubeStateMetrics is missing, must be there, or named under services',
      'nobody else can tell that a task is no longer done',
    );
  }
}
