/** Checks of ranges: long enough for the scrapes, short enough for the retention. They need an environment. */
import { durationText, seconds } from '../../quantity';
import type { AstNode } from '../ast';
import { RATE_FAMILY } from '../functions';
import type { Rule } from '../lint';

/** With four scrapes in the range, one can be lost and the rate is still there. */
const SCRAPES = 4;

export const longEnough: Rule = {
  id: 'PQ-08',
  title: 'The range of a rate in an alert or recording rule covers four scrapes',
  check(node, scope) {
    const { scrapeInterval, use } = scope;
    if (node.type !== 'call' || !RATE_FAMILY.has(node.name)) return;
    if (scrapeInterval === undefined || (use !== 'alert' && use !== 'record')) return;
    const least = SCRAPES * scrapeInterval.value;
    for (const arg of node.args) {
      const matrix = arg.type === 'offset' ? arg.expr : arg;
      if (matrix.type !== 'matrix' || matrix.range >= least) continue;
      const rule = `${text(least)} (${SCRAPES} scrapes of ${text(scrapeInterval.value)})`;
      scope.report(matrix, `range is ${text(matrix.range)}, must be at least ${rule}`, 'write a longer range');
    }
  },
};

export const withinRetention: Rule = {
  id: 'PQ-09',
  title: 'Range and offset together stay within the retention',
  check(node, scope) {
    const { retention } = scope;
    if (node.type !== 'selector' || retention === undefined) return;
    const reaching = scope.parents(node).filter((parent) => reach(parent) > 0);
    const back = reaching.reduce((sum, parent) => sum + reach(parent), 0);
    const outermost = reaching.at(-1);
    if (outermost === undefined || back <= retention.value) return;
    const what = `looks back ${text(back)}, must be at most ${durationText(retention)} (the retention)`;
    scope.report(outermost, what, "shorten the range, or raise 'retention'");
  },
};

/** How many seconds further back a node makes its operand look. */
function reach(node: AstNode): number {
  if (node.type === 'matrix' || node.type === 'subquery') return node.range;
  return node.type === 'offset' ? Math.max(0, node.offset) : 0;
}

const text = (n: number): string => durationText(seconds(n));
