/** Whether a divisor can be zero. */
import type { AstNode, BinaryNode, CallNode } from '../ast';
import { COMPARISONS } from '../functions';
import type { Scope } from '../lint';

const NEVER_ZERO = new Set([
  'count_over_time',
  'present_over_time',
  'timestamp',
  'time',
  'exp',
  'pi',
  'absent',
  'year',
]);
const COUNTS = new Set(['count', 'group', 'count_values']);

/** Whether every sample of the expression differs from zero, as far as its text tells. */
export function isGuarded(node: AstNode, scope: Scope): boolean {
  switch (node.type) {
    case 'number':
      return node.value !== 0;
    case 'selector': {
      const series = scope.inference.seriesOf(node);
      return series === undefined || series.type === 'info' || series.unit === 'timestamp';
    }
    case 'call':
      return isGuardedCall(node, scope);
    case 'aggregate':
      return COUNTS.has(node.op) || isGuarded(node.expr, scope);
    case 'binary':
      return isGuardedBinary(node, scope);
    case 'matrix':
      return isGuarded(node.selector, scope);
    case 'string':
      return true;
    default:
      return isGuarded(node.expr, scope);
  }
}

function isGuardedCall({ name, args }: CallNode, scope: Scope): boolean {
  if (NEVER_ZERO.has(name)) return true;
  const [first, second] = args;
  if (name === 'clamp_min' || name === 'clamp') return second !== undefined && isPositive(second);
  return name !== 'rate' && name !== 'increase' && first !== undefined && isGuarded(first, scope);
}

function isGuardedBinary({ op, bool, left, right }: BinaryNode, scope: Scope): boolean {
  if (COMPARISONS.has(op)) return !bool && excludesZero(op, right);
  switch (op) {
    case 'and':
      return isGuarded(left, scope) || (right.type === 'binary' && isGuarded(right, scope));
    case 'unless':
      return true;
    case '+':
      return isPositive(left) || isPositive(right);
    case '-':
    case '%':
      return false;
    default:
      return isGuarded(left, scope) && isGuarded(right, scope);
  }
}

/** Whether `x <op> limit` leaves out a zero. Of a limit that is no number, that is taken for granted. */
function excludesZero(op: string, limit: AstNode): boolean {
  if (limit.type !== 'number') return true;
  const holdsAtZero: Readonly<Record<string, boolean>> = {
    '>': 0 > limit.value,
    '>=': 0 >= limit.value,
    '<': 0 < limit.value,
    '<=': 0 <= limit.value,
    '==': limit.value === 0,
    '!=': limit.value !== 0,
  };
  return holdsAtZero[op] === false;
}

function isPositive(node: AstNode): boolean {
  return node.type !== 'number' || node.value > 0;
}
