/** Checks of routes, receivers and inhibitions. */
import { byId, checks } from './check';
import type { Family } from './check';

const ROUTES = 'stacks/check/alertmanager/routes.ts';
const OWN_ROUTES = 'constructs/alertmanager/validate-routes.ts';
const INHIBITIONS = 'constructs/alertmanager/validate-inhibitions.ts';
const RECEIVERS = 'constructs/alertmanager/validate.ts';

export const alertmanager: Family = {
  title: 'Alertmanager',
  checks: byId([
    ...checks('error', [
      ['AM-01', 'checked', 'cli/check/programs.ts', 'amtool takes the configuration', 'correct what amtool names'],
      [
        'AM-02',
        'checked',
        ROUTES,
        'An alert that no route foresees reaches a person',
        'give the root route a receiver',
      ],
      [
        'AM-03',
        'delivered',
        OWN_ROUTES,
        'Every critical and every warning alert reaches a person',
        'add a route, or a way to reach the receiver',
      ],
      [
        'AM-04',
        ['delivered', 'checked'],
        `${RECEIVERS} ${OWN_ROUTES} ${ROUTES}`,
        'Every receiver is defined and reached, and no route is hidden by one before it',
        'drop it, or correct the route',
      ],
      [
        'AM-05',
        ['delivered', 'checked'],
        `${OWN_ROUTES} ${ROUTES}`,
        'Matchers ask for labels and values that some alert has',
        'correct the matcher',
      ],
      [
        'AM-06',
        ['delivered', 'checked'],
        `${OWN_ROUTES} ${ROUTES}`,
        'Alerts are grouped by alertname and labels that all of them have, pages never by instance',
        'group by alertname, cluster, service',
      ],
      [
        'AM-07',
        ['delivered', 'checked'],
        `${OWN_ROUTES} ${ROUTES}`,
        'Repeats are multiples of the group interval; in production, times are soon enough and seldom enough',
        'change the timing',
      ],
      [
        'AM-08',
        ['delivered', 'checked'],
        INHIBITIONS,
        'Labels that must be equal are on every alert that mutes or is muted: missing counts as equal',
        'use labels that all have',
      ],
      [
        'AM-09',
        'delivered',
        INHIBITIONS,
        'One of the labels that must be equal tells problems apart, not places',
        'add service, slo, job or alertname',
      ],
      [
        'AM-10',
        ['delivered', 'checked'],
        `${INHIBITIONS} stacks/check/alertmanager/inhibitions.ts`,
        'Nothing mutes itself, alerts do not mute each other, and nothing mutes what tells of alerting',
        'narrow the matchers',
      ],
      [
        'AM-11',
        ['delivered', 'checked'],
        INHIBITIONS,
        'An inhibition has alerts that mute and alerts that are muted',
        'drop it, or correct the matchers',
      ],
      [
        'AM-12',
        'checked',
        'stacks/check/alertmanager/watchdog.ts',
        'The Watchdog travels first, alone, often, and ends outside',
        'leave its route to the stack',
      ],
      [
        'AM-14',
        'checked',
        'stacks/check/alertmanager/files.ts',
        'Notifications print annotations and labels that all alerts have',
        'print what all have',
      ],
      [
        'AM-15',
        'checked',
        'stacks/check/alertmanager/files.ts',
        'Secrets are files, and mute intervals are defined in a time zone',
        'give a secret by name',
      ],
    ]),
    ...checks('warning', [
      ['AM-13', 'checked', ROUTES, 'An info alert pages nobody', 'lead it to a chat'],
      [
        'AM-16',
        'checked',
        ROUTES,
        'Production has several Alertmanagers, and Prometheus sends to each',
        "raise 'replicas'",
      ],
    ]),
  ]),
};
