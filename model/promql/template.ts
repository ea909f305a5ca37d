/** The `promql` template: PromQL stays PromQL, with metrics, labels, windows and thresholds as values. */
import type { Series } from '../metric';
import { VedetteError } from '../problem';
import type { Problem } from '../problem';
import type { Unit } from '../quantity';
import type { AstNode } from './ast';
import { unitOf } from './dimension';
import { Inference } from './infer';
import type { Inferred } from './infer';
import { excerpt, lint } from './lint';
import type { LintContext, Rule } from './lint';
import { parse, PromqlSyntaxError } from './parse';
import { contextRules, definitionRules } from './rules';
import { Source } from './source';
import type { Composable, Hole, Target } from './source';

/** A checked PromQL expression. */
export class Expr implements Composable {
  readonly kind = 'expr';
  /** As a rule would read it. */
  readonly ruleText: string;
  readonly root: AstNode;
  readonly inference: Inference;

  /** @throws VedetteError with every fault that can be told from the expression alone */
  constructor(readonly source: Source) {
    const { text, marks } = source.render('rule');
    this.ruleText = text;
    this.root = parseOrThrow(text);
    this.inference = new Inference(marks);
    const problems = lint(this.lintable, definitionRules, 'promql', { use: 'query' });
    if (problems.length > 0) throw new VedetteError(problems);
  }

  get loose(): boolean {
    return !['selector', 'call', 'aggregate', 'number', 'string'].includes(this.root.type);
  }

  get inferred(): Inferred {
    return this.inference.of(this.root);
  }

  /** The unit of the result, where it can be told. */
  get unit(): Unit | undefined {
    return unitOf(this.inferred.dimension);
  }

  /** Names of the labels that every sample of the result carries. */
  get guaranteedLabels(): readonly string[] {
    return [...this.inferred.labels].filter(([, c]) => c === 'guaranteed').map(([name]) => name);
  }

  /** Every series that the expression reads. */
  get series(): readonly Series[] {
    return this.inference.marks.flatMap((mark) => (mark.kind === 'series' ? [mark.series] : []));
  }

  /** PromQL text for a rule, or for a dashboard's panel. */
  text(target: Target = 'rule'): string {
    return target === 'rule' ? this.ruleText : this.source.render(target).text;
  }

  /** Faults that depend on the use and the environment; with {@link adviceRules}, what a good reason can excuse. */
  problems(where: string, context: LintContext, rules: readonly Rule[] = contextRules): readonly Problem[] {
    return lint(this.lintable, rules, where, context);
  }

  private get lintable(): { text: string; root: AstNode; inference: Inference } {
    return { text: this.ruleText, root: this.root, inference: this.inference };
  }
}

/**
 * PromQL with values in it. Line breaks count as spaces. Metrics bring their `job` selector with them.
 * @throws VedetteError with the check's id, the place under a caret, and the remedy
 */
export function promql(strings: TemplateStringsArray, ...holes: readonly Hole[]): Expr {
  const pieces = strings.raw.map((piece) => piece.replace(/\s*\n\s*/g, ' '));
  pieces[0] = (pieces[0] ?? '').trimStart();
  pieces[pieces.length - 1] = (pieces.at(-1) ?? '').trimEnd();
  return new Expr(new Source(pieces, holes));
}

/**
 * `numerator / denominator` that is 0 where nothing failed and silent where nothing happened (PQ-14): a missing
 * numerator counts as none, and a zero denominator gives no sample instead of NaN. Both sides need the same labels.
 */
export function ratioOf(numerator: Expr, denominator: Expr): Expr {
  return promql`(${numerator} or 0 * ${denominator}) / (${denominator} > 0)`;
}

function parseOrThrow(text: string): AstNode {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof PromqlSyntaxError)) throw cause;
    const { id, remedy, message: what, span } = cause;
    throw new VedetteError([{ id, where: 'promql', what, remedy, excerpt: excerpt(text, span) }]);
  }
}
