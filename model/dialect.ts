/**
 * Dialects: what a release really exposes, where it differs from the documented (canonical) names. A dialect renames at
 * the scrape, derives what can be computed, and declares what is absent, with the reason.
 */
import type { RelabelRule } from './delivery';
import type { Metric } from './metric';
import { VedetteError } from './problem';
import type { Expr } from './promql';
import type { Recording } from './recording';
import { derive } from './recording';

/** A canonical metric that a release exposes under another name or other label names. */
export interface Renaming {
  readonly metric: Metric;
  /** Base name in the release; a histogram's suffixes follow by themselves. */
  readonly realName: string;
  /** Real label name by canonical label name. */
  readonly realLabels: Readonly<Record<string, string>>;
}

/** A canonical metric that a release does not have. */
export interface Absence {
  readonly metric: Metric;
  readonly reason: string;
}

export interface Dialect {
  /** The release: `0.3.0`; or `documented`. */
  readonly name: string;
  readonly renamed: readonly Renaming[];
  readonly derived: readonly Recording[];
  readonly absent: readonly Absence[];
}

/** @param realLabels real label name by canonical label name, where they differ */
export function renamed(metric: Metric, realName: string, realLabels: Readonly<Record<string, string>> = {}): Renaming {
  return { metric, realName, realLabels };
}

export function absent(metric: Metric, reason: string): Absence {
  return { metric, reason };
}

/** Computed by a recording rule under the canonical name. */
export const derived = (metric: Metric, expr: Expr): Recording => derive(metric, expr);

/** @throws VedetteError when a metric is declared in two ways */
export function dialect(name: string, spec: Partial<Omit<Dialect, 'name'>>): Dialect {
  const { renamed = [], derived = [], absent = [] } = spec;
  const names = [
    ...renamed.map((r) => r.metric.name),
    ...derived.map((d) => d.name),
    ...absent.map((a) => a.metric.name),
  ];
  const twice = names.filter((n, i) => names.indexOf(n) !== i);
  if (twice.length > 0) {
    throw new VedetteError(
      twice.map((n) => ({
        where: `dialect ${name}`,
        what: `'${n}' is declared twice`,
        remedy: 'keep one of renamed, derived, absent',
      })),
    );
  }
  return { name, renamed, derived, absent };
}

/** Why an expression cannot be answered in a dialect: the absent metrics it reads. Empty: it can. */
export function missingFrom(dialect: Dialect | undefined, expr: Expr): readonly Absence[] {
  const read = new Set(expr.series.map((series) => series.name));
  return (dialect?.absent ?? []).filter(({ metric }) => metric.seriesNames.some((name) => read.has(name)));
}

/** The `metric_relabel_configs` that turn the release's names into the canonical ones. */
export function relabelings(dialect: Dialect): readonly RelabelRule[] {
  return [...dialect.renamed.flatMap(nameRule), ...labelRules(dialect.renamed)];
}

function nameRule({ metric, realName }: Renaming): readonly RelabelRule[] {
  if (realName === metric.name) return [];
  const suffixes = suffixPattern(metric);
  return [
    {
      sourceLabels: ['__name__'],
      regex: `${realName}${suffixes}`,
      targetLabel: '__name__',
      replacement: suffixes === '' ? metric.name : `${metric.name}$1`,
    },
  ];
}

/** Copies each real label to its canonical name, then empties the real one: an empty label is no label. */
function labelRules(renamings: readonly Renaming[]): readonly RelabelRule[] {
  const metricsOf = new Map<string, string[]>();
  for (const { metric, realLabels } of renamings) {
    for (const [canonical, real] of Object.entries(realLabels)) {
      if (canonical === real) continue;
      const key = `${real}\u0000${canonical}`;
      metricsOf.set(key, [...(metricsOf.get(key) ?? []), ...metric.seriesNames]);
    }
  }
  return [...metricsOf].flatMap(([key, names]) => {
    const [real = '', canonical = ''] = key.split('\u0000');
    const anyName = names.join('|');
    return [
      { sourceLabels: ['__name__', real], regex: `(?:${anyName});(.+)`, targetLabel: canonical, replacement: '$1' },
      { sourceLabels: ['__name__'], regex: `(?:${anyName})`, targetLabel: real, replacement: '' },
    ];
  });
}

/** `(_bucket|_sum|_count)` for a histogram; nothing for a metric with one series. */
function suffixPattern(metric: Metric): string {
  const suffixes = metric.seriesNames.map((name) => name.slice(metric.name.length));
  return suffixes.every((s) => s === '') ? '' : `(${suffixes.join('|')})`;
}
