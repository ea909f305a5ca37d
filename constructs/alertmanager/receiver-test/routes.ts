/** Where test alerts go: each to the one receiver that it names. */
import { seconds } from '../../../model/quantity';
import type { RootRoute, Route } from '../settings';
import { NOBODY } from '../routes';

/** The alert that proves that a receiver is told. Its label `receiver` says which. */
export const RECEIVER_TEST = 'ReceiverTest';
/** Hears of the Watchdog all the time, and would take another alert for it. */
const DEAD_MANS_SWITCH = 'deadMansSwitch';

/** The receivers of a tree that can be tested, sorted. */
export function testedReceivers(root: RootRoute): readonly string[] {
  const named = [root.receiver, ...root.routes.flatMap(receiversBelow)];
  return [...new Set(named)].filter((name) => name !== NOBODY && name !== DEAD_MANS_SWITCH).sort();
}

function receiversBelow({ receiver, routes = [] }: Route): readonly string[] {
  return [receiver, ...routes.flatMap(receiversBelow)];
}

/** The tree with a route for the test of each of its receivers: after the Watchdog's, before all others. */
export function withTestRoutes(root: RootRoute): RootRoute {
  const tests = testedReceivers(root).map((receiver) => ({
    receiver,
    matchers: [
      { label: 'alertname', op: '=', value: RECEIVER_TEST },
      { label: 'receiver', op: '=', value: receiver },
    ] as const,
    groupWait: seconds(0),
  }));
  return { ...root, routes: [...root.routes.slice(0, 1), ...tests, ...root.routes.slice(1)] };
}

/** Whether a route is for test alerts alone. */
export function isTestRoute({ matchers }: Route): boolean {
  return matchers.some(({ label, op, value }) => label === 'alertname' && op === '=' && value === RECEIVER_TEST);
}
