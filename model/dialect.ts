/**
 * Dialects: what a release really exposes, where it differs from the documented (canonical) names. A dialect renames at
 * the scrape, derives what can be computed, and declares what is absent, with the reason.
 */
import type { RelabelRule } from './delivery';
import type { LabelSpecs } from './label';
import type { Metric, MetricType } from './metric';
import { VedetteError } from './problem';
import type { Expr } from './promql';
import { walk } from './promql/ast';
import type { AstNode } from './promql/ast';
import type { Recording } from './recording';
import { derive } from './recording';

/** A canonical metric that a release exposes under another name or other label names. */
export interface Renaming {
  readonly metric: Metric;
  /** Base name in the release; a histogram's suffixes follow by themselves. */
  readonly realName: string;
  /** Real label name by canonical label name. */
  readonly realLabels: Readonly<Record<string, string>>;
  /** Labels that the scrape adds, because the release tells by a metric's name what the canonical one tells by a label. */
  readonly added?: Readonly<Record<string, string>>;
}

/** A canonical metric that a release does not have. */
export interface Absence {
  readonly metric: Metric;
  readonly reason: string;
}

/** A label that a release does not put on a canonical metric. */
export interface LabelAbsence extends Absence {
  readonly label: string;
}

export interface Dialect {
  /** The release: `0.3.0`; or `documented`. */
  readonly name: string;
  readonly renamed: readonly Renaming[];
  readonly derived: readonly Recording[];
  readonly absent: readonly Absence[];
  /** Labels that the release lacks; the metric is there. */
  readonly withoutLabels: readonly LabelAbsence[];
  /** Metrics that the release exposes with a value that no alert may trust; panels still show them. */
  readonly unreliable: readonly Absence[];
  /**
   * Canonical names that are stored, as a regular expression; the job's other series are dropped after the renaming.
   * `up` and `scrape_…` stay, because Prometheus makes them itself. Absent: all are stored.
   */
  readonly keep?: string;
  /** Where the page of metrics is, where it is not the service's usual one. */
  readonly page?: ScrapePage;
}

/** The address of a page of metrics on a target. */
export interface ScrapePage {
  /** With its leading slash. */
  readonly metricsPath: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
}

/** @param realLabels real label name by canonical label name, where they differ */
export function renamed(metric: Metric, realName: string, realLabels: Readonly<Record<string, string>> = {}): Renaming {
  return { metric, realName, realLabels };
}

/**
 * Several counters of the release are one canonical metric, told apart by a label that the scrape adds.
 * @param realNames name in the release by value of the label
 */
export function folded<S extends LabelSpecs>(
  metric: Metric<MetricType, S>,
  label: keyof S & string,
  realNames: Readonly<Record<string, string>>,
): readonly Renaming[] {
  return Object.entries(realNames).map(([value, realName]) => ({
    metric: metric as unknown as Metric,
    realName,
    realLabels: {},
    added: { [label]: value },
  }));
}

export function absent(metric: Metric, reason: string): Absence {
  return { metric, reason };
}

/** @param name a label that the catalogue gives the metric and this release does not */
export function withoutLabel<S extends LabelSpecs>(
  metric: Metric<MetricType, S>,
  name: keyof S & string,
  reason: string,
): LabelAbsence {
  return { metric: metric as unknown as Metric, label: name, reason: `no label '${name}': ${reason}` };
}

/** Exposed, with a value that does not mean what the catalogue says. */
export function unreliable(metric: Metric, reason: string): Absence {
  return { metric, reason };
}

/** Computed by a recording rule under the canonical name. */
export const derived = (metric: Metric, expr: Expr): Recording => derive(metric, expr);

/** @throws VedetteError when a metric is declared in two ways */
export function dialect(name: string, spec: Partial<Omit<Dialect, 'name'>>): Dialect {
  const { renamed = [], derived = [], absent = [], withoutLabels = [], unreliable = [] } = spec;
  const names = [
    ...renamed.map(({ metric, added }) => `${metric.name}${added === undefined ? '' : JSON.stringify(added)}`),
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
  const { keep, page } = spec;
  const options = { ...(keep !== undefined && { keep }), ...(page && { page }) };
  return { name, renamed, derived, absent, withoutLabels, unreliable, ...options };
}

/** Why an expression cannot be answered in a dialect: the absent metrics and labels it reads. Empty: it can. */
export function missingFrom(dialect: Dialect | undefined, expr: Expr): readonly Absence[] {
  if (dialect === undefined) return [];
  const labels = dialect.withoutLabels.filter(({ metric, label }) => readsLabel(expr, metric, label));
  return [...dialect.absent.filter(({ metric }) => reads(expr, metric)), ...labels];
}

/** Why an alert must not rely on an expression in a dialect: what is missing, and what has no trustworthy value. */
export function untrustedIn(dialect: Dialect | undefined, expr: Expr): readonly Absence[] {
  const doubtful = dialect?.unreliable.filter(({ metric }) => reads(expr, metric)) ?? [];
  return [...missingFrom(dialect, expr), ...doubtful];
}

function reads(expr: Expr, metric: Metric): boolean {
  return expr.series.some(({ name }) => metric.seriesNames.includes(name));
}

/** The expression selects by the label, or groups the metric by it. */
function readsLabel(expr: Expr, metric: Metric, label: string): boolean {
  const selects = (node: AstNode): boolean =>
    node.type === 'selector' && node.name !== undefined && metric.seriesNames.includes(node.name);
  return [...walk(expr.root)].some((node) => {
    if (node.type === 'selector') {
      return selects(node) && node.matchers.some((m) => m.label === label && !passesUnlabelled(m));
    }
    return namedLabels(node).includes(label) && [...walk(node)].some(selects);
  });
}

/** It only leaves values out, so that series without the label pass. */
function passesUnlabelled({ op, value }: { readonly op: string; readonly value: string }): boolean {
  return (op === '!=' || op === '!~') && !value.split('|').includes('');
}

/** Labels that an aggregation or a matching clause keeps by name. */
function namedLabels(node: AstNode): readonly string[] {
  if (node.type === 'aggregate' && node.grouping?.kind === 'by') return node.grouping.labels.map((l) => l.name);
  if (node.type !== 'binary') return [];
  const matched = node.matching?.kind === 'on' ? node.matching.labels : [];
  return [...matched, ...(node.group?.include ?? [])].map((l) => l.name);
}

/** The `metric_relabel_configs` that turn the release's names into the canonical ones. */
export function relabelings(dialect: Dialect): readonly RelabelRule[] {
  return [...dialect.renamed.flatMap(nameRule), ...labelRules(dialect.renamed), ...keepRule(dialect)];
}

/** The last one, since the names that it reads are the canonical ones. */
function keepRule({ keep }: Dialect): readonly RelabelRule[] {
  return keep === undefined ? [] : [{ sourceLabels: ['__name__'], regex: keep, action: 'keep' }];
}

function nameRule({ metric, realName, added = {} }: Renaming): readonly RelabelRule[] {
  if (realName === metric.name) return [];
  const suffixes = suffixPattern(metric);
  return [
    ...Object.entries(added).map(([targetLabel, replacement]) => ({
      sourceLabels: ['__name__'],
      regex: `${realName}${suffixes}`,
      targetLabel,
      replacement,
    })),
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
