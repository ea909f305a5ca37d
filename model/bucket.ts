/**
 * How the upper bound of a histogram's bucket is written in its `le` label. Prometheus 2 keeps the text that the program
 * exposes (`1`); Prometheus 3 rewrites it as OpenMetrics does (`1.0`). A matcher that lives through an upgrade takes both.
 * @see https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values
 */
import { escapeRegex } from './label';
import type { Matcher } from './label';

/** The matcher that selects one bucket, under every version. */
export function bucketMatcher(bound: number): Matcher {
  const [first = '', ...others] = boundTexts(bound);
  if (others.length === 0) return { label: 'le', op: '=', value: first, literals: [first] };
  const [second = '', ...more] = others;
  if (more.length === 0 && second === `${first}.0`) {
    return { label: 'le', op: '=~', value: `${first}(\\.0)?`, literals: [first, second] };
  }
  const literals = [first, ...others];
  return { label: 'le', op: '=~', value: literals.map(escapeRegex).join('|'), literals };
}

/** A bound as Prometheus 3 keeps it: `1.0`, `0.5`, `+Inf`. */
export function boundText(bound: number): string {
  return boundTexts(bound).at(-1) ?? String(bound);
}

/** Every text that programs and Prometheus write for a bound. */
function boundTexts(bound: number): readonly string[] {
  if (bound === Infinity) return ['+Inf'];
  const go = goFloat(bound);
  const openMetrics = /[.e]/.test(go) ? go : `${go}.0`;
  return [...new Set([plainDecimal(bound), go, openMetrics])];
}

/** Go's shortest form, as its client library writes it: an exponent below 1e-4 and from 1e6 on, of two digits. */
function goFloat(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return plainDecimal(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Without an exponent, however small or large. */
function plainDecimal(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 17 });
}
