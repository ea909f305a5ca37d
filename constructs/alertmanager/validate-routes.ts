/** Checks of the routing tree. https://prometheus.io/docs/alerting/latest/configuration/#route */
import type { AlertShape } from '../../model/delivery';
import { labelName } from '../check/names';
import { regex } from '../check/regex';
import { repeated } from '../check/repeated';
import { type Report, quantityShown } from '../check/report';
import { matcherText } from './config';
import { carriedLabels } from './inhibitions';
import { WATCHDOG, destinationsOf, isTimed, matches } from './routes';
import type { Grouping, Matcher, RootRoute, Route, RoutingSettings } from './settings';

/** Checks the tree by itself. */
export function checkRoutes(root: RootRoute, report: Report): void {
  checkGrouping(root, root, report);
  checkBranches(root.routes, root, report);
}

/** Checks that every alert that should wake or tell somebody does. */
export function checkDelivery(
  { route, receivers }: RoutingSettings,
  shapes: readonly AlertShape[],
  report: Report,
): void {
  // A regular expression that is none has its own message.
  if (!isSound(route.routes)) return;
  const silent = new Set(receivers.filter(({ integrations }) => integrations.length === 0).map(({ name }) => name));
  for (const shape of shapes) {
    const { alertname, labels } = shape;
    const severity = labels['severity'] ?? '';
    if (alertname === WATCHDOG || !['critical', 'warning'].includes(severity)) continue;
    const reached = destinationsOf(route, { ...labels, alertname });
    if (reached.every(({ receiver }) => silent.has(receiver))) {
      const names = reached.map(({ receiver }) => receiver).join(', ');
      report.as('AM-03').refuse(`${severity} alert ${alertname} reaches only ${names}, must reach somebody`);
    }
    const somebody = reached.filter(({ receiver }) => !silent.has(receiver));
    if (severity === 'critical' && somebody.length > 0 && somebody.every(isTimed)) {
      report
        .as('AM-03')
        .refuse(
          `critical alert ${alertname} is told at some times only, must reach somebody at any time`,
          'mute the route of warnings, or continue to one that is not timed',
        );
    }
    for (const label of new Set(reached.flatMap(({ groupBy }) => groupBy))) {
      if (labelName(label) !== undefined || carriedLabels(shape).has(label)) continue;
      report
        .as('AM-06')
        .refuse(
          `alerts are grouped by '${label}', which ${alertname} may lack, must be by labels that all carry`,
          'those without it would fall into one group',
        );
    }
  }
}

function isSound(routes: readonly Route[]): boolean {
  return routes.every(
    ({ matchers, routes: deeper = [] }) =>
      matchers.every(({ op, value }) => !op.endsWith('~') || regex(value) === undefined) && isSound(deeper),
  );
}

function checkBranches(routes: readonly Route[], parent: Grouping, report: Report): void {
  routes.forEach((route, index) => {
    const place = report.at(`route {${route.matchers.map(matcherText).join(', ')}}`);
    const grouping = { ...parent, ...route };
    checkGrouping(route, grouping, place);
    for (const matcher of route.matchers) checkMatcher(matcher, place);
    if (route.matchers.length === 0)
      place.as('AM-05').refuse('matchers is empty, must have at least one: it would take every alert');
    const before = routes.slice(0, index).find((earlier) => earlier.continue !== true && covers(earlier, route));
    if (before !== undefined) {
      const taker = before.matchers.map(matcherText).join(', ');
      place
        .as('AM-04')
        .refuse(`it is never reached: the route {${taker}} before it takes all that it matches, and does not continue`);
    }
    checkBranches(route.routes ?? [], grouping, place);
  });
}

/** A matcher of a route or an inhibition. */
export function checkMatcher({ label, op, value }: Matcher, report: Report): void {
  report.must('the label of a matcher', label, labelName(label));
  if (op === '=~' || op === '!~') report.must(`the matcher of '${label}'`, value, regex(value));
  if (/^[=~]/.test(value)) report.must(`the matcher of '${label}'`, value, 'a value without an operator before it');
}

/** Whether whatever matches `later` matches `earlier` too, as far as equal matchers and fixed values tell. */
function covers(earlier: Route, later: Route): boolean {
  // One without matchers has its own message.
  if (earlier.matchers.length === 0) return false;
  return earlier.matchers.every((matcher) =>
    later.matchers.some(({ label, op, value }) => {
      if (label !== matcher.label) return false;
      if (op === matcher.op && value === matcher.value) return true;
      return op === '=' && regex(matcher.value) === undefined && matches(matcher, { [label]: value });
    }),
  );
}

/** Multiples are compared with some slack: a tree whose times were all divided by seven is still in step. */
const STEP_SLACK = 0.01;

function checkGrouping(own: Partial<Grouping>, { groupInterval, repeatInterval }: Grouping, report: Report): void {
  checkGroupBy(own.groupBy ?? [], report);
  if ((own.groupWait?.value ?? 0) < 0) report.refuse('groupWait is negative, must be 0 or more');
  if (own.groupInterval === undefined && own.repeatInterval === undefined) return;
  const [interval, repeat] = [quantityShown(groupInterval), quantityShown(repeatInterval)];
  if (groupInterval.value <= 0) {
    if (own.groupInterval !== undefined) report.refuse(`groupInterval is ${interval}, must be more than 0`);
    return;
  }
  const steps = repeatInterval.value / groupInterval.value;
  if (steps < 1 - STEP_SLACK || Math.abs(steps - Math.round(steps)) > STEP_SLACK) {
    report
      .as('AM-07')
      .refuse(
        `repeatInterval is ${repeat}, must be a multiple of groupInterval, which is ${interval}`,
        'a repeat is due only when the group is looked at',
      );
  }
}

function checkGroupBy(groupBy: readonly string[], report: Report): void {
  if (groupBy.includes('...') && groupBy.length > 1)
    report.refuse("groupBy has '...' beside labels, must have it alone");
  for (const label of groupBy) {
    if (label !== '...') report.must('a label of groupBy', label, labelName(label));
  }
  for (const label of repeated(groupBy)) {
    report.refuse(`groupBy has '${label}' twice, must have it once`);
  }
}
