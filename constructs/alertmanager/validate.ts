/** Checks of an Alertmanager. */
import { suggestion } from '../../model/problem';
import { type Duration, seconds } from '../../model/quantity';
import { repeated } from '../check/repeated';
import { Report, quantityShown } from '../check/report';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkReplicas, checkResources, checkSubPath, checkVolume } from '../kubernetes/validate';
import type { ClaimOptions } from '../kubernetes/workload';
import { checkIntegration } from './receivers/integration';
import { awsCredentials } from './receivers/sns';
import { NOBODY } from './routes';
import type { AlertmanagerSettings, Receiver, RootRoute, Route, RoutingSettings } from './settings';
import { checkInhibitions } from './validate-inhibitions';
import { checkRoutes } from './validate-routes';
import { checkTimeIntervals } from './validate-time-intervals';

/** What is needed beside the settings to run it in Kubernetes. */
export interface AlertmanagerDeployment {
  readonly replicas: number;
  readonly resources: Resources;
  readonly volume: Omit<ClaimOptions, 'name'>;
}

/** Every problem of the settings and of how they are to run. */
export function checkAlertmanager(
  settings: AlertmanagerSettings,
  options: AlertmanagerDeployment,
  report: Report,
): void {
  checkReceivers(settings, report);
  checkRoutes(settings.route, report);
  checkTimeIntervals(settings, report);
  checkRetention(settings, report);
  checkInhibitions(settings.inhibitions, report);
  checkCluster(options.replicas, report);
  checkTurns(settings.route, options.replicas, report);
  checkResources(options.resources, report);
  checkVolume(options.volume.size, 'volume.size', report);
}

/** Problems of a construct at `where`. */
export function alertmanagerProblems(
  props: AlertmanagerDeployment & { readonly identity: Identity; readonly settings: AlertmanagerSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkSubPath(props.settings.subPath, report);
  checkAlertmanager(props.settings, props, report);
  return report.problems;
}

/** Two members cannot tell which of them is cut off; an even number is no better than one less. */
function checkCluster(replicas: number, report: Report): void {
  checkReplicas(replicas, report);
  if (replicas > 1 && replicas % 2 === 0) report.must('replicas', replicas, '1, or an odd number of at least 3');
}

/**
 * How long a member waits for the one before it.
 * https://github.com/prometheus/alertmanager/blob/v0.31.1/cmd/alertmanager/main.go (`--cluster.peer-timeout`)
 */
const PEER_TIMEOUT = seconds(15);

/** Where a group comes up again before the last member had its turn, that one speaks after its time. */
function checkTurns({ groupInterval }: RootRoute, replicas: number, report: Report): void {
  const longest = seconds(PEER_TIMEOUT.value * (replicas - 1));
  if (replicas < 2 || groupInterval.value > longest.value || groupInterval.value <= 0) return;
  const [is, least] = [quantityShown(groupInterval), quantityShown(longest)];
  report.refuse(`groupInterval is ${is}, must be more than ${least}, which the last of ${replicas} members waits`);
}

/** Receivers, and whether routes and they know each other. */
export function checkReceivers({ receivers, route }: RoutingSettings, report: Report): void {
  const names = receivers.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.as('AM-04').refuse(`receiver '${name}' is defined twice, must be one`);
  }
  const used = usedReceivers(route);
  for (const name of new Set(used.filter((each) => !names.includes(each)))) {
    report.as('AM-04').refuse(`receiver '${name}' of a route is not defined`, suggestion(name, names));
  }
  if (awsCredentials(receivers).length > 1) {
    report.refuse('sns receivers name different credentials, must name one file for all: Alertmanager reads one');
  }
  for (const receiver of receivers) {
    checkReceiver(receiver, report.at(receiver.name));
    if (receiver.name !== NOBODY && !used.includes(receiver.name)) {
      report.as('AM-04').refuse(`receiver '${receiver.name}' is used by no route, must be used or left out`);
    }
  }
}

function usedReceivers({ receiver, routes = [] }: RootRoute | Route): readonly string[] {
  return [receiver, ...routes.flatMap(usedReceivers)];
}

function checkReceiver({ name, integrations }: Receiver, report: Report): void {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) report.must('the name of a receiver', name, 'a word');
  if (integrations.length === 0 && name !== NOBODY) {
    report.refuse(`receiver '${name}' has no integration, must reach somebody`, `'${NOBODY}' is the one that does not`);
  }
  for (const integration of integrations) checkIntegration(integration, report);
}

/** What is forgotten before it is due again is told again. */
function checkRetention({ retention, route }: AlertmanagerSettings, report: Report): void {
  const longest = repeatIntervals(route).reduce((a, b) => (b.value > a.value ? b : a));
  if (retention.value <= longest.value) {
    const [is, least] = [quantityShown(retention), quantityShown(longest)];
    report.refuse(`retention is ${is}, must be longer than the longest repeat interval of ${least}`);
  }
}

function repeatIntervals({ repeatInterval, routes = [] }: RootRoute | Route): readonly Duration[] {
  return [...(repeatInterval === undefined ? [] : [repeatInterval]), ...routes.flatMap(repeatIntervals)];
}
