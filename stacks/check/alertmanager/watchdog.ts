/** The dead man's switch: AM-12. */
import { NOBODY, WATCHDOG, matches } from '../../../constructs/alertmanager/routes';
import type { Route } from '../../../constructs/alertmanager/settings';
import type { Problem } from '../../../model/problem';
import { durationText, minutes } from '../../../model/quantity';
import type { Subject } from '../subject';

/** An outside switch that waits five minutes hears two beats before it calls somebody. */
const LONGEST_BEAT = minutes(2);

/** The alert that proves the way of all others travels first, alone, often, and ends outside. */
export function deadMansSwitch(subject: Subject): readonly Problem[] {
  const where = `${subject.environment.name}/alertmanager`;
  return faults(subject).map((what) => ({
    id: 'AM-12',
    where,
    what,
    remedy: 'leave the Watchdog and its route to the stack',
  }));
}

function faults(subject: Subject): readonly string[] {
  const { alerts, environment, wiring } = subject;
  const watchdogs = alerts.filter(({ rule }) => rule.alert === WATCHDOG);
  const [first] = wiring.alertmanager.route.routes;
  const own = watchdogs.map(({ rule }) => [
    rule.expr !== 'vector(1)' && `${WATCHDOG} asks ${rule.expr}, must ask vector(1)`,
    rule.labels.severity !== 'none' && `${WATCHDOG} is ${rule.labels.severity}, must be of severity none`,
    rule.for !== undefined && `${WATCHDOG} waits, must fire from the first evaluation on`,
  ]);
  const takes = first?.matchers.every((m) => matches(m, { alertname: WATCHDOG, severity: 'none' })) === true;
  const found = [
    ...own.flat(),
    watchdogs.length !== 1 && `${watchdogs.length} alerts are called ${WATCHDOG}, must be one`,
    !takes && `the first route does not take ${WATCHDOG}`,
    environment.purpose === 'production' &&
      first?.receiver === NOBODY &&
      'the heartbeat ends at nobody, must leave the cluster',
    ...(takes && first.receiver !== NOBODY ? beat(first, subject) : []),
  ];
  return found.filter((fault) => fault !== false);
}

function beat(route: Route, { wiring }: Subject): readonly (string | false)[] {
  const { groupWait, repeatInterval, receiver, continue: goesOn } = route;
  const integrations = wiring.alertmanager.receivers.find(({ name }) => name === receiver)?.integrations ?? [];
  const others = wiring.alertmanager.route.routes.filter((each) => each !== route && each.receiver === receiver);
  const repeat = repeatInterval ?? wiring.alertmanager.route.repeatInterval;
  return [
    goesOn === true && 'the route of the heartbeat continues, must end there',
    groupWait?.value !== 0 && 'groupWait of the heartbeat is not 0s',
    repeat.value > LONGEST_BEAT.value &&
      `repeatInterval of the heartbeat is ${durationText(repeat)}, must be at most ${durationText(LONGEST_BEAT)}`,
    integrations.some(({ sendResolved }) => sendResolved) &&
      'the heartbeat sends what is resolved: a switch would take it for a beat',
    others.length > 0 && `receiver '${receiver}' takes other alerts too, must take the heartbeat only`,
  ];
}
