/** Delivered boards as the checks read them. */
import type { DashboardFile, ServiceDelivery } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import type { AstNode } from '../../model/promql/ast';
import { parse, PromqlSyntaxError } from '../../model/promql/parse';
import type { Dashboard, PlacedPanel, Row, Target } from '../grafana';

/** A panel, and whether the reader sees it without opening a row. */
export interface PanelView {
  readonly panel: PlacedPanel;
  readonly open: boolean;
  /** `dashboards/<uid>/panel '<title>'`. */
  readonly where: string;
}

export interface BoardView {
  readonly service: string;
  readonly file: DashboardFile;
  readonly model: Dashboard;
  readonly where: string;
  readonly rows: readonly Row[];
  readonly panels: readonly PanelView[];
}

/** One check of the catalogue over one board. */
export type BoardCheck = (board: BoardView) => readonly Problem[];

const isRow = (panel: PlacedPanel | Row): panel is Row => panel.type === 'row';

export function viewsOf(deliveries: readonly ServiceDelivery[]): readonly BoardView[] {
  return deliveries.flatMap(({ service, dashboards }) => dashboards.map((file) => viewOf(service, file)));
}

function viewOf(service: string, file: DashboardFile): BoardView {
  // Boards come from board(), which makes no other shape; what it cannot promise is what the checks are for.
  const model = file.model as unknown as Dashboard;
  const where = `dashboards/${file.uid}`;
  const view = (panel: PlacedPanel, open: boolean): PanelView => ({
    panel,
    open,
    where: `${where}/panel '${panel.title}'`,
  });
  const rows = model.panels.filter(isRow);
  const open = model.panels.filter((panel): panel is PlacedPanel => !isRow(panel)).map((panel) => view(panel, true));
  const closed = rows.flatMap((row) => row.panels.map((panel) => view(panel, false)));
  return { service, file, model, where, rows, panels: [...open, ...closed] };
}

/** What Grafana puts in place of its own variables, for a parser that knows none of them. */
const RATE_INTERVAL = '8869990787ms';

/** Whether a range was `$__rate_interval`. */
export const isRateInterval = (seconds: number): boolean => seconds === 8_869_990.787;

/** The expression with Grafana's variables replaced. */
const substituted = (expr: string): string =>
  expr
    .replaceAll(/\$__rate_interval|\$\{__rate_interval\}/g, RATE_INTERVAL)
    .replaceAll(/\$__(interval|range)\b/g, '1m');

/** The tree of an expression, or why there is none. */
export function treeOf(expr: string): AstNode | string {
  try {
    return parse(substituted(expr));
  } catch (cause) {
    if (!(cause instanceof PromqlSyntaxError)) throw cause;
    return cause.message;
  }
}

/** Trees of the targets that parse. */
export function treesOf({ panel }: PanelView): readonly { readonly target: Target; readonly tree: AstNode }[] {
  return (panel.targets ?? []).flatMap((target) => {
    const tree = treeOf(target.expr);
    return typeof tree === 'string' ? [] : [{ target, tree }];
  });
}
