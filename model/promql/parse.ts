/** From text to the tree: lezer's grammar reads, and this turns its nodes into ours. */
import type { SyntaxNode } from '@lezer/common' with { 'resolution-mode': 'import' };
import { parser } from '@prometheus-io/lezer-promql';
import type { MatchOp } from '../label';
import { nearest } from '../problem';
import type { AggregateNode, AstNode, BinaryNode, LabelRef, MatcherNode, SelectorNode, Span } from './ast';
import { AGGREGATION_PARAMETERS, AGGREGATIONS, FUNCTIONS } from './functions';

/** A place where the text is not PromQL, or not PromQL that Prometheus reads without a feature flag. */
export class PromqlSyntaxError extends Error {
  constructor(
    message: string,
    readonly span: Span,
    readonly remedy = 'correct the syntax at the caret',
    /** The check that it fails. */
    readonly id: 'PQ-01' | 'PQ-25' = 'PQ-01',
  ) {
    super(message);
  }
}

/** @throws PromqlSyntaxError at the first place that is not PromQL. */
export function parse(text: string): AstNode {
  const tree = parser.parse(text);
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) throw syntaxError(text, cursor.from);
  } while (cursor.next());
  const root = tree.topNode.firstChild;
  if (root === null) throw new PromqlSyntaxError('the expression is empty', { from: 0, to: text.length });
  return new Reader(text).node(root);
}

function syntaxError(text: string, at: number): PromqlSyntaxError {
  const rest = text.slice(at).trim();
  const called = /([a-z_][a-z0-9_]*)\s*$/i.exec(text.slice(0, at));
  const name = called?.[1];
  if (called !== null && name !== undefined && rest.startsWith('(')) {
    const names = [...FUNCTIONS.keys(), ...AGGREGATIONS];
    const span = { from: called.index, to: called.index + name.length };
    return new PromqlSyntaxError(`'${name}' is not a PromQL function`, span, callSuggestion(name, names));
  }
  if (text === '') return new PromqlSyntaxError('the expression is empty', { from: 0, to: 0 }, 'write one');
  const what = rest === '' ? 'the expression ends too early' : `unexpected '${rest.slice(0, 12)}'`;
  return new PromqlSyntaxError(what, { from: at, to: at });
}

function callSuggestion(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? 'use a function of Prometheus 3' : `did you mean '${near}'?`;
}

/** Seconds of a PromQL duration such as `1h30m`. */
export function durationSeconds(text: string): number {
  const sizes: Readonly<Record<string, number>> = {
    ms: 0.001,
    s: 1,
    m: 60,
    h: 3600,
    d: 86_400,
    w: 604_800,
    y: 31_536_000,
  };
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  let total = 0;
  for (const [, n = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g))
    total += Number(n) * (sizes[unit] ?? 0);
  return total;
}

class Reader {
  constructor(readonly text: string) {}

  node(node: SyntaxNode): AstNode {
    const span = { from: node.from, to: node.to };
    switch (node.type.name) {
      case 'ParenExpr':
        return this.inner(node);
      case 'VectorSelector':
        return this.selector(node, span);
      case 'MatrixSelector':
        return { type: 'matrix', ...span, selector: this.inner(node), range: this.duration(node, 0) };
      case 'SubqueryExpr': {
        const step = node.getChildren('DurationExpr')[1];
        const expr = this.inner(node);
        return { type: 'subquery', ...span, expr, range: this.duration(node, 0), step: step && this.duration(node, 1) };
      }
      case 'FunctionCall':
        return { type: 'call', ...span, name: this.slice(node.firstChild!), args: this.args(node) };
      case 'AggregateExpr':
        return this.aggregate(node, span);
      case 'BinaryExpr':
        return this.binary(node, span);
      case 'UnaryExpr':
        return { type: 'unary', ...span, expr: this.inner(node) };
      case 'OffsetExpr': {
        const raw = this.slice(node.getChild('OffsetDurationExpr')!).trim();
        const sign = raw.startsWith('-') ? -1 : 1;
        const offset = sign * this.plainDuration(raw.replace(/^[+-]/, ''), span);
        return { type: 'offset', ...span, modifier: 'offset', expr: this.inner(node), offset };
      }
      case 'StepInvariantExpr':
        return { type: 'offset', ...span, modifier: '@', expr: this.inner(node), offset: 0 };
      case 'NumberDurationLiteral':
        return { type: 'number', ...span, value: this.number(this.slice(node)) };
      case 'StringLiteral':
        return { type: 'string', ...span, value: this.unquote(node) };
      default:
        throw this.experimental(node.type.name.replace('Expr', '').toLowerCase(), span);
    }
  }

  /** The expression that a node of one operand is about. */
  private inner(node: SyntaxNode): AstNode {
    const [only] = this.exprs(node);
    if (only === undefined) throw new PromqlSyntaxError('an expression is missing', { from: node.from, to: node.to });
    return this.node(only);
  }

  private slice(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private experimental(what: string, span: Span): PromqlSyntaxError {
    return new PromqlSyntaxError(
      `${what} is experimental, and Prometheus refuses it without a feature flag`,
      span,
      'write it without',
      'PQ-25',
    );
  }

  private number(text: string): number {
    const digits = text.replace(/^[+-]/, '');
    const sign = text.startsWith('-') ? -1 : 1;
    if (/^inf$/i.test(digits)) return sign * Infinity;
    return sign * (/^\d.*[a-z]$/i.test(digits) && !/^0x/i.test(digits) ? durationSeconds(digits) : Number(digits));
  }

  private unquote(node: SyntaxNode): string {
    try {
      return unquote(this.slice(node));
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      const remedy = 'double the backslash';
      throw new PromqlSyntaxError(cause.message, { from: node.from, to: node.to }, remedy);
    }
  }

  private plainDuration(text: string, span: Span): number {
    const plain = text.replace(/^\(\s*(.*?)\s*\)$/, '$1');
    if (!/^[\w.]+$/.test(plain)) throw this.experimental('arithmetic in a duration', span);
    return durationSeconds(plain);
  }

  private exprs(node: SyntaxNode): readonly SyntaxNode[] {
    return childNodes(node).filter((child) => EXPRESSIONS.has(child.type.name));
  }

  private args(node: SyntaxNode): readonly AstNode[] {
    const body = node.getChild('FunctionCallBody');
    return body === null ? [] : this.exprs(body).map((child) => this.node(child));
  }

  private duration(node: SyntaxNode, index: number): number {
    const child = node.getChildren('DurationExpr')[index];
    if (child === undefined) return 0;
    const span = { from: child.from, to: child.to };
    const duration = this.plainDuration(this.slice(child).trim(), span);
    if (duration > 0) return duration;
    throw new PromqlSyntaxError(`duration is ${this.slice(child).trim()}, must be above 0`, span, 'give it a length');
  }

  private labels(node: SyntaxNode | null): readonly LabelRef[] {
    if (node === null) return [];
    return childNodes(node).map((child) => ({ name: this.slice(child), from: child.from, to: child.to }));
  }

  private selector(node: SyntaxNode, span: Span): SelectorNode {
    const identifier = node.getChild('Identifier');
    const list = node.getChild('LabelMatchers');
    const matchers = (list === null ? [] : childNodes(list)).map((matcher): MatcherNode => {
      const [name, op, value] = childNodes(matcher);
      return {
        from: matcher.from,
        to: matcher.to,
        label: name === undefined ? '' : this.slice(name),
        op: (op === undefined ? '=' : this.slice(op)) as MatchOp,
        value: value === undefined ? '' : this.unquote(value),
      };
    });
    return { type: 'selector', ...span, name: identifier === null ? undefined : this.slice(identifier), matchers };
  }

  private aggregate(node: SyntaxNode, span: Span): AggregateNode {
    const modifier = node.getChild('AggregateModifier');
    const labels = this.labels(modifier?.getChild('GroupingLabels') ?? null);
    const kind = modifier?.getChild('Without') ? 'without' : 'by';
    const args = this.args(node);
    const expr = args.at(-1);
    const op = this.slice(node.getChild('AggregateOp')!).toLowerCase();
    const needed = AGGREGATION_PARAMETERS.has(op) ? 2 : 1;
    if (expr === undefined || args.length !== needed) {
      const what = `number of arguments of '${op}' is ${args.length}, must be ${needed}`;
      throw new PromqlSyntaxError(what, span, needed === 2 ? `write ${op}(parameter, …)` : `write ${op}(…)`);
    }
    const grouping = modifier === null ? undefined : ({ kind, labels } as const);
    return { type: 'aggregate', ...span, op, grouping, param: args.length > 1 ? args[0] : undefined, expr };
  }

  private binary(node: SyntaxNode, span: Span): BinaryNode {
    const [left, right] = this.exprs(node) as [SyntaxNode, SyntaxNode];
    const operator = left.nextSibling!;
    const clause = node.getChild('MatchingModifierClause');
    if (node.getChild('FillModifier')) throw this.experimental('fill', span);
    const [first, second] = clause?.getChildren('GroupingLabels') ?? [];
    const many = clause?.getChild('GroupLeft') ? 'left' : clause?.getChild('GroupRight') ? 'right' : undefined;
    return {
      type: 'binary',
      ...span,
      op: this.slice(operator).toLowerCase(),
      bool: node.getChild('BoolModifier') !== null,
      left: this.node(left),
      right: this.node(right),
      matching: clause
        ? { kind: clause.getChild('On') ? 'on' : 'ignoring', labels: this.labels(first ?? null) }
        : undefined,
      group: many && { many, include: this.labels(second ?? null) },
    };
  }
}

const EXPRESSIONS = new Set([
  'ParenExpr',
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'FunctionCall',
  'AggregateExpr',
  'BinaryExpr',
  'UnaryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
  'NumberDurationLiteral',
  'StringLiteral',
]);

function childNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"' },
};

/** @throws RangeError at an escape that Go's strings, and so PromQL's, do not know */
function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body;
  return body.replace(/\\(x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|[0-7]{3}|.)/gi, (whole, escape: string) => {
    const known = ESCAPES[escape];
    if (known !== undefined) return known;
    if (escape.length === 1) throw new RangeError(`'${whole}' is not an escape that PromQL knows`);
    const code = /^[xu]/i.test(escape) ? parseInt(escape.slice(1), 16) : parseInt(escape, 8);
    return String.fromCodePoint(code);
  });
}
