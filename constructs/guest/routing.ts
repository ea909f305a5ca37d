/** Who is told what, where somebody else runs the Alertmanager. */
import type { ServiceDelivery } from '../../model/delivery';
import { severityInhibitions } from '../alertmanager/inhibitions';
import { withTestRoutes } from '../alertmanager/receiver-test/routes';
import { awsCredentials } from '../alertmanager/receivers/sns';
import { type Routing, WATCHDOG, routingReceivers, routingTree } from '../alertmanager/routes';
import type { RoutingSettings } from '../alertmanager/settings';
import { checkReceivers } from '../alertmanager/validate';
import { checkInhibitedShapes, checkInhibitions } from '../alertmanager/validate-inhibitions';
import { checkDelivery, checkRoutes } from '../alertmanager/validate-routes';
import { checkTimeIntervals } from '../alertmanager/validate-time-intervals';
import type { Report } from '../check/report';
import type { AlertmanagerOptions } from '../monitoring/environment';

/** What of an Alertmanager's settings says who is told what. */
export type GuestRouting = Pick<
  AlertmanagerOptions,
  'receivers' | 'routes' | 'inhibitions' | 'timeIntervals' | 'timing' | 'warningTimes'
>;

/**
 * The settings of a routing.
 * @param tested - whether each receiver gets a route for its test
 */
export function guestRoutingSettings(
  options: GuestRouting,
  deliveries: readonly ServiceDelivery[],
  tested = false,
): RoutingSettings {
  const { timing, receivers, routes = [], inhibitions = [], timeIntervals, warningTimes } = options;
  const routing: Routing = { ...timing, receivers, routes, ...(warningTimes && { warningTimes }) };
  const shapes = deliveries.flatMap(({ alerts }) => alerts);
  const tree = routingTree(routing);
  return {
    receivers: routingReceivers(routing),
    route: tested ? withTestRoutes(tree) : tree,
    inhibitions: [...inhibitions, ...severityInhibitions(shapes)],
    ...(timeIntervals === undefined ? {} : { timeIntervals }),
  };
}

/** Problems of a routing, as an Alertmanager of ours would have them. */
export function checkGuestRouting(
  settings: RoutingSettings,
  { receivers, inhibitions = [] }: GuestRouting,
  deliveries: readonly ServiceDelivery[],
  report: Report,
): void {
  const shapes = deliveries.flatMap(({ alerts }) => alerts);
  checkReceivers(settings, report);
  if (awsCredentials(settings.receivers).length > 0) {
    report.refuse(
      'credentials of an sns receiver are a file, which no configuration of routes can name',
      'leave them out, and give the role to their Alertmanager',
    );
  }
  checkRoutes(settings.route, report);
  checkTimeIntervals(settings, report);
  checkInhibitions(settings.inhibitions, report);
  checkInhibitedShapes(inhibitions, shapes, report);
  checkDelivery(settings, shapes, report);
  if (receivers.deadMansSwitch !== undefined && !shapes.some(({ alertname }) => alertname === WATCHDOG)) {
    report.refuse(
      `receivers.deadMansSwitch is given, must go with ${WATCHDOG}, which no service here delivers`,
      "watch the service 'prometheus', or leave the switch to their own Watchdog",
    );
  }
}
