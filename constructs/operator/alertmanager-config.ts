/**
 * Routing as an `AlertmanagerConfig`. The operator hangs it below the route of their Alertmanager, where every alert
 * of every team passes; so it takes the alerts of this environment and no others.
 * https://prometheus-operator.dev/docs/developer/alerting/#alertmanagerconfig-resource
 */
import { durationText } from '../../model/quantity';
import type { Grouping, Matcher, Route, RoutingSettings } from '../alertmanager/settings';
import { type TimeInterval, withinDays } from '../alertmanager/time-intervals';
import { operatorReceiver } from './receivers';
import type { AlertmanagerConfigSpec, OperatorMatcher, OperatorRoute, OperatorTimeInterval } from './resources';

/** The specification of the routing of one environment. */
export function alertmanagerConfigSpec(
  { receivers, route, inhibitions, timeIntervals }: RoutingSettings,
  { name, cluster }: { readonly name: string; readonly cluster: string },
): AlertmanagerConfigSpec {
  const ours: readonly Matcher[] = [
    { label: 'environment', op: '=', value: name },
    { label: 'cluster', op: '=', value: cluster },
  ];
  return {
    route: operatorRoute({ ...route, matchers: ours }),
    receivers: receivers.map(operatorReceiver),
    ...(timeIntervals && { muteTimeIntervals: timeIntervals.map(operatorTimeInterval) }),
    inhibitRules: inhibitions.map(({ source, target, equal }) => ({
      sourceMatch: [...ours, ...source].map(operatorMatcher),
      targetMatch: [...ours, ...target].map(operatorMatcher),
      equal,
    })),
  };
}

function operatorMatcher({ label, op, value }: Matcher): OperatorMatcher {
  return { name: label, value, matchType: op };
}

function operatorRoute(route: Route): OperatorRoute {
  const { receiver, matchers, continue: goesOn, routes, muteTimeIntervals, activeTimeIntervals, ...grouping } = route;
  return {
    receiver,
    matchers: matchers.map(operatorMatcher),
    ...(goesOn === true ? { continue: true } : {}),
    ...(muteTimeIntervals && { muteTimeIntervals }),
    ...(activeTimeIntervals && { activeTimeIntervals }),
    ...operatorGrouping(grouping),
    ...(routes === undefined ? {} : { routes: routes.map(operatorRoute) }),
  };
}

/** Their clock is UTC. */
function operatorTimeInterval({ name, spans }: TimeInterval): OperatorTimeInterval {
  return {
    name,
    timeIntervals: spans.flatMap(withinDays).map(({ times, weekdays, daysOfMonth, months }) => ({
      ...(times && { times: times.map(({ from, to }) => ({ startTime: from, endTime: to })) }),
      ...(weekdays && { weekdays }),
      ...(daysOfMonth && { daysOfMonth: daysOfMonth.map(({ from, to }) => ({ start: from, end: to })) }),
      ...(months && { months }),
    })),
  };
}

function operatorGrouping({ groupBy, groupWait, groupInterval, repeatInterval }: Partial<Grouping>): object {
  return {
    ...(groupBy && { groupBy }),
    ...(groupWait && { groupWait: durationText(groupWait) }),
    ...(groupInterval && { groupInterval: durationText(groupInterval) }),
    ...(repeatInterval && { repeatInterval: durationText(repeatInterval) }),
  };
}
