/** Checks of form: what each function and operator takes, as Prometheus' own parser would judge it. */
import type { AggregateNode, AstNode, BinaryNode, CallNode, OffsetNode, Span } from '../ast';
import { AGGREGATION_PARAMETERS, COMPARISONS, EXPERIMENTAL_AGGREGATIONS, FUNCTIONS, SET_OPERATORS } from '../functions';
import type { ValueKind } from '../functions';
import type { Rule, Scope } from '../lint';

const NAMES: Readonly<Record<ValueKind, string>> = {
  scalar: 'a number',
  vector: 'an instant vector',
  range: 'a range vector',
  string: 'a string',
};

export const wellTyped: Rule = {
  id: 'PQ-01',
  title: 'An expression parses, and every function and operator gets what it takes',
  fundamental: true,
  check(node, scope) {
    switch (node.type) {
      case 'call':
        return checkCall(node, scope);
      case 'aggregate':
        return checkAggregate(node, scope);
      case 'binary':
        return checkBinary(node, scope);
      case 'offset':
        return checkOffset(node, scope);
      case 'matrix':
        if (node.selector.type === 'selector' && node.selector.from === node.from) return;
        return scope.report(node, 'a range follows an expression, must follow a metric', 'write a subquery: (…)[1h:]');
      case 'subquery':
        return expectKind(node.expr, 'vector', 'the expression of a subquery', scope);
      case 'unary':
        if (isValue(node.expr, scope)) return;
        return scope.report(node, `the operand is ${kindName(node.expr, scope)}, must be a value`, 'drop the sign');
      default:
    }
  },
};

/** The same of the whole, once it is used. */
export const usableResult: Rule = {
  id: 'PQ-01',
  title: wellTyped.title,
  check(node, scope) {
    if (node !== scope.root || isValue(node, scope)) return;
    const what = `the result is ${kindName(node, scope)}, must be an instant vector or a number`;
    scope.report(node, what, 'apply a function to it, such as rate(…)');
  },
};

export const experimental: Rule = {
  id: 'PQ-25',
  title: 'No function or modifier that Prometheus refuses without a feature flag',
  check(node, scope) {
    const name = node.type === 'call' ? node.name : node.type === 'aggregate' ? node.op : undefined;
    if (name === undefined) return;
    if (FUNCTIONS.get(name)?.experimental !== true && !EXPERIMENTAL_AGGREGATIONS.has(name)) return;
    const flag = '--enable-feature=promql-experimental-functions';
    scope.report(
      nameSpan(node, name),
      `'${name}' is experimental, and Prometheus refuses it without ${flag}`,
      'write it without',
    );
  },
};

function nameSpan(node: AstNode, name: string): Span {
  return { from: node.from, to: node.from + name.length };
}

function checkCall(node: CallNode, scope: Scope): void {
  const shape = FUNCTIONS.get(node.name);
  if (shape === undefined) {
    return scope.report(
      nameSpan(node, node.name),
      `'${node.name}' is not a PromQL function`,
      'use one of Prometheus 3',
    );
  }
  const least = shape.variadic === 0 ? shape.args.length : shape.args.length - 1;
  const most = shape.variadic < 0 ? Infinity : least + shape.variadic;
  const given = node.args.length;
  if (given < least || given > most) {
    const allowed = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
    return scope.report(
      node,
      `number of arguments of '${node.name}' is ${given}, must be ${allowed}`,
      'correct the call',
    );
  }
  node.args.forEach((arg, i) => {
    const wanted = shape.args[Math.min(i, shape.args.length - 1)];
    if (wanted !== undefined) expectKind(arg, wanted, `argument ${i + 1} of '${node.name}'`, scope);
  });
}

function checkAggregate(node: AggregateNode, scope: Scope): void {
  expectKind(node.expr, 'vector', `what '${node.op}' aggregates`, scope);
  const wanted = AGGREGATION_PARAMETERS.get(node.op);
  if (wanted !== undefined && node.param !== undefined) {
    expectKind(node.param, wanted, `the parameter of '${node.op}'`, scope);
  }
}

function checkOffset(node: OffsetNode, scope: Scope): void {
  const { expr, modifier } = node;
  const bare = expr.from === node.from;
  const fits =
    ['selector', 'matrix', 'subquery'].includes(expr.type) || (expr.type === 'offset' && expr.modifier !== modifier);
  if (bare && fits) return;
  const what = `'${modifier}' follows an expression, must follow a metric, its range or a subquery`;
  scope.report(node, what, `move it to the metric inside`);
}

function checkBinary(node: BinaryNode, scope: Scope): void {
  const { left, right, op } = node;
  for (const side of [left, right]) {
    if (isValue(side, scope)) continue;
    scope.report(
      side,
      `an operand of '${op}' is ${kindName(side, scope)}, must be a value`,
      remedyFor('vector', 'range'),
    );
  }
  const scalars = [left, right].filter((side) => scope.inference.of(side).kind === 'scalar');
  const compares = COMPARISONS.has(op);
  if (node.bool && !compares) scope.report(node, `'bool' follows '${op}', must follow a comparison`, "drop 'bool'");
  if (compares && !node.bool && scalars.length === 2) {
    scope.report(node, 'two numbers are compared, at least one side must be a vector', `write ${op} bool`);
  }
  for (const side of SET_OPERATORS.has(op) ? scalars : []) {
    scope.report(side, `an operand of '${op}' is a number, must be a vector`, 'write vector(…)');
  }
  checkClauses(node, scalars.length > 0, scope);
}

function checkClauses({ matching, group, op }: BinaryNode, scalar: boolean, scope: Scope): void {
  if (matching === undefined) return;
  if (scalar && matching.labels.length > 0) {
    const [first, last] = [matching.labels[0], matching.labels.at(-1)];
    const span = { from: first?.from ?? 0, to: last?.to ?? 0 };
    scope.report(span, `'${matching.kind}' matches a number, must match two vectors`, `drop '${matching.kind} (…)'`);
  }
  if (group === undefined) return;
  const name = `group_${group.many}`;
  const first = matching.labels[0];
  if (SET_OPERATORS.has(op)) {
    scope.report(first ?? scope.root, `'${name}' stands with '${op}', which matches many to many`, `drop '${name}'`);
  }
  for (const included of group.include) {
    if (matching.kind !== 'on' || !matching.labels.some((l) => l.name === included.name)) continue;
    scope.report(included, `label '${included.name}' is in both 'on' and '${name}'`, `drop it from '${name} (…)'`);
  }
}

function isValue(node: AstNode, scope: Scope): boolean {
  const { kind } = scope.inference.of(node);
  return kind === 'vector' || kind === 'scalar';
}

function kindName(node: AstNode, scope: Scope): string {
  return NAMES[scope.inference.of(node).kind];
}

function expectKind(node: AstNode, wanted: ValueKind, subject: string, scope: Scope): void {
  const { kind } = scope.inference.of(node);
  if (kind === wanted) return;
  scope.report(node, `${subject} is ${NAMES[kind]}, must be ${NAMES[wanted]}`, remedyFor(wanted, kind));
}

function remedyFor(wanted: ValueKind, given: ValueKind): string {
  if (wanted === 'range') return given === 'vector' ? 'add a range: …[${window}]' : 'write a metric with a range';
  if (wanted === 'vector') return given === 'range' ? 'apply a function to the range: rate(…)' : 'write vector(…)';
  return wanted === 'scalar' ? 'write a number, or scalar(…)' : 'write it in quotes';
}
