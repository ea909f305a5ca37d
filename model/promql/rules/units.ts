/** Checks of units: what is compared, added or subtracted is of one unit, and a number in the text says its own. */
import type { Unit } from '../../quantity';
import type { AstNode, BinaryNode } from '../ast';
import { sameDimension, unitOf } from '../dimension';
import type { Dimension } from '../dimension';
import { COMPARISONS } from '../functions';
import type { Inferred } from '../infer';
import type { Rule, Scope } from '../lint';

/** How a number of each unit is written; of units not here a plain number is one. */
const CONSTRUCTORS: Readonly<Partial<Record<Unit, string>>> = {
  seconds: 'seconds',
  milliseconds: 'millisecondsRaw',
  bytes: 'bytes',
  percent: 'percentPoints',
  celsius: 'celsius',
  'count/second': 'perSecond',
  'bytes/second': 'bytesPerSecond',
};
const PLAIN = new Set<Unit>(['count', 'ratio', 'bool']);

export const oneUnit: Rule = {
  id: 'PQ-28',
  title: 'What is compared, added or subtracted has one unit, and a literal is written in it',
  check(node, scope) {
    if (node.type !== 'binary' || !(COMPARISONS.has(node.op) || node.op === '+' || node.op === '-')) return;
    const [left, right] = [scope.inference.of(node.left), scope.inference.of(node.right)];
    if (isBare(left)) return checkNumber(node.left, right.dimension, scope);
    if (isBare(right)) return checkNumber(node.right, left.dimension, scope);
    if (left.dimension === undefined || right.dimension === undefined) return;
    if (fits(node, left, right)) return;
    const [a, b] = [name(left.dimension), name(right.dimension)];
    const literal = left.traits.has('literal') ? node.left : node.right;
    const [its, others] = literal === node.left ? [a, b] : [b, a];
    scope.report(
      literal,
      `unit is ${its}, must be ${others} as on the other side of '${node.op}'`,
      'convert one of them',
    );
  },
};

const isBare = ({ traits, dimension }: Inferred): boolean => traits.has('literal') && dimension === undefined;
const name = (dimension: Dimension): string => unitOf(dimension) ?? `${dimension.base}/second`;

function checkNumber(number: AstNode, other: Dimension | undefined, scope: Scope): void {
  const unit = other && unitOf(other);
  if (unit === undefined || PLAIN.has(unit)) return;
  const text = scope.text.slice(number.from, number.to);
  const literal = number.type === 'unary' ? number.expr : number;
  if (literal.type === 'number' && (literal.value === 0 || !Number.isFinite(literal.value))) return;
  const constructor = CONSTRUCTORS[unit];
  const remedy = constructor === undefined ? 'compare with time()' : `write \${${constructor}(…)}`;
  scope.report(number, `${text} has no unit, must be a quantity in ${unit}`, remedy);
}

function fits({ op }: BinaryNode, left: Inferred, right: Inferred): boolean {
  const [a, b] = [left.dimension, right.dimension];
  if (a === undefined || b === undefined || sameDimension(a, b)) return true;
  // A moment some time before or after another.
  const [x, y] = [unitOf(a), unitOf(b)];
  if (op === '-' && x === 'timestamp' && y === 'seconds') return true;
  if (op === '+' && [x, y].includes('timestamp') && [x, y].includes('seconds')) return true;
  // Between two vectors, numbers without a dimension are not told apart.
  const literal = left.traits.has('literal') || right.traits.has('literal');
  return !literal && x !== undefined && y !== undefined && PLAIN.has(x) && PLAIN.has(y);
}
