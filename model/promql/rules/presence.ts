/** Checks of absence: `absent` that can tell what is absent, and metrics that vanish instead of becoming 0. */
import { walk } from '../ast';
import type { Rule } from '../lint';

export const tellingAbsent: Rule = {
  id: 'PQ-26',
  title: 'absent reads a metric with an = matcher, never an aggregation',
  check(node, scope) {
    if (node.type !== 'call' || (node.name !== 'absent' && node.name !== 'absent_over_time')) return;
    const [arg] = node.args;
    if (arg === undefined) return;
    const below = walk(arg);
    const aggregation = below.find((n) => n.type === 'aggregate');
    if (aggregation !== undefined) {
      const what = `'${node.name}' reads an aggregation, so its result has no labels`;
      return scope.report(aggregation, what, 'write absent(metric), with matchers for what must exist');
    }
    const named = below.some((n) => n.type === 'selector' && n.matchers.some((m) => m.op === '=' && m.value !== ''));
    if (named || scope.inference.of(arg).traits.has('unknown')) return;
    scope.report(
      arg,
      `'${node.name}' has no = matcher, so its result has no labels`,
      "write metric.where({ job: '…' })",
    );
  },
};

export const lastingInfo: Rule = {
  id: 'PQ-27',
  title: 'An info metric is never compared with 0: its series vanish, they do not become 0',
  check(node, scope) {
    if (node.type !== 'binary') return;
    const [value, limit, op] =
      node.left.type === 'number' ? [node.right, node.left, mirrored(node.op)] : [node.left, node.right, node.op];
    const { traits, series } = scope.inference.of(value);
    if (!traits.has('info') || limit.type !== 'number' || !isNeverTrueOfOne(op, limit.value)) return;
    const what = `'${series?.name ?? ''}' is 1 or not there, so ${op} ${limit.value} never holds`;
    scope.report(node, what, 'write absent(…), or compare with unless');
  },
};

function isNeverTrueOfOne(op: string, limit: number): boolean {
  const holds: Readonly<Record<string, boolean>> = {
    '==': 1 === limit,
    '!=': 1 !== limit,
    '<': 1 < limit,
    '<=': 1 <= limit,
    '>': 1 > limit,
    '>=': 1 >= limit,
  };
  return holds[op] === false;
}

/** `0 == x` as `x == 0`. */
function mirrored(op: string): string {
  const other: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
  return other[op] ?? op;
}
