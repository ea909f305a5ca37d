/** Checks of matchers: values that exist, and regular expressions that say what they mean. */
import type { MatchOp } from '../../label';
import { suggestion } from '../../problem';
import type { MatcherNode } from '../ast';
import type { Rule, Scope } from '../lint';

export const knownValue: Rule = {
  id: 'PQ-04',
  title: 'A matcher names values that the label can have',
  check(node, scope) {
    if (node.type !== 'selector') return;
    const series = scope.inference.seriesOf(node);
    for (const matcher of node.matchers) {
      const values = series?.labels[matcher.label]?.values;
      if (values === undefined) continue;
      for (const wanted of alternatives(matcher)) {
        if (wanted === '' || values.some((value) => accepts({ op: positive(matcher.op), value: wanted }, value)))
          continue;
        const what = `label '${matcher.label}' is never '${wanted}'`;
        scope.report(matcher, what, suggestion(wanted, values));
      }
    }
  },
};

const isRegex = (op: MatchOp): boolean => op === '=~' || op === '!~';
const positive = (op: MatchOp): MatchOp => (isRegex(op) ? '=~' : '=');

/** Each of `a|b|c`; one that has groups or classes is taken whole. */
function alternatives({ op, value }: MatcherNode): readonly string[] {
  return isRegex(op) && !/[()[\]]/.test(value) ? value.split('|') : [value];
}

/** Whether a matcher lets a value pass. A regular expression that JavaScript cannot read lets all pass. */
export function accepts({ op, value }: Pick<MatcherNode, 'op' | 'value'>, candidate: string): boolean {
  if (op === '=') return candidate === value;
  if (op === '!=') return candidate !== value;
  const regex = anchored(value);
  return regex === undefined || regex.test(candidate) === (op === '=~');
}

/** Kept, because the same few expressions are asked for every value of a label, and compiling one takes longest. */
const compiled = new Map<string, RegExp | undefined>();

function anchored(value: string): RegExp | undefined {
  if (!compiled.has(value)) compiled.set(value, compile(`^(?:${value})$`));
  return compiled.get(value);
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 's');
  } catch {
    return undefined;
  }
}

export const plainRegex: Rule = {
  id: 'PQ-20',
  title: 'A regular expression is one: no anchors, no plain text, nothing that matches all or nothing',
  check(node, scope) {
    if (node.type !== 'selector') return;
    for (const matcher of node.matchers) if (isRegex(matcher.op)) checkRegex(matcher, scope);
  },
};

/** What RE2 knows and JavaScript does not; a pattern with one of these is left to Prometheus. */
const RE2_ONLY = /\(\?[a-zA-Z-]+[:)]|\[\[:|\(\?P<|\\[AzQECpP]/;

function checkRegex(matcher: MatcherNode, scope: Scope): void {
  const { label, op, value } = matcher;
  const report = (what: string, remedy: string): void => scope.report(matcher, what, remedy);
  if (value === '.*') {
    return report(`${label}${op}".*" matches ${op === '=~' ? 'everything' : 'nothing'}`, 'drop the matcher');
  }
  if (/\(\?<?[=!]|\\[1-9]/.test(value)) {
    return report('lookarounds and back references are unknown to RE2', 'split it into two matchers');
  }
  if (anchored(value) === undefined && !RE2_ONLY.test(value)) {
    return report(`'${value}' is not a regular expression`, 'correct it, or escape what is meant literally');
  }
  if (/^\^|(^|[^\\])\$$/.test(value)) {
    return report('Prometheus anchors regular expressions at both ends already', "drop '^' and '$'");
  }
  if (!/[.+*?()|[\]{}^$]|\\[a-zA-Z]/.test(value.replace(/\\[^a-zA-Z]/g, ''))) {
    report(`'${value}' has nothing of a regular expression`, `write ${label}${op === '=~' ? '=' : '!='}"${value}"`);
  }
}

/** Labels of targets, whose values one knows. */
const TARGET = ['job', 'instance'];

export const plainTarget: Rule = {
  id: 'PQ-20',
  title: plainRegex.title,
  level: 'warning',
  check(node, scope) {
    for (const matcher of node.type === 'selector' ? node.matchers : []) {
      if (!TARGET.includes(matcher.label) || !isRegex(matcher.op) || !/[^\\|(]\.[+*]/.test(matcher.value)) continue;
      const what = `${matcher.label}${matcher.op}"${matcher.value}" lets in targets that nobody has thought of`;
      scope.report(matcher, what, 'name the targets, or a label that they share');
    }
  },
};
