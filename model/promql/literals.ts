/** Literals of PromQL: numbers, durations and strings. */

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

/** A number as PromQL writes it: decimal, hexadecimal, `Inf`, `NaN`, or a duration, which counts its seconds. */
export function numberValue(text: string): number {
  const digits = text.replace(/^[+-]/, '');
  const sign = text.startsWith('-') ? -1 : 1;
  if (/^inf$/i.test(digits)) return sign * Infinity;
  return sign * (/^\d.*[a-z]$/i.test(digits) && !/^0x/i.test(digits) ? durationSeconds(digits) : Number(digits));
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"' },
};

/**
 * What stands between the quotes.
 * @throws RangeError at an escape that Go's strings, and so PromQL's, do not know
 */
export function unquote(literal: string): string {
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
