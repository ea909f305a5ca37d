/** Checks of what is asked for beside the environment, where files alone are written. */
import type { ServiceDelivery } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import type { RoutingSettings } from '../alertmanager/settings';
import { Report } from '../check/report';
import { type Shape, list, object, text } from '../check/shape';
import { checkGuestRouting } from '../guest/routing';
import { checkGuestSilences } from '../guest/silences';
import type { LogShipperSettings } from '../log-shipper/settings';
import { routingFields, silence } from '../monitoring/shape';
import { checkLogOptions, logFields } from '../monitoring/validate-logs';
import type { ExistingOptions } from './files';

const optionsShape: Shape = object(
  {},
  {
    routing: object(routingFields.required, routingFields.optional),
    silences: list(silence),
    alertmanagers: list(text),
    logs: object(logFields.required, logFields.optional),
    folder: text,
  },
);

/** Fields that are missing, unknown, or of another type, beside the environment's. */
export function existingShapeProblems(options: ExistingOptions): readonly Problem[] {
  const { environment: _, services: _services, runbooks: _runbooks, ...own } = options;
  const report = new Report('files');
  optionsShape(own, '', report);
  return report.problems;
}

/** What follows from the options. */
interface Followed {
  readonly deliveries: readonly ServiceDelivery[];
  readonly routing: RoutingSettings | undefined;
  readonly logs: LogShipperSettings | undefined;
}

/** Problems of the options, and of what follows from them. */
export function existingProblems(
  options: ExistingOptions,
  { deliveries, routing, logs }: Followed,
): readonly Problem[] {
  const report = new Report(options.environment.name);
  checkFolder(options.folder, report);
  checkGuestSilences(options, deliveries, report.at('alertmanager'));
  if (options.routing !== undefined && routing !== undefined) {
    checkGuestRouting(routing, options.routing, deliveries, report.at('routing'));
  }
  if (options.logs !== undefined && logs !== undefined) {
    checkLogOptions(options.logs, { logs, deliveries }, report.at('logs'));
  }
  return report.problems;
}

function checkFolder(folder: string | undefined, report: Report): void {
  if (folder === undefined || /^(?:\/[A-Za-z0-9._-]+)+$/.test(folder)) return;
  report.must('folder', folder, 'an absolute path of letters, digits and . _ -, without a trailing slash');
}
