/** Checks of selectors: one metric, of one job. */
import type { Rule } from '../lint';
import { accepts } from './matchers';

export const namedSelector: Rule = {
  id: 'PQ-21',
  title: 'Every selector names one metric',
  check(node, scope) {
    if (node.type !== 'selector') return;
    const byLabel = node.matchers.find((m) => m.label === '__name__');
    if (node.name !== undefined && byLabel === undefined) return;
    const what = 'a selector without a metric name reads every series of the server';
    scope.report(byLabel ?? node, what, 'write ${metrics.…}, one for each metric');
  },
};

export const jobSelector: Rule = {
  id: 'PQ-24',
  title: "Every selector keeps to its metric's job",
  check(node, scope) {
    if (node.type !== 'selector') return;
    const job = scope.inference.seriesOf(node)?.job;
    if (job === undefined) return;
    const matchers = node.matchers.filter((m) => m.label === 'job');
    const keeps = matchers.some((m) => m.op === '=' || m.op === '=~') && matchers.every((m) => accepts(m, job));
    if (keeps) return;
    scope.report(
      matchers[0] ?? node,
      `'${node.name ?? ''}' is of job "${job}", must be selected there`,
      'drop the job matcher',
    );
  },
};
