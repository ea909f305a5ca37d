/** From text to the tree: lezer's grammar reads, and this turns its nodes into ours. */
import type { SyntaxNode } from '@lezer/common' with { 'resolution-mode': 'import' };
import { parser } from '@prometheus-io/lezer-promql';
import type { MatchOp } from '../label';
import { nearest } from '../problem';
import type { AggregateNode, AstNode, BinaryNode, LabelRef, MatcherNode, SelectorNode, Span } from './ast';
import { AGGREGATION_PARAMETERS, AGGREGATIONS, FUNCTIONS } from './functions';
import { durationSeconds, numberValue, unquote } from './literals';
import { built } from './precedence';
import type { Item, Operator } from './precedence';
import { PromqlSyntaxError } from './syntax-error';

/** @throws PromqlSyntaxError at the first place that is not PromQL */
export function read(text: string): AstNode {
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

class Reader {
  constructor(readonly text: string) {}

  node(node: SyntaxNode): AstNode {
    const span = { from: node.from, to: node.to };
    switch (node.type.name) {
      case 'ParenExpr':
        return this.node(this.inner(node));
      case 'VectorSelector':
        return this.selector(node, span);
      case 'FunctionCall':
        return {
          type: 'call',
          ...span,
          name: this.text.slice(node.from, this.text.indexOf('(', node.from)).trim(),
          args: this.args(node),
        };
      case 'AggregateExpr':
        return this.aggregate(node, span);
      case 'NumberDurationLiteral':
        return { type: 'number', ...span, value: numberValue(this.slice(node)) };
      case 'StringLiteral':
        return { type: 'string', ...span, value: this.unquote(node) };
      default:
        return this.operation(node);
    }
  }

  /** Binary and unary operators, and what follows an operand, all the way down to parentheses and calls. */
  private operation(node: SyntaxNode): AstNode {
    const whole = built(this.flat(node));
    if (whole === undefined) throw new PromqlSyntaxError('an operand is missing', { from: node.from, to: node.to });
    return whole.node;
  }

  private flat(node: SyntaxNode): Item[] {
    if (node.type.name === 'BinaryExpr') {
      const [left, right] = this.exprs(node);
      return [...(left ? this.flat(left) : []), this.operator(node), ...(right ? this.flat(right) : [])];
    }
    if (node.type.name === 'UnaryExpr') return [{ kind: 'sign', from: node.from }, ...this.flat(this.inner(node))];
    if (!POSTFIXED.has(node.type.name))
      return [{ kind: 'operand', from: node.from, to: node.to, node: this.node(node) }];
    const items = this.flat(this.inner(node));
    const last = items.pop();
    if (last?.kind !== 'operand')
      throw new PromqlSyntaxError('an operand is missing', { from: node.from, to: node.to });
    const span = { from: last.from, to: node.to };
    return [...items, { kind: 'operand', ...span, node: this.postfixed(node, last.node, span) }];
  }

  /** A range, an offset or a moment after `expr`. */
  private postfixed(node: SyntaxNode, expr: AstNode, span: Span): AstNode {
    switch (node.type.name) {
      case 'MatrixSelector':
        return { type: 'matrix', ...span, selector: expr, range: this.duration(node, 0) ?? 0 };
      case 'SubqueryExpr':
        return { type: 'subquery', ...span, expr, range: this.duration(node, 0) ?? 0, step: this.duration(node, 1) };
      case 'OffsetExpr': {
        const duration = node.getChild('OffsetDurationExpr');
        const raw = duration === null ? '' : this.slice(duration).trim();
        const sign = raw.startsWith('-') ? -1 : 1;
        const offset = sign * this.plainDuration(raw.replace(/^[+-]/, ''), span);
        return { type: 'offset', ...span, modifier: 'offset', expr, offset };
      }
      case 'StepInvariantExpr':
        return { type: 'offset', ...span, modifier: '@', expr, offset: 0 };
      default:
        throw this.experimental(node.type.name.replace('Expr', '').toLowerCase(), span);
    }
  }

  /** The expression that a node of one operand is about. */
  private inner(node: SyntaxNode): SyntaxNode {
    const [only] = this.exprs(node);
    if (only === undefined) throw new PromqlSyntaxError('an expression is missing', { from: node.from, to: node.to });
    return only;
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

  private duration(node: SyntaxNode, index: number): number | undefined {
    const child = node.getChildren('DurationExpr')[index];
    if (child === undefined) return undefined;
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
    const name = node.getChild('AggregateOp');
    const op = name === null ? '' : this.slice(name).toLowerCase();
    const needed = AGGREGATION_PARAMETERS.has(op) ? 2 : 1;
    if (expr === undefined || args.length !== needed) {
      const what = `number of arguments of '${op}' is ${args.length}, must be ${needed}`;
      throw new PromqlSyntaxError(what, span, needed === 2 ? `write ${op}(parameter, …)` : `write ${op}(…)`);
    }
    const grouping = modifier === null ? undefined : ({ kind, labels } as const);
    return { type: 'aggregate', ...span, op, grouping, param: args.length > 1 ? args[0] : undefined, expr };
  }

  private operator(node: SyntaxNode): Operator {
    if (node.getChild('FillModifier')) throw this.experimental('fill', { from: node.from, to: node.to });
    const name = this.inner(node).nextSibling;
    const op = name === null ? '' : this.slice(name).toLowerCase();
    const clause = node.getChild('MatchingModifierClause');
    const [first, second] = clause?.getChildren('GroupingLabels') ?? [];
    const many = clause?.getChild('GroupLeft') ? 'left' : clause?.getChild('GroupRight') ? 'right' : undefined;
    const kind = clause?.getChild('On') ? 'on' : 'ignoring';
    const rest: Omit<BinaryNode, 'left' | 'right' | 'from' | 'to'> = {
      type: 'binary',
      op,
      bool: node.getChild('BoolModifier') !== null,
      matching: clause === null ? undefined : { kind, labels: this.labels(first ?? null) },
      group: many && { many, include: this.labels(second ?? null) },
    };
    return { kind: 'binary', op, build: (left, right, span) => ({ ...rest, ...span, left, right }) };
  }
}

/** What stands after its operand. */
const POSTFIXED = new Set([
  'MatrixSelector',
  'SubqueryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
]);

const EXPRESSIONS = new Set([
  ...POSTFIXED,
  'ParenExpr',
  'VectorSelector',
  'FunctionCall',
  'AggregateExpr',
  'BinaryExpr',
  'UnaryExpr',
  'NumberDurationLiteral',
  'StringLiteral',
]);

function childNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
