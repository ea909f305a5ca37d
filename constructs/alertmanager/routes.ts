/** Who gets which alert: the tree that every environment has, and its evaluation. */
import { type Duration, seconds } from '../../model/quantity';
import type { Integration } from './receivers/index';
import type { Grouping, Matcher, Receiver, RootRoute, Route, RouteTimes } from './settings';

/** The receiver of alerts that notify nobody. */
export const NOBODY = 'null';
/** The alert that always fires, to prove that alerts arrive. */
export const WATCHDOG = 'Watchdog';

/** What the tree is made from. */
export interface Routing {
  readonly receivers: Readonly<Record<string, readonly Integration[] | undefined>> & {
    readonly oncall: readonly Integration[];
    readonly team: readonly Integration[];
    readonly deadMansSwitch?: readonly Integration[];
  };
  readonly routes?: readonly Route[];
  /** When the team is told of warnings. @default - at any time */
  readonly warningTimes?: RouteTimes;
  readonly groupWait: Duration;
  readonly groupInterval: Duration;
  readonly repeatCritical: Duration;
  readonly repeatWarning: Duration;
  readonly heartbeat: Duration;
}

const severity = (value: string): Matcher => ({ label: 'severity', op: '=', value });

/**
 * The routing tree. Watchdog first, then one's own routes, then by severity: critical to on-call and the team, warning
 * to the team, the rest to nobody. An alert that none of them takes, which a check forbids, still reaches the team.
 */
export function routingTree(routing: Routing): RootRoute {
  const { groupWait, groupInterval, repeatCritical, repeatWarning } = routing;
  return {
    receiver: 'team',
    // Labels that every alert carries. Not `instance`: ten broken instances are one page.
    groupBy: ['alertname', 'cluster', 'service'],
    groupWait,
    groupInterval,
    repeatInterval: repeatWarning,
    routes: [
      watchdogRoute(routing),
      ...(routing.routes ?? []),
      { receiver: 'oncall', matchers: [severity('critical')], repeatInterval: repeatCritical, continue: true },
      { receiver: 'team', matchers: [severity('critical')], repeatInterval: repeatCritical },
      { receiver: 'team', matchers: [severity('warning')], ...routing.warningTimes },
      { receiver: NOBODY, matchers: [{ label: 'severity', op: '=~', value: 'info|none' }] },
    ],
  };
}

function watchdogRoute({ receivers, heartbeat }: Routing): Route {
  const matchers: readonly Matcher[] = [{ label: 'alertname', op: '=', value: WATCHDOG }];
  if (receivers.deadMansSwitch === undefined) return { receiver: NOBODY, matchers };
  return {
    receiver: 'deadMansSwitch',
    matchers,
    groupBy: ['alertname', 'cluster'],
    groupWait: seconds(0),
    // A repeat is due at a flush only, and flushes are a group interval apart: five of them keep the beat steady.
    groupInterval: seconds(heartbeat.value / 5),
    repeatInterval: heartbeat,
  };
}

/**
 * The receivers by name, with the one that is nobody. A heartbeat has no end to tell, so its switch gets no resolved.
 */
export function routingReceivers({ receivers }: Routing): readonly Receiver[] {
  const named = Object.entries(receivers).map(([name, integrations = []]) => ({
    name,
    integrations:
      name === 'deadMansSwitch' ? integrations.map((each) => ({ ...each, sendResolved: false })) : integrations,
  }));
  return [{ name: NOBODY, integrations: [] }, ...named].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a label set satisfies a matcher; a missing label is an empty one. Regular expressions are anchored. */
export function matches({ label, op, value }: Matcher, labels: Readonly<Record<string, string>>): boolean {
  const actual = labels[label] ?? '';
  switch (op) {
    case '=':
      return actual === value;
    case '!=':
      return actual !== value;
    case '=~':
      return new RegExp(`^(?:${value})$`, 's').test(actual);
    case '!~':
      return !new RegExp(`^(?:${value})$`, 's').test(actual);
  }
}

/** Where an alert ends, how it is gathered there, and when. */
export interface Destination extends Grouping, RouteTimes {
  readonly receiver: string;
}

/** Whether there are times at which nobody is told. */
export function isTimed({ muteTimeIntervals = [], activeTimeIntervals = [] }: Destination): boolean {
  return muteTimeIntervals.length + activeTimeIntervals.length > 0;
}

/** Where an alert with these labels ends, in order, as Alertmanager would choose. */
export function destinationsOf(root: RootRoute, labels: Readonly<Record<string, string>>): readonly Destination[] {
  const { routes, ...self } = root;
  const reached = branchDestinations(routes, self, labels);
  return reached.length > 0 ? reached : [self];
}

/** The receivers of an alert with these labels. */
export function receiversOf(root: RootRoute, labels: Readonly<Record<string, string>>): readonly string[] {
  return destinationsOf(root, labels).map(({ receiver }) => receiver);
}

function branchDestinations(
  branches: readonly Route[],
  inherited: Destination,
  labels: Readonly<Record<string, string>>,
): readonly Destination[] {
  const reached: Destination[] = [];
  for (const { matchers, continue: goesOn, routes = [], ...own } of branches) {
    if (!matchers.every((matcher) => matches(matcher, labels))) continue;
    const { muteTimeIntervals: _mute, activeTimeIntervals: _active, ...handedDown } = inherited;
    const here = { ...handedDown, ...own };
    const deeper = branchDestinations(routes, here, labels);
    reached.push(...(deeper.length > 0 ? deeper : [here]));
    if (goesOn !== true) break;
  }
  return reached;
}
