import type { AstNode } from '../../../model/promql/ast';
import { parse } from '../../../model/promql/parse';

describe('parse', () => {
  it.each([
    ['a + b * c', '(a + (b * c))'],
    ['a * b + c', '((a * b) + c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a ^ b ^ c', '(a ^ (b ^ c))'],
    ['(a + b) * c', '((a + b) * c)'],
    ['-a ^ b', '-(a ^ b)'],
    ['-a * b', '(-a * b)'],
    ['a ^ -b', '(a ^ -b)'],
    ['a or b and c > d', '(a or (b and (c > d)))'],
    ['a unless b or c', '((a unless b) or c)'],
    ['a + b offset 1d', '(a + offset(b 86400))'],
    ['a + b offset 1d * c', '(a + (offset(b 86400) * c))'],
    ['a offset -5m > b', '(offset(a -300) > b)'],
    ['a > b @ 1700000000 and c', '((a > @(b)) and c)'],
    ['a / b @ end() offset 1m', '(a / offset(@(b) 60))'],
    ['a or b and c[1h:5m] > d', '(a or (b and (subquery(c 3600/300) > d)))'],
    ['-a[5m:]', '-subquery(a 300/default)'],
    ['rate(a[1h30m]) > bool 2', '(rate(range(a 5400)) > bool 2)'],
    ['sum by (x, y) (a)', 'sum by(x, y)(a)'],
    ['topk without (x) (3, a)', 'topk without(x)(3 a)'],
    ['sum(a) by (x)', 'sum by(x)(a)'],
    ['a * on (x) group_left (y) b', '(a * on(x) group_left(y) b)'],
    ['a and ignoring (x) b', '(a and ignoring(x) b)'],
    ['a == 0x1F', '(a == 31)'],
    ['a < -Inf', '(a < -Infinity)'],
    ['a < 1h', '(a < 3600)'],
    ['count_values("x\\ty", a)', 'count_values("x\\ty" a)'],
    ['a{b="c", d=~"e|f"}', 'a{b="c" d=~"e|f"}'],
  ])('reads %s as %s', (text, shape) => {
    expect(shapeOf(parse(text))).toBe(shape);
  });

  it('knows where each part stands, parentheses left out', () => {
    const text = '(a + b) / c';
    const tree = parse(text);
    expect(tree.type === 'binary' && text.slice(tree.left.from, tree.left.to)).toBe('a + b');
  });
});

/** The tree as text, with every pair of parentheses that the grammar implies. */
function shapeOf(node: AstNode): string {
  switch (node.type) {
    case 'selector': {
      const matchers = node.matchers.map((m) => `${m.label}${m.op}"${m.value}"`).join(' ');
      return `${node.name ?? ''}${matchers === '' ? '' : `{${matchers}}`}`;
    }
    case 'matrix':
      return `range(${shapeOf(node.selector)} ${node.range})`;
    case 'subquery':
      return `subquery(${shapeOf(node.expr)} ${node.range}/${node.step ?? 'default'})`;
    case 'offset':
      return node.modifier === '@' ? `@(${shapeOf(node.expr)})` : `offset(${shapeOf(node.expr)} ${node.offset})`;
    case 'unary':
      return `-${shapeOf(node.expr)}`;
    case 'number':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'call':
      return `${node.name}(${node.args.map(shapeOf).join(' ')})`;
    case 'aggregate': {
      const grouping = node.grouping === undefined ? '' : ` ${node.grouping.kind}(${names(node.grouping.labels)})`;
      const param = node.param === undefined ? '' : `${shapeOf(node.param)} `;
      return `${node.op}${grouping}(${param}${shapeOf(node.expr)})`;
    }
    case 'binary': {
      const matching = node.matching === undefined ? '' : `${node.matching.kind}(${names(node.matching.labels)}) `;
      const group = node.group === undefined ? '' : `group_${node.group.many}(${names(node.group.include)}) `;
      const bool = node.bool ? 'bool ' : '';
      return `(${shapeOf(node.left)} ${node.op} ${bool}${matching}${group}${shapeOf(node.right)})`;
    }
  }
}

const names = (labels: readonly { readonly name: string }[]): string => labels.map((l) => l.name).join(', ');
