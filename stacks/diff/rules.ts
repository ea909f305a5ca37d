/** Rule files read back. */
import type { AlertingRule, RecordedRule, RuleGroup, Severity } from '../../model/delivery';
import { durationSeconds } from '../../model/promql/literals';
import { minutes, seconds } from '../../model/quantity';
import type { Duration } from '../../model/quantity';
import type { DeliveredRules } from '../check/subject';
import { list, record, text } from '../plan/kubernetes-object';
import type { ManifestFile } from './manifest-files';
import type { Facts } from './summary';

type Fields = Readonly<Record<string, unknown>>;

/** The groups of a file; the file is named after its service. */
export function rulesOf({ name, content }: ManifestFile): DeliveredRules {
  return {
    service: name.replace(/\.\w+$/, ''),
    ruleGroups: list(content['groups']).map((each) => groupOf(record(each))),
  };
}

/**
 * How often Prometheus evaluates groups that do not say.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
const EVALUATION = minutes(1);

function groupOf(fields: Fields): RuleGroup {
  const rules = list(fields['rules']).map((each) => ruleOf(record(each)));
  return { name: text(fields['name']) ?? '', interval: duration(fields['interval']) ?? EVALUATION, rules };
}

function ruleOf(fields: Fields): AlertingRule | RecordedRule {
  const expr = String(fields['expr'] ?? '');
  const labels = textsOf(fields['labels']);
  if (fields['alert'] === undefined) return { record: String(fields['record'] ?? ''), expr, labels };
  const [pending, keepFiringFor] = [duration(fields['for']), duration(fields['keep_firing_for'])];
  return {
    alert: String(fields['alert']),
    expr,
    ...(pending && { for: pending }),
    ...(keepFiringFor && { keepFiringFor }),
    // Another tool's rules may have other words; they compare as they are.
    labels: { ...labels, severity: (labels['severity'] ?? '') as Severity },
    annotations: textsOf(fields['annotations']),
  };
}

function duration(value: unknown): Duration | undefined {
  const written = text(value);
  return written === undefined ? undefined : seconds(durationSeconds(written));
}

const textsOf = (value: unknown): Facts =>
  Object.fromEntries(Object.entries(record(value)).map(([key, each]) => [key, String(each)]));
