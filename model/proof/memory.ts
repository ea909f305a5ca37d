/** What an expression remembers and divides: facts that decide how long a timeline is and which cases it needs. */
import type { Expr } from '../promql';
import type { AstNode } from '../promql/ast';
import { children, walk } from '../promql/ast';
import type { Recording } from '../recording';

/** Seconds that an expression looks back at most: its ranges, subqueries and offsets, and those of recordings it reads. */
export function memoryOf(expr: Expr, recordings: readonly Recording[]): number {
  const { read, others } = readBy(expr, recordings);
  return lookBack(expr.root) + Math.max(0, ...read.map((recording) => memoryOf(recording.expr, others)));
}

/** It divides by something measured, or takes a quantile: both are NaN or nothing when nothing happens. */
export function dependsOnTraffic(expr: Expr, recordings: readonly Recording[]): boolean {
  return someNode(
    expr,
    recordings,
    (node) =>
      (node.type === 'binary' && node.op === '/' && node.right.type !== 'number') ||
      (node.type === 'call' && node.name === 'histogram_quantile'),
  );
}

/** Some selector of it, or of a recording that it reads, is narrowed to certain jobs. */
export function selectsJob(expr: Expr, recordings: readonly Recording[]): boolean {
  return someNode(
    expr,
    recordings,
    (node) => node.type === 'selector' && node.matchers.some(({ label }) => label === 'job'),
  );
}

function lookBack(node: AstNode): number {
  const below = Math.max(0, ...children(node).map(lookBack));
  if (node.type === 'matrix' || node.type === 'subquery') return below + node.range;
  return node.type === 'offset' ? below + Math.max(0, node.offset) : below;
}

function someNode(expr: Expr, recordings: readonly Recording[], holds: (node: AstNode) => boolean): boolean {
  const { read, others } = readBy(expr, recordings);
  return [...walk(expr.root)].some(holds) || read.some((recording) => someNode(recording.expr, others, holds));
}

function readBy(
  expr: Expr,
  recordings: readonly Recording[],
): { readonly read: readonly Recording[]; readonly others: readonly Recording[] } {
  const names = new Set(expr.series.map(({ name }) => name));
  const read = recordings.filter(({ name }) => names.has(name));
  return { read, others: recordings.filter((recording) => !read.includes(recording)) };
}
