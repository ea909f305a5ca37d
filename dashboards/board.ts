/** A board: rows of panels with the variables, annotations and links that all boards have. */
import type { Alert, Rung } from '../model/alert';
import type { DashboardFile, Omission } from '../model/delivery';
import type { Series } from '../model/metric';
import { Problems } from '../model/problem';
import { durationText, minutes, seconds } from '../model/quantity';
import type { BoardContext, Boards } from '../model/service';
import { annotationsOf, checkMoments } from './annotations';
import type { Moments } from './annotations';
import type { Dashboard, Variable } from './grafana';
import { place } from './layout';
import type { SizedPanel, SizedRow } from './layout';
import { boardLinks, FAMILY } from './links';
import { notePanel } from './note';
import type { PanelContext, PanelDefinition } from './panel';
import { FLEET } from './scope';
import { DATASOURCE_CHOICE, variablesFrom } from './variables';

/** Version of the dashboard format, that of Grafana 12 and 13. @see https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/ */
const SCHEMA_VERSION = 42;
/** More than that and nobody looks (DB-17). */
const MOST_OPEN_PANELS = 20;

/** Panels under one heading, left to right; they wrap into lines of 24 columns. */
export interface RowDefinition {
  readonly title: string;
  readonly collapsed: boolean;
  readonly panels: readonly PanelDefinition[];
}

/** An open row. */
export const row = (title: string, panels: readonly PanelDefinition[]): RowDefinition => ({
  title,
  collapsed: false,
  panels,
});
/** A row for details, closed until the reader opens it. */
export const collapsed = (title: string, panels: readonly PanelDefinition[]): RowDefinition => ({
  title,
  collapsed: true,
  panels,
});

export interface BoardSpec {
  /** Stable address, at most 40 characters: `<service>-<view>`. Alerts and bookmarks link to it. */
  readonly uid: string;
  /** `Area / Subject`; the area is the folder. */
  readonly title: string;
  /** Id of the service: it names the runbook and the `service` label of the alerts. `FLEET` for a board of all. */
  readonly service: string;
  readonly description: string;
  readonly tags?: readonly string[];
  /** A metric that every target has, `up` as a rule; the choices of job and instance come from it. None on a board of all services. */
  readonly variablesFrom?: Series;
  /** What else the reader can choose, after the targets. */
  readonly choices?: readonly Variable[];
  /** When something happened: `{ Restarts: promql`${m.processStartTime}` }`. */
  readonly moments?: Moments;
  /** Hours shown at first: 1 when absent. */
  readonly hours?: 1 | 3 | 6;
  readonly rows: readonly RowDefinition[];
}

/**
 * The board in one environment. What the release cannot show is left out and listed on the board.
 * @throws VedetteError with every fault of the board and its panels, under the ids DB-01 to DB-19
 */
export function board(context: BoardContext, spec: BoardSpec): Boards {
  const site: PanelContext = { board: rememberingRungs(context), service: spec.service, uid: spec.uid };
  const problems = new Problems();
  checkBoard(spec, problems);
  checkQueries(spec, context, problems);
  problems.throwIfAny();
  const omissions: Omission[] = [];
  const rows = spec.rows.map((r) => drawRow(r, site, omissions)).filter((r) => r.panels.length > 0);
  const { annotations, omissions: unmarked } = annotationsOf(spec.moments ?? {}, site);
  omissions.push(...unmarked);
  const model: Dashboard = {
    uid: spec.uid,
    title: spec.title,
    description: spec.description,
    tags: [FAMILY, ...(spec.service === FLEET ? [] : [context.level]), ...(spec.tags ?? [spec.service])],
    editable: false,
    graphTooltip: 1,
    liveNow: false,
    timezone: 'utc',
    time: { from: `now-${spec.hours ?? 1}h`, to: 'now' },
    refresh: refreshOf(context),
    schemaVersion: SCHEMA_VERSION,
    templating: { list: [...targetChoices(spec), ...(spec.choices ?? [])] },
    annotations: { list: annotations },
    links: boardLinks(site),
    panels: place([...rows, ...omissionRow(omissions, context)]),
  };
  return { dashboards: [file(model, folderOf(spec.title))], omissions };
}

const targetChoices = ({ variablesFrom: from }: BoardSpec): readonly Variable[] =>
  from === undefined ? [DATASOURCE_CHOICE] : variablesFrom(from);

/** Several panels ask for the limits of one alert, and an escalation is made anew each time. */
function rememberingRungs(context: BoardContext): BoardContext {
  const known = new Map<Alert, readonly Rung[]>();
  const rungs = (alert: Alert): readonly Rung[] => {
    const found = known.get(alert) ?? context.rungs(alert);
    known.set(alert, found);
    return found;
  };
  return { ...context, missing: (expr) => context.missing(expr), rungs };
}

/** Several boards as one. */
export function boards(...all: readonly Boards[]): Boards {
  return { dashboards: all.flatMap((b) => b.dashboards), omissions: all.flatMap((b) => b.omissions) };
}

const file = (model: Dashboard, folder: string): DashboardFile => ({
  uid: model.uid ?? '',
  title: model.title ?? '',
  folder,
  model,
});

const folderOf = (title: string): string => title.split(' / ')[0] ?? title;

/** Often enough to follow an incident, never more often than there are new samples (DB-14). */
function refreshOf({ context }: BoardContext): string {
  const steps = [seconds(30), minutes(1), minutes(5)];
  const fitting = steps.find((step) => step.value >= context.scrapeInterval.value) ?? minutes(15);
  return durationText(fitting);
}

function drawRow({ title, collapsed, panels }: RowDefinition, context: PanelContext, omissions: Omission[]): SizedRow {
  const sized = panels.flatMap((definition): SizedPanel[] => {
    const drawn = definition.draw(context);
    omissions.push(...drawn.omissions);
    const { width, height } = definition;
    return drawn.panel === undefined ? [] : [{ panel: drawn.panel, width, height }];
  });
  return { title, collapsed, panels: sized };
}

/** What this release cannot show, in sight. */
function omissionRow(omissions: readonly Omission[], { dialect }: BoardContext): readonly SizedRow[] {
  if (omissions.length === 0) return [];
  const lines = omissions.map(({ name, reason }) => `- **${name}**: ${reason}`);
  const release = dialect === undefined ? '' : ` ${dialect.name}`;
  const panel = notePanel({
    title: 'Left out',
    description: 'Panels whose metrics the monitored release does not expose, each with the reason.',
    content: `Release${release} does not expose what these panels show:\n\n${lines.join('\n')}`,
  });
  const height = Math.min(12, 3 + lines.length);
  return [{ title: 'Not available in this release', collapsed: false, panels: [{ panel, width: 24, height }] }];
}

function checkBoard(spec: BoardSpec, problems: Problems): void {
  const where = `board ${spec.uid}`;
  const add = (id: string, what: string, remedy: string): void => problems.add({ id, where, what, remedy });
  if (!/^[a-zA-Z0-9_-]{1,40}$/.test(spec.uid)) {
    add('DB-01', `uid is '${spec.uid}', must be 1 to 40 letters, digits, '-' or '_'`, 'write <service>-<view>');
  }
  if (!/^\S.* \/ .*\S$/.test(spec.title)) {
    add('DB-02', `title is '${spec.title}', must be 'Area / Subject'`, 'put the area before the subject');
  }
  if (spec.description.trim() === '') add('DB-02', 'description is empty', 'say whom the board serves and with what');
  if (spec.variablesFrom === undefined && spec.service !== FLEET) {
    add('DB-04', "'variablesFrom' is missing", "give a metric that every target has, from the service's catalogue");
  }
  if (spec.variablesFrom !== undefined && spec.variablesFrom.job === undefined) {
    const what = `'variablesFrom' is '${spec.variablesFrom.name}', which belongs to no job`;
    add('DB-04', what, "give the service's own metric, from its catalogue");
  }
  checkMoments(spec.moments ?? {}, where, problems);
  const panels = spec.rows.flatMap((r) => r.panels);
  for (const panel of panels) problems.addAll(panel.problems.map((p) => ({ ...p, where: `${where}/${p.where}` })));
  for (const title of twice(panels.map((p) => p.title))) {
    add('DB-07', `two panels are titled '${title}'`, 'say what tells them apart');
  }
  for (const title of twice(spec.rows.map((r) => r.title))) {
    add('DB-17', `two rows are titled '${title}'`, 'join or rename them');
  }
  if (spec.rows[0] === undefined || spec.rows[0].collapsed || spec.rows[0].panels.length === 0) {
    add('DB-17', 'the first row is missing, empty or collapsed', 'begin with the row that answers "is it broken?"');
  }
  const open = spec.rows.filter((r) => !r.collapsed).flatMap((r) => r.panels).length;
  if (open > MOST_OPEN_PANELS) {
    add('DB-17', `${open} panels are open, must be at most ${MOST_OPEN_PANELS}`, 'collapse the rows of details');
  }
}

/** Each question keeps the checks of a panel's query (DB-18), and asks the job that the board's variables choose (DB-04). */
function checkQueries(spec: BoardSpec, { context }: BoardContext, problems: Problems): void {
  const job = spec.variablesFrom?.job;
  const { scrapeInterval, retention } = context;
  const known = { scrapeInterval, ...(retention && { retention }) };
  for (const panel of spec.rows.flatMap((r) => r.panels)) {
    const where = `board ${spec.uid}/panel '${panel.title}'`;
    for (const expr of panel.exprs) {
      problems.addAll(expr.problems(where, { use: 'panel', ...known }));
      for (const series of expr.series.filter((s) => s.job !== undefined && s.job !== job)) {
        if (!expr.text('panel').includes(`${series.name}{job=~"$job"`)) continue;
        const what = `'${series.name}' is exposed by job '${series.job}', the board chooses jobs of '${job ?? ''}'`;
        problems.add({ id: 'DB-04', where, what, remedy: 'show it on the board of its own service' });
      }
    }
  }
}

const twice = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];
