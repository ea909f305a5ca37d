/** Made-up series for any expression, where no scenario was written: one for each selector, that it selects. */
import { boundText } from '../bucket';
import type { Series } from '../metric';
import { VedetteError } from '../problem';
import type { Expr } from '../promql';
import type { MatcherNode } from '../promql/ast';
import { walk } from '../promql/ast';
import { grows, holds } from '../scenario';
import type { Behaviour, ScenarioSeries } from '../scenario';

/**
 * Series under which the expression has a result. Gauges hold and counters grow, each by another number.
 * @throws VedetteError when no label value satisfies a selector's matchers
 */
export function samplesFor(expr: Expr): readonly ScenarioSeries[] {
  const found = new Map<string, ScenarioSeries>();
  for (const node of walk(expr.root)) {
    const series = node.type === 'selector' ? expr.inference.seriesOf(node) : undefined;
    if (node.type !== 'selector' || series === undefined) continue;
    for (const one of seriesOf(series, node.matchers, found.size + 1)) {
      const key = `${series.name}${JSON.stringify(Object.entries(one.labels).sort())}`;
      if (!found.has(key)) found.set(key, one);
    }
  }
  return [...found.values()];
}

function seriesOf(series: Series, matchers: readonly MatcherNode[], n: number): readonly ScenarioSeries[] {
  const names = Object.keys(series.labels).filter((name) => name !== 'le');
  const chosen = names.map((name) => [name, labelValue(series, name, matchers)] as const);
  const job =
    series.job ?? (matchers.some(({ label }) => label === 'job') ? labelValue(series, 'job', matchers) : undefined);
  const labels = { ...Object.fromEntries(chosen), ...(job !== undefined && { job }) };
  const one = (extra: Readonly<Record<string, string>>, behaviour: Behaviour): ScenarioSeries => ({
    metric: series,
    labels: { ...labels, ...extra },
    healthy: behaviour,
    broken: behaviour,
    start: 0,
    dispensable: false,
  });
  if (series.type === 'bucket') {
    const bounds = [...(series.buckets ?? []), Infinity];
    return bounds.map((bound, i) => one({ le: boundText(bound) }, grows((i + 1) * n)));
  }
  return [one({}, series.type === 'counter' ? grows(n / 2) : holds(level(series, n)))];
}

function level({ type, unit }: Series, n: number): number {
  if (type === 'info' || type === 'stateset' || unit === 'bool') return 1;
  return unit === 'ratio' ? n / (n + 1) : n * 10;
}

function labelValue(series: Series, name: string, matchers: readonly MatcherNode[]): string {
  const own = matchers.filter(({ label }) => label === name);
  const literals = own.flatMap(({ value }) => value.split('|').map((part) => part.replaceAll('\\', '')));
  const candidates = [...(series.labels[name]?.values ?? []), ...literals, `some-${name}`];
  const value = candidates.find((candidate) => own.every((matcher) => matches(matcher, candidate)));
  if (value !== undefined) return value;
  const text = own.map(({ label, op, value: pattern }) => `${label}${op}"${pattern}"`).join(', ');
  throw new VedetteError([
    { where: series.name, what: `no value of '${name}' satisfies ${text}`, remedy: 'correct the matchers' },
  ]);
}

function matches({ op, value }: MatcherNode, candidate: string): boolean {
  if (op === '=') return candidate === value;
  if (op === '!=') return candidate !== value;
  return new RegExp(`^(?:${value})$`).test(candidate) === (op === '=~');
}
