/**
 * Mutants: rules broken on purpose, one fault each. A proof that holds for a mutant too proves too little.
 * @see https://en.wikipedia.org/wiki/Mutation_testing
 */
import type { AlertingRule, RecordedRule, RuleGroup, Severity } from '../delivery';
import { seconds } from '../quantity';
import { faultyExpressions, withoutLabel } from './mutations';
import type { FaultKind, MutationOptions } from './mutations';

type Rule = AlertingRule | RecordedRule;

/** Rules with one fault. */
export interface Mutant {
  readonly kind: FaultKind;
  /** The fault, as a person would say it: `'>' became '<' in ShopErrors`. */
  readonly fault: string;
  /** The fault is in recordings only, which other alerts may read too. */
  readonly isRecorded: boolean;
  readonly groups: readonly RuleGroup[];
}

const USUAL: MutationOptions = { identity: ['job'], windows: false };

/**
 * Every mutant of a set of rules: those of one alert, with the recordings that it reads. A guard `> 0` on a divisor is
 * turned round and not dropped: 0/0 is not a number, no comparison with it is true, and so nothing would change. Nor is
 * there a fault in the range of what is multiplied by zero: the product is zero all the same.
 */
export function mutantsOf(groups: readonly RuleGroup[], options: MutationOptions = USUAL): readonly Mutant[] {
  const rules = groups.flatMap((group) => group.rules);
  const ofOne = groups.flatMap((group) =>
    group.rules.flatMap((rule) =>
      mutations(rule, group.interval.value, options).map(({ kind, fault, rule: changed }) => ({
        kind,
        fault: `${fault} in ${ruleName(rule, rules)}`,
        isRecorded: 'record' in rule,
        groups: replaced(groups, (other) => (other === rule ? changed : other)),
      })),
    ),
  );
  return numbered([...ofOne, ...withoutJob(groups)]);
}

interface FaultyRule {
  readonly kind: FaultKind;
  readonly fault: string;
  readonly rule: Rule;
}

function mutations(rule: Rule, interval: number, options: MutationOptions): readonly FaultyRule[] {
  const changed = faultyExpressions(rule.expr, options).map(({ kind, fault, expr }) => ({
    kind,
    fault,
    rule: { ...rule, expr },
  }));
  if (!('alert' in rule)) return changed;
  return [...changed, ...timings(rule, interval), otherSeverity(rule), ...otherSummary(rule)];
}

function timings(rule: AlertingRule, interval: number): readonly FaultyRule[] {
  const { for: wait, keepFiringFor: keep } = rule;
  return ([1, -1] as const).flatMap((sign): readonly FaultyRule[] => {
    const words = sign > 0 ? 'longer' : 'shorter';
    const by = sign * interval;
    const waits = wait && { ...rule, for: seconds(Math.max(0, wait.value + by)) };
    const keeps = keep && { ...rule, keepFiringFor: seconds(Math.max(0, keep.value + by)) };
    return [
      ...(waits ? [{ kind: 'for', fault: `'for' is one evaluation ${words}`, rule: waits } as const] : []),
      ...(keeps
        ? [{ kind: 'keep_firing_for', fault: `'keep_firing_for' is one evaluation ${words}`, rule: keeps } as const]
        : []),
    ];
  });
}

const OTHER: Readonly<Record<Severity, Severity>> = {
  critical: 'warning',
  warning: 'critical',
  info: 'warning',
  none: 'warning',
};

function otherSeverity(rule: AlertingRule): FaultyRule {
  const severity = OTHER[rule.labels.severity];
  const fault = `severity ${rule.labels.severity} became ${severity}`;
  return { kind: 'severity', fault, rule: { ...rule, labels: { ...rule.labels, severity } } };
}

function otherSummary(rule: AlertingRule): readonly FaultyRule[] {
  const { summary } = rule.annotations;
  if (summary === undefined) return [];
  const annotations = { ...rule.annotations, summary: `${summary}!` };
  return [{ kind: 'text', fault: 'the summary was changed', rule: { ...rule, annotations } }];
}

function withoutJob(groups: readonly RuleGroup[]): readonly Mutant[] {
  const changed: Rule[] = [];
  const stripped = replaced(groups, (rule) => {
    const expr = withoutLabel(rule.expr, 'job');
    if (expr !== rule.expr) changed.push(rule);
    return { ...rule, expr };
  });
  if (changed.length === 0) return [];
  const isRecorded = changed.every((rule) => 'record' in rule);
  return [{ kind: 'job', fault: 'the job was dropped from every selector', isRecorded, groups: stripped }];
}

function replaced(groups: readonly RuleGroup[], change: (rule: Rule) => Rule): readonly RuleGroup[] {
  return groups.map((group) => ({ ...group, rules: group.rules.map(change) }));
}

function ruleName(rule: Rule, all: readonly Rule[]): string {
  if (!('alert' in rule)) return rule.record;
  const isLadder = all.filter((other) => 'alert' in other && other.alert === rule.alert).length > 1;
  return isLadder ? `${rule.alert} (${rule.labels.severity})` : rule.alert;
}

/** The same fault at several places of an expression has a number from the second on. */
function numbered(mutants: readonly Mutant[]): readonly Mutant[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const count = (seen.get(mutant.fault) ?? 0) + 1;
    seen.set(mutant.fault, count);
    return count === 1 ? mutant : { ...mutant, fault: `${mutant.fault}, place ${count}` };
  });
}
