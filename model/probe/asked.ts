/** Which probes an expression asks for by name. */
import type { Expr } from '../promql';
import { walk } from '../promql/ast';

/** Names in the matchers on `probe`, of the selectors of one metric or of all. */
export function probesAskedBy(expr: Expr, metric?: string): readonly string[] {
  return [...walk(expr.root)]
    .flatMap((node) => (node.type === 'selector' && (metric ?? node.name) === node.name ? node.matchers : []))
    .filter(({ label }) => label === 'probe')
    .flatMap(({ value }) => value.split('|'));
}
