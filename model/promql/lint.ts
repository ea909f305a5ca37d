/** Checks of expressions: what a rule of the catalogue sees, and how what it finds is reported. */
import { Problems } from '../problem';
import type { Problem } from '../problem';
import type { Duration } from '../quantity';
import { walk, children } from './ast';
import type { AstNode, Span } from './ast';
import type { Inference } from './infer';

/** What an expression is for; some checks hold only for some uses. */
export type Use = 'query' | 'alert' | 'record' | 'panel';

/** What a check may depend on beside the expression itself. */
export interface LintContext {
  readonly use: Use;
  /** Known once an environment is chosen. */
  readonly scrapeInterval?: Duration;
  readonly retention?: Duration;
  /** How long an alert's condition must hold. */
  readonly for?: Duration;
}

/** What a check sees of the expression. */
export interface Scope extends LintContext {
  readonly text: string;
  readonly root: AstNode;
  readonly inference: Inference;
  /** From the nearest parent to the root. */
  parents(node: AstNode): readonly AstNode[];
  /** @param remedy what to write instead */
  report(at: Span, what: string, remedy: string): void;
}

/** One check of the catalogue; `check` is called for every node of every expression. */
export interface Rule {
  readonly id: string;
  /** The rule as a sentence. */
  readonly title: string;
  /** `warning` where a good reason can excuse it; an error when absent. */
  readonly level?: 'warning';
  /** Once it reports, the rules after it have nothing to judge. */
  readonly fundamental?: boolean;
  check(node: AstNode, scope: Scope): void;
}

/** Runs the rules over one expression. */
export function lint(
  expression: { readonly text: string; readonly root: AstNode; readonly inference: Inference },
  rules: readonly Rule[],
  where: string,
  context: LintContext,
): readonly Problem[] {
  const problems = new Problems();
  const nodes = walk(expression.root);
  const parentOf = parents(nodes);
  let running: Rule | undefined;
  // One scope for all rules: making one for each took half the time of a run.
  const scope: Scope = {
    ...context,
    ...expression,
    parents: (node) => ancestors(node, parentOf),
    report: (at, what, remedy) =>
      problems.add({
        ...(running && { id: running.id, ...(running.level && { level: running.level }) }),
        where,
        what,
        remedy,
        excerpt: excerpt(expression.text, at),
      }),
  };
  for (const rule of rules) {
    running = rule;
    for (const node of nodes) rule.check(node, scope);
    if (rule.fundamental === true && problems.found.length > 0) break;
  }
  return problems.found;
}

/** The text, and below it a caret under each character of the place. */
export function excerpt(text: string, { from, to }: Span): string {
  return `    ${text}\n    ${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}`;
}

function parents(nodes: readonly AstNode[]): ReadonlyMap<AstNode, AstNode> {
  const found = new Map<AstNode, AstNode>();
  for (const node of nodes) for (const child of children(node)) found.set(child, node);
  return found;
}

function ancestors(node: AstNode, parentOf: ReadonlyMap<AstNode, AstNode>): readonly AstNode[] {
  const found: AstNode[] = [];
  for (let at = parentOf.get(node); at !== undefined; at = parentOf.get(at)) found.push(at);
  return found;
}
