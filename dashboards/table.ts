/** Tables of current values: a row for each thing, a column for each question about it. */
import type { Label } from '../model/label';
import { Problems } from '../model/problem';
import type { Problem } from '../model/problem';
import type { Expr } from '../model/promql';
import type { Unit } from '../model/quantity';
import type { Alert } from '../model/alert';
import type { DataLink, GrafanaUnit, Override, TablePanel, Target, Transformation } from './grafana';
import { DATASOURCE } from './grafana';
import { tellingLabels } from './legend';
import { checkAlerts, checkOptions, describe, presentAlerts, runbookLinks, rungsOf } from './panel';
import type { Drawn, PanelContext, PanelDefinition, PanelOptions } from './panel';
import { targetOf, unitOf } from './query';
import { mappingsOf } from './stat';
import type { Words } from './stat';
import { thresholdsOf } from './thresholds';

/** A question about each row's thing. */
export interface Column {
  readonly expr: Expr;
  readonly unit?: GrafanaUnit;
  readonly decimals?: number;
  readonly words?: Words;
  /** Alerts on the quantity: their thresholds colour the cells. */
  readonly alerts?: readonly Alert[];
}

export interface TableOptions extends Omit<PanelOptions, 'alerts'> {
  /** The labels that name a row. */
  readonly rows: readonly [Label, ...Label[]];
  /** Columns by heading. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Where a row's label leads, by label; `${__value.text}` stands for its value. */
  readonly links?: Readonly<Record<string, DataLink>>;
  readonly noValue?: string;
}

/** A column with what was found out about it. */
interface Known extends Column {
  readonly heading: string;
  readonly refId: string;
  readonly inferred: Unit | undefined;
  readonly grafanaUnit: GrafanaUnit;
}

/** Current values side by side. 12 columns wide, 8 rows high. */
export function table(options: TableOptions): PanelDefinition {
  const problems = new Problems();
  checkOptions(options, problems);
  const where = `panel '${options.title}'`;
  const columns = Object.entries(options.columns).map(([heading, column]): Known => {
    const { unit, grafana } = unitOf([column], column.unit, `${where}/${heading}`, problems);
    checkAlerts(column.alerts ?? [], unit, `${where}/${heading}`, problems);
    problems.addAll(rowProblems(options, heading, column));
    return { ...column, heading, refId: refIdOf(heading), inferred: unit, grafanaUnit: grafana };
  });
  if (columns.length === 0) problems.add({ id: 'DB-12', where, what: 'it has no column', remedy: 'give it one' });
  const { title, width = 12, height = 8 } = options;
  const exprs = columns.map((c) => c.expr);
  return { title, width, height, exprs, problems: problems.found, draw: (context) => draw(options, columns, context) };
}

/** Every column has one value for each row: its labels are the rows'. */
function rowProblems({ title, rows }: TableOptions, heading: string, { expr }: Column): readonly Problem[] {
  const where = `panel '${title}'/${heading}`;
  const names = rows.map((r) => r.name);
  const telling = tellingLabels(expr);
  const over = telling.filter((name) => !names.includes(name));
  const lacking = names.filter((name) => !expr.inferred.labels.has(name));
  return [
    ...over.map((name) => ({
      id: 'DB-10',
      where,
      what: `label '${name}' tells values apart that would share a row`,
      remedy: "add it to 'rows', or aggregate it away",
    })),
    ...lacking.map((name) => ({
      id: 'DB-10',
      where,
      what: `rows are named by label '${name}', which the expression aggregates away`,
      remedy: 'keep it in the expression',
    })),
  ];
}

/** `Memory used` → `memoryUsed`: Grafana names the value's field after it. */
function refIdOf(heading: string): string {
  const words = heading.match(/[A-Za-z0-9]+/g) ?? [];
  return words
    .map((w, i) => (i === 0 ? w.toLowerCase() : w.charAt(0).toUpperCase() + w.slice(1).toLowerCase()))
    .join('');
}

function draw(options: TableOptions, columns: readonly Known[], context: PanelContext): Drawn {
  const { title, description, rows, noValue = 'No data: is the target up?' } = options;
  const present = columns.filter((c) => context.board.missing(c.expr) === undefined);
  const omissions = columns.flatMap(({ heading, expr }) => {
    const reason = context.board.missing(expr);
    const name = present.length === 0 ? title : `${title}: ${heading}`;
    return reason === undefined ? [] : [{ kind: 'panel' as const, name, reason }];
  });
  if (present.length === 0) return { panel: undefined, omissions: omissions.slice(0, 1) };
  const declared = [...new Set(present.flatMap((c) => c.alerts ?? []))];
  const panel: TablePanel = {
    title,
    description: describe(
      description,
      present.map((c) => c.expr),
      declared,
      context,
    ),
    datasource: DATASOURCE,
    links: runbookLinks(presentAlerts(declared, context), context),
    type: 'table',
    targets: present.map((c): Target => targetOf(c, c.refId, 'table', '')),
    transformations: transformations(rows, present),
    options: { frameIndex: 0, showHeader: true, cellHeight: 'sm' },
    fieldConfig: {
      defaults: { noValue, custom: { align: 'auto', inspect: false, filterable: false } },
      overrides: [...present.map((c) => columnOverride(c, context)), ...labelLinks(options.links ?? {})],
    },
  };
  return { panel, omissions };
}

/** Keep the rows' labels and the values, put the answers side by side, and name the columns. */
function transformations(rows: readonly Label[], columns: readonly Known[]): readonly Transformation[] {
  const field = ({ refId }: Known): string => (columns.length > 1 ? `Value #${refId}` : 'Value');
  const labels = rows.map((r) => r.name);
  const names = [...labels, ...columns.map(field)];
  const rename = [
    ...labels.map((name) => [name, capitalised(name)] as const),
    ...columns.map((c) => [field(c), c.heading] as const),
  ];
  return [
    { id: 'filterFieldsByName', options: { include: { names } } },
    { id: 'merge', options: {} },
    {
      id: 'organize',
      options: {
        excludeByName: {},
        indexByName: Object.fromEntries(names.map((name, i) => [name, i])),
        renameByName: Object.fromEntries(rename),
      },
    },
  ];
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const labelLinks = (links: Readonly<Record<string, DataLink>>): readonly Override[] =>
  Object.entries(links).map(([name, link]) => ({
    matcher: { id: 'byName', options: capitalised(name) },
    properties: [{ id: 'links', value: [link] }],
  }));

function columnOverride(column: Known, context: PanelContext): Override {
  const { heading, grafanaUnit, decimals, words, alerts = [], inferred } = column;
  const thresholds = thresholdsOf(rungsOf(presentAlerts(alerts, context), context), inferred);
  const coloured = thresholds.steps.length > 1 || words !== undefined;
  return {
    matcher: { id: 'byName', options: heading },
    properties: [
      { id: 'unit', value: grafanaUnit },
      ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
      ...(words === undefined ? [] : [{ id: 'mappings', value: mappingsOf(words) }]),
      ...(coloured
        ? [
            { id: 'thresholds', value: thresholds },
            { id: 'color', value: { mode: 'thresholds' } },
            { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
          ]
        : []),
    ],
  };
}
