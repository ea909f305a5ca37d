/** Checks of alerts' conditions that a good reason can excuse: what flaps, what forgets, what forecasts from too little. */
import { durationText, minutes, seconds } from '../../quantity';
import { walk } from '../ast';
import type { AstNode, BinaryNode, CallNode } from '../ast';
import { COMPARISONS } from '../functions';
import type { Rule, Scope } from '../lint';

/** From this wait on, one lost scrape costs more than it takes to bridge it. */
const LONG_WAIT = minutes(10);

export const bridgedGap: Rule = {
  id: 'PQ-29',
  title: 'An alert that waits long bridges lost scrapes of a state, and does not smooth what it waits for',
  level: 'warning',
  check(node, scope) {
    if (scope.use !== 'alert' || scope.for === undefined) return;
    checkSmoothing(node, scope);
    if (node.type !== 'binary' || !COMPARISONS.has(node.op) || scope.for.value < LONG_WAIT.value) return;
    // Guards only narrow; the value that is judged is on the way down from the top, always left.
    if (scope.parents(node).some((p, i, all) => p.type !== 'binary' || p.left !== (all[i - 1] ?? node))) return;
    const { left, right } = node;
    if (left.type !== 'selector' || right.type !== 'number' || ![0, 1].includes(right.value)) return;
    const series = scope.inference.seriesOf(left);
    // `up` is there after a failed scrape too: it says so.
    if (series?.unit !== 'bool' || series.type === 'info' || series.name === 'up') return;
    const low = node.op === '==' ? right.value === 0 : node.op !== '!=' || right.value === 1;
    const bridge = `${low ? 'max' : 'min'}_over_time`;
    const what = `one lost scrape starts the wait of ${durationText(scope.for)} anew`;
    scope.report(left, what, `write ${bridge}(…[\${fixed(minutes(5))}])`);
  },
};

function checkSmoothing(node: AstNode, scope: Scope): void {
  if (node.type !== 'call' || node.name !== 'avg_over_time' || scope.for === undefined) return;
  const [range] = node.args;
  // An average over much less than the wait only takes the noise away.
  if (range?.type !== 'matrix' || scope.for.value < range.range || scope.for.value >= 2 * range.range) return;
  const [smooths, waits] = [durationText(seconds(range.range)), durationText(scope.for)];
  const what = `the average over ${smooths} and the wait of ${waits} say the same twice: it is told ${smooths} late`;
  scope.report(node, what, "compare the value itself, or shorten 'for'");
}

/** How much longer than its base a forecast may reach. */
const REACH = 4;

export const foundedForecast: Rule = {
  id: 'PQ-30',
  title: 'predict_linear looks back a quarter of what it looks ahead, and an alert asks for the present value too',
  level: 'warning',
  check(node, scope) {
    if (node.type !== 'call' || node.name !== 'predict_linear') return;
    checkBase(node, scope);
    if (scope.use !== 'alert') return;
    const compared = scope.parents(node).some((p) => p.type === 'binary' && p.op === 'and' && hasPresentValue(p, node));
    if (compared) return;
    scope.report(node, 'a forecast alone fires on every dip', 'add .and(…) with the value below which it matters');
  },
};

function checkBase(node: CallNode, scope: Scope): void {
  const [range, ahead] = node.args;
  if (range?.type !== 'matrix' || ahead?.type !== 'number' || range.range * REACH >= ahead.value) return;
  const least = durationText(seconds(Math.ceil(ahead.value / REACH)));
  const what = `range is ${durationText(seconds(range.range))}, must be at least ${least}, a quarter of what is foretold`;
  scope.report(range, what, 'write a longer range, or foretell less');
}

/** The side of `and` without the forecast compares something with a limit. */
function hasPresentValue({ left, right }: BinaryNode, forecast: AstNode): boolean {
  const side = walk(left).includes(forecast) ? right : left;
  return walk(side).some((n) => n.type === 'binary' && COMPARISONS.has(n.op));
}

export const countedRestart: Rule = {
  id: 'PQ-31',
  title: 'Restarts are counted by changes of the start time; a short uptime is one good start',
  level: 'warning',
  check(node, scope) {
    if (scope.use !== 'alert' || node.type !== 'binary' || (node.op !== '<' && node.op !== '<=')) return;
    if (!isUptime(node.left, scope)) return;
    scope.report(node, 'every start fires, a planned one too', 'write changes(process_start_time_seconds[…]) > 1');
  },
};

/** `time() - <a start time>`, or a gauge that says so. */
function isUptime(node: AstNode, scope: Scope): boolean {
  if (node.type === 'selector') return /uptime/.test(node.name ?? '');
  if (node.type !== 'binary' || node.op !== '-' || node.left.type !== 'call' || node.left.name !== 'time') return false;
  return node.right.type === 'selector' && /start_time/.test(scope.inference.seriesOf(node.right)?.name ?? '');
}
