/** alertmanager.yml as data. https://prometheus.io/docs/alerting/latest/configuration/ */
import { durationText, minutes } from '../../model/quantity';
import type { Place } from '../program';
import type { YamlValue } from '../render/yaml';
import { integrationConfig } from './receivers/integration';
import { timeIntervalConfig } from './time-intervals';
import type { Grouping, Inhibition, Matcher, Receiver, RootRoute, Route, RoutingSettings } from './settings';

type Mapping = Readonly<Record<string, YamlValue>>;

/** After this an alert that is no longer sent counts as resolved; Prometheus says so itself, so it is a last resort. */
const RESOLVE_TIMEOUT = minutes(5);

/** The whole configuration. */
export function alertmanagerConfig(settings: RoutingSettings, place: Place): Mapping {
  return {
    global: { resolve_timeout: durationText(RESOLVE_TIMEOUT) },
    templates: [`${place.configDir}/templates/*.tmpl`],
    route: rootConfig(settings.route),
    receivers: settings.receivers.map((receiver) => receiverConfig(receiver, place)),
    inhibit_rules: settings.inhibitions.map(inhibitionConfig),
    time_intervals: settings.timeIntervals?.map(timeIntervalConfig),
  };
}

/** A receiver with its integrations by kind. */
function receiverConfig({ name, integrations }: Receiver, place: Place): Mapping {
  const byKind: Record<string, Mapping[]> = {};
  for (const integration of integrations) {
    const [key, config] = integrationConfig(integration, place);
    (byKind[key] ??= []).push(config);
  }
  return { name, ...byKind };
}

function rootConfig({ receiver, routes, ...grouping }: RootRoute): Mapping {
  return { receiver, ...groupingConfig(grouping), routes: routes.map(routeConfig) };
}

function routeConfig(route: Route): Mapping {
  const { receiver, matchers, continue: goesOn, routes, muteTimeIntervals, activeTimeIntervals, ...grouping } = route;
  return {
    receiver,
    matchers: matchers.map(matcherText),
    continue: goesOn === true ? true : undefined,
    mute_time_intervals: muteTimeIntervals,
    active_time_intervals: activeTimeIntervals,
    ...groupingConfig(grouping),
    routes: routes?.map(routeConfig),
  };
}

function groupingConfig({ groupBy, groupWait, groupInterval, repeatInterval }: Partial<Grouping>): Mapping {
  return {
    group_by: groupBy,
    group_wait: groupWait && durationText(groupWait),
    group_interval: groupInterval && durationText(groupInterval),
    repeat_interval: repeatInterval && durationText(repeatInterval),
  };
}

function inhibitionConfig({ source, target, equal }: Inhibition): Mapping {
  return { source_matchers: source.map(matcherText), target_matchers: target.map(matcherText), equal };
}

/** `severity="critical"`: quoted, so that the old and the new parser of matchers read the same. */
export function matcherText({ label, op, value }: Matcher): string {
  return `${label}${op}${JSON.stringify(value)}`;
}
