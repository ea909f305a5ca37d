/** Panels that ask Prometheus: the parts that a time series, a stat and a heatmap share. */
import type { Omission } from '../model/delivery';
import { Problems } from '../model/problem';
import type { Problem } from '../model/problem';
import type { Unit } from '../model/quantity';
import type { Colour, DashboardLink, GrafanaUnit, Override, Panel, Target, Thresholds } from './grafana';
import { DATASOURCE } from './grafana';
import { checkAlerts, checkOptions, describe, presentAlerts, runbookLinks, rungsOf } from './panel';
import type { Drawn, PanelContext, PanelDefinition, PanelOptions } from './panel';
import { checkCrowd, checkLegends, colourOverride, emptyText, refIdAt, targetOf, unitOf, wordsOf } from './query';
import type { Query, QueryMode } from './query';
import { thresholdsOf } from './thresholds';

export interface QueriedOptions extends PanelOptions {
  /** Grafana's unit, where another than the usual one is wanted (`reqps`), or where it cannot be inferred. */
  readonly unit?: GrafanaUnit;
  readonly decimals?: number;
  /** What an empty panel says; by default, what the metrics' presence tells. */
  readonly noValue?: string;
  /** Lower end of the axis: 0 when absent. `open` follows the data. */
  readonly min?: number | 'open';
  /** Upper end of the axis: 1 for a ratio, 100 for per cent, open for all else. */
  readonly max?: number | 'open';
  /** Why more than 20 expected lines are fit to be seen on this panel (DB-11). */
  readonly crowded?: string;
  /** Fixed colours by the name of a series: `{ '5xx': 'red' }`. */
  readonly colours?: Readonly<Record<string, Colour>>;
}

/** What a panel of any kind is made from, in one environment. */
export interface Parts {
  readonly head: {
    readonly title: string;
    readonly description: string;
    readonly datasource: typeof DATASOURCE;
    readonly links: readonly DashboardLink[];
  };
  readonly targets: readonly Target[];
  readonly field: {
    readonly unit: GrafanaUnit;
    readonly decimals?: number;
    readonly noValue: string;
    readonly thresholds: Thresholds;
  };
  /** Ends of the axis, for panels that have one. */
  readonly axis: { readonly min?: number; readonly max?: number };
  readonly overrides: readonly Override[];
  readonly unit: Unit | undefined;
}

export interface Kind {
  readonly mode: QueryMode;
  readonly width: number;
  readonly height: number;
  build(parts: Parts, context: PanelContext): Panel;
}

/** A panel of one kind over one or more queries. */
export function queried(
  options: QueriedOptions,
  queries: readonly Query[],
  kind: Kind,
  extra: readonly Problem[] = [],
): PanelDefinition {
  const problems = new Problems();
  const where = `panel '${options.title}'`;
  problems.addAll(extra);
  checkOptions(options, problems);
  if (queries.length === 0) problems.add({ id: 'DB-12', where, what: 'it has no query', remedy: 'give it one' });
  const units = unitOf(queries, options.unit, where, problems);
  checkAlerts(options.alerts ?? [], units.unit, where, problems);
  if (kind.mode !== 'heatmap') checkLegends(queries, where, problems);
  if (kind.mode === 'range' && options.crowded === undefined) checkCrowd(queries, where, problems);
  const { title, width = kind.width, height = kind.height } = options;
  return {
    title,
    width,
    height,
    exprs: queries.map((q) => q.expr),
    problems: problems.found,
    draw: (context) => draw(options, queries, kind, units, context),
  };
}

function draw(
  options: QueriedOptions,
  queries: readonly Query[],
  kind: Kind,
  units: { readonly unit: Unit | undefined; readonly grafana: GrafanaUnit },
  context: PanelContext,
): Drawn {
  const { present, omissions } = answerable(options.title, queries, context);
  if (present.length === 0) return { panel: undefined, omissions };
  const alerts = presentAlerts(options.alerts ?? [], context);
  const parts: Parts = {
    head: {
      title: options.title,
      description: describe(
        options.description,
        present.map((a) => a.query.expr),
        options.alerts ?? [],
        context,
      ),
      datasource: DATASOURCE,
      links: runbookLinks(alerts, context),
    },
    targets: present.map(({ query, refId }) => targetOf(query, refId, kind.mode, options.title)),
    field: {
      unit: units.grafana,
      ...(options.decimals !== undefined && { decimals: options.decimals }),
      noValue: options.noValue ?? emptyText(queries),
      thresholds: thresholdsOf(rungsOf(alerts, context), units.unit),
    },
    axis: axisOf(options, units.unit),
    overrides: [
      ...present.flatMap(({ query, refId }) =>
        query.colour === undefined ? [] : [colourOverride(refId, query.colour)],
      ),
      ...Object.entries(options.colours ?? {}).map(([name, colour]) => namedColour(name, colour)),
    ],
    unit: units.unit,
  };
  return { panel: kind.build(parts, context), omissions };
}

interface Asked {
  readonly query: Query;
  readonly refId: string;
}

/** The queries that the release can answer, and the others with the reason. */
function answerable(
  title: string,
  queries: readonly Query[],
  context: PanelContext,
): { readonly present: readonly Asked[]; readonly omissions: readonly Omission[] } {
  const asked = queries.map((query, i) => ({ query, refId: refIdAt(i), missing: context.board.missing(query.expr) }));
  const present = asked.filter((a) => a.missing === undefined);
  const omissions = asked.flatMap(({ query, missing }) => {
    if (missing === undefined) return [];
    const part = present.length === 0 ? '' : `: ${wordsOf(query)}`;
    return [{ kind: 'panel' as const, name: `${title}${part}`, reason: missing }];
  });
  // A panel that is left out whole is named once.
  return { present, omissions: present.length === 0 ? omissions.slice(0, 1) : omissions };
}

const NATURAL_MAX: Partial<Record<Unit, number>> = { ratio: 1, percent: 100, bool: 1 };
const NO_ZERO: readonly (Unit | undefined)[] = ['celsius', 'timestamp', undefined];

/** Rates start at 0, ratios end at 1, so that the height of a line means the same on every panel. */
function axisOf({ min, max }: QueriedOptions, unit: Unit | undefined): Parts['axis'] {
  const low = min ?? (NO_ZERO.includes(unit) ? 'open' : 0);
  const high = max ?? (unit === undefined ? 'open' : (NATURAL_MAX[unit] ?? 'open'));
  return { ...(low !== 'open' && { min: low }), ...(high !== 'open' && { max: high }) };
}

function namedColour(name: string, colour: Colour): Override {
  return {
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }],
  };
}
