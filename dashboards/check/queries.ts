/** What panels ask: DB-05, DB-10, DB-18. */
import type { Problem } from '../../model/problem';
import { walk } from '../../model/promql/ast';
import type { AstNode } from '../../model/promql/ast';
import { durationText, seconds } from '../../model/quantity';
import { namesAlert } from './links';
import type { BoardCheck } from './view';
import { isRateInterval, treeOf, treesOf } from './view';

/** Every target parses. */
export const parses: BoardCheck = ({ panels }) =>
  panels.flatMap(({ panel, where }) =>
    (panel.targets ?? []).flatMap(({ expr, refId }): Problem[] => {
      const tree = treeOf(expr);
      const fault = { id: 'DB-18', where: `${where}/${refId}`, excerpt: `    ${expr}` };
      return typeof tree === 'string' ? [{ ...fault, what: tree, remedy: 'write it with promql`…`' }] : [];
    }),
  );

const RATES = ['rate', 'irate', 'increase'];

/**
 * Rates follow the zoom. Alerts' own windows are exempt, for panel and alert must agree, and so are windows of an hour
 * and more, which are part of the question.
 */
export const zoomedRates: BoardCheck = ({ panels }) =>
  panels
    .filter(({ panel }) => !namesAlert(panel))
    .flatMap((view) =>
      treesOf(view).flatMap(({ tree }) =>
        [...walk(tree)].flatMap((node): Problem[] => {
          if (node.type !== 'call' || !RATES.includes(node.name)) return [];
          const [range] = node.args;
          if (range?.type !== 'matrix' || isRateInterval(range.range) || range.range >= 3600) return [];
          const what = `${node.name} is over [${durationText(seconds(range.range))}], must be over [$__rate_interval]`;
          return [{ id: 'DB-05', where: view.where, what, remedy: "write the range as 'window'" }];
        }),
      ),
    );

/** Legends print only labels that the result can have. */
export const truthfulLegends: BoardCheck = ({ panels }) =>
  panels
    .filter(({ panel }) => panel.type !== 'table')
    .flatMap((view) =>
      treesOf(view).flatMap(({ target, tree }) => {
        const possible = possibleLabels(tree);
        const printed = [...(target.legendFormat ?? '').matchAll(/\{\{\s*([^}\s]+)\s*\}\}/g)].map((m) => m[1] ?? '');
        const empty: Problem[] =
          (target.legendFormat ?? '') === ''
            ? [{ id: 'DB-10', where: view.where, what: `target ${target.refId} has no legend`, remedy: 'give it one' }]
            : [];
        const wrong = possible === 'any' ? [] : printed.filter((name) => !possible.has(name));
        return [
          ...empty,
          ...wrong.map((name) => ({
            id: 'DB-10',
            where: view.where,
            what: `legend prints label '${name}', which the expression aggregates away`,
            remedy: 'print one of the labels that it keeps',
          })),
        ];
      }),
    );

/** Labels that a result can have, as far as the text alone tells. */
type Possible = ReadonlySet<string> | 'any';

const NONE: Possible = new Set();

function possibleLabels(node: AstNode): Possible {
  switch (node.type) {
    case 'number':
    case 'string':
      return NONE;
    case 'selector':
      return 'any';
    case 'matrix':
      return 'any';
    case 'subquery':
    case 'offset':
    case 'unary':
      return possibleLabels(node.expr);
    case 'aggregate':
      return ofAggregate(node);
    case 'call':
      return ofCall(node);
    case 'binary':
      return ofBinary(node);
  }
}

const WHOLE_SERIES = ['topk', 'bottomk', 'limitk', 'limit_ratio'];

function ofAggregate(node: AstNode & { readonly type: 'aggregate' }): Possible {
  const inner = possibleLabels(node.expr);
  if (WHOLE_SERIES.includes(node.op)) return inner;
  const names = new Set(node.grouping?.labels.map((l) => l.name) ?? []);
  if (node.grouping?.kind === 'without') {
    return inner === 'any' ? 'any' : new Set([...inner].filter((name) => !names.has(name)));
  }
  const added = node.op === 'count_values' && node.param?.type === 'string' ? [node.param.value] : [];
  return new Set([...[...names].filter((name) => inner === 'any' || inner.has(name)), ...added]);
}

function ofCall({ name, args }: AstNode & { readonly type: 'call' }): Possible {
  if (name === 'vector' || name === 'scalar' || name === 'time') return NONE;
  if (/^label_(replace|join)$/.test(name)) return 'any';
  const inners = args.map(possibleLabels).filter((labels) => labels === 'any' || labels.size > 0);
  const inner = inners[0] ?? NONE;
  if (name !== 'histogram_quantile' || inner === 'any') return inner;
  return new Set([...inner].filter((label) => label !== 'le'));
}

/** A number, which has no labels to match. */
function isScalar(node: AstNode): boolean {
  if (node.type === 'unary') return isScalar(node.expr);
  if (node.type === 'binary') return isScalar(node.left) && isScalar(node.right);
  return node.type === 'number' || (node.type === 'call' && ['time', 'scalar', 'pi'].includes(node.name));
}

function ofBinary(node: AstNode & { readonly type: 'binary' }): Possible {
  const [left, right] = [possibleLabels(node.left), possibleLabels(node.right)];
  if (node.op === 'or') return left === 'any' || right === 'any' ? 'any' : new Set([...left, ...right]);
  if (node.op === 'and' || node.op === 'unless') return left;
  if (isScalar(node.left)) return right;
  if (isScalar(node.right)) return left;
  if (node.group !== undefined) return 'any';
  if (node.matching?.kind === 'on') return new Set(node.matching.labels.map((l) => l.name));
  if (left === 'any') return right;
  return right === 'any' ? left : new Set([...left].filter((name) => right.has(name)));
}
