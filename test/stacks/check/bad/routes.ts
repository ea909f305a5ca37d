/** Routes, receivers and inhibitions with one fault each. */
import type { Environment } from '../../../../constructs/monitoring/environment';
import type { Wiring } from '../../../../constructs/monitoring/settings';
import { slack } from '../../../../constructs/alertmanager/receivers';
import type { Inhibition, Route } from '../../../../constructs/alertmanager/settings';
import { minutes, seconds } from '../../../../model/quantity';
import { configProblems, templates } from '../../../../stacks/check/alertmanager/files';
import { validEnvironment } from '../../../constructs/fixture';
import { section, soundSubject } from '../sound';
import type { Change } from '../sound';
import type { Row } from './row';
import { deployed } from './row';

type Alerting = Environment['alertmanager'];
type Settings = Wiring['alertmanager'];

const alerting = (changes: Partial<Alerting>): Change => ({
  environment: { alertmanager: { ...validEnvironment().alertmanager, ...changes } },
});
const timing = (changes: Partial<Alerting['timing']>): Change =>
  alerting({ timing: { ...validEnvironment().alertmanager.timing, ...changes } });
const settings = (change: (settings: Settings) => Settings): Change => ({
  wiring: (wiring) => ({ ...wiring, alertmanager: change(wiring.alertmanager) }),
});
const is = (label: string, value: string) => ({ label, op: '=', value }) as const;
const chat = [slack({ channel: '#shop', apiUrl: { secret: 'receivers', key: 'slack' } })];
const { receivers } = validEnvironment().alertmanager;
const route = (changes: Partial<Route>): Change =>
  alerting({
    receivers: { ...receivers, chat },
    routes: [{ receiver: 'chat', matchers: [is('service', 'shop')], continue: true, ...changes }],
  });
const inhibition = (changes: Partial<Inhibition>): Change =>
  alerting({
    inhibitions: [
      {
        source: [is('alertname', 'ShopDown')],
        target: [is('alertname', 'ShopAbsent')],
        equal: ['service'],
        ...changes,
      },
    ],
  });
const first = (change: (route: Route) => Route): Change =>
  settings((old) => ({
    ...old,
    route: { ...old.route, routes: old.route.routes.map((each, i) => (i === 0 ? change(each) : each)) },
  }));

export const routes: readonly Row[] = [
  deployed(
    'AM-02',
    'a root that ends at nobody',
    settings((old) => ({ ...old, route: { ...old.route, receiver: 'null' } })),
  ),
  deployed(
    'AM-03',
    'a page that reaches nobody',
    alerting({ routes: [{ receiver: 'null', matchers: [is('alertname', 'ShopDown')] }] }),
  ),
  deployed(
    'AM-04',
    'a receiver that is not there',
    alerting({ routes: [{ receiver: 'chta', matchers: [is('service', 'shop')] }] }),
  ),
  deployed('AM-04', 'a receiver that no alert reaches', {
    ...route({}),
    wiring: (wiring) => ({
      ...wiring,
      alertmanager: {
        ...wiring.alertmanager,
        receivers: [...wiring.alertmanager.receivers, { name: 'idle', integrations: chat }],
      },
    }),
  }),
  deployed('AM-05', 'a matcher on a label of no alert', {
    ...settings((old) => ({
      ...old,
      route: { ...old.route, routes: [...old.route.routes, { receiver: 'team', matchers: [is('tier', 'gold')] }] },
    })),
  }),
  deployed('AM-05', 'a matcher on a value of no alert', {
    ...settings((old) => ({
      ...old,
      route: { ...old.route, routes: [...old.route.routes, { receiver: 'team', matchers: [is('service', 'stall')] }] },
    })),
  }),
  deployed('AM-06', 'alerts of all names in one group', route({ groupBy: ['service'] })),
  deployed('AM-07', 'a page that waits', timing({ groupWait: minutes(4) })),
  deployed('AM-07', 'a repeat that is no step', timing({ groupInterval: minutes(4), repeatCritical: minutes(66) })),
  deployed(
    'AM-08',
    'a label that some lack',
    inhibition({ target: [is('alertname', 'ShopSlow')], equal: ['service', 'op'] }),
  ),
  deployed('AM-09', 'a place that is taken for a problem', inhibition({ equal: ['cluster'] })),
  deployed('AM-10', 'an alert that mutes itself', inhibition({ target: [is('alertname', 'ShopDown')] })),
  deployed('AM-10', 'alerts that mute each other', {
    ...settings((old) => ({
      ...old,
      inhibitions: [
        { source: [is('alertname', 'ShopDown')], target: [is('alertname', 'ShopAbsent')], equal: ['service'] },
        { source: [is('alertname', 'ShopAbsent')], target: [is('alertname', 'ShopDown')], equal: ['service'] },
      ],
    })),
  }),
  deployed('AM-11', 'an inhibition of nothing', inhibition({ target: [is('alertname', 'ShopClosed')] })),
  deployed(
    'AM-12',
    'a heartbeat that waits',
    first((old) => ({ ...old, groupWait: seconds(30) })),
  ),
  deployed(
    'AM-12',
    'a heartbeat that goes on',
    first((old) => ({ ...old, continue: true })),
  ),
  deployed('AM-13', 'context that pages', {
    delivery: (delivery) => ({
      ...delivery,
      runbook: delivery.runbook + section('ShopBusy'),
      alerts: [
        ...delivery.alerts,
        { alertname: 'ShopBusy', labels: { severity: 'info', service: 'shop' }, guaranteed: ['job'] },
      ],
    }),
    ...settings((old) => ({
      ...old,
      route: {
        ...old.route,
        routes: old.route.routes.map((each) => (each.receiver === 'null' ? { ...each, receiver: 'oncall' } : each)),
      },
    })),
  }),
  {
    id: 'AM-14',
    fault: 'a notification with what no alert has',
    problems: () =>
      templates(soundSubject(), '{{ .Annotations.summary }} {{ .Annotations.impact }} {{ .Labels.rack }}'),
  },
  {
    id: 'AM-15',
    fault: 'a secret as it is, and an interval without a place',
    problems: () =>
      configProblems(
        {
          receivers: [{ name: 'team', slack_configs: [{ api_url: 'https://hooks.example.org/T0/B0/x' }] }],
          route: { receiver: 'team', mute_time_intervals: ['nights', 'weekends'] },
          time_intervals: [{ name: 'nights', time_intervals: [{ times: [] }] }],
        },
        'prod/alertmanager',
      ),
  },
  deployed('AM-16', 'a member that Prometheus does not know', {
    wiring: (wiring) => ({
      ...wiring,
      prometheus: {
        ...wiring.prometheus,
        alertmanagers: {
          ...wiring.prometheus.alertmanagers,
          instances: wiring.prometheus.alertmanagers.instances.slice(1),
        },
      },
    }),
  }),
];
