/** Rule files. https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
import type { AlertingRule, RecordedRule, RuleGroup } from '../../model/delivery';
import { durationText } from '../../model/quantity';
import type { ConfigMapping } from './discovery';

/** The rule file of one service. */
export function ruleFile(groups: readonly RuleGroup[]): { readonly groups: readonly ConfigMapping[] } {
  return {
    groups: groups.map(({ name, interval, rules }) => ({
      name,
      interval: durationText(interval),
      rules: rules.map((rule) => ('alert' in rule ? alertingRule(rule) : recordingRule(rule))),
    })),
  };
}

function alertingRule({ alert, expr, for: pending, keepFiringFor, labels, annotations }: AlertingRule): ConfigMapping {
  return {
    alert,
    expr,
    for: pending === undefined ? undefined : durationText(pending),
    keep_firing_for: keepFiringFor === undefined ? undefined : durationText(keepFiringFor),
    labels,
    annotations,
  };
}

function recordingRule({ record, expr, labels }: RecordedRule): ConfigMapping {
  return { record, expr, labels };
}
