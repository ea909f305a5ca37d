/** What a panel is before it stands on a board, and what all panels have in common. */
import type { Alert, Rung } from '../model/alert';
import type { Omission } from '../model/delivery';
import { untrustedIn } from '../model/dialect';
import type { Problem, Problems } from '../model/problem';
import type { Expr } from '../model/promql';
import type { Unit } from '../model/quantity';
import type { BoardContext } from '../model/service';
import type { DashboardLink, Panel } from './grafana';
import { rungsText } from './thresholds';

/** Where a panel is drawn. */
export interface PanelContext {
  readonly board: BoardContext;
  /** Id of the service that the board belongs to. */
  readonly service: string;
  /** The board's uid. */
  readonly uid: string;
}

/** A panel as drawn for one release: absent where the release lacks everything it needs. */
export interface Drawn {
  readonly panel: Panel | undefined;
  readonly omissions: readonly Omission[];
}

/** A panel of a board's definition. The board draws it, numbers it and finds its place. */
export interface PanelDefinition {
  readonly title: string;
  /** Columns of 24. */
  readonly width: number;
  /** Rows of the grid, about 30 pixels each. */
  readonly height: number;
  /** Everything it asks. */
  readonly exprs: readonly Expr[];
  /** Faults of the definition; the board reports them all together. */
  readonly problems: readonly Problem[];
  draw(context: PanelContext): Drawn;
}

export interface PanelOptions {
  /** A noun without its unit; unique on the board. */
  readonly title: string;
  /** What it shows, what is normal, what to do when it is not; at least 40 characters (DB-07). */
  readonly description: string;
  /** Columns of 24. A line's panels are stretched to fill it. */
  readonly width?: number;
  readonly height?: number;
  /** Alerts that watch the quantity shown: their thresholds become the panel's, and their runbooks its links. */
  readonly alerts?: readonly Alert[];
}

/** Title, description and width (DB-07). */
export function checkOptions({ title, description, width }: PanelOptions, problems: Problems): void {
  const where = `panel '${title}'`;
  if (title.trim() === '') problems.add({ id: 'DB-07', where, what: 'title is empty', remedy: 'name what it shows' });
  const length = description.trim().length;
  if (length < 40) {
    const what = `description has ${length} characters, must have at least 40`;
    problems.add({
      id: 'DB-07',
      where,
      what,
      remedy: 'say what it shows, what is normal, and what to do when it is not',
    });
  }
  if (width !== undefined && (!Number.isInteger(width) || width < 1 || width > 24)) {
    problems.add({ id: 'DB-17', where, what: `width is ${width}, must be a whole number from 1 to 24` });
  }
}

/** An alert's threshold is a line on the panel, so it is in the panel's unit (DB-09). */
export function checkAlerts(alerts: readonly Alert[], unit: Unit | undefined, where: string, problems: Problems): void {
  for (const { name, spec } of alerts) {
    const limit = spec.when.threshold?.unit;
    if (limit === undefined || unit === undefined || limit === unit) continue;
    const what = `the threshold of ${name} is in ${limit}, the panel is in ${unit}`;
    problems.add({ id: 'DB-09', where, what, remedy: 'show the alert where its own quantity is plotted' });
  }
}

/** The alerts that this release can have. */
export function presentAlerts(alerts: readonly Alert[], { board }: PanelContext): readonly Alert[] {
  return alerts.filter((alert) => untrustedIn(board.dialect, alert.spec.when.expr).length === 0);
}

export function rungsOf(alerts: readonly Alert[], { board }: PanelContext): readonly Rung[] {
  return alerts.flatMap((alert) => board.rungs(alert));
}

export function runbookUrl(alert: Alert, { board, service }: PanelContext): string {
  return `${board.context.publicUrl}/runbooks/${service}.html#${alert.name}`;
}

/**
 * The description, then what is doubtful in this release, then each alert with its limits and its runbook, or why this
 * release cannot have it (Markdown).
 */
export function describe(
  description: string,
  exprs: readonly Expr[],
  alerts: readonly Alert[],
  context: PanelContext,
): string {
  const { dialect, rungs } = context.board;
  const doubts = new Set(exprs.flatMap((e) => untrustedIn(dialect, e)).map((d) => `${d.metric.name}: ${d.reason}`));
  const cautions = [...doubts].map((doubt) => `Not to be trusted in this release: ${doubt}.`);
  const lines = alerts.map((alert) => {
    const reasons = untrustedIn(dialect, alert.spec.when.expr).map((d) => `${d.metric.name}: ${d.reason}`);
    if (reasons.length > 0) return `Alert ${alert.name} is not available in this release: ${reasons.join('; ')}.`;
    const limits = rungsText(rungs(alert));
    return `Alert [${alert.name}](${runbookUrl(alert, context)})${limits === '' ? '' : `: ${limits}`}.`;
  });
  return [description, ...cautions, ...lines].join('\n\n');
}

/** Links in the panel's corner: one runbook an alert. */
export function runbookLinks(alerts: readonly Alert[], context: PanelContext): readonly DashboardLink[] {
  return alerts.map((alert) => ({
    title: `Runbook: ${alert.name}`,
    type: 'link',
    icon: 'doc',
    tooltip: `What ${alert.name} means and what to do`,
    url: runbookUrl(alert, context),
    tags: [],
    asDropdown: false,
    targetBlank: true,
    includeVars: false,
    keepTime: false,
  }));
}
