/** Who is told what: AM-02, AM-04 to AM-07, AM-13 and AM-16. */
import { carriedLabels } from '../../../constructs/alertmanager/inhibitions';
import { isTestRoute } from '../../../constructs/alertmanager/receiver-test/routes';
import { NOBODY, WATCHDOG, destinationsOf, matches } from '../../../constructs/alertmanager/routes';
import type { Grouping, Matcher, Route } from '../../../constructs/alertmanager/settings';
import type { AlertShape } from '../../../model/delivery';
import { suggestion } from '../../../model/problem';
import type { Problem } from '../../../model/problem';
import { durationText, hours, minutes, seconds } from '../../../model/quantity';
import type { Duration } from '../../../model/quantity';
import type { Subject } from '../subject';

/** Every alert of an environment, as Alertmanager could see it. */
export const shapesOf = ({ wiring }: Pick<Subject, 'wiring'>): readonly AlertShape[] =>
  wiring.deliveries.flatMap(({ alerts }) => alerts);

const placeOf = ({ environment }: Subject): string => `${environment.name}/alertmanager`;

/** Runs each check of the routing tree. */
export function routing(subject: Subject): readonly Problem[] {
  return [
    ...unforeseen(subject),
    ...unreachedReceivers(subject),
    ...idleMatchers(subject),
    ...groupings(subject),
    ...timings(subject),
    ...quietInfo(subject),
    ...lonelyAlertmanager(subject),
  ];
}

function silentReceivers({ wiring }: Subject): ReadonlySet<string> {
  const empty = wiring.alertmanager.receivers.filter(({ integrations }) => integrations.length === 0);
  return new Set(empty.map(({ name }) => name));
}

/** An alert without a label that anybody foresaw. */
function unforeseen(subject: Subject): readonly Problem[] {
  const reached = destinationsOf(subject.wiring.alertmanager.route, {}).map(({ receiver }) => receiver);
  const silent = silentReceivers(subject);
  if (reached.some((receiver) => !silent.has(receiver))) return [];
  const what = `an alert that no route foresees reaches only ${reached.join(', ')}, must reach somebody`;
  return [
    { id: 'AM-02', where: placeOf(subject), what, remedy: 'give the root route a receiver with a person behind it' },
  ];
}

function unreachedReceivers(subject: Subject): readonly Problem[] {
  const { receivers, route } = subject.wiring.alertmanager;
  const shapes = shapesOf(subject);
  const reached = new Set(
    shapes.flatMap(({ labels, alertname }) => destinationsOf(route, { ...labels, alertname }).map((d) => d.receiver)),
  );
  return receivers
    .filter(({ name }) => name !== NOBODY && !reached.has(name))
    .map(({ name }) => ({
      id: 'AM-04',
      where: placeOf(subject),
      what: `no alert reaches receiver '${name}'`,
      remedy: 'drop it, or correct the route that is to lead there',
    }));
}

const allRoutes = (routes: readonly Route[]): readonly Route[] =>
  routes.flatMap((route) => [route, ...allRoutes(route.routes ?? [])]);

const matcherText = ({ label, op, value }: Matcher): string => `${label}${op}"${value}"`;

/** A matcher on what no alert carries takes nothing, or everything. */
function idleMatchers(subject: Subject): readonly Problem[] {
  const shapes = shapesOf(subject);
  const labels = [...new Set(shapes.flatMap((shape) => [...carriedLabels(shape)]))];
  // The test of receivers posts its alert itself.
  const routes = allRoutes(subject.wiring.alertmanager.route.routes).filter((route) => !isTestRoute(route));
  return routes.flatMap(({ matchers }) =>
    matchers.flatMap((matcher): readonly Problem[] => {
      const problem = { id: 'AM-05', where: `${placeOf(subject)}/route {${matchers.map(matcherText).join(', ')}}` };
      if (!labels.includes(matcher.label)) {
        const what = `no alert has label '${matcher.label}'`;
        return [{ ...problem, what, remedy: suggestion(matcher.label, labels) }];
      }
      if (shapes.some((shape) => mayMatch(matcher, shape))) return [];
      return [{ ...problem, what: `no alert has ${matcherText(matcher)}`, remedy: 'correct the value' }];
    }),
  );
}

/** A label whose value is open may have any. */
function mayMatch(matcher: Matcher, { alertname, labels }: AlertShape): boolean {
  const fixed: Readonly<Record<string, string>> = { ...labels, alertname };
  return fixed[matcher.label] === undefined || matches(matcher, fixed);
}

/** Ten broken instances are one page; and what is not one problem is not one message. */
function groupings(subject: Subject): readonly Problem[] {
  const { route } = subject.wiring.alertmanager;
  const faults = new Set<string>();
  for (const { labels, alertname } of shapesOf(subject)) {
    for (const { groupBy, receiver } of destinationsOf(route, { ...labels, alertname })) {
      const by = groupBy.join(', ');
      if (!groupBy.includes('alertname') && !groupBy.includes('...')) {
        faults.add(`alerts for '${receiver}' are grouped by ${by || 'nothing'}, must be by alertname among others`);
      }
      const pages = labels['severity'] === 'critical' || labels['severity'] === 'warning';
      if (pages && groupBy.some((label) => ['instance', 'pod', '...'].includes(label))) {
        faults.add(`alerts for '${receiver}' are grouped by ${by}: each instance would be a message of its own`);
      }
    }
  }
  return [...faults].map((what) => ({
    id: 'AM-06',
    where: placeOf(subject),
    what,
    remedy: 'group by alertname, cluster and service',
  }));
}

/** A test system may tell sooner; a page that comes late is for production alone. */
function timings(subject: Subject): readonly Problem[] {
  if (subject.environment.purpose !== 'production') return [];
  const { route } = subject.wiring.alertmanager;
  const faults = shapesOf(subject).flatMap(({ labels, alertname }) => {
    const bounds = BOUNDS[labels['severity'] ?? ''];
    if (bounds === undefined) return [];
    const reached = destinationsOf(route, { ...labels, alertname }).map((grouping) => lateOrLoud(grouping, bounds));
    // A copy for a chat may come as it likes, when somebody is told in time.
    return reached.some((found) => found.length === 0) ? [] : (reached[0] ?? []);
  });
  return [...new Set(faults)].map((what) => ({
    id: 'AM-07',
    where: placeOf(subject),
    what,
    remedy: 'soon enough to help, seldom enough to be read',
  }));
}

/** How long to repeat, by severity, and its name in a message. */
const BOUNDS: Readonly<Record<string, readonly [name: string, least: Duration, most: Duration]>> = {
  critical: ['critical', hours(1), hours(4)],
  warning: ['warning', hours(12), hours(24)],
};

function lateOrLoud(
  { groupWait, groupInterval, repeatInterval }: Grouping,
  [severity, least, most]: readonly [string, Duration, Duration],
): readonly string[] {
  const bounds: readonly (readonly [string, Duration, Duration, Duration])[] = [
    ['groupWait', groupWait, seconds(10), seconds(30)],
    ['groupInterval', groupInterval, minutes(1), minutes(5)],
    ['repeatInterval', repeatInterval, least, most],
  ];
  return bounds
    .filter(([, is, low, high]) => is.value < low.value || is.value > high.value)
    .map(
      ([name, is, low, high]) =>
        `${name} of ${severity} alerts is ${durationText(is)}, must be ${durationText(low)} to ${durationText(high)}`,
    );
}

/** Context that nobody asked for wakes nobody. */
function quietInfo(subject: Subject): readonly Problem[] {
  const { receivers, route } = subject.wiring.alertmanager;
  const paging = receivers.filter(({ integrations }) => integrations.some(({ kind }) => kind === 'pagerDuty'));
  return shapesOf(subject)
    .filter(({ labels, alertname }) => labels['severity'] === 'info' && alertname !== WATCHDOG)
    .flatMap(({ labels, alertname }) => {
      const reached = destinationsOf(route, { ...labels, alertname }).map(({ receiver }) => receiver);
      return reached
        .filter((name) => paging.some((receiver) => receiver.name === name))
        .map((name) => ({
          id: 'AM-13',
          where: placeOf(subject),
          what: `info alert ${alertname} pages '${name}'`,
          remedy: 'lead it to a chat, or to nobody',
        }));
    });
}

/** One Alertmanager is one process away from silence. */
function lonelyAlertmanager(subject: Subject): readonly Problem[] {
  const { environment, wiring } = subject;
  const { replicas } = environment.alertmanager;
  const { instances } = wiring.prometheus.alertmanagers;
  const found: Problem[] = [];
  if (environment.purpose === 'production' && replicas < 2) {
    const what = `replicas is ${replicas}, must be 3 or more in production`;
    found.push({ id: 'AM-16', where: placeOf(subject), what, remedy: "raise 'replicas'" });
  }
  if (instances.length !== replicas) {
    const what = `Prometheus sends to ${instances.length} of ${replicas} Alertmanagers, must send to each`;
    found.push({
      id: 'AM-16',
      where: placeOf(subject),
      what,
      remedy: 'list every member: they agree among themselves',
    });
  }
  return found;
}
