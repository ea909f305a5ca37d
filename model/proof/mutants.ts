/**
 * Mutants: rules broken on purpose, one fault each. A proof that holds for a mutant too proves too little.
 * @see https://en.wikipedia.org/wiki/Mutation_testing
 */
import type { AlertingRule, RecordedRule, RuleGroup } from '../delivery';
import type { AstNode, BinaryNode, MatcherNode, SelectorNode } from '../promql/ast';
import { walk } from '../promql/ast';
import { COMPARISONS } from '../promql/functions';
import { parse } from '../promql/parse';
import { seconds } from '../quantity';

type Rule = AlertingRule | RecordedRule;

/** Rules with one fault. */
export interface Mutant {
  /** The fault, as a person would say it: `'>' became '<' in ShopErrors`. */
  readonly fault: string;
  readonly groups: readonly RuleGroup[];
}

/** A piece of text replaced by another. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Every mutant of a set of rules: those of one alert, with the recordings that it reads. */
export function mutantsOf(groups: readonly RuleGroup[]): readonly Mutant[] {
  const rules = groups.flatMap((group) => group.rules);
  const ofOne = groups.flatMap((group) =>
    group.rules.flatMap((rule) =>
      mutations(rule, group.interval.value).map(({ fault, rule: changed }) => ({
        fault: `${fault} in ${ruleName(rule, rules)}`,
        groups: replaced(groups, (other) => (other === rule ? changed : other)),
      })),
    ),
  );
  return [...ofOne, ...withoutJob(groups)];
}

const FLIPPED: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '!=',
  '!=': '==',
};

function mutations(rule: Rule, interval: number): readonly { readonly fault: string; readonly rule: Rule }[] {
  const root = parse(rule.expr);
  const edits = [...walk(root)].flatMap((node) => {
    if (node.type === 'selector')
      return node.matchers.filter(isOwn).map((matcher) => dropped(rule.expr, node, matcher));
    if (node.type !== 'binary' || !COMPARISONS.has(node.op)) return [];
    return [flipped(rule.expr, node), ...moved(node, isCondition(root, node))];
  });
  const changed = edits.map(({ fault, edit }) => ({ fault, rule: { ...rule, expr: apply(rule.expr, [edit]) } }));
  return 'alert' in rule ? [...changed, ...timings(rule, interval)] : changed;
}

/** The job is one constant in a whole catalogue; it is dropped from all selectors at once. */
const isOwn = ({ label }: MatcherNode): boolean => label !== 'job';

interface Faulty {
  readonly fault: string;
  readonly edit: Edit;
}

function dropped(expr: string, node: SelectorNode, matcher: MatcherNode): Faulty {
  return { fault: `${expr.slice(matcher.from, matcher.to)} was dropped`, edit: without(expr, matcher, node) };
}

/** The matcher goes with the comma that parts it from its neighbour. */
function without(expr: string, { from, to }: MatcherNode, node: SelectorNode): Edit {
  const after = /^\s*,\s*/.exec(expr.slice(to, node.to))?.[0].length;
  if (after !== undefined) return { from, to: to + after, text: '' };
  const before = /\s*,\s*$/.exec(expr.slice(node.from, from))?.[0].length ?? 0;
  return { from: from - before, to, text: '' };
}

function flipped(expr: string, { op, left, right }: BinaryNode): Faulty {
  const from = left.to + expr.slice(left.to, right.from).indexOf(op);
  const text = FLIPPED[op] ?? op;
  return { fault: `'${op}' became '${text}'`, edit: { from, to: from + op.length, text } };
}

/** The condition's threshold, doubled and halved. A guard against zero has no threshold to speak of. */
function moved({ right }: BinaryNode, isThreshold: boolean): readonly Faulty[] {
  if (right.type !== 'number' || !isThreshold) return [];
  const values = right.value === 0 ? [1] : [right.value * 2, right.value / 2];
  return values.map((value) => ({
    fault: `threshold ${right.value} became ${value}`,
    edit: { from: right.from, to: right.to, text: String(value) },
  }));
}

/** The comparison that the alert is about: on top, or with guards around it. */
function isCondition(root: AstNode, node: BinaryNode): boolean {
  if (root === node) return true;
  return root.type === 'binary' && ['and', 'unless', 'or'].includes(root.op) && isCondition(root.left, node);
}

function timings(rule: AlertingRule, interval: number): readonly { readonly fault: string; readonly rule: Rule }[] {
  const found: { fault: string; rule: Rule }[] = [];
  for (const [by, words] of [
    [interval, 'longer'],
    [-interval, 'shorter'],
  ] as const) {
    const { for: wait, keepFiringFor: keep } = rule;
    if (wait !== undefined) {
      found.push({ fault: `'for' is one evaluation ${words}`, rule: { ...rule, for: seconds(wait.value + by) } });
    }
    if (keep !== undefined) {
      const changed = { ...rule, keepFiringFor: seconds(keep.value + by) };
      found.push({ fault: `'keep_firing_for' is one evaluation ${words}`, rule: changed });
    }
  }
  return found;
}

function withoutJob(groups: readonly RuleGroup[]): readonly Mutant[] {
  let found = false;
  const stripped = replaced(groups, (rule) => {
    const edits = [...walk(parse(rule.expr))].flatMap((node) =>
      node.type === 'selector'
        ? node.matchers.filter((matcher) => !isOwn(matcher)).map((matcher) => without(rule.expr, matcher, node))
        : [],
    );
    found ||= edits.length > 0;
    return { ...rule, expr: apply(rule.expr, edits) };
  });
  return found ? [{ fault: 'the job was dropped from every selector', groups: stripped }] : [];
}

/** Edits do not overlap; they are applied from the end, so that places before them stay. */
function apply(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((changed, { from, to, text: piece }) => changed.slice(0, from) + piece + changed.slice(to), text);
}

function replaced(groups: readonly RuleGroup[], change: (rule: Rule) => Rule): readonly RuleGroup[] {
  return groups.map((group) => ({ ...group, rules: group.rules.map(change) }));
}

function ruleName(rule: Rule, all: readonly Rule[]): string {
  if (!('alert' in rule)) return rule.record;
  const isLadder = all.filter((other) => 'alert' in other && other.alert === rule.alert).length > 1;
  return isLadder ? `${rule.alert} (${rule.labels.severity})` : rule.alert;
}
