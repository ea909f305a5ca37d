/** Regular expressions as Prometheus and Alertmanager read them. https://github.com/google/re2/wiki/Syntax */

/** What JavaScript has and RE2 has not: look-around and back references. */
const NOT_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

/** What an expression must be, or undefined when both engines can read it. */
export function regex(pattern: string): string | undefined {
  if (NOT_RE2.test(pattern)) return 'an RE2 expression, which has no look-around and no back references';
  try {
    new RegExp(`^(?:${pattern.replace(/\(\?P</g, '(?<').replace(/^\(\?[imsU]+\)/, '')})$`, 's');
    return undefined;
  } catch (error) {
    return `an RE2 expression (${error instanceof Error ? reason(error.message) : 'it is none'})`;
  }
}

/** JavaScript's message without the expression, which the problem shows already. */
function reason(message: string): string {
  return message.slice(message.lastIndexOf(': ') + 2).toLowerCase();
}

/** The highest group that a replacement refers to: 2 for `$1-${2}`. */
export function highestGroup(replacement: string): number {
  const groups = [...replacement.matchAll(/\$(?:\{(\d+)\}|(\d+))/g)].map(([, braced, bare]) => Number(braced ?? bare));
  return Math.max(0, ...groups);
}

/** How many groups an expression has. */
export function groupCount(pattern: string): number {
  return (new RegExp(`${pattern.replace(/\(\?P</g, '(?<')}|`).exec('') ?? []).length - 1;
}
