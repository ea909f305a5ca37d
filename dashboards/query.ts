/** Queries of a panel: their units, legends and targets. */
import type { Problems } from '../model/problem';
import type { Expr } from '../model/promql';
import type { Unit } from '../model/quantity';
import { expectedSeries, MOST_SERIES } from './cardinality';
import type { Colour, GrafanaUnit, Override, Target } from './grafana';
import { DATASOURCE } from './grafana';
import { defaultLegend, Legend, tellingLabels } from './legend';
import { grafanaUnits, isMoment } from './units';

export interface Query {
  readonly expr: Expr;
  /** Needed where a panel has several queries; otherwise the labels that tell the series apart. */
  readonly legend?: Legend | string;
  /** A fixed colour, for series whose colour means something. */
  readonly colour?: Colour;
  /** It is a capacity or a limit; lines over time draw it dashed and grey. */
  readonly limit?: true;
}

/** How Grafana asks: over the time range, at its end, at its end with labels as columns, or as a histogram. */
export type QueryMode = 'range' | 'instant' | 'table' | 'heatmap';

/** The unit of all queries, and Grafana's name of it (DB-08). */
export function unitOf(
  queries: readonly Query[],
  given: GrafanaUnit | undefined,
  where: string,
  problems: Problems,
): { readonly unit: Unit | undefined; readonly grafana: GrafanaUnit } {
  const inferred = [...new Set(queries.flatMap(({ expr }) => expr.unit ?? []))];
  const [unit] = inferred;
  if (inferred.length > 1) {
    const what = `queries are in ${[...inferred].sort().join(' and ')}, must all be in one unit`;
    problems.add({ id: 'DB-08', where, what, remedy: 'make a panel of each' });
  }
  if (unit === undefined) {
    if (given !== undefined) return { unit, grafana: given };
    problems.add({
      id: 'DB-08',
      where,
      what: 'the unit of the expression cannot be told',
      remedy: "give 'unit'",
      ...(queries[0] && { excerpt: `    ${queries[0].expr.ruleText}` }),
    });
    return { unit, grafana: 'none' };
  }
  const fitting = grafanaUnits(unit);
  if (given !== undefined && !fitting.includes(given)) {
    const what = `unit is '${given}', must be one of ${fitting.join(', ')}: the expression is in ${unit}`;
    problems.add({ id: 'DB-08', where, what, remedy: "leave 'unit' out, or correct the expression" });
  }
  return { unit, grafana: given ?? fitting[0] };
}

/** Legends print only labels that the result has, and all that tell its series apart (DB-10). */
export function checkLegends(queries: readonly Query[], where: string, problems: Problems): void {
  for (const { expr, legend } of queries) {
    if (legend === undefined && queries.length > 1) {
      const what = 'one of several queries has no legend';
      problems.add({ id: 'DB-10', where, what, remedy: "give each query a 'legend'" });
    }
    if (legend === undefined) continue;
    const printed = legend instanceof Legend ? legend.labels : [];
    const known = [...expr.inferred.labels.keys()];
    for (const name of printed.filter((l) => !known.includes(l))) {
      const what = `legend prints label '${name}', which the expression aggregates away`;
      problems.add({ id: 'DB-10', where, what, remedy: `print one of: ${known.join(', ') || '(no label is left)'}` });
    }
    for (const name of tellingLabels(expr).filter((l) => !printed.includes(l))) {
      const what = `legend lacks label '${name}', so its series look alike`;
      problems.add({ id: 'DB-10', where, what, remedy: `add it to the legend, or aggregate it away` });
    }
  }
}

/** No more lines than can be told apart (DB-11). */
export function checkCrowd(queries: readonly Query[], where: string, problems: Problems): void {
  const lines = queries.map(({ expr }) => expectedSeries(expr)).reduce((a, b) => a + b, 0);
  if (lines <= MOST_SERIES) return;
  problems.add({
    id: 'DB-11',
    where,
    what: `${lines} lines are expected for each target, must be at most ${MOST_SERIES}`,
    remedy: "aggregate a label away, use topk or a table, or give 'crowded' with the reason why they can be read",
  });
}

/** `A`, `B`, … by position in the definition, so that an omitted query renames no other. */
export const refIdAt = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

const MODES: Readonly<Record<QueryMode, Pick<Target, 'format' | 'instant' | 'range'>>> = {
  range: { format: 'time_series', instant: false, range: true },
  instant: { format: 'time_series', instant: true, range: false },
  table: { format: 'table', instant: true, range: false },
  heatmap: { format: 'heatmap', instant: false, range: true },
};

/** The target of one query. @param words legend of a result without labels */
export function targetOf({ expr, legend }: Query, refId: string, mode: QueryMode, words: string): Target {
  const text = expr.text('panel');
  const format = legend instanceof Legend ? legend.format : legend;
  return {
    refId,
    datasource: DATASOURCE,
    editorMode: 'code',
    expr: isMoment(expr.unit) ? `1000 * (${text})` : text,
    legendFormat: format ?? defaultLegend(expr, words),
    ...MODES[mode],
  };
}

/** The legend without its labels: `rejected` of `{{instance}} rejected`. */
export function wordsOf({ legend = '' }: Query): string {
  const format = legend instanceof Legend ? legend.format : legend;
  const words = format.replaceAll(/\{\{[^}]*\}\}/g, ' ').trim();
  return words === '' ? 'one of its queries' : words;
}

/** A fixed colour for the series of one query. */
export function colourOverride(refId: string, colour: Colour): Override {
  return {
    matcher: { id: 'byFrameRefID', options: refId },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }],
  };
}

/** What an empty panel says: whether that is good (DB-19). */
export function emptyText(queries: readonly Query[]): string {
  const presence = new Set(queries.flatMap(({ expr }) => expr.series.map((s) => s.presence)));
  if (presence.has('after-first-event')) return 'None yet: the series starts with its first event';
  if (presence.has('optional')) return 'Not collected on this target';
  return 'No data: is the target up?';
}
