/** Checks of the programs that run beside those of an operator. */
import type { ServiceDelivery } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import { cidr } from '../check/names';
import { Report } from '../check/report';
import { type Shape, list, object, text } from '../check/shape';
import { checkGuestSilences } from '../guest/silences';
import { checkNamespace } from '../kubernetes/validate';
import { imagesShape, resources, silence, volume } from '../monitoring/shape';
import { checkImages } from '../monitoring/validate';
import { checkJobs, jobShapes } from '../monitoring/validate-jobs';
import { checkLogs, logFields } from '../monitoring/validate-logs';
import { checkPostgresExporters, postgresExportersShape } from '../monitoring/validate-postgres-exporters';
import { type ProgramSettings, surroundings } from './programs';
import type { OperatorMonitoringProps } from './settings';

const { databaseBackup, databaseVacuum, receiverTest } = jobShapes(resources, volume);
const { reader: _, ...logOptional } = logFields.optional;

/** What runs beside their programs. */
export const programsShape: Shape = object(
  {},
  {
    silences: list(silence),
    alertmanagers: list(text),
    jobs: object({}, { databaseBackup, databaseVacuum, receiverTest }),
    logs: object({ ...logFields.required, resources }, logOptional),
    agents: object({ namespace: text, apiServer: list(text) }),
    postgresExporters: postgresExportersShape(resources),
    images: imagesShape,
  },
);

/** Problems of the programs, and of what they were told. */
export function programProblems(
  props: OperatorMonitoringProps,
  settings: ProgramSettings,
  deliveries: readonly ServiceDelivery[],
): readonly Problem[] {
  const { environment, programs = {} } = props;
  const around = surroundings(props);
  const report = new Report(environment.name);
  checkImages(around, report);
  checkGuestSilences(programs, deliveries, report.at('alertmanager'));
  checkLogs(around, { ...settings, deliveries }, report.at('logs'));
  checkPostgresExporters(around, settings, report.at('postgresExporters'));
  checkAgents(props, report.at('logs'));
  checkTasks(props, report.at('jobs'));
  return report.problems;
}

function checkAgents({ programs: { logs, agents } = {} }: OperatorMonitoringProps, report: Report): void {
  if (logs !== undefined && agents === undefined) {
    report.refuse('agents is missing, must say where programs run that see the files of nodes');
  }
  if (agents === undefined) return;
  checkNamespace(agents.namespace, 'agents.namespace', report);
  if (agents.apiServer.length === 0) report.refuse('agents.apiServer is empty, must have a CIDR block');
  for (const block of agents.apiServer) report.must('agents.apiServer', block, cidr(block));
}

/** An alert watches each task, by what kube-state-metrics shows of it, whoever scrapes that. */
function checkTasks({ environment, programs = {}, routing }: OperatorMonitoringProps, report: Report): void {
  const { jobs = {}, alertmanagers = [] } = programs;
  const { services, scraped = [] } = environment;
  if (Object.keys(jobs).length === 0) return;
  const isWatched = [...Object.keys(services), ...scraped].includes(KUBE_STATE_METRICS);
  if (!isWatched) {
    report.refuse(
      `'${KUBE_STATE_METRICS}' is not watched, must be named under services, or under scraped`,
      'nobody else can tell that a task is no longer done; kube-prometheus-stack scrapes its own already',
    );
  }
  checkJobs({ jobs, services: { [KUBE_STATE_METRICS]: { discovery: [] } } }, report);
  if (jobs.receiverTest === undefined) return;
  if (routing === undefined) {
    report.refuse('receiverTest is given, must go with routing: the routes of its alerts stand there');
  }
  if (alertmanagers.length === 0) {
    report.refuse('receiverTest is given, must go with alertmanagers: every member is told');
  }
}

const KUBE_STATE_METRICS = 'kube-state-metrics';
