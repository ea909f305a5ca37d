/** Checks of counters: rated before anything else, and by the functions that know of restarts. */
import type { AstNode, CallNode } from '../ast';
import { COUNTER_FUNCTIONS, GAUGE_FUNCTIONS, SET_OPERATORS } from '../functions';
import type { Inferred } from '../infer';
import type { Rule, Scope } from '../lint';

/** What to write for a gauge instead of a counter's function, and the other way about. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  rate: 'deriv',
  irate: 'idelta',
  increase: 'delta',
  resets: 'changes',
  delta: 'increase',
  idelta: 'irate',
  deriv: 'rate',
};

export const counterFunction: Rule = {
  id: 'PQ-05',
  title: 'rate, irate, increase and resets read counters; delta, deriv, predict_linear and …_over_time read gauges',
  check(node, scope) {
    const arg = rangeArgument(node, scope);
    if (node.type !== 'call' || arg === undefined) return;
    const { traits, series } = scope.inference.of(arg);
    if (traits.has('unknown')) return;
    if (COUNTER_FUNCTIONS.has(node.name) && !traits.has('counter')) {
      if (isAggregate(arg, scope.inference.of(arg))) return;
      const reads = series && traits.has('gauge') ? `'${series.name}', which is a gauge` : 'what is no counter';
      const remedy = `write ${COUNTERPARTS[node.name] ?? 'delta'}(…)`;
      scope.report(node, `'${node.name}' reads ${reads}, must read a counter`, remedy);
    }
    if (GAUGE_FUNCTIONS.has(node.name) && traits.has('counter')) {
      const what = `'${node.name}' reads the counter '${series?.name ?? ''}', which falls to 0 at each restart`;
      const other = COUNTERPARTS[node.name];
      const remedy = other === undefined ? `rate it first: ${node.name}(rate(…)[1h:])` : `write ${other}(…)`;
      scope.report(node, `${what}; must read a gauge`, remedy);
    }
  },
};

/** Where only the presence of a counter is asked, or its samples are counted. */
const PRESENCE_ONLY = new Set(['absent', 'timestamp', 'count', 'group', 'histogram_quantile', 'histogram_fraction']);

/** A bare selector may yet become part of something larger, so it is judged once it is used. */
export const rawCounter: Rule = {
  id: 'PQ-06',
  title: 'A counter is never read raw',
  check(node, scope) {
    if (node.type !== 'selector' || !scope.inference.of(node).traits.has('counter')) return;
    const reading = readRaw(node, scope);
    if (reading === 'no' || (reading === 'passed on' && scope.use === 'query')) return;
    const what = `counter '${node.name ?? ''}' is read raw: its value depends on when the program started`;
    scope.report(node, what, 'write rate(…[${window}]) or increase(…[${window}])');
  },
};

function readRaw(selector: AstNode, scope: Scope): 'no' | 'yes' | 'passed on' {
  let read = false;
  let child = selector;
  for (const parent of scope.parents(selector)) {
    if (parent.type === 'call' && (PRESENCE_ONLY.has(parent.name) || isRange(child, scope))) return 'no';
    if (parent.type === 'aggregate') {
      if (PRESENCE_ONLY.has(parent.op)) return 'no';
      read = true;
    }
    if (parent.type === 'binary') {
      const isSet = SET_OPERATORS.has(parent.op);
      // The right side of `and` and `unless` says where there is a sample, whatever its value.
      if (isSet && parent.op !== 'or' && parent.right === child) return 'no';
      read ||= !isSet;
    }
    read ||= parent.type === 'unary';
    child = parent;
  }
  return read ? 'yes' : 'passed on';
}

export const rateThenSum: Rule = {
  id: 'PQ-07',
  title: 'rate first, then sum: a sum of counters hides their restarts',
  check(node, scope) {
    const arg = rangeArgument(node, scope);
    if (node.type !== 'call' || arg === undefined || !COUNTER_FUNCTIONS.has(node.name)) return;
    if (!isAggregate(arg, scope.inference.of(arg))) return;
    const what = `'${node.name}' reads an aggregate, must read a counter as it was scraped`;
    scope.report(node, what, `write sum by (…) (${node.name}(…[\${window}]))`);
  },
};

export const noIrate: Rule = {
  id: 'PQ-10',
  title: 'No irate in alerts and recording rules: it sees the last two samples only',
  level: 'warning',
  check(node, scope) {
    if (node.type !== 'call' || node.name !== 'irate' || !['alert', 'record'].includes(scope.use)) return;
    scope.report(node, "'irate' looks at the last two samples and flaps", 'write rate(…)');
  },
};

function rangeArgument(node: AstNode, scope: Scope): AstNode | undefined {
  return node.type === 'call' ? rangeOf(node, scope) : undefined;
}

function rangeOf(node: CallNode, scope: Scope): AstNode | undefined {
  return node.args.find((arg) => isRange(arg, scope));
}

function isRange(node: AstNode, scope: Scope): boolean {
  return scope.inference.of(node).kind === 'range';
}

/** Summed in this expression, or recorded by a rule, whose names have colons. */
function isAggregate(arg: AstNode, { traits, series }: Inferred): boolean {
  return traits.has('aggregated') || (arg.type !== 'subquery' && series?.name.includes(':') === true);
}
