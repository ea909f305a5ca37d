/**
 * Routing as an `AlertmanagerConfig`. The operator hangs it below the route of their Alertmanager, where every alert
 * of every team passes; so it takes the alerts of this environment and no others.
 * https://prometheus-operator.dev/docs/developer/alerting/#alertmanagerconfig-resource
 */
import { durationText } from '../../model/quantity';
import { PAGERDUTY_SEVERITY, TEXT, TITLE, TITLE_LINK } from '../alertmanager/templates';
import type { Grouping, Integration, Matcher, Receiver, Route, RoutingSettings } from '../alertmanager/settings';
import { endpointText } from '../program';
import type { AlertmanagerConfigSpec, OperatorMatcher, OperatorReceiver, OperatorRoute } from './resources';
import { secretKey } from './scrape-config';

/** The specification of the routing of one environment. */
export function alertmanagerConfigSpec(
  { receivers, route, inhibitions }: RoutingSettings,
  { name, cluster }: { readonly name: string; readonly cluster: string },
): AlertmanagerConfigSpec {
  const ours: readonly Matcher[] = [
    { label: 'environment', op: '=', value: name },
    { label: 'cluster', op: '=', value: cluster },
  ];
  return {
    route: operatorRoute({ ...route, matchers: ours }),
    receivers: receivers.map(operatorReceiver),
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

function operatorRoute({ receiver, matchers, continue: goesOn, routes, ...grouping }: Route): OperatorRoute {
  return {
    receiver,
    matchers: matchers.map(operatorMatcher),
    ...(goesOn === true ? { continue: true } : {}),
    ...operatorGrouping(grouping),
    ...(routes === undefined ? {} : { routes: routes.map(operatorRoute) }),
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

function operatorReceiver({ name, integrations }: Receiver): OperatorReceiver {
  const byKind: Record<string, object[]> = {};
  for (const integration of integrations) {
    const [key, config] = integrationConfig(integration);
    (byKind[key] ??= []).push(config);
  }
  return { name, ...byKind };
}

type Configs = Omit<OperatorReceiver, 'name'>;
type Config<Key extends keyof Configs> = readonly [key: Key, config: NonNullable<Configs[Key]>[number]];

/** Texts stand in each of them: a template by name would have to be in a file of their Alertmanager. */
function integrationConfig(integration: Integration): { readonly [K in keyof Configs]-?: Config<K> }[keyof Configs] {
  const { kind, sendResolved } = integration;
  switch (kind) {
    case 'webhook': {
      const { url, maxAlerts } = integration;
      const address = typeof url === 'string' ? { url } : { urlSecret: secretKey(url) };
      return ['webhookConfigs', { ...address, ...(maxAlerts === undefined ? {} : { maxAlerts }), sendResolved }];
    }
    case 'email': {
      const { to, from, smarthost, username, password } = integration;
      const login = {
        ...(username === undefined ? {} : { authUsername: username }),
        ...(password === undefined ? {} : { authPassword: secretKey(password) }),
      };
      const mail = { headers: [{ key: 'Subject', value: TITLE }], text: TEXT };
      return [
        'emailConfigs',
        { to, from, smarthost: endpointText(smarthost), ...login, requireTLS: true, ...mail, sendResolved },
      ];
    }
    case 'slack': {
      const { channel, apiUrl } = integration;
      return [
        'slackConfigs',
        { apiURL: secretKey(apiUrl), channel, title: TITLE, titleLink: TITLE_LINK, text: TEXT, sendResolved },
      ];
    }
    case 'pagerDuty': {
      const details = [{ key: 'alerts', value: TEXT }];
      const routingKey = secretKey(integration.routingKey);
      return [
        'pagerdutyConfigs',
        { routingKey, description: TITLE, severity: PAGERDUTY_SEVERITY, details, sendResolved },
      ];
    }
  }
}
