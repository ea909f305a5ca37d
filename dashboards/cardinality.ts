/** How many series a target of a service adds to a panel, from what the catalogue says of the labels (DB-11). */
import type { Expr } from '../model/promql';
import { walk } from '../model/promql/ast';
import type { AstNode } from '../model/promql/ast';

/** More lines than that cannot be told apart. */
export const MOST_SERIES = 20;

/** Expected series of one target: the product of the values that each label can have. */
export function expectedSeries(expr: Expr): number {
  const { labels, fixed } = expr.inferred;
  const open = [...labels.keys()].filter((name) => name !== 'job' && name !== 'instance' && !fixed.has(name));
  const all = open.map((name) => valuesOf(name, expr)).reduce((a, b) => a * b, 1);
  return Math.min(all, keptBy(expr.root));
}

/** The values that a label can have; 1 where the catalogue says nothing. */
function valuesOf(name: string, expr: Expr): number {
  const known = expr.series.flatMap(({ labels }) => {
    const spec = labels[name];
    return spec === undefined ? [] : [spec.values?.length ?? spec.card ?? 1];
  });
  const all = Math.max(1, ...known);
  return Math.min(all, ...matched(name, all, expr.root));
}

/** How many values the matchers leave, one number for each selector that narrows the label. */
function matched(name: string, all: number, root: AstNode): readonly number[] {
  return [...walk(root)].flatMap((node) =>
    node.type !== 'selector'
      ? []
      : node.matchers
          .filter((m) => m.label === name)
          .flatMap(({ op, value }): number[] => {
            const listed = value.split('|').length;
            return op === '=~' && !/[.*+[\]()]/.test(value) ? [listed] : op === '!~' ? [all - listed] : [];
          }),
  );
}

/** What `topk` and its kin keep, where the whole is one of them. */
function keptBy(root: AstNode): number {
  const keeps = root.type === 'aggregate' && ['topk', 'bottomk', 'limitk'].includes(root.op);
  return keeps && root.grouping === undefined && root.param?.type === 'number' ? root.param.value : Infinity;
}
