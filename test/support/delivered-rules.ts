/** The rules of a service as it delivers them, for promtool. */
import type { RuleGroup } from '../../model/delivery';
import { seconds } from '../../model/quantity';
import type { Service } from '../../model/service';
import { withEveryProbe } from './probed';

/** The recordings of a service and the rules of one alert, as delivered to a target whose release supports the alert. */
export function rulesFor(service: Service, alert: string, step: number): readonly RuleGroup[] {
  const dialects = [undefined, ...(service.spec.dialects ?? []).map(({ name }) => name)];
  for (const dialect of dialects) {
    const groups = deliveredGroups(service, dialect, step).map((group) => ({
      ...group,
      rules: group.rules.filter((rule) => !('alert' in rule) || rule.alert === alert),
    }));
    if (groups.some(({ rules }) => rules.some((rule) => 'alert' in rule))) {
      return groups.filter(({ rules }) => rules.length > 0);
    }
  }
  throw new Error(`${service.id}: ${alert} is delivered for no release, since each lacks a metric that it needs`);
}

function deliveredGroups(service: Service, dialect: string | undefined, step: number): readonly RuleGroup[] {
  return service.deliver({
    environment: 'proof',
    ...withEveryProbe(service),
    discovery: [{ kind: 'static', targets: ['localhost:9100'] }],
    ...(dialect !== undefined && { dialect }),
    thresholds: {},
    scrapeInterval: seconds(step),
    scrapeTimeout: seconds(10),
    evaluationInterval: seconds(step),
    publicUrl: 'https://monitoring.example.org',
  }).ruleGroups;
}

/** The recording rules that are delivered to targets of a release. */
export function recordingRules(service: Service, dialect: string | undefined, step: number): readonly RuleGroup[] {
  return deliveredGroups(service, dialect, step)
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => 'record' in rule) }))
    .filter(({ rules }) => rules.length > 0);
}
